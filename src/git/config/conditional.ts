import { dirname, join, resolve } from 'node:path';

import type { Files } from '../../core/ports/files.js';
import type { Git } from '../../core/ports/git.js';
import { keyParts, parseEntries, readEntries, type ConfigEntry } from './entries.js';
import { topOf } from './place.js';

/** What Git reads about credentials, here or elsewhere. */
export interface ConfigView {
  /** What `includeIf` demands of the place where it counts: `gitdir:~/company/`; undefined for what is read here. */
  readonly condition: string | undefined;
  readonly entries: readonly ConfigEntry[];
}

/** What reading views takes. */
export interface ViewPorts {
  readonly git: Pick<Git, 'run'>;
  readonly files: Pick<Files, 'read' | 'stat'>;
  readonly homeDirectory: string;
}

const keys = '^(credential|includeif)\\.';

/** More conditions than anybody has. */
const mostViews = 40;

/**
 * What Git reads in a folder, and for each file of an `includeIf` that is not met there what Git would read where it is:
 * with that file in its place. Source: git-config(1), "Conditional includes".
 */
export async function readViews(cwd: string, ports: ViewPorts): Promise<readonly ConfigView[]> {
  const views: ConfigView[] = [{ condition: undefined, entries: await readEntries(ports.git, cwd, { keys }) }];
  const known = new Set<string>();
  // Files that are found have conditions of their own: the list grows while it is gone through.
  for (const { entries } of views) {
    for (const entry of entries) {
      const { section, url: condition, name } = keyParts(entry.key);
      if (section !== 'includeif' || name !== 'path' || condition === undefined || views.length >= mostViews) continue;
      const path = await pathOf(entry, cwd, ports);
      const isRead = path === undefined || entries.some(({ origin }) => origin === `file:${path}`);
      if (isRead || known.has(`${condition}\0${path}`)) continue;
      known.add(`${condition}\0${path}`);
      const place = entries.indexOf(entry) + 1;
      const included = await entriesOf(path, entry.scope, cwd, ports);
      views.push({ condition, entries: [...entries.slice(0, place), ...included, ...entries.slice(place)] });
    }
  }
  return views;
}

/** Undefined for what is no file, or written in a way that only Git reads (`~user/`, `%(prefix)/`). */
async function pathOf(
  { origin, value = '' }: ConfigEntry,
  cwd: string,
  { files, homeDirectory }: ViewPorts,
): Promise<string | undefined> {
  if (value === '' || /^(?:~[^/]|%\()/.test(value)) return undefined;
  const from = resolve(await topOf(cwd, files), dirname(origin.replace(/^file:/, '')));
  const path = value.startsWith('~/') ? join(homeDirectory, value.slice(2)) : resolve(from, value);
  return (await files.stat(path))?.isFile === true ? path : undefined;
}

async function entriesOf(
  path: string,
  scope: string | undefined,
  cwd: string,
  { git }: ViewPorts,
): Promise<readonly ConfigEntry[]> {
  const args = ['config', '--file', path, '--includes', '--show-origin', '-z', '--get-regexp', keys];
  const { code, stdout } = await git.run(args, { cwd });
  return code === 0 ? parseEntries(stdout, false).map((entry) => ({ ...entry, scope })) : [];
}
