import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Credentials } from '../../src/core/credentials.js';
import { isProblem } from '../../src/core/problem.js';
import { Secret } from '../../src/core/secret.js';
import { openProfileStore } from '../../src/profile/profile-store.js';
import { openAwsFileReader } from '../../src/system/files/aws-file-reader.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { brokenFile, goodFile, goodNames, oddFile, textOf } from './generate-rows.js';
import type { GeneratedFile } from './generate-rows.js';
import { loadJavaScript } from './oracles.js';
import { fc } from '../helpers/random.js';
import { seedOr } from '../helpers/seed.js';

type Sections = Record<string, Record<string, string>>;

/** What AWS's own Python code makes of a file: test/profile/aws-readers.py. */
interface PythonReading {
  readonly sections: Sections | null;
  readonly keys?: readonly (string | null)[];
  readonly cli?: Readonly<Record<string, string>>;
}

const session: Credentials = {
  accessKeyId: 'ASIANEW',
  secretAccessKey: new Secret('new/secret+='),
  sessionToken: new Secret('IQo/new=='),
  expiration: new Date('2026-11-23T12:34:56.789Z'),
};
const written = {
  aws_access_key_id: 'ASIANEW',
  aws_secret_access_key: 'new/secret+=',
  aws_session_token: 'IQo/new==',
  x_security_token_expires: '2026-11-23T12:34:56Z',
};
/** What may change in the profile: what is written, and what would contradict it. */
const ours = new Set([
  ...Object.keys(written),
  'aws_security_token',
  'aws_expiration',
  'aws_session_expiration',
  'expiration',
  'aws_credential_expiration',
]);

const plenty = { good: 6000, odd: 2500, broken: 1500 };

/**
 * The text after the profile was written, or the message of the refusal; the store is the real one, the disk is not.
 */
async function write(text: string, profile: string): Promise<{ after: string; refused: string | undefined }> {
  const paths = { credentials: '/nowhere/credentials', config: '/nowhere/config', state: '/nowhere/state' };
  const disk = new Map<string, string>([[paths.credentials, text]]);
  const files: Parameters<typeof openProfileStore>[0]['files'] = {
    read: (path) => Promise.resolve(disk.get(path)),
    edit: (path, change) => {
      const next = change(disk.get(path));
      if (next !== undefined) disk.set(path, next);
      return Promise.resolve();
    },
    stat: () => Promise.resolve(undefined),
  };
  const state = {
    read: () => Promise.resolve('known'),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  try {
    await openProfileStore({
      files,
      awsFileReader: openAwsFileReader(),
      paths,
      state,
      managed: () => Promise.resolve([]),
    }).write(profile, session, { overwrite: true });
    return { after: disk.get(paths.credentials) ?? '', refused: undefined };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { after: disk.get(paths.credentials) ?? '', refused: error.message };
  }
}

/** Reads files with AWS's Python code, in two processes at once. */
async function readPython(cases: readonly { text: string; profile: string }[]): Promise<PythonReading[]> {
  const half = Math.ceil(cases.length / 2);
  return (await Promise.all([cases.slice(0, half), cases.slice(half)].map((part) => readPart(part)))).flat();
}

function readPart(cases: readonly { text: string; profile: string }[]): Promise<PythonReading[]> {
  const child = spawn('python3', [fileURLToPath(new URL('aws-readers.py', import.meta.url))], {
    env: cleanEnvironment({ LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(
    cases
      .map(
        ({ text, profile }) => `${JSON.stringify({ text: Buffer.from(text, 'latin1').toString('base64'), profile })}\n`,
      )
      .join(''),
  );
  return new Promise((resolve, reject) =>
    child.once('close', (code) => {
      if (code !== 0) reject(new Error(`The readers ended with ${String(code)}.`));
      else
        resolve(
          Buffer.concat(chunks)
            .toString('utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as PythonReading),
        );
    }),
  );
}

/**
 * Holds an edit against the rows that the file was made of: without the new lines, and without the old rows of the keys
 * that may change, both are the same rows in the same order.
 */
function expectIntendedBytes(file: GeneratedFile, profile: string, after: string): void {
  const where = JSON.stringify([profile, textOf(file), after]);
  const isNew = (line: string): boolean =>
    Object.entries(written).some(([key, value]) => line.replace(/^[ \t]+/, '') === `${key} = ${value}`);
  const lines = after.split(textOf(file).includes('\r\n') ? '\r\n' : '\n');
  expect(
    lines.filter((line) => isNew(line)),
    where,
  ).to.have.length(4);
  const kept = file.rows
    .filter(({ owner }) => owner?.profile !== profile || !ours.has(owner.key))
    .map(({ text }) => Buffer.from(text, 'utf8').toString('latin1'));
  const left = lines.filter((line) => !isNew(line));
  if (left.at(-1) === '') left.pop();
  if (!file.profiles.includes(profile)) kept.push(...(file.rows.length > 0 ? [''] : []), `[${profile}]`);
  // Where the last line had no end, an empty one at the end of `kept` is that missing end.
  if (kept.at(-1) === '' && left.length < kept.length) kept.pop();
  expect(left, where).to.deep.equal(kept);
}

describe('a credentials file of any form', function () {
  this.timeout(300_000);
  before(needs('botocore', 'aws'));

  /**
   * Writes to every file; what is refused must be as it was, and the line named. Gives the others with what Python
   * reads before and after.
   */
  async function writeAll<T>(cases: readonly { text: string; profile: string; more: T }[]): Promise<
    {
      text: string;
      profile: string;
      more: T;
      after: string;
      before: PythonReading;
      python: PythonReading;
      where: string;
    }[]
  > {
    const done = await Promise.all(cases.map(async (one) => ({ ...one, ...(await write(one.text, one.profile)) })));
    for (const { text, profile, after, refused } of done) {
      if (refused === undefined) continue;
      expect(after).to.equal(text);
      expect(refused, JSON.stringify([profile, text])).to.match(/line \d+/);
    }
    const edited = done.filter(({ refused }) => refused === undefined);
    const read = await readPython(
      edited.flatMap(({ text, after, profile }) => [
        { text, profile: '' },
        { text: after, profile },
      ]),
    );
    return edited.map((one, index) => ({
      ...one,
      before: read[2 * index] ?? { sections: null },
      python: read[2 * index + 1] ?? { sections: null },
      where: JSON.stringify([one.profile, one.text, one.after]),
    }));
  }

  /** All three read the new keys, and everything else as before. */
  async function expectAgreement({
    text,
    profile,
    after,
    before,
    python,
    where,
  }: Awaited<ReturnType<typeof writeAll>>[number]): Promise<void> {
    expect(python.sections?.[profile], where)
      .to.include(written)
      .and.not.have.any.keys('aws_security_token', 'expiration');
    expect(python.keys, where).to.deep.equal(['ASIANEW', 'new/secret+=', 'IQo/new==']);
    expect(python.cli, where).to.include({ ...written, aws_security_token: '' });
    expect({ ...python.sections, [profile]: 0 }, where).to.deep.equal({ ...before.sections, [profile]: 0 });
    const [javaScriptBefore, javaScript] = [
      (await loadJavaScript(text)).credentialsFile,
      (await loadJavaScript(after)).credentialsFile,
    ];
    expect(javaScript[profile], where).to.include(written);
    expect({ ...javaScript, [profile]: 0 }, where).to.deep.equal({ ...javaScriptBefore, [profile]: 0 });
  }

  it(`is changed in the bytes of the profile's keys alone, and AWS's three readers agree on it: ${plenty.good} files`, async () => {
    const cases = fc.sample(fc.tuple(goodFile, fc.constantFrom(...goodNames, 'brand-new')), plenty.good);
    const edited = await writeAll(cases.map(([file, profile]) => ({ text: textOf(file), profile, more: file })));
    expect(edited.length).to.be.greaterThan(plenty.good * 0.85);
    for (const one of edited) {
      expectIntendedBytes(one.more, one.profile, one.after);
      await expectAgreement(one);
    }
  });

  it(
    'with lines that they read differently is written so that they agree, or refused with the line named: ' +
      `${plenty.odd} files`,
    async () => {
      // The same files in every run, unless SEED asks for others: what nobody has met yet is not met on the way to a release.
      const cases = fc.sample(fc.tuple(oddFile, fc.constantFrom(...goodNames, 'brand-new')), {
        numRuns: plenty.odd,
        seed: seedOr(7001),
      });
      const edited = await writeAll(cases.map(([text, profile]) => ({ text, profile, more: undefined })));
      expect(edited.length)
        .to.be.greaterThan(plenty.odd * 0.4)
        .and.lessThan(plenty.odd * 0.95);
      for (const one of edited) await expectAgreement(one);
    },
  );

  it(`that the AWS CLI rejects is refused, the line named, with nothing changed: ${plenty.broken} files`, async () => {
    const cases = fc.sample(fc.tuple(brokenFile, fc.constantFrom(...goodNames, 'brand-new')), plenty.broken);
    const read = await readPython(cases.map(([{ bytes }, profile]) => ({ text: bytes, profile })));
    for (const [index, [{ bytes, line, fault }, profile]] of cases.entries()) {
      const where = `${fault}: ${JSON.stringify(bytes)}`;
      expect(read[index]?.sections, where).to.equal(null);
      const { after, refused } = await write(bytes, profile);
      expect(refused, where).to.contain(`/nowhere/credentials, line ${line}:`);
      expect(after, where).to.equal(bytes);
    }
  });

  it('of five megabytes is edited like a small one', async () => {
    for (const eol of ['\n', '\r\n']) {
      const many = Array.from({ length: 4000 }, (_, index) =>
        [
          `# profile ${index}`,
          `[p${index}]`,
          `aws_access_key_id = ASIA${index}`,
          `aws_secret_access_key = ${'s'.repeat(40)}`,
          `aws_session_token = ${'t'.repeat(1200)}`,
        ].join(eol),
      );
      const text = many.join(eol) + eol;
      expect(text.length).to.be.greaterThan(5_000_000);
      const { after, refused } = await write(text, 'p2000');
      expect(refused).to.equal(undefined);
      const at = text.indexOf(`[p2000]${eol}`) + `[p2000]${eol}`.length;
      const end = text.indexOf(`# profile 2001${eol}`);
      expect(
        after ===
          text.slice(0, at) +
            Object.entries(written)
              .map(([key, value]) => `${key} = ${value}${eol}`)
              .join('') +
            text.slice(end),
      ).to.equal(true);
      const [python] = await readPart([{ text: after, profile: 'p2000' }]);
      expect(python?.cli).to.include(written);
      expect((await loadJavaScript(after)).credentialsFile['p2000']).to.include(written);
    }
  });
});
