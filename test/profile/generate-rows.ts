import { fc } from '../helpers/random.js';

/** One line of a file: its bytes without the line end, and the key of the profile that it belongs to, if it does. */
export interface Row {
  readonly text: string;
  readonly owner?: { readonly profile: string; readonly key: string } | undefined;
}

/** A credentials file whose every line is known for what it is, so that no parser is needed to judge an edit of it. */
export interface GeneratedFile {
  readonly rows: readonly Row[];
  readonly eol: '\n' | '\r\n';
  /** Whether the last line ends. */
  readonly ends: boolean;
  readonly profiles: readonly string[];
}

/** The bytes of a file, as latin1. */
export function textOf({ rows, eol, ends }: Pick<GeneratedFile, 'rows' | 'eol' | 'ends'>): string {
  return Buffer.from(rows.map(({ text }) => text).join(eol) + (ends && rows.length > 0 ? eol : ''), 'utf8').toString(
    'latin1',
  );
}

/** What a section of a profile may be called: plain names, and some that readers trip over. */
const names = [
  'default',
  'dev',
  'Dev',
  'team.prod',
  'a/b',
  'me@example.com',
  'x:y',
  'work+1',
  '50%',
  'a-b_c',
  '0',
  'Zoë',
  'profile x',
  ' spaced ',
  'x]y',
  '名前',
  '.hidden',
  'a"b',
] as const;
/** Those that we would write to. */
export const goodNames = [
  'default',
  'dev',
  'Dev',
  'team.prod',
  'a/b',
  'me@example.com',
  'x:y',
  'work+1',
  '50%',
  'a-b_c',
  '0',
] as const;

const ourKeys = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
  'x_security_token_expires',
  'aws_expiration',
  'expiration',
] as const;
const otherKeys = [
  'region',
  'output',
  'mfa_serial',
  'duration_seconds',
  'x_principal_arn',
  'aws_account_id',
  'cli_pager',
  'ca_bundle',
] as const;

const value = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({
      unit: fc.constantFrom('A', 'B', 'a', 'b', '0', '9', '+', '/', '=', '_', '-', '.'),
      minLength: 1,
      maxLength: 60,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Schlüssel',
      'a b',
      'x # y',
      'a;b',
      'a = b',
      'a:b',
      '"quoted"',
      '%(x)s',
      '${HOME}',
      '[x]',
      '名前',
      '\u00a0x',
      'x\\',
    ),
  },
);
const comment = fc.constantFrom(
  '# keep me',
  '; and me',
  '#',
  ';',
  '# [dev]',
  '# aws_access_key_id = old',
  '# Schlüssel für später',
  '#\ttab',
  '#[dev]',
  '; ü \u2028 separator',
  '# "',
  '#=',
);
const blank = fc.constantFrom('', '', '   ', '\t', ' \t ');
const assignment = fc.constantFrom(' = ', '=', ' =', '= ', '\t=\t', '  =  ');
const spelled = (key: string): fc.Arbitrary<string> =>
  fc.constantFrom(key, key, key, key, key.toUpperCase(), key.replace('aws', 'Aws'));

type Lines = readonly { readonly text: string; readonly key?: string | undefined }[];

const plain = (keys: readonly string[]): fc.Arbitrary<Lines> =>
  fc
    .constantFrom(...keys)
    .chain((key) =>
      fc
        .tuple(spelled(key), assignment, value, fc.constantFrom('', '', '', ' ', '\t'))
        .map(([written, between, text, behind]) => [{ key, text: written + between + text + behind }]),
    );
const inlineComment: fc.Arbitrary<Lines> = fc
  .tuple(fc.constantFrom(...ourKeys, 'region'), value, fc.constantFrom(' # note', ' ; note', '\t# note', ' #'))
  .map(([key, text, note]) => [{ key, text: `${key} = ${text}${note}` }]);
const continued: fc.Arbitrary<Lines> = fc
  .tuple(
    fc.constantFrom(...ourKeys, 'region'),
    value,
    fc.array(fc.tuple(fc.constantFrom('  ', '\t', '    '), fc.constantFrom('more', 'a/b+', '==')), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.boolean(),
  )
  .map(([key, first, more, commented]) => [
    { key, text: `${key} = ${first}` },
    ...(commented ? [{ text: '# in between' }] : []),
    ...more.map(([indent, text]) => ({ key, text: indent + text })),
  ]);
const block: fc.Arbitrary<Lines> = fc
  .tuple(
    fc.constantFrom('s3', 'dynamodb', 'x'),
    fc.constantFrom(' =', '='),
    fc.uniqueArray(
      fc.constantFrom(
        'aws_access_key_id',
        'aws_session_token',
        'max_concurrent_requests',
        'region',
        'AWS_SECRET_ACCESS_KEY',
      ),
      { minLength: 1, maxLength: 4 },
    ),
    value,
  )
  .map(([key, equals, subs, text]) => [
    { key, text: key + equals },
    ...subs.map((sub) => ({ key, text: `  ${sub} = ${text}` })),
  ]);
const loose = (text: fc.Arbitrary<string>): fc.Arbitrary<Lines> => text.map((line) => [{ text: line }]);

const body: fc.Arbitrary<Lines> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: plain(ourKeys) },
      { weight: 3, arbitrary: plain(otherKeys) },
      { weight: 1, arbitrary: inlineComment },
      { weight: 1, arbitrary: continued },
      { weight: 1, arbitrary: block },
      { weight: 2, arbitrary: loose(comment) },
      { weight: 2, arbitrary: loose(blank) },
    ),
    { maxLength: 9 },
  )
  .map((groups) => {
    const seen = new Set<string>();
    return groups.filter(([first]) => first?.key === undefined || (!seen.has(first.key) && seen.add(first.key))).flat();
  });

const section = (profile: string): fc.Arbitrary<Row[]> =>
  fc
    .tuple(
      body,
      fc.constantFrom('', '', '', '', '', '  ', '\t'),
      fc.constantFrom('', '', '', '', ' ', ' # note', ' ; note', '\t'),
    )
    .map(([lines, indent, behind]) => [
      { text: `[${profile}]${behind}` },
      ...lines.map(({ text, key }) => ({
        text: text === '' ? text : indent + text,
        owner: key === undefined ? undefined : { profile, key },
      })),
    ]);

/** A file that botocore accepts. */
export const goodFile: fc.Arbitrary<GeneratedFile> = fc
  .record({
    top: fc.array(fc.oneof(comment, blank), { maxLength: 2 }),
    profiles: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 6 }),
    eol: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    ends: fc.boolean(),
  })
  .chain(({ top, profiles, eol, ends }) =>
    fc.tuple(...profiles.map(section)).map((sections) => {
      const rows: readonly Row[] = [...top.map((text) => ({ text })), ...sections.flat()];
      return { rows, eol, ends: ends || rows.at(-1)?.text === '', profiles };
    }),
  );

/** A file with one fault that botocore rejects, and the number of its line. */
export interface BrokenFile {
  readonly bytes: string;
  readonly line: number;
  readonly fault: string;
}

const faults: Readonly<Record<string, (file: GeneratedFile, at: number) => BrokenFile | undefined>> = {
  'a byte order mark': (file) => ({ bytes: `\xef\xbb\xbf${textOf(file)}`, line: 1, fault: 'a byte order mark' }),
  'UTF-16': (file) => ({
    bytes: Buffer.from(`\ufeff${Buffer.from(textOf(file), 'latin1').toString('utf8')}`, 'utf16le').toString('latin1'),
    line: 1,
    fault: 'UTF-16',
  }),
  'a key before every header': (file) => with_(file, 0, 'lost = 1', 'a key before every header'),
  'a merge conflict': (file, at) => with_(file, headerAt(file, at), '<<<<<<< HEAD', 'a merge conflict'),
  'a line that is nothing': (file, at) => with_(file, headerAt(file, at), 'just some words', 'a line that is nothing'),
  'a line without a key': (file, at) => with_(file, headerAt(file, at), '= nothing', 'a line without a key'),
  'a byte that is no UTF-8': (file, at) => {
    const broken = with_(file, headerAt(file, at), '# caf@@', 'a byte that is no UTF-8');
    return broken && { ...broken, bytes: broken.bytes.replace('@@', '\xe9') };
  },
  'a section that stands twice': (file, at) => {
    const profile = file.profiles[at % Math.max(1, file.profiles.length)];
    return profile === undefined
      ? undefined
      : with_(file, file.rows.length, `[${profile}]`, 'a section that stands twice');
  },
  'a key that stands twice': (file, at) => {
    const header = headerAt(file, at);
    const twice = header === undefined ? undefined : with_(file, header, 'twice = 1', '');
    return twice && header !== undefined
      ? with_(
          { ...file, rows: [...file.rows.slice(0, header), { text: 'twice = 1' }, ...file.rows.slice(header)] },
          header + 1,
          'TWICE = 2',
          'a key that stands twice',
        )
      : undefined;
  },
};

/** The row behind one of the headers: there a line of no indent stands for itself. */
function headerAt({ rows }: GeneratedFile, at: number): number | undefined {
  const headers = rows.flatMap(({ text }, index) => (text.startsWith('[') ? [index + 1] : []));
  return headers[at % Math.max(1, headers.length)];
}

function with_(file: GeneratedFile, at: number | undefined, line: string, fault: string): BrokenFile | undefined {
  if (at === undefined) return undefined;
  return {
    bytes: textOf({ ...file, rows: [...file.rows.slice(0, at), { text: line }, ...file.rows.slice(at)] }),
    line: at + 1,
    fault,
  };
}

/** A file with one such fault. */
export const brokenFile: fc.Arbitrary<BrokenFile> = fc
  .tuple(
    goodFile.filter(({ profiles }) => profiles.length > 0),
    fc.constantFrom(...Object.keys(faults)),
    fc.nat(20),
  )
  .map(([file, fault, at]) => faults[fault]?.(file, at))
  .filter((broken) => broken !== undefined);

/** Lines that AWS's readers take for different things, in place of a line or before it. */
const oddities: readonly ((row: string) => readonly string[])[] = [
  (row) => [row.replace(/^([ \t]*\w+)\s*=/, '$1:')],
  (row) => [row.replace(/^(\[.*\])[^\]]*$/, '$1;note')],
  (row) => [row.replace(/^(\[.*\])[^\]]*$/, '$1 # was [old]')],
  (row) => [row.replace(/^\[(.*)\][^\]]*$/, '[ $1 ]')],
  (row) => [row.replace(/^\[/, '  [')],
  (row) => ['[DEFAULT]', 'aws_session_token = everybody', row],
  (row) => ['[DEFAULT]', 'region = everywhere', row],
  (row) => [`${row}\r# behind a lone carriage return`],
  (row) => [`\ufeff${row}`],
  (row) => [`\u00a0${row}`],
  ...['\f', '\v', '\u0085', '\u2028', '\u3000', '\x1c', ' \ufeff'].flatMap((space) => [
    (row: string) => [`${space}${row}`],
    (row: string) => [`${row}${space}`],
    (row: string) => [row, `${space}[DEFAULT]`, 'region = everywhere'],
  ]),
  (row) => ['[constructor]', '__proto__ = x', row],
  (row) => [`${row} \\`, '  continued'],
];

/** A file with up to three such oddities, as bytes. */
export const oddFile: fc.Arbitrary<string> = fc
  .tuple(
    goodFile.filter(({ rows }) => rows.length > 0),
    fc.array(fc.tuple(fc.nat(60), fc.nat(oddities.length - 1)), { minLength: 1, maxLength: 3 }),
  )
  .map(([file, changes]) => {
    let rows = file.rows.map(({ text }) => text);
    for (const [at, which] of changes) {
      const index = at % rows.length;
      rows = [...rows.slice(0, index), ...(oddities[which]?.(rows[index] ?? '') ?? []), ...rows.slice(index + 1)];
    }
    return textOf({ ...file, rows: rows.map((text) => ({ text })) });
  });
