import { expect } from 'chai';
import { wrap } from '../../../src/core/text/wrap.js';
import { widthOf } from '../../../src/system/terminal/lines.js';
import { fc } from '../../helpers/random.js';

describe('lines', () => {
  it('are broken at blanks', () => {
    expect(wrap('the quick brown fox jumps', 10)).to.deep.equal(['the quick', 'brown fox', 'jumps']);
  });

  it('are never broken between backticks, nor inside a word', () => {
    expect(wrap('now run `git clone x y z` again', 12)).to.deep.equal(['now run', '`git clone x y z`', 'again']);
    expect(wrap('see https://example.com/a/b/c', 12)).to.deep.equal(['see', 'https://example.com/a/b/c']);
    expect(wrap('one ` alone stays a word', 12)).to.deep.equal(['one ` alone', 'stays a word']);
  });

  it('stay as they are where they fit, and where they begin with a blank', () => {
    expect(wrap('a  b\n    laid   out by hand', 12)).to.deep.equal(['a  b', '    laid   out by hand']);
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
          const lines = wrap(words.join(' '), width, widthOf);
          expect(lines.join(' ')).to.equal(words.join(' '));
          for (const line of lines) expect(widthOf(line) <= width || !line.includes(' ')).to.equal(true);
        },
      ),
    );
  });

  it('are counted in columns where it is said how many a text takes', () => {
    expect(wrap('漢字 漢字', 5)).to.deep.equal(['漢字 漢字']);
    expect(wrap('漢字 漢字', 5, widthOf)).to.deep.equal(['漢字', '漢字']);
  });
});
