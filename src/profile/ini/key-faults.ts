import { trim } from '../../core/text/lines.js';
import type { TextLine } from '../../core/text/lines.js';
import { ambiguous, rejected } from './fault.js';
import type { Report } from './fault.js';
import type { Ini, Option, Section } from './ini.js';

const keyNames = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'aws_security_token']);

/** Settings that lead to a profile's keys, or say where they count, beside the keys themselves. */
const leading = new Set([
  ...['role_arn', 'source_profile', 'credential_source', 'external_id', 'mfa_serial', 'role_session_name'],
  ...['duration_seconds', 'web_identity_token_file', 'login_session', 'region'],
  ...['sso_session', 'sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name', 'sso_registration_scopes'],
]);

/** All of them. */
export const countingKeys: readonly string[] = [...keyNames, ...leading];

/** Whether a key, in small letters, is one by which a profile gets its keys. A command is read by rules of its own. */
export function countsForKeys(key: string): boolean {
  return keyNames.has(key) || leading.has(key);
}

/** The faults of a key with its value. */
export function optionFaults(option: Option, section: Section, ini: Ini, report: Report): void {
  if (option.continuations.length > 0) continuationFaults(option, isUnused(section, option, ini), report);
  if (!countsForKeys(option.key) && option.key !== 'credential_process') return;
  if (option.written !== option.key)
    report(
      ambiguous('capitals', option.line, `AWS's SDKs know ${option.key} in small letters alone, and do not find it`),
    );
  if (option.separator === ':')
    report(ambiguous('colon', option.line, 'only the AWS CLI reads a key that is followed by a colon instead of ='));
  if (option.key !== 'credential_process') valueFaults(option, report);
}

function valueFaults({ key, value, line }: Option, report: Report): void {
  const [first = ''] = value.split('\n');
  if (/\s[;#]/.test(first)) {
    report(ambiguous('inline-comment', line, 'the AWS CLI takes the comment behind the value for a part of it'));
    return;
  }
  if (/^(["']).*\1$/.test(first))
    report(ambiguous('quotes', line, `all AWS tools take the quotes around the value of ${key} for a part of it`));
  else if (keyNames.has(key)) oddCharacter(first, key, line, report);
}

function oddCharacter(value: string, key: string, line: TextLine, report: Report): void {
  const found = /[^\x21-\x7e]/u.exec(value)?.[0];
  if (found === undefined) return;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  report(
    ambiguous(
      'odd-character',
      line,
      found === ' '
        ? `a blank stands in the value of ${key}, which has none`
        : `a character stands in the value of ${key} (U+${code}) that no key has`,
    ),
  );
}

// A block in `[DEFAULT]` is looked at only where a profile does not replace it.
function isUnused({ name }: Section, { key }: Option, { sections }: Ini): boolean {
  return (
    name === 'DEFAULT' &&
    sections.every((other) => other.name === 'DEFAULT' || other.options.some((option) => option.key === key))
  );
}

function continuationFaults(option: Option, unused: boolean, report: Report): void {
  const isBlock = option.value.startsWith('\n');
  for (const line of option.continuations) {
    if (isBlock && !unused && !isSubSettings(line))
      report(rejected('bad-block', line, `it stands in the indented block of ${option.written} and is no key = value`));
    else if (isSwallowed(line, option))
      report(
        ambiguous(
          'swallowed',
          line,
          `it is indented deeper than line ${option.line.number}, so the AWS CLI takes it for more of that value`,
        ),
      );
    else if (countsForKeys(option.key))
      report(
        ambiguous(
          'continued',
          line,
          `it is indented, so the AWS CLI takes it for more of ${option.key} in line ${option.line.number}, and AWS's ` +
            'SDKs do not',
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

/**
 * Whether a continuation line is in truth a header, or a key, that was indented by mistake. Only a setting that has
 * others below it (`s3`) may have one of such a name there.
 */
export function isSwallowed(line: TextLine, { key, value }: Pick<Option, 'key' | 'value'>): boolean {
  if (/^\ufeff*\[.+\]/.test(line.text)) return true;
  const word = /^\ufeff*(\w+)\s*[=:]/.exec(line.text)?.[1]?.toLowerCase();
  if (word === undefined || (!word.startsWith('aws_') && !countsForKeys(word))) return false;
  return !value.startsWith('\n') || countsForKeys(key) || key === 'credential_process';
}
