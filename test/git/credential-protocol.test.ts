import { expect } from 'chai';
import { parseDescription, printAnswer } from '../../src/git/credential-protocol.js';
import { Problem } from '../../src/core/problem.js';
import { fc } from '../helpers/random.js';

const expiration = new Date('2026-11-23T12:49:56.900Z');

describe('what Git tells a helper', () => {
  it('is read up to a blank line or the end', () => {
    expect(parseDescription('protocol=https\nhost=h\npath=p\n\nhost=later\n')).to.deep.equal({
      attributes: { protocol: 'https', host: 'h', path: 'p' },
      fault: undefined,
    });
    expect(parseDescription('protocol=https').attributes).to.deep.equal({ protocol: 'https' });
    expect(parseDescription('')).to.deep.equal({ attributes: {}, fault: undefined });
  });

  it('may hold keys we do not know, equal signs in values, and a key twice', () => {
    const text =
      'host=a\nwwwauth[]=Basic realm="x=y"\tz\ncapability[]=authtype\n__proto__=x\nconstructor=y\npath=a=b\nhost=b\n';
    expect(parseDescription(text)).to.deep.equal({ attributes: { host: 'b', path: 'a=b' }, fault: undefined });
  });

  it('splits at line feeds alone', () => {
    const parsed = parseDescription('protocol=https\nhost=good\rhost=evil\n');
    expect(parsed.attributes.host).to.equal('good\rhost=evil');
    expect(parsed.fault).to.equal('a control character');
  });

  for (const character of ['\0', '\r', '\u001b', '\u007f', '\v']) {
    it(`has a fault with ${JSON.stringify(character)} in it, also in keys we do not know`, () => {
      expect(parseDescription(`host=h\nunknown=${character}\n`).fault).to.equal('a control character');
    });
  }

  it('has a fault where a line is too long or is no attribute', () => {
    expect(parseDescription(`path=${'a'.repeat(65_530)}`).fault).to.equal(undefined);
    expect(parseDescription(`path=${'a'.repeat(65_531)}`).fault).to.contain('65,535');
    expect(parseDescription('host=h\nnonsense\n').fault).to.contain('key=value');
    expect(parseDescription('=x\n').fault).to.contain('key=value');
  });

  it('is read without error whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { attributes } = parseDescription(text);
        for (const value of Object.values(attributes)) expect(value).to.not.contain('\n');
      }),
    );
  });
});

describe('what a helper answers', () => {
  it('is a user name, a password and its end in whole seconds', () => {
    expect(printAnswer({ username: 'A%t/=', password: 'p', expiration })).to.equal(
      'username=A%t/=\npassword=p\npassword_expiry_utc=1795438196\n',
    );
  });

  for (const evil of ['a\nhost=evil', 'a\rb', 'a\0']) {
    it(`never breaks out of its line: ${JSON.stringify(evil)}`, () => {
      expect(() => printAnswer({ username: evil, password: 'p', expiration })).to.throw(Problem);
      expect(() => printAnswer({ username: 'u', password: evil, expiration })).to.throw(Problem);
    });
  }
});
