import { readIni } from './ini.js';
import { decode, endOfLine } from '../../core/text/lines.js';
import { posixWords } from '../../core/shells/posix-words.js';
import type { Ini, Option, Section } from './ini.js';

/** Values by key. */
export type Values = Readonly<Record<string, string>>;

/** Which of AWS's two files a text is. */
export type FileKind = 'credentials' | 'config';

/** What `[DEFAULT]`, in capitals, mixes into every other section when botocore reads. */
export function defaultValues(ini: Ini): Values {
  return optionValues(ini.sections.filter(({ name }) => name === 'DEFAULT').flatMap(({ options }) => options));
}

/**
 * The values of one section by botocore's rules: keys in lower case, those of `[DEFAULT]` mixed in.
 * Where a key stands twice, which botocore rejects, the last counts.
 */
export function botocoreValues(section: Section, defaults: Values): Values {
  return Object.assign(emptyValues(), defaults, optionValues(section.options));
}

function optionValues(options: readonly Option[]): Values {
  const values = emptyValues();
  for (const option of options) values[option.key] = option.value;
  return values;
}

/**
 * The profile a header names, by botocore's rules: in the credentials file the header as it is; in config `default`,
 * or `profile` and one word, which may be quoted.
 */
export function profileOf(header: string, kind: FileKind): string | undefined {
  if (kind === 'credentials') return header;
  if (header === 'default') return header;
  return secondWord(header, 'profile');
}

// What AWS's SDK for JavaScript takes for two words, and the first words that it knows.
const prefixed = /^([\w-]+)\s(["'])?([\w@+.%:/-]+)\2$/;

/** The profile a header names, by the rules of AWS's JavaScript SDK. Source: smithy-typescript, parseIni, getConfigData. */
export function javascriptProfileOf(header: string, kind: FileKind): string | undefined {
  const [, prefix = '', , name = ''] = prefixed.exec(header) ?? [];
  const isKnown = ['profile', 'sso-session', 'services'].includes(prefix);
  const section = prefix === '' ? header : isKnown ? `${prefix}.${name}` : undefined;
  if (kind === 'credentials' || section === 'default') return section;
  return section?.startsWith('profile.') === true ? section.slice('profile.'.length) : undefined;
}

/** The session that a `[sso-session NAME]` header of config names. */
export function ssoSessionOf(header: string): string | undefined {
  return secondWord(header, 'sso-session');
}

/** The services that a `[services NAME]` header of config names. */
export function servicesOf(header: string): string | undefined {
  return secondWord(header, 'services');
}

// botocore splits such headers as a shell would, and takes those of two words, whatever the first one goes on with.
function secondWord(header: string, first: string): string | undefined {
  if (!header.startsWith(first)) return undefined;
  const words = posixWords(header);
  return words?.length === 2 ? words[1] : undefined;
}

/**
 * What a file says about its profiles, or about the other things that headers name, by botocore's rules. Of two headers
 * for the same one the second counts alone; sections of the very same header, which botocore rejects, count together,
 * as AWS's other readers take them.
 * @param nameOf what a header names; undefined for one that is about something else
 */
export function valuesByName(ini: Ini, nameOf: (header: string) => string | undefined): Map<string, Values> {
  const byHeader = new Map<string, Values>();
  const defaults = defaultValues(ini);
  for (const section of ini.sections) {
    const before = byHeader.get(section.name);
    if (before) Object.assign(before, optionValues(section.options));
    else if (section.name !== 'DEFAULT' && nameOf(section.name) !== undefined)
      byHeader.set(section.name, botocoreValues(section, defaults));
  }
  return new Map([...byHeader].map(([header, values]) => [nameOf(header) ?? '', values]));
}

/** All sections of a text by botocore's rules; of two with the same name, which it rejects, the last counts. */
export function readAsBotocore(text: string): Record<string, Values> {
  const ini = readIni(text);
  const result = emptyValues<Values>();
  const defaults = defaultValues(ini);
  for (const section of ini.sections)
    if (section.name !== 'DEFAULT') result[section.name] = botocoreValues(section, defaults);
  return result;
}

/**
 * One section by the rules of AWS's JavaScript SDK, for judging a text before it is written: it knows no continuation
 * lines and no `:`, keeps capitals, cuts comments behind white space, and takes indented lines below an empty value for
 * sub-settings. The SDK's own loader reads the file once it is written; the tests hold the two against each other.
 * @param header the text between the brackets
 */
export function javascriptValues(text: string, header: string): Values | undefined {
  const values = emptyValues();
  for (const { section, group, key, value } of javascriptLines(text))
    if (section === header && value !== '') values[group ? `${group}.${key}` : key] = value;
  return Object.keys(values).length > 0 ? values : undefined;
}

/** A line by the rules of AWS's JavaScript SDK: a header (without a key), or a key with its value. */
export interface JavascriptLine {
  /** Where it starts in the text. */
  readonly start: number;
  /** The text between the brackets. */
  readonly section: string;
  /** The key without a value above, of which this is a sub-setting. */
  readonly group: string;
  readonly key: string;
  /** Empty for a key that opens sub-settings. */
  readonly value: string;
}

/**
 * All headers and keys of a text by those rules, in their order.
 * @param text latin1
 */
export function javascriptLines(text: string): JavascriptLine[] {
  const lines: JavascriptLine[] = [];
  let section: string | undefined;
  let group = '';
  for (let start = 0, end; start < text.length; start = end) {
    end = endOfLine(text, start);
    const raw = decode(text.slice(start, end));
    const line = withoutComment(raw);
    const name = headerIn(line);
    const equals = line.indexOf('=');
    if (name !== undefined) {
      [section, group] = [name, ''];
      lines.push({ start, section, group, key: '', value: '' });
    } else if (section !== undefined && equals > 0) {
      const [key, value] = [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
      if (value !== '' && raw.trimStart() === raw) group = '';
      lines.push({ start, section, group: value === '' ? '' : group, key, value });
      if (value === '') group = key;
    }
  }
  return lines;
}

function headerIn(line: string): string | undefined {
  return line.startsWith('[') && line.endsWith(']') ? line.slice(1, -1) : undefined;
}

function withoutComment(line: string): string {
  const at = line.search(/(?:^|\s)[;#]/);
  return (at < 0 ? line : line.slice(0, at)).trim();
}

// No prototype: a key or section named `constructor` is then a key like any other.
function emptyValues<T = string>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
