import { splitLines } from '../../core/text/lines.js';
import { parseIni } from './ini.js';
import { javascriptLines } from './readings.js';
import { changedParts } from './relevant-parts.js';

/** The keys of one section that a change is about; all else is the rest. */
export interface ChangedKeys {
  readonly section: string;
  /** In lower case. */
  readonly keys: readonly string[];
}

/** What a reader finds in one line that is not about the changed keys. */
interface Finding {
  readonly start: number;
  readonly content: string;
}

type Reader = (text: string, changed: ChangedKeys) => Finding[];

const readers: readonly (readonly [string, Reader])[] = [
  ['the AWS CLI', botocoreRest],
  ["AWS's JavaScript SDK", javascriptRest],
];

/**
 * Which of AWS's readers finds something else in the rest of a text after a change, and the line of the text before
 * that is in the way, counted from 1; nothing where both find the same.
 * @param before latin1, as `after` is
 */
export function restReadOtherwise(
  before: string,
  after: string,
  changed: ChangedKeys,
): { readonly reader: string; readonly line: number } | undefined {
  const [old, current] = changedParts(before, after);
  const found = readers.find(([, read]) => firstDifference(read(old, changed), read(current, changed)) !== undefined);
  if (!found) return undefined;
  const [reader, read] = found;
  // Lines are counted in the whole text, which is read for a refusal alone.
  const [was, is] = [read(before, changed), read(after, changed)];
  const index = firstDifference(was, is) ?? 0;
  const [gone, added] = [was[index], is[index]];
  // What is new in the reading stands as far from the end as it did before.
  const start = gone && was.length >= is.length ? gone.start : before.length - (after.length - (added?.start ?? 0));
  return { reader, line: splitLines(before).find(({ end }) => end > start)?.number ?? 1 };
}

function firstDifference(was: readonly Finding[], is: readonly Finding[]): number | undefined {
  for (let index = 0; index < Math.max(was.length, is.length); index += 1)
    if (was[index]?.content !== is[index]?.content) return index;
  return undefined;
}

function botocoreRest(text: string, { section, keys }: ChangedKeys): Finding[] {
  return parseIni(text).sections.flatMap(({ name, header, options }) => [
    ...(name === section ? [] : [finding(header.start, name)]),
    ...options
      .filter(({ key }) => name !== section || !keys.includes(key))
      .map(({ key, value, line }) => finding(line.start, name, key, value)),
  ]);
}

function javascriptRest(text: string, { section, keys }: ChangedKeys): Finding[] {
  const isChanged = (key: string): boolean => keys.includes(key.toLowerCase());
  return javascriptLines(text)
    .filter(
      ({ section: own, key, value }) => own !== section || !(key === '' || isChanged(key) || isPadding(key, value)),
    )
    .map(({ start, section: own, group, key, value }) =>
      finding(start, own, own === section && isChanged(group) ? '' : group, key, value),
    );
}

/** Whether a line is the end of a wrapped token in base64, which that reader takes for a key. */
function isPadding(key: string, value: string): boolean {
  return value === '=' && /^[\w+/-]+$/.test(key);
}

function finding(start: number, ...parts: readonly string[]): Finding {
  return { start, content: JSON.stringify(parts) };
}
