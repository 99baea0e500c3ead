import type { Fault, FaultId } from './fault.js';
import { conflictMarker, findFaults, isHalfHeader } from './faults.js';
import { bom, readIni } from './ini.js';
import { countsForKeys, isSubSettings, isSwallowed } from './key-faults.js';
import { encode, isUtf8, splitLines } from '../../core/text/lines.js';
import { lineEnd } from './ini-section.js';
import { commentDuplicates, mergeSections } from './repair-duplicates.js';
import { commented, edited, spanOf } from './text-edits.js';
import type { FileKind } from './readings.js';

/** A repaired text, what was done to it, and what only its owner can decide. */
export interface Repair {
  readonly text: string;
  /** Sentences without a full stop. */
  readonly done: readonly string[];
  readonly left: readonly Fault[];
}

/** One kind of repair: the new text, or the same where there is nothing to do. */
interface Step {
  readonly done: string;
  readonly apply: (text: string) => string;
}

/**
 * Repairs what can be repaired without a guess, so that every reader reads what those that read the file today read.
 * Nothing is lost: a line that is out of place becomes a comment. What stands twice counts as it does for AWS's SDKs,
 * which read on: the last one. Merge conflicts, and headers
 * without one of their brackets, are left to their owner.
 */
export function repair(text: string, kind: FileKind): Repair {
  if (readIni(text).bad.some((line) => conflictMarker.test(line.text)))
    return { text, done: [], left: findFaults(text, kind) };
  const done = new Set<string>();
  let current = text;
  // Each step relies on those before it, and one repair may uncover what another fixes.
  for (let index = 0, step = steps[0]; step; step = steps[index]) {
    const next = step.apply(current);
    index = next === current ? index + 1 : 0;
    if (next !== current) done.add(step.done);
    current = next;
  }
  return { text: current, done: [...done], left: findFaults(current, kind) };
}

/** Whether that takes faults of a kind away. */
export function isRepairable(id: FaultId, text: string, kind: FileKind): boolean {
  const of = (faults: readonly Fault[]): number => faults.filter((fault) => fault.id === id).length;
  return of(repair(text, kind).left) < of(findFaults(text, kind));
}

const steps: readonly Step[] = [
  { done: 'Saved the file as UTF-8 instead of UTF-16', apply: fromUtf16 },
  { done: 'Removed the byte order mark', apply: (text) => (text.startsWith(bom) ? text.slice(bom.length) : text) },
  { done: 'Saved old characters in comments as UTF-8', apply: reencodeComments },
  {
    done: 'Ended lines with a line feed where a lone carriage return stood',
    apply: (text) => text.replace(/\r(?!\n)/g, '\n'),
  },
  { done: 'Put headers and keys that were indented by mistake to the start of their lines', apply: unindentSwallowed },
  { done: 'Set comments behind headers apart', apply: separateHeaderComments },
  { done: 'Made comments of lines that no tool reads', apply: commentBadLines },
  { done: 'Put sections of the same name together', apply: mergeSections },
  { done: 'Made comments of keys that stand twice (the last one counts)', apply: commentDuplicates },
  { done: 'Wrote keys in small letters', apply: smallLetters },
  { done: 'Put comments behind keys on lines of their own, and = for :', apply: rewriteKeys },
];

function fromUtf16(text: string): string {
  if (!text.startsWith('\xff\xfe') && !text.startsWith('\xfe\xff')) return text;
  const bytes = Buffer.from(text.slice(2, text.length - (text.length % 2)), 'latin1');
  return encode((text.startsWith('\xfe\xff') ? bytes.swap16() : bytes).toString('utf16le'));
}

function reencodeComments(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const lines = splitLines(text).filter(
    ({ start, end, text: shown }) => /^[#;]/.test(shown) && !isUtf8(text.slice(start, end)),
  );
  return edited(
    text,
    lines.map((line) => ({ ...spanOf(line), text: encode(text.slice(line.start, line.end)) })),
  );
}

// With the first such line all that follow it come out, as far as it stood in, so that they keep their shape.
function unindentSwallowed(text: string): string {
  const options = readIni(text).sections.flatMap((section) => section.options);
  return edited(
    text,
    options.flatMap((option) => {
      const { continuations } = option;
      const first = continuations.findIndex((line) => isSwallowed(line, option));
      const lines = first < 0 ? [] : continuations.slice(first);
      return lines.map((line) => ({
        ...spanOf(line),
        text: dedent(text.slice(line.start, line.end), lines[0]?.indent ?? 0),
      }));
    }),
  );
}

function separateHeaderComments(text: string): string {
  const faulty = new Set(
    findFaults(text, 'credentials')
      .filter(({ id }) => id === 'header-comment')
      .map(({ line }) => line),
  );
  return edited(
    text,
    readIni(text)
      .sections.filter(({ header }) => faulty.has(header.number))
      .map(({ header }) => {
        const raw = text.slice(header.start, header.end);
        const [, start = '', rest = ''] = /^([^\]]*\])(.*)/s.exec(raw) ?? [];
        const eol = /[\r\n]*$/.exec(raw)?.[0] ?? '';
        if (rest.includes(']') && !/^\s*[;#]/.test(rest)) return { ...spanOf(header), text: raw };
        const comment = rest.trim().replace(/^(?![;#])/, '# ');
        // A comment with a ] in it must not stand in the line of the header at all.
        return {
          ...spanOf(header),
          text: comment.includes(']') ? comment + lineEnd(text) + start + eol : `${start} ${comment}${eol}`,
        };
      }),
  );
}

function commentBadLines(text: string): string {
  const ini = readIni(text);
  const options = ini.sections.flatMap((section) => section.options);
  const inBlocks = options
    .filter(({ value }) => value.startsWith('\n'))
    .flatMap(({ continuations }) => continuations.filter((line) => !isSubSettings(line)));
  return edited(text, commented(text, [...ini.bad.filter((line) => !isHalfHeader(line)), ...inBlocks]));
}

function smallLetters(text: string): string {
  const options = readIni(text).sections.flatMap((section) => section.options);
  return edited(
    text,
    options
      .filter(({ key, written }) => key !== written && (countsForKeys(key) || key === 'credential_process'))
      .map(({ key, line }) => {
        const raw = text.slice(line.start, line.end);
        const at = raw.toLowerCase().indexOf(key);
        return { ...spanOf(line), text: raw.slice(0, at) + key + raw.slice(at + key.length) };
      }),
  );
}

function rewriteKeys(text: string): string {
  const faulty = new Set(
    findFaults(text, 'credentials')
      .filter(({ id }) => id === 'inline-comment' || id === 'colon')
      .map(({ line }) => line),
  );
  const options = readIni(text)
    .sections.flatMap((section) => section.options)
    .filter(({ line, continuations }) => faulty.has(line.number) && continuations.length === 0);
  return edited(
    text,
    options.map((option) => {
      const raw = text.slice(option.line.start, option.line.end);
      const [, indent = '', , value = '', comment, eol = ''] =
        /^(\s*)([^=:]*)[=:][ \t]*(.*?)(?:\s+([;#].*?))?\s*?((?:\r\n|\r|\n)?)$/s.exec(raw) ?? [];
      const above = comment === undefined ? '' : indent + comment + (eol === '' ? lineEnd(text) : eol);
      return { ...spanOf(option.line), text: `${above}${indent}${encode(option.written)} = ${value.trim()}${eol}` };
    }),
  );
}

function dedent(text: string, indent: number): string {
  return indent === 0 ? text : text.replace(new RegExp(`^[ \\t]{1,${indent}}`, 'gm'), '');
}
