import { shellWords } from '../shell-words.js';

/**
 * A value of `credential.helper` that calls the AWS CLI's helper, with another of the CLI's commands in the place of the
 * helper: it is run as Git runs the helper, by the same program, with the same profile and variables.
 * @param service as `sts`, or a flag of the CLI itself
 * @param operation with its flags; empty for a flag of the CLI
 * @returns a value for an alias of Git's; undefined where the helper is not called in so many words
 */
export function inPlaceOfHelper(value: string, service: string, operation = ''): string | undefined {
  const call = /\bcodecommit((?:\s[^;|&]*?)?)\s+credential-helper\b/;
  if (!call.test(value)) return undefined;
  const other = value
    .replace(/\s--ignore-host-check\b/, '')
    .replace(/\s--(?:region|output)[= ]\S+/g, '')
    .replace(call, (_, between: string) => `${service}${between}${operation === '' ? '' : ` ${operation}`}`);
  return other.startsWith('!') ? other : `!${other}`;
}

/**
 * Whether a value calls the AWS CLI's helper as AWS's pages write it, with a profile at most, by `--profile` in any of its
 * places or by AWS_PROFILE: nothing in it runs, or leads to, anything else.
 */
export function isPlainAwsHelper(value: string): boolean {
  if (!value.startsWith('!') || /[\0\r\n]/.test(value)) return false;
  const words = shellWords(value.slice(1)) ?? [];
  const rest = words
    .filter((word, at) => !(word === '--profile' || (at > 0 && words[at - 1] === '--profile' && isName(word))))
    .filter((word) => !(word.startsWith('--profile=') && isName(word.slice('--profile='.length))))
    .filter((word, at) => !(at === 0 && word.startsWith('AWS_PROFILE=') && isName(word.slice('AWS_PROFILE='.length))));
  return /^aws codecommit credential-helper(?: \$@)?$/.test(rest.join(' '));
}

/** A name, and nothing that the shell would work out. */
function isName(word: string): boolean {
  return word !== '' && !/[$`]|^-/.test(word);
}

/**
 * Whether a value is meant to call a helper for CodeCommit and cannot: quotes that are a part of it or do not end, quotes
 * of a word processor, no exclamation mark. Git runs what neither begins with one nor is an absolute path as
 * `git credential-VALUE`. Source: gitcredentials(7), "CUSTOM HELPERS"; credential.c, `credential_do`.
 */
export function isMisquoted(value: string): boolean {
  if (!/\bcodecommit\s[^;|&]*\bcredential-helper|git-credential-codecommit|codecommit\s+credential-helper/.test(value))
    return false;
  if (!value.startsWith('!')) return !/^(?:\/|[A-Za-z]:[\\/])/.test(value);
  return (
    /[\u2018-\u201f\u00ab\u00bb]/.test(value) ||
    /'\$@'|\\\$@/.test(value) ||
    /^!\s*(?:'[^']*\s[^']*credential-helper[^']*'|"[^"]*\s[^"]*credential-helper[^"]*")\s*$/.test(value) ||
    hasOpenQuote(value)
  );
}

/** The same as it is meant, where that is plain: the AWS CLI's helper with its flags. */
export function withRightQuotes(value: string): string | undefined {
  const text = value
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/^[\s'"!]+/, '')
    .replace(/\s*['"]?\\?\$@['"\s]*$/, '');
  const bare = /['"]$/.test(text) && hasOpenQuote(text) ? text.slice(0, -1) : text;
  return /^(?:[\w./:~-]*\/)?aws(?:\.exe)?\s/.test(bare) && !hasOpenQuote(bare) && !/[;|&<>()`]/.test(bare)
    ? `!${bare} $@`
    : undefined;
}

function hasOpenQuote(text: string): boolean {
  return /['"]/.test(text.replace(/\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"/g, ''));
}
