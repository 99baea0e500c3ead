import type { Git, GitResult, GitRunOptions } from '../../core/ports/git.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { unreadableHint } from '../git-failure.js';

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
export function keyParts(key: string): {
  readonly section: string;
  readonly url: string | undefined;
  readonly name: string;
} {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  return {
    section: key.slice(0, first),
    url: first === last ? undefined : key.slice(first + 1, last),
    name: key.slice(last + 1),
  };
}

/** Whether two keys are one: Git prints the variable in lower case, and takes it in any. */
export function sameKey(one: string, other: string): boolean {
  const [a, b] = [keyParts(one), keyParts(other)];
  return a.section === b.section && a.url === b.url && a.name.toLowerCase() === b.name.toLowerCase();
}

/**
 * Reads everything that Git reads here about credentials and HTTP.
 * @param cwd where; `outside` leaves out what a clone there brings
 */
export async function readEntries(
  git: Pick<Git, 'run'>,
  cwd?: string,
  { keys = '^(credential|http)\\.', outside }: ReadingOptions = {},
): Promise<readonly ConfigEntry[]> {
  const at = { cwd };
  const list = ['--show-origin', '-z', '--get-regexp', keys];
  const scoped = await git.run(['config', '--show-scope', ...list], { ...at, outside });
  // Exit code 129 is a usage error: --show-scope came with 2.26.
  if (scoped.code !== 129) return entriesIn(scoped, true);
  const all = entriesIn(await git.run(['config', ...list], { ...at, outside }), false);
  return outside === true
    ? all
    : withClonesOwn(all, entriesIn(await git.run(['config', ...list], { ...at, outside: true }), false));
}

export interface ReadingOptions extends Pick<GitRunOptions, 'outside'> {
  /** A regular expression for the keys, others than `credential.…` and `http.…`. */
  readonly keys?: string;
}

function entriesIn({ code, stdout, stderr }: GitResult, withScope: boolean): readonly ConfigEntry[] {
  if (code > 1)
    throw new Problem('git', `Git cannot read its settings: ${printable(stderr.trim())}`, {
      hint: unreadableHint(code),
    });
  return parseEntries(stdout, withScope);
}

/** What Git reads only in the clone is the clone's. */
function withClonesOwn(all: readonly ConfigEntry[], outside: readonly ConfigEntry[]): readonly ConfigEntry[] {
  const known = new Set(outside.map(({ origin, key, value }) => JSON.stringify([origin, key, value])));
  return all.map((entry) =>
    known.has(JSON.stringify([entry.origin, entry.key, entry.value])) ? entry : { ...entry, scope: 'local' },
  );
}

/** Reads the output of `git config [--show-scope] --show-origin -z --get-regexp`. */
export function parseEntries(output: string, withScope: boolean): readonly ConfigEntry[] {
  const fields = output.split('\0');
  const entries: ConfigEntry[] = [];
  const width = withScope ? 3 : 2;
  for (let at = 0; at + width < fields.length; at += width) {
    const [scope, origin = '', pair = ''] = withScope
      ? fields.slice(at, at + 3)
      : [undefined, ...fields.slice(at, at + 2)];
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
