// Says what has changed at AWS since the versions in .ci/versions, and whether what docs/beliefs.md believes still holds:
// installs the newest releases below ~/.cache/git-codecommit-drift, beside the pinned ones, prints what differs in their
// models, and plays every test that compares with them. No account and no secret is needed; nothing else is written.
// usage: npm run --silent drift [-- [--newest FOLDER --pinned FOLDER] [TEST FILE...]]
// FOLDER is one that .ci/tools made; with both, no registry is asked. Exit codes: 0 all holds, 1 something does not,
// 2 usage, 5 a registry gave no answer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { readBeliefs } from './drift/beliefs.js';
import { comparingTests } from './drift/comparing-tests.js';
import { differences, modelsOf } from './drift/differences.js';
import { NoAnswer, newestOf, readReleases, writeReleases, type Release } from './drift/releases.js';

const root = resolve(import.meta.dirname, '..');
class UsageError extends Error {}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A folder of `.ci/tools` that has just these releases. @throws NoAnswer */
function install(folder: string, releases: readonly Release[]): string {
  mkdirSync(folder, { recursive: true });
  const list = join(folder, 'wanted');
  writeFileSync(list, writeReleases(releases));
  const { status, stdout, stderr } = spawnSync(join(root, '.ci', 'tools'), [folder, list], { encoding: 'utf8' });
  if (status !== 0) throw new NoAnswer(`.ci/tools: ${(stderr || stdout).trim().split('\n').slice(-3).join(' ')}`);
  return folder;
}

/** Installs both, and says which releases are newer. @throws NoAnswer */
function installBoth(): { pinned: string; newest: string } {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'git-codecommit-drift');
  const all = readReleases(join(root, '.ci', 'versions'));
  const isNode = ({ place }: Release): boolean => place.startsWith('node');
  const pinned = install(
    join(cache, 'pinned'),
    all.filter((release) => !isNode(release)),
  );
  say('## Releases\n');
  const newest = all.map((release) => {
    const found = newestOf(release, join(pinned, 'bin', 'pip'));
    const { place, name, version } = release;
    const what = isNode(release) ? place : name;
    say(found.version === version ? `same     ${what} ${version}` : `newer    ${what} ${version} -> ${found.version}`);
    return found;
  });
  return {
    pinned,
    newest: install(
      join(cache, 'newest'),
      newest.filter((release) => !isNode(release)),
    ),
  };
}

interface Played {
  readonly stats: { readonly passes: number; readonly pending: number; readonly failures: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly file: string | null;
    readonly err: { readonly message?: string };
  }[];
}

/** Plays test files with the programs of a folder before all others. */
function play(files: readonly string[], folder: string): Played {
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  const out = mkdtempSync(join(tmpdir(), 'git-codecommit-drift-'));
  try {
    const report = join(out, 'report.json');
    const { stderr } = spawnSync(
      process.execPath,
      [mocha, '--parallel', '--jobs', '2', '--reporter', 'json', '--reporter-option', `output=${report}`, ...files],
      {
        cwd: root,
        env: { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (!existsSync(report))
      throw new Error(`The tests did not run: ${stderr.trim().split('\n').slice(-5).join('\n')}`);
    process.stderr.write(stderr.replace(/^(?!\s*SKIPPED).*\n/gm, ''));
    return JSON.parse(readFileSync(report, 'utf8')) as Played;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function fileOf(path: string | null): string {
  return (path ?? '').replace(`${root}/`, '');
}

/** Plays the tests and says which beliefs hold no more. @returns whether all do */
function holds(files: readonly string[], folder: string): boolean {
  const { stats, failures } = play(files, folder);
  say(`\n## Beliefs\n\n${stats.passes} comparisons hold, ${stats.failures} do not, ${stats.pending} were skipped.`);
  const beliefs = readBeliefs(readFileSync(join(root, 'docs', 'beliefs.md'), 'utf8'));
  for (const { fullTitle, file, err } of failures) {
    say(`\nno more  ${fullTitle}\n         ${fileOf(file)}: ${(err.message ?? '').split('\n')[0] ?? ''}`);
    for (const { belief, where, tests } of beliefs)
      if (tests.includes(fileOf(file)))
        say(`         perhaps: ${belief} (${where.map(([path, name]) => `${path} ${name}`).join(', ')})`);
  }
  return stats.failures === 0 && stats.passes > 0;
}

function isOfParsing(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}

function main(): number {
  const { values, positionals } = parseArgs({
    options: { newest: { type: 'string' }, pinned: { type: 'string' } },
    allowPositionals: true,
  });
  if ((values.newest === undefined) !== (values.pinned === undefined))
    throw new UsageError('--newest and --pinned are given together.');
  const { pinned, newest } =
    values.newest === undefined || values.pinned === undefined
      ? installBoth()
      : { pinned: resolve(values.pinned), newest: resolve(values.newest) };
  const [before, after] = [pinned, newest].map((folder) => modelsOf(join(folder, 'bin', 'python-newest-botocore')));
  if (before === undefined || after === undefined) return 1;
  const changes = differences(before, after);
  say(`\n## Models of AWS that are used: botocore ${before.version}, and ${after.version}\n`);
  say(changes.length === 0 ? 'Nothing has changed.' : changes.join('\n'));
  return holds(positionals.length === 0 ? comparingTests() : positionals, newest) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  const [code, start] =
    error instanceof NoAnswer
      ? [5, 'The newest releases could not be had, so nothing was compared. ']
      : [error instanceof UsageError || isOfParsing(error) ? 2 : 1, ''];
  process.stderr.write(`drift: ${start}${(error as Error).message}\n`);
  process.exitCode = code;
}
