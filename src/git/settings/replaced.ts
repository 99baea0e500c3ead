import type { Files } from '../../core/ports/files.js';
import { tryToKeep } from '../../core/try-to-keep.js';
import type { ConfigFile } from '../config/config-file.js';

/** What a setup made of the values of one key, and what they were before; so that it can be taken back. */
export interface Replaced extends ConfigFile {
  readonly profile: string;
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

type RecordFiles = Pick<Files, 'read' | 'edit'>;

/** The record of everything that setups replaced, oldest first. */
export async function readReplaced(files: RecordFiles, path: string): Promise<readonly Replaced[]> {
  return parse(await files.read(path));
}

/** The same for those who only look: one that cannot be read says nothing, and hides nothing either. */
export async function knownReplaced(files: RecordFiles, path: string): Promise<readonly Replaced[]> {
  let record: readonly Replaced[] = [];
  await tryToKeep(async () => {
    record = await readReplaced(files, path);
  });
  return record;
}

/** Adds to the record. A second change to the same values keeps what stood there before the first. */
export async function rememberReplaced(files: RecordFiles, path: string, changes: readonly Replaced[]): Promise<void> {
  if (changes.length === 0) return;
  await files.edit(path, (text) => print(changes.reduce(withChange, parse(text))));
}

/** Takes a profile's changes out of the record; what others replaced of it becomes what it had replaced itself. */
export async function forgetReplaced(files: RecordFiles, path: string, profile: string): Promise<void> {
  await files.edit(path, (text) => {
    const all = parse(text);
    const gone = all.filter((change) => change.profile === profile);
    return gone.length === 0
      ? undefined
      : print(all.filter((change) => change.profile !== profile).map((change) => skipping(change, gone)));
  });
}

/**
 * Whether a key's values have several owners, who add their own and leave the others'. Of those only one's own are
 * recorded.
 */
export function isShared(key: string): boolean {
  return /^url\..+\.insteadof$/i.test(key);
}

/** The values that a setup brought, and not somebody before it. */
export function broughtBy({ before, after }: Replaced): readonly string[] {
  return after.filter((value) => !before.includes(value));
}

function withChange(all: readonly Replaced[], change: Replaced): readonly Replaced[] {
  const mine = all.find((one) => one.profile === change.profile && isSamePlace(one, change));
  const others = all.filter((one) => one !== mine);
  if (!mine) return [...others, change];
  if (isShared(change.key)) return [...others, together(mine, change)];
  if (sameValues(mine.after, change.before)) return [...others, { ...change, before: mine.before }];
  return [...others.map((one) => skipping(one, [mine])), change];
}

function together(mine: Replaced, change: Replaced): Replaced {
  const union = (one: readonly string[], other: readonly string[]): readonly string[] => [
    ...new Set([...one, ...other]),
  ];
  return {
    ...change,
    before: union(
      mine.before,
      change.before.filter((value) => !mine.after.includes(value)),
    ),
    after: union(mine.after, change.after),
  };
}

function skipping(change: Replaced, gone: readonly Replaced[]): Replaced {
  if (isShared(change.key)) {
    const orphaned = gone.filter((one) => isSamePlace(one, change)).flatMap(broughtBy);
    return { ...change, before: change.before.filter((value) => !orphaned.includes(value)) };
  }
  const previous = gone.find((one) => isSamePlace(one, change) && sameValues(one.after, change.before));
  return previous ? { ...change, before: previous.before } : change;
}

/** Whether two changes are of the same key of the same file. */
export function isSamePlace(one: Replaced, other: Replaced): boolean {
  return one.scope === other.scope && one.key === other.key && (one.scope === 'global' || one.cwd === other.cwd);
}

/** Whether two settings have the same values in the same order. */
export function sameValues(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

// Ours, and worth less than the command that reads it: what cannot be read counts as nothing.
function parse(text: string | undefined): readonly Replaced[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isReplaced) : [];
  } catch {
    return [];
  }
}

function isReplaced(value: unknown): value is Replaced {
  if (typeof value !== 'object' || value === null) return false;
  const { profile, scope, cwd, key, before, after } = value as Record<string, unknown>;
  const texts = (list: unknown): boolean => Array.isArray(list) && list.every((one) => typeof one === 'string');
  return (
    [profile, cwd, key].every((one) => typeof one === 'string') &&
    (scope === 'global' || scope === 'local') &&
    texts(before) &&
    texts(after)
  );
}

// The port's texts have one character a byte, so nothing beyond ASCII may stand in them.
function print(all: readonly Replaced[]): string {
  return `${JSON.stringify(all, undefined, 1).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
