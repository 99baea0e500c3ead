import { bom, readIni } from './ini.js';
import type { Ini, Option } from './ini.js';
import { decode, isUtf8, splitLines } from '../../core/text/lines.js';
import type { TextLine } from '../../core/text/lines.js';
import { ambiguous, rejected } from './fault.js';
import type { Fault, Report } from './fault.js';
import { headerFaults, nameFaults } from './header-faults.js';
import { optionFaults } from './key-faults.js';
import { isPlainlyValid } from './plainly-valid.js';
import { readerFaults } from './reader-faults.js';
import type { FileKind } from './readings.js';

/**
 * The faults of a credentials or config file, in the order of their lines: what botocore rejects, and what AWS's
 * readers take for different things. Measured against botocore 1.43 on Python 3.10 to 3.13 and AWS's JavaScript loader.
 * @param text latin1, one character a byte
 */
export function findFaults(
  text: string,
  kind: FileKind,
  platform: NodeJS.Platform = process.platform,
): readonly Fault[] {
  return isPlainlyValid(text, kind) ? [] : judge(text, kind, platform);
}

function judge(text: string, kind: FileKind, platform: NodeJS.Platform): Fault[] {
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff'))
    return [rejected('utf-16', 1, 'the file is saved as UTF-16 ("Unicode"), and must be UTF-8')];
  const ini = readIni(text);
  const faults: Fault[] = [];
  const report: Report = (fault) => faults.push(fault);
  if (text.startsWith(bom))
    report(rejected('bom', 1, 'an invisible byte order mark stands before the first character'));
  encodingFaults(text, platform).forEach(report);
  for (const line of ini.bad) report(badLine(line, ini));
  duplicateSections(ini, report);
  for (const options of sectionGroups(ini)) duplicateKeys(options, report);
  for (const section of ini.sections) {
    for (const option of section.options) optionFaults(option, section, ini, report);
    headerFaults(section, report);
  }
  nameFaults(ini, kind, report);
  oddSpaces(text, report);
  faults.push(...readerFaults(ini, kind, faults));
  return faults.sort((a, b) => a.line - b.line);
}

function encodingFaults(text: string, platform: NodeJS.Platform): Fault[] {
  const faults: Fault[] = [];
  // Python reads the file in the system's encoding, which on Windows is not UTF-8.
  if (platform !== 'win32' && /[\x80-\xff]/.test(text)) {
    const line = splitLines(text).find(({ start, end }) => !isUtf8(text.slice(start, end)));
    if (line) faults.push(rejected('encoding', line, 'it holds a character that is not saved as UTF-8'));
  }
  const lone = /\r(?!\n)/.exec(text);
  if (lone) {
    const line = splitLines(text).find(({ end }) => end > lone.index);
    if (line)
      faults.push(
        ambiguous(
          'lone-cr',
          line,
          'it ends in a lone carriage return, which only some tools take for the end of a line',
        ),
      );
  }
  return faults;
}

/** The marks that a version control system leaves where two versions of a file disagree. */
export const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;

// Where a reader trims: at both ends of a line, around its separator, and before a comment. Only JavaScript takes
// U+FEFF for white space, and only Python U+001C to U+001F and U+0085.
const odd = '([\\ufeff\\x1c-\\x1f\\x85])';
const oddSpace = new RegExp(`^\\s*${odd}|${odd}[\\s\\x1c-\\x1f\\x85]*(?:$|[=:;#[\\]])|[=:\\]]\\s*${odd}`);

function oddSpaces(text: string, report: Report): void {
  if (!/[\x1c-\x1f\x80-\xff]/.test(text)) return;
  const start = text.startsWith(bom) ? bom.length : 0;
  for (const line of splitLines(text, { start, end: text.length })) {
    const raw = decode(text.slice(line.start, line.end)).replace(/[\r\n]+$/, '');
    if (/^[;#]/.test(raw.trim()) && /^[;#]/.test(line.text)) continue;
    const [, first, second, third] = oddSpace.exec(raw) ?? [];
    const found = first ?? second ?? third;
    if (found === undefined) continue;
    const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const what = found === '\ufeff' ? 'an invisible byte order mark' : 'an invisible character';
    report(ambiguous('odd-space', line, `it holds ${what} (U+${code}), which only some tools take for white space`));
  }
}

/** Whether a line was to be a header: taken for anything else, the keys below it would be those of the profile above. */
export function isHalfHeader({ text }: TextLine): boolean {
  return /^\[[^\]=:]+$|^[^[=:]+\]$/.test(text);
}

function badLine(line: TextLine, { sections }: Ini): Fault {
  if (conflictMarker.test(line.text))
    return rejected('conflict-marker', line, 'an unresolved merge conflict starts or ends here');
  if (isHalfHeader(line)) return rejected('half-header', line, 'one of the two brackets of a header is missing');
  const first = sections[0];
  if (!first || line.start < first.header.start)
    return rejected('no-section', line, 'it stands before the first [profile]');
  return rejected('bad-line', line, 'it is neither a [profile], nor a key = value, nor a # comment');
}

function duplicateSections({ sections }: Ini, report: Report): void {
  const first = new Map<string, TextLine>();
  for (const { name, header } of sections) {
    const before = first.get(name);
    if (!before) first.set(name, header);
    else if (name !== 'DEFAULT')
      report(rejected('duplicate-section', header, `[${name}] stands in line ${before.number} already`));
  }
}

/** The options that must all have different keys: a section's, and those of all `[DEFAULT]`, which may stand twice. */
export function sectionGroups({ sections }: Ini): (readonly Option[])[] {
  const ofDefault: Option[] = [];
  const groups: (readonly Option[])[] = [ofDefault];
  for (const { name, options } of sections) {
    if (name !== 'DEFAULT') groups.push(options);
    else for (const option of options) ofDefault.push(option);
  }
  return groups;
}

function duplicateKeys(options: readonly Option[], report: Report): void {
  const first = new Map<string, Option>();
  for (const option of options) {
    const before = first.get(option.key);
    if (!before) first.set(option.key, option);
    else
      report(
        rejected(
          'duplicate-key',
          option.line,
          `${option.written} stands in line ${before.line.number} already (capitals make no difference)`,
        ),
      );
  }
}
