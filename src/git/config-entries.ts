import type { Git } from '../core/ports/git.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/printable.js';

/** One line of Git's configuration, in the order in which Git reads them. */
export interface ConfigEntry {
  /** `system`, `global`, `local`, `worktree` or `command`; undefined where Git (before 2.26) does not say. */
  readonly scope: string | undefined;
  /** Where it stands, in Git's words: `file:/home/ana/.gitconfig`, `command line:`. */
  readonly origin: string;
  /** As Git writes it: section and variable in lower case, what stands between as it is. */
  readonly key: string;
  /** Undefined for a variable without `=`, which means true. */
  readonly value: string | undefined;
}

/** The parts of a key: `credential`, `https://host`, `helper`. The middle may hold dots. */
export function keyParts(key: string): { readonly section: string; readonly url: string | undefined; readonly name: string } {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  return { section: key.slice(0, first), url: first === last ? undefined : key.slice(first + 1, last), name: key.slice(last + 1) };
}

/**
 * Reads everything that Git reads here about credentials and HTTP.
 * @param keys a regular expression for other settings
 */
export async function readEntries(git: Pick<Git, 'run'>, cwd?: string, keys = '^(credential|http)\\.'): Promise<readonly ConfigEntry[]> {
  const list = ['--show-origin', '-z', '--get-regexp', keys];
  const scoped = await git.run(['config', '--show-scope', ...list], { cwd });
  // Exit code 129 is a usage error: --show-scope came with 2.26.
  const { code, stdout, stderr } = scoped.code === 129 ? await git.run(['config', ...list], { cwd }) : scoped;
  if (code > 1) throw new Problem('git', `Git cannot read its settings: ${printable(stderr.trim())}`, { hint: 'Mend the file that Git names, and run the command again.' });
  return parseEntries(stdout, scoped.code !== 129);
}

/** Reads the output of `git config [--show-scope] --show-origin -z --get-regexp`. */
export function parseEntries(output: string, withScope: boolean): readonly ConfigEntry[] {
  const fields = output.split('\0');
  const entries: ConfigEntry[] = [];
  const width = withScope ? 3 : 2;
  for (let at = 0; at + width < fields.length; at += width) {
    const [scope, origin = '', pair = ''] = withScope ? fields.slice(at, at + 3) : [undefined, ...fields.slice(at, at + 2)];
    entries.push({ scope, origin, ...splitPair(pair) });
  }
  return entries;
}

/** Reads the output of `git config --list -z`: one file's entries. */
export function parseList(output: string): readonly Pick<ConfigEntry, 'key' | 'value'>[] {
  return output.split('\0').slice(0, -1).map(splitPair);
}

function splitPair(pair: string): Pick<ConfigEntry, 'key' | 'value'> {
  const end = pair.indexOf('\n');
  return end < 0 ? { key: pair, value: undefined } : { key: pair.slice(0, end), value: pair.slice(end + 1) };
}
