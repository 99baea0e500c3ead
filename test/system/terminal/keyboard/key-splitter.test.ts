import { expect } from 'chai';
import { KeySplitter, cleanPaste } from '../../../../src/system/terminal/keyboard/key-splitter.js';
import type { Typed } from '../../../../src/system/terminal/keyboard/key-splitter.js';
import { fc } from '../../../helpers/random.js';

const split = (...chunks: string[]): Typed[] => {
  const splitter = new KeySplitter();
  return chunks.flatMap((chunk) => splitter.split(chunk));
};
const key = (text: string): Typed => ({ kind: 'key', text });
const text = (typed: string): Typed => ({ kind: 'text', text: typed });
const paste = (pasted: string): Typed => ({ kind: 'paste', text: pasted });

/** Neighbouring runs of text are one: where they were cut is the terminal's business. */
const joined = (typed: Typed[]): Typed[] =>
  typed.reduce<Typed[]>((all, one) => {
    const last = all.at(-1);
    return last?.kind === 'text' && one.kind === 'text'
      ? [...all.slice(0, -1), text(last.text + one.text)]
      : [...all, one];
  }, []);

describe('what is typed', () => {
  it('is split into runs of text and keys', () => {
    expect(split('ab\rc\u001b[A\u001b[1;5C\u001bOP\u007f')).to.deep.equal([
      text('ab'),
      key('\r'),
      text('c'),
      key('\u001b[A'),
      key('\u001b[1;5C'),
      key('\u001bOP'),
      key('\u007f'),
    ]);
  });

  it('keeps a paste in one piece, line breaks and control characters in it', () => {
    expect(split('a\u001b[200~one\rtwo\u0003\u001b[201~b')).to.deep.equal([
      text('a'),
      paste('one\rtwo\u0003'),
      text('b'),
    ]);
  });

  it('lets the Escape key through at once', () => {
    expect(split('\u001b')).to.deep.equal([key('\u001b')]);
    expect(split('\u001b\u001b[A')).to.deep.equal([key('\u001b'), key('\u001b[A')]);
  });

  it('puts a key together that arrives in two pieces', () => {
    expect(split('\u001b[', 'A')).to.deep.equal([key('\u001b[A')]);
    expect(split('x\u001b[20', '0~in\u001b[2', '01~')).to.deep.equal([text('x'), paste('in')]);
  });

  it('finds a paste whose first byte came alone', () => {
    expect(split('\u001b', '[200~in\u001b[201~')).to.deep.equal([key('\u001b'), paste('in')]);
  });

  it('is the same wherever the pieces are cut, but right behind an Escape', () => {
    const piece = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'ß', '~', '[', '2', '漢') }),
      fc.constantFrom('\r', '\n', '\t', '\u007f', '\u001b[A', '\u001b[3~'),
      fc
        .string({ maxLength: 12, unit: fc.constantFrom('x', '\r', '\u001b', '[', '2', '0', '1') })
        .filter((body) => !body.includes('\u001b[201~'))
        .map((body) => `\u001b[200~${body}\u001b[201~`),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(60), { maxLength: 8 }), (pieces, cuts) => {
        const whole = pieces.join('');
        const places = [...new Set(cuts)]
          .filter((place) => place < whole.length && whole[place - 1] !== '\u001b')
          .sort((a, b) => a - b);
        const chunks = [0, ...places].map((place, index) => whole.slice(place, places[index]));
        expect(joined(split(...chunks))).to.deep.equal(joined(split(whole)));
      }),
      { numRuns: 500 },
    );
  });

  it('takes 1 MB in small pieces in no time', () => {
    const started = performance.now();
    const typed = split('\u001b[200~', ...Array.from({ length: 16_000 }, () => 'x'.repeat(64)), '\u001b[201~');
    expect(typed).to.have.lengthOf(1);
    expect(typed[0]?.text).to.have.lengthOf(1_024_000);
    // Quadratic work would take minutes.
    expect(performance.now() - started).to.be.lessThan(10_000);
  });
});

describe('a paste', () => {
  it('has one kind of line end, and nothing that cannot be seen', () => {
    expect(cleanPaste('a\r\nb\rc\u200b\ufeff\u0007\u001b[31md')).to.equal('a\nb\nc[31md');
  });

  it('keeps letters of every language', () => {
    expect(cleanPaste('Ünïcode 漢字 é')).to.equal('Ünïcode 漢字 é');
  });
});
