import { expect } from 'chai';
import { findFaults } from '../../../src/profile/ini/faults.js';
import { isPlainlyValid } from '../../../src/profile/ini/plainly-valid.js';
import type { FileKind } from '../../../src/profile/ini/readings.js';
import { hostileFile } from '../generate.js';
import { fc } from '../../helpers/random.js';

/**
 * A faultless section that is not plain, for its capitals, and a comment behind its name: with it, a file is looked at
 * line by line.
 */
const lookCloser: Readonly<Record<FileKind, string>> = {
  credentials: '\n[look-closer] # x\nK = v\n',
  config: '\n[profile look-closer] # x\nK = v\n',
};

const plainHeaders: Readonly<Record<FileKind, readonly string[]>> = {
  credentials: ['[a]', '[b.c]', '[D/e@f:g]', '[default]'],
  config: ['[default]', '[profile a]', '[profile b.c]', '[sso-session a]', '[sso-session default]'],
};
const almostLines = [
  '[DEFAULT]',
  '[constructor]',
  '[profile default]',
  '[profile toString]',
  '[profile "a"]',
  '[profile  a]',
  '[profile a',
  '[sso-session x y]',
  '[a b]',
  '[a] ',
  '[a];b',
  '[a]]',
  '[]',
  'aws_session_token: = 1',
  'aws_session_token = a ;b',
  'aws_session_token = a\t#b',
  'aws_session_token =\t#b',
  'aws_session_token = a\xc2\xa0;b',
  'REGION = x',
  'Region = x',
  'region',
  '=',
  '  region',
  '  s3 =',
  '  [a]',
  '  # note',
  '  x = ;y',
  '  x: = 1',
  '  X = 1',
  '\fx = 1',
  '<<<<<<< ours',
  '=======',
  '# caf\xe9',
  'region = \xff',
  '\xef\xbb\xbf',
  '# \xc3',
  '\xbc = 1',
  '# \0',
  'region\0 = 1',
  '\x1c',
  ' ',
  '\f',
] as const;
const line = (kind: FileKind): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...plainHeaders[kind]) },
    {
      weight: 8,
      arbitrary: fc.constantFrom(
        'aws_access_key_id = A',
        'aws_secret_access_key=S+/=',
        'aws_session_token =T',
        'region = eu west 1',
        'region=x',
        's3 =',
        's3 =',
        'x1\t = a;b#c',
        'a = b = c',
        '  max = 1',
        '\tnext\t= x',
        '  region = x',
      ),
    },
    { weight: 3, arbitrary: fc.constantFrom('', '# note [a]', '#', '; note\t= 1', '# f\xc3\xbcr') },
    { weight: 2, arbitrary: fc.constantFrom(...almostLines) },
  );
const lineEnd = fc.oneof(
  { weight: 9, arbitrary: fc.constant('\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r', '\n\n', '\n\r', '') },
);
const almostPlain = (kind: FileKind): fc.Arbitrary<string> =>
  fc.array(fc.tuple(line(kind), lineEnd), { maxLength: 8, size: 'max' }).map((parts) => parts.flat().join(''));

describe('a plain file', () => {
  const plain: Readonly<Record<FileKind, string>> = {
    credentials:
      '# mine\n\n[default]\naws_access_key_id = A\naws_secret_access_key=S\ns3 =\n  max_queue_size = 1\n  ' +
      'addressing_style = path\n\n; f\xc3\xbcr\n[team.prod-1]\naws_access_key_id     = A\naws_session_token ' +
      '= a+/=\nx_security_token_expires = 2026-11-23T12:34:56Z\nregion =\n',
    config:
      '[default]\noutput = json\n[profile team.prod-1]\nrole_arn = arn:aws:iam::1:role/x\n# ' +
      'why\n[sso-session default]\nsso_start_url = https://x.awsapps.com/start#/\n',
  };

  it('is what programs write, with comments and either line end', () => {
    for (const kind of ['credentials', 'config'] as const) {
      expect(isPlainlyValid(plain[kind], kind), kind).to.equal(true);
      expect(isPlainlyValid(plain[kind].replaceAll('\n', '\r\n'), kind), kind).to.equal(true);
      expect(isPlainlyValid(plain[kind].trimEnd(), kind), kind).to.equal(true);
      expect(isPlainlyValid('', kind), kind).to.equal(true);
    }
    expect([isPlainlyValid(plain.credentials, 'config'), isPlainlyValid(plain.config, 'credentials')]).to.deep.equal([
      false,
      false,
    ]);
  });

  it('has no line that needs a closer look', () => {
    for (const line of [
      '  region',
      '  [b]',
      '  # note',
      'region',
      'region: x',
      'Region = x',
      'region = x # note',
      'region = \xc3\xbc',
      '[b] # note',
      '# \xff',
      'x = 1\r# note',
      's3 = x\n  region = y',
      '[DEFAULT]',
    ]) {
      expect(isPlainlyValid(`[a]\ns3 =\n${line}\n`, 'credentials'), line).to.equal(false);
    }
  });

  it('has no fault, on any system', () => {
    for (const kind of ['credentials', 'config'] as const) {
      let count = 0;
      fc.assert(
        fc.property(
          fc.oneof(almostPlain(kind), almostPlain(kind), hostileFile),
          fc.constantFrom<NodeJS.Platform>('linux', 'win32'),
          (text, platform) => {
            if (!isPlainlyValid(text, kind)) return;
            count += 1;
            expect(findFaults(text + lookCloser[kind], kind, platform), JSON.stringify(text)).to.deep.equal([]);
          },
        ),
        { numRuns: 20_000 },
      );
      expect(count, kind).to.be.greaterThan(1000);
    }
  });

  it('may be of any length', () => {
    for (const long of [
      ' '.repeat(5_000_000),
      'x'.repeat(5_000_000),
      ' x'.repeat(2_500_000),
      '\n'.repeat(5_000_000),
      '#\n'.repeat(2_500_000),
      `\ns3 =\n${'  y = z\n'.repeat(500_000)}`,
      `\ns3 =${' '.repeat(2_500_000)}\n  y = ${'z'.repeat(2_500_000)}\n  y = z`,
    ]) {
      expect(isPlainlyValid(`[a]\nx = 1${long}\n`, 'credentials')).to.equal(true);
    }
    expect(isPlainlyValid(`[a]\n${'x'.repeat(5_000_000)}`, 'credentials')).to.equal(false);
  });
});
