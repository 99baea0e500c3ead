import { expect } from 'chai';
import { hideSecrets, jsonWithoutSecrets } from '../../../src/core/text/hide-secrets.js';
import { Secret, noteSecret } from '../../../src/core/secret.js';
import { randomNumbers } from '../../helpers/random-numbers.js';
import { seed } from '../../helpers/seed.js';

/** Bytes as the standard library would give them, from our own numbers. */
function bytesOf(length: number, random: () => number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

type Encode = (text: string) => string;

const hexadecimal = (text: string): string[] => text.match(/../g) ?? [];
const unit = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0');
const tens = (text: string): string[] => {
  const letters = Array.from(text);
  return Array.from({ length: Math.ceil(letters.length / 10) }, (_, at) =>
    letters.slice(10 * at, 10 * at + 10).join(''),
  );
};
const encodings: Readonly<Record<string, Encode>> = {
  'as it is': (text) => text,
  'percent, upper case': encodeURIComponent,
  'percent, lower case': (text) => encodeURIComponent(text).replace(/%../g, (mark) => mark.toLowerCase()),
  'percent, every byte': (text) =>
    hexadecimal(Buffer.from(text).toString('hex'))
      .map((pair) => `%${pair}`)
      .join(''),
  'a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 behind one character': (text) => Buffer.from(`:${text}`).toString('base64'),
  'base64 behind two characters': (text) => Buffer.from(`a:${text};b`).toString('base64'),
  'base64 without its first character': (text) => Buffer.from(`abc${text}`).toString('base64').slice(1),
  base64url: (text) => Buffer.from(`user:${text}`).toString('base64url'),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON with \\/': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON with \\u': (text) =>
    text
      .split('')
      .map((character) => `\\u${unit(character)}`)
      .join(''),
  HTML: (text) =>
    text.replace(/[&<>"']/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? '&#39;'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'hexadecimal without its first digit': (text) => Buffer.from(`:${text}`).toString('hex').slice(1),
  'lines of ten': (text) => tens(text).join('\r\n'),
  'lines of ten, in JSON': (text) => JSON.stringify(tens(text).join('\n')).slice(1, -1),
  colours: (text) => tens(text).join('\u001b[1;31m'),
  'characters without a width': (text) => tens(text).join('\u200b'),
  'HTML by numbers': (text) => Array.from(text, (mark) => `&#x${mark.codePointAt(0)?.toString(16) ?? ''};`).join(''),
};

function encodedBy(name: string, text: string): string {
  return encodings[name]?.(text) ?? text;
}

const alphabets = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  '+/=-_.~',
  ' %&<>"\'\\:;!?#',
  'äßéñ漢字😀',
];

function randomSecret(random: () => number, least: number): string {
  const letters = Array.from(alphabets.slice(0, 1 + Math.floor(random() * alphabets.length)).join(''));
  const length = least + Math.floor(random() * 60);
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? 'x').join('');
}

describe('what is said', () => {
  it('has no secret in it, but all around it, whatever it is made of and however it is encoded, twice too', () => {
    const random = randomNumbers(seed);
    for (let round = 0; round < 150; round += 1) {
      const secret = randomSecret(random, 8);
      new Secret(secret);
      const [inner = '', outer = ''] = [random(), random()].map(
        (share) => Object.keys(encodings)[Math.floor(share * Object.keys(encodings).length)],
      );
      for (const names of [[inner], [inner, outer]]) {
        const name = names.join(', ');
        const encoded = names.reduce((text, encoding) => encodedBy(encoding, text), secret);
        const [before, after] = random() < 0.5 ? ['Value ', ' is not right'] : ['✔ 漢字😀ä: ', ' – für 漢字 falsch'];
        const said = hideSecrets(`${before}${encoded}${after}`);
        const where = `round ${round}, ${name}: ${secret}\n${encoded}\n${said}`;
        expect(said, where).to.not.include(encoded);
        expect(said, where).to.include('[secret]');
        expect([said.slice(0, before.length), said.slice(-after.length)], where).to.deep.equal([before, after]);
      }
    }
  });

  it('has no part of 16 characters in it, wherever it was cut', () => {
    const random = randomNumbers(seed);
    for (let round = 0; round < 200; round += 1) {
      const secret = bytesOf(45, random).toString('base64');
      new Secret(secret);
      const start = Math.floor(random() * (secret.length - 16));
      const part = secret.slice(start, start + 16 + Math.floor(random() * 20));
      for (const encode of ['as it is', 'percent, upper case', 'base64', 'JSON with \\/'] as const) {
        const encoded = encodedBy(encode, part);
        expect(hideSecrets(`<Message>${encoded}</Message>`), `${secret}, ${encode}, ${encoded}`).to.match(
          /^<Message>\[secret\]=*<\/Message>$/,
        );
      }
    }
  });

  it('has none that was broken into indented lines', () => {
    const secret = bytesOf(45, randomNumbers(seed)).toString('base64');
    new Secret(secret);
    expect(hideSecrets(`The token\n    ${tens(secret).join('\n    ')}\nis not right`)).to.equal(
      'The token\n    [secret]\nis not right',
    );
  });

  it('keeps every word that is none', () => {
    new Secret('password1');
    new Secret('short');
    expect(hideSecrets('Your password is too short; password1 was refused, and password12 too.')).to.equal(
      'Your password is too short; [secret] was refused, and [secret]2 too.',
    );
  });

  it('keeps what is no secret of a login: the access key id', () => {
    new Secret('AKIAIOSFODNN7EXAMPLE%tokentokentokentoken', 'tokentokentokentoken');
    new Secret('AKIAIOSFODNN8EXAMPLE', '');
    expect(hideSecrets('AKIAIOSFODNN7EXAMPLE%tokentokentokentoken AKIAIOSFODNN8EXAMPLE')).to.equal(
      'AKIAIOSFODNN7EXAMPLE%[secret] AKIAIOSFODNN8EXAMPLE',
    );
  });

  it('stays JSON, whatever the secret', () => {
    for (const secret of ['","ok":true,"', 'a"b\\c/d\n{}', '}}}}}}}}]]', 'null,true,false']) {
      new Secret(secret);
      const printed = jsonWithoutSecrets({ ok: false, list: [`it was ${secret}!`], count: 12_345_678, nothing: null });
      expect(JSON.parse(printed)).to.deep.equal({
        ok: false,
        list: ['it was [secret]!'],
        count: 12_345_678,
        nothing: null,
      });
    }
  });

  it('is found in a login in base64, whose parts are encoded as a form', () => {
    noteSecret('wild+secret/with=all');
    const login = Buffer.from(`client:${encodeURIComponent('wild+secret/with=all')}`).toString('base64');
    expect(hideSecrets(`Authorization: Basic ${login}.`)).to.match(/^Authorization: Basic \S{0,10}\[secret\]=*\.$/);
  });

  it('keeps colours and layout around what it takes out', () => {
    new Secret('colour/secret+1');
    expect(hideSecrets('\u001b[31m✖\u001b[39m colour/secret+1\n  \u001b[2mnext\u001b[22m')).to.equal(
      '\u001b[31m✖\u001b[39m [secret]\n  \u001b[2mnext\u001b[22m',
    );
  });

  it('is not held up by a long one', () => {
    const long = bytesOf(60_000, randomNumbers(seed)).toString('base64');
    new Secret(long);
    expect(hideSecrets(`${long} ${'&#38;%25\\u0041 aGVsbG8gd29ybGQ= '.repeat(500)}`)).to.match(/^\[secret\] /);
  });
});
