import { expect } from 'chai';

import { placeholdersOf, renderJson, renderText } from '../../../src/core/text/template.js';
import { Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

describe('a template', () => {
  it('gets its values, each as often as it is named', () => {
    expect(renderText('{{greeting}}, {{name}}! {{name}}?', { greeting: 'Hello', name: 'Ana' })).to.equal(
      'Hello, Ana! Ana?',
    );
    expect(placeholdersOf('{{a}} {{b}} {{a}}')).to.deep.equal(['a', 'b']);
  });

  it('takes a value as it is: neither $ nor braces in it mean anything', () => {
    expect(renderText('{{a}}{{b}}', { a: '$& $1 {{b}}', b: 'x' })).to.equal('$& $1 {{b}}x');
  });

  it('makes values harmless for where they stand', () => {
    expect(renderText('<p>{{name}}</p>', { name: '<b>' }, (value) => value.replace('<', '&lt;'))).to.equal(
      '<p>&lt;b></p>',
    );
  });

  it('is refused while a placeholder has no value, a value no placeholder, or a placeholder no name', () => {
    for (const render of [renderText, renderJson]) {
      expect(() => render('"{{a}} {{b}}"', { a: '1' })).to.throw(Problem, 'Nothing was given for {{b}}');
      expect(() => render('"{{a}}"', { a: '1', c: '2' })).to.throw(Problem, 'No place was found for {{c}}');
      expect(() => render('"{{ a }}"', { a: '1' })).to.throw(Problem, 'is no placeholder');
      expect(() => render('"{{toString}}"', {})).to.throw(Problem, '{{toString}}');
    }
  });

  it('of JSON stays JSON with the same strings in it, whatever the values hold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary' }), { minLength: 2 }),
        (one, many) => {
          expect(
            JSON.parse(renderJson('{"alone": "{{one}}", "inside": "<{{one}}>", "many": "{{many}}"}', { one, many })),
          ).to.deep.equal({ alone: one, inside: `<${one}>`, many });
        },
      ),
    );
  });

  it('of JSON writes a list of one without brackets, as IAM does, and takes no list inside a string', () => {
    expect(renderJson('{"Resource": "{{arns}}"}', { arns: ['a'] })).to.equal('{"Resource": "a"}');
    expect(renderJson('{"Resource": "{{arns}}"}', { arns: ['a', 'b'] })).to.equal('{"Resource": ["a","b"]}');
    expect(() => renderJson('"x{{arns}}"', { arns: ['a', 'b'] })).to.throw(Problem, 'a list cannot');
    expect(() => renderText('{{arns}}', { arns: ['a'] })).to.throw(Problem, 'a list cannot');
  });
});
