import { fc } from '../helpers/random.js';
import type { FilesWithProfile } from './oracles.js';

const names = ['default', 'dev', 'dev2', 'team.prod', 'a/b', 'me@example.com', 'x:y', 'work+1', '50%'] as const;
const otherKeys = ['region', 'output', 'role_arn', 'mfa_serial', 's3', 'duration_seconds', 'x_principal_arn'] as const;
const ourKeys = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
  'x_security_token_expires',
  'expiration',
] as const;

/** A value without white space, as keys and tokens are. */
export const token: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom('A', 'B', 'C', 'a', 'b', 'c', '0', '1', '9', '+', '/', '=', '_', '-', '.'),
  minLength: 1,
  maxLength: 40,
});

const comment = fc.constantFrom(
  '# keep me',
  '; and me',
  '#',
  '  # indented',
  '# [dev]',
  '# aws_access_key_id = old',
  '# Schlüssel für später',
  '#\ttab',
);
const blank = fc.constantFrom('', '', '   ', '\t');

function spelled(key: string): fc.Arbitrary<string> {
  return fc.constantFrom(key, key, key, key.toUpperCase(), key.replace('aws', 'Aws'));
}

const assignment = fc.constantFrom(' = ', '=', ' =', '= ', '\t=\t', '  =  ');

interface Shape {
  /** Lines of one key and what continues it. */
  readonly lines: readonly string[];
  readonly key: string;
}

const option: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 5, arbitrary: plain([...ourKeys]) },
  { weight: 3, arbitrary: plain([...otherKeys]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...ourKeys, 'region'), token, token)
      .map(([key, a, b]) => ({ key, lines: [`${key} = ${a}`, `   ${b}`] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...ourKeys), token)
      .map(([key, a]) => ({ key, lines: [`${key} = ${a} # note`] })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.array(fc.constantFrom('aws_access_key_id', 'max_concurrent_requests', 'region'), {
          minLength: 1,
          maxLength: 3,
        }),
        token,
      )
      .map(([keys, value]) => ({
        key: 's3',
        lines: ['s3 =', ...keys.map((key, index) => `  ${key}${index} = ${value}`), '  aws_session_token = nested'],
      })),
  },
);

function plain(keys: readonly string[]): fc.Arbitrary<Shape> {
  return fc
    .constantFrom(...keys)
    .chain((key) =>
      fc
        .tuple(spelled(key), assignment, token)
        .map(([written, between, value]) => ({ key, lines: [written + between + value] })),
    );
}

const body = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: option },
      { weight: 1, arbitrary: comment.map(only) },
      { weight: 1, arbitrary: blank.map(only) },
    ),
    { maxLength: 8 },
  )
  .map((shapes) => {
    const seen = new Set<string>();
    return shapes.filter(({ key }) => key === '' || (!seen.has(key) && seen.add(key))).flatMap(({ lines }) => lines);
  });

function only(line: string): Shape {
  return { key: '', lines: [line] };
}

const section = (name: string): fc.Arbitrary<string[]> =>
  fc
    .tuple(body, fc.constantFrom('', '', '', '', '  ', '\t'), fc.constantFrom('', '', '', ' # note', ' ; note'))
    .map(([lines, indent, note]) => [`[${name}]${note}`, ...lines.map((line) => indent + line)]);

/**
 * A credentials file that botocore accepts: comments, CRLF, indentation, sub-settings, capitals, continuation lines and
 * all.
 */
export const credentialsFile: fc.Arbitrary<string> = fc
  .record({
    top: fc.array(fc.oneof(comment, blank), { maxLength: 2 }),
    sections: fc
      .uniqueArray(fc.constantFrom(...names), { maxLength: 5 })
      .chain((chosen) => fc.tuple(...chosen.map(section))),
    eol: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    final: fc.boolean(),
  })
  .map(({ top, sections, eol, final }) => [...top, ...sections.flat()].join(eol) + (final ? eol : ''))
  .map((text) => Buffer.from(text, 'utf8').toString('latin1'));

/** A profile that may be in such a file, or not. */
export const profileName: fc.Arbitrary<string> = fc.constantFrom(...names, 'brand-new');

/** Anything at all that could be in a file, built from the pieces INI readers trip over. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      '[',
      ']',
      '[dev]',
      '[ dev ]',
      '[DEFAULT]',
      '=',
      ':',
      ' ',
      '\t',
      '\n',
      '\n',
      '\r',
      '\r\n',
      '#',
      ';',
      'a',
      'aws_access_key_id',
      'AWS_SESSION_TOKEN',
      's3',
      '\u00a0',
      '\ufeff',
      'ü',
      '\u2028',
      '"',
      '\x1c',
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'utf8').toString('latin1'));

const spoilt = fc.constantFrom(
  '[dev]',
  '[dev];x',
  '[dev] y',
  '[team.prod] # was [x]',
  '  [a/b]',
  'export FOO',
  'aws_access_key_id = AGAIN',
  'AWS_ACCESS_KEY_ID = CAPITALS',
  'aws_session_token: colon',
  '  aws_secret_access_key = INDENTED',
  's3 =',
  '  no key',
  '  k = v',
  '= nothing',
  '# fine',
  '',
  '[DEFAULT]',
  'region = x',
  'aws_secret_access_key = S # note',
  '\taws_session_token = T',
);

/** A credentials file with faults in it, of the kinds that people make and `repair` repairs. */
export const brokenFile: fc.Arbitrary<string> = fc
  .tuple(
    credentialsFile,
    fc.array(fc.tuple(fc.nat(30), spoilt), { maxLength: 6 }),
    fc.constantFrom('', '', '', '\xef\xbb\xbf'),
  )
  .map(([text, faults, start]) => {
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const lines = text.split(eol);
    for (const [at, line] of faults) lines.splice(Math.min(at, lines.length), 0, line);
    return start + lines.join(eol);
  });

const plainLines = [
  '[dev]',
  '[profile dev]',
  '[other]',
  'aws_access_key_id = A',
  'aws_secret_access_key=S',
  'region = dev',
] as const;
const oddLines = [
  '[dev2]',
  '[ dev ]',
  '[dev] # note',
  '[dev];note',
  '[dev] ]',
  '[dev ;x]',
  '[[dev]',
  '[dev',
  'dev]',
  '[x] [dev]',
  '[dev] \t',
  '[other]\rx',
  '[other ;x]',
  '[other] # note',
  '[DEFAULT]',
  '[default]',
  '[ü]',
  '[]',
  '[constructor]',
  '[__proto__]',
  '[profile "dev"]',
  "[profile 'dev']",
  '[profile  dev]',
  '[profile\tdev]',
  '[profile\u00a0dev]',
  '[profile\rdev]',
  '[profile.dev]',
  '[profiles dev]',
  '[profile default]',
  '[profile dev2]',
  '[sso-session dev]',
  '[profile sso-session.dev]',
  '[profile __proto__]',
  'AWS_SESSION_TOKEN = T',
  'aws_session_token : T',
  's3 =',
  'x = [dev]',
  'x =\u00a0',
  'no key',
  '= nothing',
  '# [dev]',
  '; note',
  '#',
  '',
  'x\0 = 1',
  'x = \xff',
  '\ufeff',
  'x = \u2028',
  '\u0085 = 1',
] as const;

/**
 * Lines of either file by which readers part ways, one below the other in any order, cut in any way, and some bytes
 * that are no UTF-8.
 */
export const hostileFile: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom(' ', '\t', '  ', '\ufeff', '\f', '\u00a0') },
      ),
      fc.oneof(fc.constantFrom(...plainLines), fc.constantFrom(...oddLines)),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant('\n') },
        { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r', '\r\r\n', '') },
      ),
    ),
    { maxLength: 14, size: 'max' },
  )
  .map((parts) =>
    parts
      .map(
        ([indent, line, end]) =>
          Buffer.from(indent + line, line.includes('\xff') ? 'latin1' : 'utf8').toString('latin1') + end,
      )
      .join(''),
  );

/** Files of every kind: good ones, ones that people spoil, and lines by which readers part ways. */
export const filesWithProfile: fc.Arbitrary<FilesWithProfile> = fc.record({
  credentials: fc.oneof(hostileFile, brokenFile, credentialsFile),
  config: fc.oneof(hostileFile, fc.oneof(brokenFile, credentialsFile).map(asConfig)),
  profile: fc.constantFrom('dev', 'dev', 'dev2', 'default', 'other', 'team.prod', 'a b', ' dev '),
});

function asConfig(text: string): string {
  return text.replace(/\[(?!default\])([\w.@:/+%-]+)\]/g, '[profile $1]');
}
