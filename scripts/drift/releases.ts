import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A package that tests compare with, as a line of `.ci/versions` has it. */
export interface Release {
  /** What it is installed for: `python`, `moto`, `ministack`, `iam-simulate`, `node22`. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
}

/** A registry gave no answer. */
export class NoAnswer extends Error {}

/** The lines of a list of versions. */
export function readReleases(path: string): readonly Release[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [place = '', name = '', version = ''] = line.split(' ');
      return { place, name, version };
    });
}

/** The same as such a list. */
export function writeReleases(releases: readonly Release[]): string {
  return releases.map(({ place, name, version }) => `${place} ${name} ${version}\n`).join('');
}

/**
 * The newest release of a package, as the registry says that pip or npm are set up for; of a Node the newest of its
 * major version.
 * @param pip a pip that runs
 * @returns a module of Go as it is: it checks files of ours, and says nothing about AWS
 * @throws NoAnswer
 */
export function newestOf(release: Release, pip: string): Release {
  const { place, name } = release;
  if (name.startsWith('github.com/')) return release;
  const isPython = ['python', 'moto', 'ministack', 'go', 'pysaml2'].includes(place);
  const answer = isPython
    ? ask(pip, ['index', 'versions', '--disable-pip-version-check', name])
    : ask('npm', [
        'view',
        place.startsWith('node') ? `${name}-${process.platform}-${process.arch}@${place.slice('node'.length)}` : name,
        'version',
        '--json',
      ]);
  const version = isPython
    ? /^\S+ \(([^)]+)\)/.exec(answer)?.[1]
    : highest([JSON.parse(answer) as string | string[]].flat());
  if (version === undefined || version === '') throw new NoAnswer(`${name}: no version was named.`);
  return { place, name, version };
}

/** The registry lists versions in no order. */
function highest(versions: readonly string[]): string | undefined {
  return [...versions].sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1);
}

function ask(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  if (status === 0) return stdout;
  const said = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
  throw new NoAnswer(`${program} ${args.join(' ')}: ${said}`);
}
