import { expect } from 'chai';
import { hang, padTo, widthOf, wrapLines } from '../../../src/system/terminal/lines.js';
import { fc } from '../../helpers/random.js';

describe('lines', () => {
  it('are broken at blanks', () => {
    expect(wrapLines('the quick brown fox jumps', 10)).to.deep.equal(['the quick', 'brown fox', 'jumps']);
  });

  it('are never broken between backticks, nor inside a word', () => {
    expect(wrapLines('now run `git clone x y z` again', 12)).to.deep.equal(['now run', '`git clone x y z`', 'again']);
    expect(wrapLines('see https://example.com/a/b/c', 12)).to.deep.equal(['see', 'https://example.com/a/b/c']);
    expect(wrapLines('one ` alone stays a word', 12)).to.deep.equal(['one ` alone', 'stays a word']);
  });

  it('stay as they are where they fit, and where they begin with a blank', () => {
    expect(wrapLines('a  b\n    laid   out by hand', 12)).to.deep.equal(['a  b', '    laid   out by hand']);
  });

  it('lose no word and fit wherever they can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 15, unit: fc.constantFrom('a', 'b', '漢', '-') }), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 4, max: 60 }),
        (words, width) => {
          const lines = wrapLines(words.join(' '), width);
          expect(lines.join(' ')).to.equal(words.join(' '));
          for (const line of lines) expect(widthOf(line) <= width || !line.includes(' ')).to.equal(true);
        },
      ),
    );
  });

  it('hang below what stands in front of the first', () => {
    expect(hang('the quick brown fox', 15, '1. ')).to.equal('1. the quick\n   brown fox');
  });

  it('count wide characters as two columns', () => {
    expect(widthOf('漢字')).to.equal(4);
    expect(padTo('漢字', 6)).to.equal('漢字  ');
    expect(padTo('too long', 3)).to.equal('too long');
  });
});
