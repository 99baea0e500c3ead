import { expect } from 'chai';
import { parseObject } from '../../../src/core/text/parse-object.js';

describe('an object in JSON', () => {
  it('is read with its fields', () => {
    expect(parseObject(' {"a": 1, "b": {"c": []}}\n')).to.deep.equal({ a: 1, b: { c: [] } });
  });

  for (const text of ['', '{', 'null', '1', '"text"', 'true', '[]', '[{"a": 1}]', '{"a": 1} {"b": 2}'])
    it(`is not found in ${JSON.stringify(text)}`, () => {
      expect(parseObject(text)).to.equal(undefined);
    });
});
