import { escapePattern } from './common/escape-pattern.js';
import { parseGitHost } from '../aws/codecommit/hosts.js';
import type { ConfigEntry } from '../git/config/entries.js';
import { keyParts } from '../git/config/entries.js';
import { awsHelperValue, helperValue, readHelperValue } from '../git/settings/helper-value.js';

// A report goes to strangers: what of Git's settings is not known to be harmless is left out.

const leftOut = '<left out>';

/** Settings whose values are switches, numbers, names of Git's or paths. Source: git-config(1), gitcredentials(7). */
const harmlessNames = new Set(
  (
    'usehttppath interactive protectprotocol sanitizeprompt provider authority namespace guiprompt ' +
    'sslverify sslbackend sslversion sslcipherlist sslcainfo sslcapath ssltry schannelcheckrevoke ' +
    'schannelusesslcainfo proxyauthmethod proxysslcainfo emptyauth delegation proactiveauth version followredirects ' +
    'postbuffer maxrequests minsessions maxretries retryafter maxretrytime lowspeedlimit lowspeedtime noepsv savecookies ' +
    'keepaliveidle keepaliveinterval keepalivecount sslcert sslkey proxysslcert proxysslkey allow credentialsinurl'
  ).split(' '),
);

/** A setting as a line of a report. */
export function harmlessSetting({ key, value }: Pick<ConfigEntry, 'key' | 'value'>): string {
  const { section, url, name } = keyParts(key);
  const shown = url === undefined ? key : `${section}.${harmlessAddress(url)}.${name}`;
  return value === undefined ? shown : `${shown} = ${harmlessValue(name.toLowerCase(), value)}`;
}

function harmlessValue(name: string, value: string): string {
  if (value === '') return '';
  if (name === 'helper') return harmlessHelper(value);
  if (name === 'proxy') return harmlessProxy(value);
  if (name === 'insteadof' || name === 'pushinsteadof')
    return /^[\w.+-]*:?\/\//.test(value) || /^[\w.-]+:$/.test(value) ? harmlessAddress(value) : leftOut;
  return harmlessNames.has(name) && /^[\w.,:/\\~ ()+!-]*$/.test(value) ? value : leftOut;
}

/** Ours and the AWS CLI's as a whole, where no word is in them but those we write; of any other its first word. */
function harmlessHelper(value: string): string {
  if (isAsWeWrite(value)) return value;
  const [first = ''] = /^!?\s*(?:"[^"]*"|'[^']*'|\S+)/.exec(value) ?? [];
  // A variable, an address with a login, or what a shell would work out, is more than a program's name.
  const shown = /^!?\s*["']?[\w.~:/\\ ()-]+["']?$/.test(first) ? first : leftOut;
  return first === value ? shown : `${shown} ${leftOut}`;
}

function isAsWeWrite(value: string): boolean {
  const { kind, profile, paths, node } = readHelperValue(value);
  if (kind === 'aws') return value === awsHelperValue(profile);
  if (kind !== 'codecommit') return false;
  const [file = ''] = paths;
  try {
    return [true, false].some((bare) => value === helperValue({ bare, file: bare ? '/' : file, node }, profile));
  } catch {
    return false;
  }
}

/** Host and port; what stands before the last `@` is a login, whatever characters it has. */
function harmlessProxy(value: string): string {
  const [, scheme = '', login = '', rest = ''] = /^([a-z][\w+.-]*:\/\/)?(.*@)?([^@]*)$/is.exec(value) ?? [];
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/?$/i.test(rest)) return leftOut;
  return `${scheme}${login === '' ? '' : '<login>@'}${rest}`;
}

/** An address without what stands before its last `@`, and without its path, but for those of CodeCommit's hosts. */
function harmlessAddress(address: string): string {
  const path = hiddenPath(address);
  const shown = path === undefined ? address : `${address.slice(0, -path.length)}${leftOut}`;
  return shown.replace(/^([\w+.-]*:?\/\/|)(.*)@/s, '$1<login>@');
}

/** What stands behind host and slash; a token may. Nothing of it is known where a login may hold a slash too. */
function hiddenPath(address: string): string | undefined {
  const [, login = '', host = '', path] = /^[\w+.-]*:?\/\/(.*@)?([^@/]*)\/([^@]+)$/s.exec(address) ?? [];
  return path === undefined || (login === '' && parseGitHost(host) !== undefined) ? undefined : path;
}

/**
 * Takes out of what findings quote of settings all that the list of settings leaves out: the words of other helpers'
 * command lines behind the first, whole, cut or escaped, and the logins of addresses. A plain word, which a finding may
 * use itself, is taken out where it is quoted alone.
 */
export function withoutQuotedSettings(text: string, entries: readonly Pick<ConfigEntry, 'key' | 'value'>[]): string {
  const parts = entries
    .flatMap(({ key, value = '' }) => [
      ...hiddenParts(key, value),
      ...[keyParts(key).url ?? '', value].flatMap((address) => [...loginsIn(address), hiddenPath(address) ?? '']),
    ])
    .filter((part) => part.length > 1)
    // Commands that mend a setting name its value by a regular expression.
    .flatMap((part) => [...new Set([part, escapePattern(part)])])
    .sort((one, other) => other.length - one.length);
  // In one go, so that nothing is looked for in what was put in.
  const whole = text.replace(anyOf(parts), leftOut);
  return parts.filter((part) => part.length > leastBeginning).reduce(withoutBeginnings, whole);
}

const plainWord = /^[A-Z]?[a-z]+(?:-[a-z]+)*$/;

function anyOf(parts: readonly string[]): RegExp {
  const words = parts.filter((part) => plainWord.test(part));
  const others = parts.filter((part) => !plainWord.test(part));
  const alone = `(?<=["'(=:/@])(?:${alternatives(words)})(?=["')@:/,;]|$)`;
  return new RegExp(`(?<![\\w<-])(?:${alternatives(others)})(?![\\w>-])|${alone}`, 'gm');
}

/** Nothing at all where there are none. */
function alternatives(parts: readonly string[]): string {
  return parts.length === 0 ? '(?!)' : parts.map(escapePattern).join('|');
}

function hiddenParts(key: string, value: string): readonly string[] {
  const name = keyParts(key).name.toLowerCase();
  const shown = harmlessValue(name, value);
  if (shown === value || !shown.endsWith(leftOut)) return [];
  const kept = shown.slice(0, -leftOut.length).trimEnd();
  // The name of a header tells nothing, and the checks say it.
  const rest = name === 'extraheader' ? value.replace(/^[\w-]+:/, '').trim() : value.slice(kept.length).trim();
  return [rest, ...rest.split(/[\s'"\\]+/)];
}

function loginsIn(address: string): readonly string[] {
  const [, login] = /^(?:.*?\/\/)?(.+)@/s.exec(address) ?? [];
  return login === undefined ? [] : [login, ...login.split(/[:\s]+/)];
}

/** Findings cut what is long; so much of a beginning is known by it, in characters. */
const leastBeginning = 8;

function withoutBeginnings(text: string, part: string): string {
  // All addresses begin alike.
  const [scheme = ''] = /^[\w+.-]*:\/\//.exec(part) ?? [];
  const least = scheme.length + leastBeginning;
  const beginning = part.slice(0, least);
  let found = text;
  for (let at = found.indexOf(beginning); at >= 0; at = found.indexOf(beginning, at + leftOut.length)) {
    let end = least;
    while (end < part.length && found[at + end] === part[end]) end += 1;
    found = found.slice(0, at) + leftOut + found.slice(at + end);
  }
  return found;
}
