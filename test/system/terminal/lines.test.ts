import { expect } from 'chai';
import { hang, padTo, widthOf } from '../../../src/system/terminal/lines.js';

describe('lines', () => {
  it('hang below what stands in front of the first', () => {
    expect(hang('the quick brown fox', 15, '1. ')).to.equal('1. the quick\n   brown fox');
  });

  it('count wide characters as two columns', () => {
    expect(widthOf('漢字')).to.equal(4);
    expect(padTo('漢字', 6)).to.equal('漢字  ');
    expect(padTo('too long', 3)).to.equal('too long');
  });
});
