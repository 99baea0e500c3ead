import { readIni } from './ini.js';
import type { Ini, Option, Section } from './ini.js';
import { decode, isUtf8, splitLines, trim } from '../../core/text/lines.js';
import type { TextLine } from '../../core/text/lines.js';
import { objectNames } from './names.js';
import { isPlainlyValid } from './plainly-valid.js';
import { profileOf } from './readings.js';
import type { FileKind } from './readings.js';

/** What can be wrong with one of AWS's files. */
export type FaultId =
  | 'utf-16'
  | 'bom'
  | 'encoding'
  | 'no-section'
  | 'bad-line'
  | 'conflict-marker'
  | 'duplicate-section'
  | 'duplicate-key'
  | 'bad-block'
  | 'lone-cr'
  | 'header-comment'
  | 'swallowed'
  | 'default-section'
  | 'same-profile'
  | 'object-name'
  | 'profile-prefix'
  | 'no-profile-prefix'
  | 'inline-comment'
  | 'colon'
  | 'odd-space';

/** One fault, in words that follow "line N: ". */
export interface Fault {
  readonly id: FaultId;
  /** Counted from 1. */
  readonly line: number;
  /**
   * `rejected`: botocore, and with it the AWS CLI, reads nothing of the file. `ambiguous`: AWS's readers disagree on
   * this line.
   */
  readonly level: 'rejected' | 'ambiguous';
  readonly message: string;
}

const keyNames = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'aws_security_token']);

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
  const ini = readIni(text.startsWith(bom) ? text.slice(bom.length) : text);
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
  return faults.sort((a, b) => a.line - b.line);
}

/**
 * Takes what was found: of ten thousand sections hardly one has a fault, and lists for each would take longer than
 * looking.
 */
type Report = (fault: Fault) => void;

/** The UTF-8 byte order mark, as bytes. */
export const bom = '\xef\xbb\xbf';

function rejected(id: FaultId, line: number | TextLine, message: string): Fault {
  return { id, line: typeof line === 'number' ? line : line.number, level: 'rejected', message };
}

function ambiguous(id: FaultId, line: TextLine, message: string): Fault {
  return { id, line: line.number, level: 'ambiguous', message };
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

function badLine(line: TextLine, { sections }: Ini): Fault {
  if (conflictMarker.test(line.text))
    return rejected('conflict-marker', line, 'an unresolved merge conflict starts or ends here');
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

// A block in `[DEFAULT]` is looked at only where a profile does not replace it.
function isUnused({ name }: Section, { key }: Option, { sections }: Ini): boolean {
  return (
    name === 'DEFAULT' &&
    sections.every((other) => other.name === 'DEFAULT' || other.options.some((option) => option.key === key))
  );
}

function optionFaults(option: Option, section: Section, ini: Ini, report: Report): void {
  if (option.continuations.length > 0) continuationFaults(option, isUnused(section, option, ini), report);
  if (!keyNames.has(option.key)) return;
  if (option.separator === ':')
    report(ambiguous('colon', option.line, 'only the AWS CLI reads a key that is followed by a colon instead of ='));
  if (/\s[;#]/.test(option.value))
    report(ambiguous('inline-comment', option.line, 'the AWS CLI takes the comment behind the value for a part of it'));
}

function continuationFaults(option: Option, unused: boolean, report: Report): void {
  const isBlock = option.value.startsWith('\n');
  for (const line of option.continuations) {
    if (isBlock && !unused && !isSubSettings(line))
      report(rejected('bad-block', line, `it stands in the indented block of ${option.written} and is no key = value`));
    else if (isSwallowed(line, isBlock))
      report(
        ambiguous(
          'swallowed',
          line,
          `it is indented deeper than line ${option.line.number}, so the AWS CLI takes it for more of that value`,
        ),
      );
  }
}

// Where Python's str.splitlines, by which botocore takes blocks apart, ends a line inside one of the file.
const innerBreak = /[\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Whether botocore takes a line of an indented block for sub-settings: each piece of it has a `=`. */
export function isSubSettings({ text }: TextLine): boolean {
  return text.split(innerBreak).every((piece) => piece.includes('=') || trim(piece) === '');
}

/** Whether a continuation line is in truth a header, or a key, that was indented by mistake. */
export function isSwallowed(line: TextLine, inBlock: boolean): boolean {
  return /^\ufeff*\[.+\]/.test(line.text) || (!inBlock && /^\ufeff*aws_\w+\s*[=:]/i.test(line.text));
}

function headerFaults({ name, header }: Section, report: Report): void {
  const rest = header.text.slice(name.length + 2);
  if (name.includes(']'))
    report(
      ambiguous('header-comment', header, 'a second ] behind the name is read as a part of the name by some tools'),
    );
  else if (rest !== '' && !/^\s+[;#]/.test(rest))
    report(
      ambiguous(
        'header-comment',
        header,
        `for some tools [${name}] is no header here, so that its keys land in the profile above: a space and ` +
          `# must stand before "${rest.trim()}"`,
      ),
    );
}

function nameFaults(ini: Ini, kind: FileKind, report: Report): void {
  const seen = new Map<string, Section>();
  for (const section of ini.sections) {
    const { name, header } = section;
    const profile = profileOf(name, kind);
    const before = profile === undefined ? undefined : seen.get(profile);
    if (profile !== undefined) seen.set(profile, section);
    if (name === 'DEFAULT' && section.options.length > 0)
      report(
        ambiguous(
          'default-section',
          header,
          'the AWS CLI mixes the keys of [DEFAULT], in capitals, into every profile',
        ),
      );
    else if (before && before.name !== name)
      report(
        ambiguous(
          'same-profile',
          header,
          `it is the same profile as [${before.name}] in line ${before.header.number}; the AWS CLI forgets the first`,
        ),
      );
    else if (objectNames.has(profile ?? name))
      report(ambiguous('object-name', header, "AWS's JavaScript tools cannot read a profile of this name"));
    else prefixFaults(section, kind, report);
  }
}

const settings = /^(?:aws_|sso_|role_|source_profile$|credential_|web_identity_|region$|mfa_serial$|login_session$)/;

function prefixFaults({ name, header, options }: Section, kind: FileKind, report: Report): void {
  if (kind === 'credentials') {
    if (/^profile\s/.test(name))
      report(
        ambiguous(
          'profile-prefix',
          header,
          'in the credentials file a header is the name alone, so AWS tools do not find this profile',
        ),
      );
    return;
  }
  if (name === 'default' || name === 'DEFAULT' || /^(?:profile|sso-session|services|plugins|preview)\b/.test(name))
    return;
  if (options.some(({ key }) => settings.test(key)))
    report(
      ambiguous(
        'no-profile-prefix',
        header,
        `in the config file a profile's header is [profile ${name}], so AWS tools do not find this one`,
      ),
    );
}
