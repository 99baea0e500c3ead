import { sectionGroups } from './faults.js';
import { lineEnd } from './ini-section.js';
import { lastOf, readIni } from './ini.js';
import type { Ini, Option, Section } from './ini.js';
import type { TextLine } from '../../core/text/lines.js';
import { commented, edited, spanOf } from './text-edits.js';
import type { TextEdit } from './text-edits.js';

/** Moves the keys of sections that stand twice to the first of the same name. `[DEFAULT]` may stand twice. */
export function mergeSections(text: string): string {
  for (let current = text; ;) {
    const ini = readIni(current);
    const seen = new Set<string>();
    const again = ini.sections.find(({ name }) => name !== 'DEFAULT' && (seen.has(name) || !seen.add(name)));
    if (!again) return current;
    current = mergeIntoFirst(ini, again);
  }
}

// The keys of the second section move to the end of the first, with what is said about them.
function mergeIntoFirst({ text, sections }: Ini, second: Section): string {
  const first = sections.find(({ name }) => name === second.name) ?? second;
  const [from, to] = [second.header.start, lastLineOf(second).end];
  const at = lastLineOf(first).end;
  const eol = lineEnd(text);
  const header = `# ${text.slice(from, second.header.end).trim()}${eol}`;
  const moved = indentedLike(lastOf(first.options)?.line ?? first.header, second, text);
  const body = moved === '' || /[\r\n]$/.test(moved) ? moved : moved + eol;
  return edited(text, [
    ...commented(text, staleSession(first, second)),
    { start: at, end: at, text: header + body },
    { start: from, end: to, text: '' },
  ]);
}

// Keys must not be indented deeper than those above them, nor what continues them less than they are.
function indentedLike(neighbour: TextLine, section: Section, text: string): string {
  const indent = /^[ \t]*/.exec(text.slice(neighbour.start, neighbour.end))?.[0] ?? '';
  const again = (line: TextLine, start: string): TextEdit => ({
    ...spanOf(line),
    text: start + text.slice(line.start, line.end).trimStart(),
  });
  const edits = section.options.flatMap(({ line, continuations }) => [
    again(line, indent),
    ...continuations.map((inner) => again(inner, `${indent}  `)),
  ]);
  const [from, to] = [section.header.end, lastLineOf(section).end];
  return edited(text.slice(0, to), edits).slice(from);
}

// A token belongs to its key: the first section's must not stay beside the second's key.
function staleSession(first: Section, second: Section): TextLine[] {
  const has = (key: string): boolean => second.options.some((option) => option.key === key);
  if (!has('aws_access_key_id') || !has('aws_secret_access_key')) return [];
  const stale =
    /^(?:aws_session_token|aws_security_token|x_security_token_expires|(?:aws_(?:session_|credential_)?)?expiration)$/;
  return first.options.filter(({ key }) => stale.test(key) && !has(key)).flatMap(linesOf);
}

/** Makes comments of keys that stand twice in a section, except the one that counts for AWS's SDKs. */
export function commentDuplicates(text: string): string {
  return edited(
    text,
    sectionGroups(readIni(text)).flatMap((options) => {
      const keys = new Set(options.map(({ key }) => key));
      return keys.size === options.length
        ? []
        : [...keys].flatMap((key) =>
            withoutDuplicates(
              text,
              options.filter((option) => option.key === key),
            ),
          );
    }),
  );
}

function withoutDuplicates(text: string, same: readonly Option[]): TextEdit[] {
  // AWS's SDKs know only the one in small letters, and none that is empty.
  const small = same.filter(({ written, key }) => written === key);
  const counts = lastOf(small.filter(({ value }) => value !== '')) ?? lastOf(small) ?? lastOf(same);
  const others = same.filter((option) => option !== counts);
  return counts && isBlock(counts) ? mergedBlocks(text, others, counts) : commented(text, others.flatMap(linesOf));
}

function isBlock({ value, continuations }: Option): boolean {
  return continuations.length > 0 && value.startsWith('\n');
}

// AWS's SDKs put the sub-settings of two blocks together: those that the last lacks move there.
function mergedBlocks(text: string, others: readonly Option[], last: Option): TextEdit[] {
  const end = lastOf(last.continuations) ?? last.line;
  const indent = /^\s*/.exec(text.slice(last.continuations[0]?.start, last.continuations[0]?.end))?.[0] ?? '';
  const open = !/[\r\n]$/.test(text.slice(end.start, end.end));
  const eol = lineEnd(text);
  const present = new Set(last.continuations.map(subKey));
  const moved: string[] = [];
  const stale = others.flatMap((option) => [
    option.line,
    ...option.continuations.filter((line) => !isBlock(option) || present.has(subKey(line))),
  ]);
  const edits: TextEdit[] = commented(text, stale);
  for (const line of others.filter(isBlock).flatMap(({ continuations }) => continuations)) {
    if (present.has(subKey(line))) continue;
    moved.push(`${indent}${text.slice(line.start, line.end).trim()}${eol}`);
    edits.push({ ...spanOf(line), text: '' });
  }
  return moved.length === 0
    ? edits
    : [...edits, { start: end.end, end: end.end, text: (open ? eol : '') + moved.join('') }];
}

function subKey({ text }: TextLine): string {
  return text.split('=', 1)[0]?.trim() ?? '';
}

function linesOf({ line, continuations }: Option): TextLine[] {
  return [line, ...continuations];
}

function lastLineOf(section: Section): TextLine {
  const last = lastOf(section.options);
  return (last && lastOf(last.continuations)) ?? last?.line ?? section.header;
}
