import { decode, readIni, splitLines } from './ini-lines.js';
import type { Ini, Line, Option, Section } from './ini-lines.js';
import { profileOf } from './readings.js';
import type { FileKind } from './readings.js';

/** What can be wrong with one of AWS's files. */
export type FaultId =
  | 'utf-16' | 'bom' | 'encoding' | 'no-section' | 'bad-line' | 'conflict-marker' | 'duplicate-section' | 'duplicate-key' | 'bad-block'
  | 'lone-cr' | 'header-comment' | 'swallowed' | 'default-section' | 'same-profile' | 'object-name' | 'profile-prefix' | 'no-profile-prefix' | 'inline-comment' | 'colon';

/** One fault, in words that follow "line N: ". */
export interface Fault {
  readonly id: FaultId;
  /** Counted from 1. */
  readonly line: number;
  /** `rejected`: botocore, and with it the AWS CLI, reads nothing of the file. `ambiguous`: AWS's readers disagree on this line. */
  readonly level: 'rejected' | 'ambiguous';
  readonly message: string;
}

const keyNames = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'aws_security_token']);

/**
 * The faults of a credentials or config file, in the order of their lines: what botocore rejects, and what AWS's readers
 * take for different things. Measured against botocore 1.43 on Python 3.10 to 3.13 and AWS's JavaScript loader.
 * @param text latin1, one character a byte
 */
export function findFaults(text: string, kind: FileKind, platform: NodeJS.Platform = process.platform): readonly Fault[] {
  if (text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff')) return [rejected('utf-16', 1, 'the file is saved as UTF-16 ("Unicode"), and must be UTF-8')];
  const ini = readIni(text.startsWith(bom) ? text.slice(bom.length) : text);
  const faults = [
    ...(text.startsWith(bom) ? [rejected('bom', 1, 'an invisible byte order mark stands before the first character')] : []),
    ...encodingFaults(text, platform),
    ...ini.bad.map((line) => badLine(line, ini)),
    ...duplicateSections(ini),
    ...sectionGroups(ini).flatMap((options) => duplicateKeys(options)),
    ...ini.sections.flatMap((section) => [...section.options.flatMap((option) => optionFaults(option, isUnused(section, option, ini))), ...headerFaults(section)]),
    ...nameFaults(ini, kind),
  ];
  return faults.sort((a, b) => a.line - b.line);
}

/** The UTF-8 byte order mark, as bytes. */
export const bom = '\xef\xbb\xbf';

function rejected(id: FaultId, line: number | Line, message: string): Fault {
  return { id, line: typeof line === 'number' ? line : line.number, level: 'rejected', message };
}

function ambiguous(id: FaultId, line: Line, message: string): Fault {
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
    if (line) faults.push(ambiguous('lone-cr', line, 'it ends in a lone carriage return, which only some tools take for the end of a line'));
  }
  return faults;
}

/** Whether bytes are valid UTF-8. */
export function isUtf8(bytes: string): boolean {
  return !decode(bytes).includes('\ufffd') || Buffer.from(decode(bytes), 'utf8').toString('latin1') === bytes;
}

/** The marks that a version control system leaves where two versions of a file disagree. */
export const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;

function badLine(line: Line, { sections }: Ini): Fault {
  if (conflictMarker.test(line.text)) return rejected('conflict-marker', line, 'an unresolved merge conflict starts or ends here');
  const first = sections[0];
  if (!first || line.start < first.header.start) return rejected('no-section', line, 'it stands before the first [profile]');
  return rejected('bad-line', line, 'it is neither a [profile], nor a key = value, nor a # comment');
}

function duplicateSections({ sections }: Ini): Fault[] {
  const first = new Map<string, Line>();
  return sections.flatMap(({ name, header }) => {
    const before = first.get(name);
    if (!before) first.set(name, header);
    return before && name !== 'DEFAULT' ? [rejected('duplicate-section', header, `[${name}] stands in line ${before.number} already`)] : [];
  });
}

/** The options that must all have different keys: a section's, and those of all `[DEFAULT]`, which may stand twice. */
export function sectionGroups({ sections }: Ini): (readonly Option[])[] {
  const isDefault = ({ name }: Section): boolean => name === 'DEFAULT';
  return [sections.filter(isDefault).flatMap(({ options }) => options), ...sections.filter((section) => !isDefault(section)).map(({ options }) => options)];
}

function duplicateKeys(options: readonly Option[]): Fault[] {
  const first = new Map<string, Option>();
  return options.flatMap((option) => {
    const before = first.get(option.key);
    if (!before) first.set(option.key, option);
    return before ? [rejected('duplicate-key', option.line, `${option.written} stands in line ${before.line.number} already (capitals make no difference)`)] : [];
  });
}

// A block in `[DEFAULT]` is looked at only where a profile does not replace it.
function isUnused({ name }: Section, { key }: Option, { sections }: Ini): boolean {
  return name === 'DEFAULT' && sections.every((other) => other.name === 'DEFAULT' || other.options.some((option) => option.key === key));
}

function optionFaults(option: Option, unused: boolean): Fault[] {
  const faults: Fault[] = [];
  const isBlock = option.value.startsWith('\n');
  for (const line of option.continuations) {
    if (isBlock && !unused && !line.text.includes('=')) faults.push(rejected('bad-block', line, `it stands in the indented block of ${option.written} and is no key = value`));
    else if (isSwallowed(line, isBlock)) faults.push(ambiguous('swallowed', line, `it is indented deeper than line ${option.line.number}, so the AWS CLI takes it for more of that value`));
  }
  if (!keyNames.has(option.key)) return faults;
  if (option.separator === ':') faults.push(ambiguous('colon', option.line, 'only the AWS CLI reads a key that is followed by a colon instead of ='));
  if (/\s[;#]/.test(option.value)) faults.push(ambiguous('inline-comment', option.line, 'the AWS CLI takes the comment behind the value for a part of it'));
  return faults;
}

/** Whether a continuation line is in truth a header, or a key, that was indented by mistake. */
export function isSwallowed(line: Line, inBlock: boolean): boolean {
  return /^\[.+\]/.test(line.text) || (!inBlock && /^aws_\w+\s*[=:]/i.test(line.text));
}

function headerFaults({ name, header }: Section): Fault[] {
  const rest = header.text.slice(name.length + 2);
  if (name.includes(']')) return [ambiguous('header-comment', header, 'a second ] behind the name is read as a part of the name by some tools')];
  if (rest === '' || /^\s+[;#]/.test(rest)) return [];
  return [ambiguous('header-comment', header, `for some tools [${name}] is no header here, so that its keys land in the profile above: a space and # must stand before "${rest.trim()}"`)];
}

function nameFaults(ini: Ini, kind: FileKind): Fault[] {
  const seen = new Map<string, Section>();
  return ini.sections.flatMap((section) => {
    const { name, header } = section;
    const profile = profileOf(name, kind);
    const before = profile === undefined ? undefined : seen.get(profile);
    if (profile !== undefined) seen.set(profile, section);
    if (name === 'DEFAULT' && section.options.length > 0) return [ambiguous('default-section', header, 'the AWS CLI mixes the keys of [DEFAULT], in capitals, into every profile')];
    if (before && before.name !== name) return [ambiguous('same-profile', header, `it is the same profile as [${before.name}] in line ${before.header.number}; the AWS CLI forgets the first`)];
    if ((profile ?? name) in Object.prototype) return [ambiguous('object-name', header, 'AWS\'s JavaScript tools cannot read a profile of this name')];
    return prefixFaults(section, kind);
  });
}

const settings = /^(?:aws_|sso_|role_|source_profile$|credential_|web_identity_|region$|mfa_serial$|login_session$)/;

function prefixFaults({ name, header, options }: Section, kind: FileKind): Fault[] {
  if (kind === 'credentials') {
    return /^profile\s/.test(name) ? [ambiguous('profile-prefix', header, 'in the credentials file a header is the name alone, so AWS tools do not find this profile')] : [];
  }
  if (name === 'default' || name === 'DEFAULT' || /^(?:profile|sso-session|services|plugins|preview)\b/.test(name)) return [];
  if (!options.some(({ key }) => settings.test(key))) return [];
  return [ambiguous('no-profile-prefix', header, `in the config file a profile's header is [profile ${name}], so AWS tools do not find this one`)];
}
