import { expect } from 'chai';
import { posixQuote } from '../../src/core/shells/posix.js';
import { shellWords } from '../../src/git/shell-words.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import { fc } from '../helpers/random.js';

// What a shell could stumble over; NUL cannot be in an argument.
const nasty = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        ' ',
        '!',
        '#',
        '*',
        '~',
        ';',
        '&',
        '|',
        '(',
        '{',
        '\t',
        '%',
        'a',
        'é',
        '=',
        '-',
        '\n',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 20,
  })
  .filter((word) => !word.includes('\0'));

describe('a quoted word', () => {
  it('comes out of a real shell as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nasty, { minLength: 1, maxLength: 40 }), async (words) => {
        const { stdout } = await run('sh', ['-c', `printf '%s\\0' ${words.map(posixQuote).join(' ')}`], {
          env: cleanEnvironment(),
        });
        expect(stdout.split('\0').slice(0, -1)).to.deep.equal(words);
      }),
      { numRuns: 60 },
    );
  });

  it('comes out of our own splitting as it went in', () => {
    fc.assert(
      fc.property(fc.array(nasty), (words) => {
        expect(shellWords(words.map(posixQuote).join(' '))).to.deep.equal(words);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a simple shell command', () => {
  const same: [string, readonly string[] | undefined][] = [
    ['a b', ['a', 'b']],
    ["  'a b'\tc\\ d ", ['a b', 'c d']],
    ['"a\\"b" "$HOME" "x\\y"', ['a"b', '$HOME', 'x\\y']],
    ['a\'b\'"c"', ['abc']],
    ['$@', ['$@']],
    ["''", ['']],
    ['', []],
    ['a; b', undefined],
    ['a | b', undefined],
    ["a 'b", undefined],
    ['$(x)', undefined],
    ['a `b`', undefined],
  ];
  for (const [text, words] of same) {
    it(`is split: ${JSON.stringify(text)}`, () => expect(shellWords(text)).to.deep.equal(words));
  }
});
