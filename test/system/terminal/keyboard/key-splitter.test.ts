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

  it('keeps an Escape at the end until it is known for a key of its own', () => {
    const splitter = new KeySplitter();
    expect(splitter.split('a\u001b')).to.deep.equal([text('a')]);
    expect(splitter.isWaiting).to.equal(true);
    expect(splitter.flush()).to.deep.equal([key('\u001b')]);
    expect([splitter.isWaiting, splitter.flush()]).to.deep.equal([false, []]);
  });

  it('takes Alt with a key for one key, and no Escape', () => {
    expect(split('\u001bb\u001b\r\u001b\u001b[A\u001b\u001bOP')).to.deep.equal(
      ['\u001bb', '\u001b\r', '\u001b\u001b[A', '\u001b\u001bOP'].map(key),
    );
  });

  it('does not take the rest of a key for text that comes after its Escape was given up', () => {
    const splitter = new KeySplitter();
    splitter.split('\u001b');
    splitter.flush();
    expect(splitter.split('[A')).to.deep.equal([key('\u001b[A')]);
    expect(splitter.split('[A')).to.deep.equal([text('[A')]);
  });

  it('forgets a paste to its end, and what comes behind it counts', () => {
    const splitter = new KeySplitter();
    splitter.split('\u001b[200~meant for');
    splitter.forget();
    expect(splitter.split(' before\u001b[201~now\u001b[200~this\u001b[201~')).to.deep.equal([
      text('now'),
      paste('this'),
    ]);
  });

  it('puts a key together that arrives in pieces', () => {
    expect(split('\u001b', '[', 'A')).to.deep.equal([key('\u001b[A')]);
    expect(split('\u001b[', 'A')).to.deep.equal([key('\u001b[A')]);
    expect(split('x\u001b[20', '0~in\u001b[2', '01~')).to.deep.equal([text('x'), paste('in')]);
  });

  it('finds a paste whose first byte came alone', () => {
    expect(split('\u001b', '[200~in\u001b[201~')).to.deep.equal([paste('in')]);
    const splitter = new KeySplitter();
    splitter.split('\u001b');
    splitter.flush();
    expect(splitter.split('[200~in\u001b[201~')).to.deep.equal([paste('in')]);
  });

  it('is the same wherever the pieces are cut', () => {
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
        const places = [...new Set(cuts)].filter((place) => place < whole.length).sort((a, b) => a - b);
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
