import { expect } from 'chai';
import { alternativeName, proposeName, whyNotName } from '../../../src/profile/ini/names.js';
import { appendSection } from '../../../src/profile/ini/ini-section.js';
import { readAsBotocore } from '../../../src/profile/ini/readings.js';
import { loadJavaScript } from '../oracles.js';
import { fc } from '../../helpers/random.js';

describe('the name of a profile', () => {
  it('may be of letters, digits and _.@:/%+-', () => {
    for (const name of [
      'default',
      'dev',
      '_x',
      '9',
      'team.prod',
      'me@example.com',
      'a/b',
      'x:y',
      '50%',
      'a+b-c',
      'profile',
      'valueof',
    ]) {
      expect(whyNotName(name), name).to.equal(undefined);
    }
  });

  it('is refused, with a reason, where readers would disagree', () => {
    const reasons: readonly [string, RegExp][] = [
      ['', /empty/],
      ['two words', /letters/],
      ['-x', /begin/],
      ['.x', /begin/],
      ['a]b', /letters/],
      ['ümlaut', /begin/],
      ['a\nb', /letters/],
      ['a..b', /two dots/],
      ['__proto__', /JavaScript/],
      ['constructor', /JavaScript/],
      ['toString', /JavaScript/],
      ['DEFAULT', /AWS CLI/],
      ['sso-session.x', /another kind/],
      ['services.x', /another kind/],
      ['x'.repeat(101), /longer/],
    ];
    for (const [name, reason] of reasons) expect(whyNotName(name), name).to.match(reason);
  });

  it('that is let through is read by all readers, in both files', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '_', '.', '@', ':', '/', '%', '+', '-'),
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        name.filter((text) => whyNotName(text) === undefined),
        async (text) => {
          const loaded = await loadJavaScript(
            appendSection('', text, { k: 'v' }),
            appendSection('', `profile ${text}`, { k: 'v' }),
          );
          expect(loaded.credentialsFile[text]).to.deep.equal({ k: 'v' });
          expect(loaded.configFile[text]).to.deep.equal({ k: 'v' });
          expect(Object.keys(readAsBotocore(appendSection('', text, { k: 'v' })))).to.deep.equal([text]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is proposed from the repository's", () => {
    expect(proposeName('payments-api')).to.equal('payments-api');
    expect(proposeName('..hidden..repo')).to.equal('hidden.repo');
    expect(proposeName('Übung 1!')).to.equal('U-bung-1');
    expect(proposeName('constructor')).to.equal('constructor-codecommit');
    expect(proposeName('---')).to.equal('codecommit');
    expect(proposeName(undefined)).to.equal('codecommit');
  });

  it('that is proposed is always good', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 120 }), fc.constantFrom('DEFAULT', '__proto__', 'toString', 'services.a')),
        (repository) => {
          expect(whyNotName(proposeName(repository))).to.equal(undefined);
          expect(whyNotName(alternativeName(repository, () => false))).to.equal(undefined);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has an alternative that is free', () => {
    expect(alternativeName('dev', () => false)).to.equal('dev-codecommit');
    expect(alternativeName('dev', (name) => name === 'dev-codecommit')).to.equal('dev-codecommit-2');
  });
});
