import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import { expect } from 'chai';

const source = resolve(import.meta.dirname, '../src');

/**
 * Rules that stood in several places and came to disagree: what each looks like in code, and the file that it is at
 * home in. Whoever needs one imports it from there.
 */
const rules: readonly (readonly [rule: string, looks: RegExp, home: string])[] = [
  ['what Git is asked for credentials with', /'credential', 'fill'/, 'git/proof.ts'],
  ['what Git is asked for branches with', /'ls-remote', '--heads'/, 'git/proof.ts'],
  ['which helpers are for CodeCommit', /kind (?:!==|===) 'other'/, 'git/settings/helper-value.ts'],
  ['what a region is called', /\[a-z\]\{2,\d\}\(\?:-\[a-z\]|\[a-z\]\{2,\d\}\(-\[a-z\]/, 'aws/partitions.ts'],
  ['which regions are of which partition', /\?:cn-|'cn-'|'us-gov-'/, 'aws/partitions.ts'],
  ['that a sign-in was denied in the browser', /denied in the browser\./, 'aws/openid/sign-in-ends.ts'],
  ['that a code was not confirmed in time', /not confirmed in time/, 'aws/openid/sign-in-ends.ts'],
  ['which variables hold keys', /env\['AWS_SECRET_ACCESS_KEY'\]/, 'aws/credential-formats/environment-keys.ts'],
  ['what is said of another partition', /they share neither|in another partition than/, 'aws/other-partition.ts'],
  ['what is said where no browser starts', /No browser could be started/, 'methods/common/through-browser.ts'],
  ['where a browser comes back to', /'\/oauth\/callback'/, 'methods/common/through-browser.ts'],
  ["which start URLs are one portal's", /\[#\?\]\.\*\$/, 'aws/saml/access-portal.ts'],
  ['what asks for an authorization code', /response_type: 'code'/, 'system/openid/authorization-request.ts'],
  ['how long a SAML response is good for', /five minutes/i, 'aws/saml/redeem-time.ts'],
  ['what an MFA code is called at the prompt', /the six digits that the device shows/, 'methods/common/mfa.ts'],
  ['where a text is broken into lines', /function wrap\w*\(/, 'core/text/wrap.ts'],
  [
    'which text is an object in JSON',
    /function parseObject|!Array\.isArray\(value\)\n? *\?/,
    'core/text/parse-object.ts',
  ],
];

describe('a rule', () => {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(source.length + 1).replaceAll(sep, posix.sep),
      text: readFileSync(path, 'utf8'),
    }));

  for (const [rule, looks, home] of rules) {
    it(`has one home: ${rule}`, () => {
      expect(files.filter(({ text }) => looks.test(text)).map(({ path }) => path)).to.deep.equal([home]);
    });
  }
});
