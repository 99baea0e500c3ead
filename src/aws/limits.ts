import { sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { pagePlace } from './partitions.js';
import { printable } from '../core/text/printable.js';
import { Problem } from '../core/problem.js';
import { formatArn, isIdentityCenterRole, parseArn, type Arn } from './arns.js';
import { canUseWithSts, fidoAdvice, mfaKind, noMfa } from './mfa.js';

// Source of all lengths and patterns here: STS API reference, version 2011-06-15.

/** Letters, digits and `_+=,.@-`: what STS takes in names. */
const nameCharacters = /^[A-Za-z0-9_+=,.@-]*$/;
const roleExample = 'arn:aws:iam::111122223333:role/Developer';

/**
 * Reads a role's ARN; the link behind "Switch role" that administrators send around will do as well.
 * @throws Problem `usage` saying what it is instead, where that can be told
 */
export function parseRoleArn(raw: string): string {
  const text = unquote(raw);
  const arn = parseArn(text) ?? fromSwitchRoleLink(text);
  if (!arn)
    throw wrong(
      /^[\w+=,.@/-]+$/.test(text)
        ? 'That is only a name; the whole ARN of the role is needed.'
        : 'That is not the ARN of a role.',
      `It looks like ${roleExample}; your administrator knows it.`,
    );
  const session = arn.service === 'sts' ? /^assumed-role\/([^/]+)\//.exec(arn.resource)?.[1] : undefined;
  if (session !== undefined)
    throw wrong(
      'That is the ARN of a session, not of the role.',
      `The role's own ARN most likely is ${formatArn({ ...arn, service: 'iam', resource: `role/${session}` })}`,
    );
  if (arn.service !== 'iam' || !/^role\/[\w+=,.@/-]+$/.test(arn.resource) || !/^\d{12}$/.test(arn.account)) {
    throw wrong(
      `That is the ARN of something else (${arn.service} ${arn.resource.split(/[/:]/)[0] ?? ''}), not of a role.`,
      `It looks like ${roleExample}.`,
    );
  }
  const whole = formatArn(arn);
  if (isIdentityCenterRole(whole))
    throw wrong(
      'That role belongs to IAM Identity Center and can only be had by signing in there.',
      sentence`Use: ${setUp('method', 'identity-center')}`,
    );
  return limited(whole, 20, 2048, 'A role ARN');
}

/** Source: IAM user guide, "Switching to a role (console)": `…/switchrole?account=ID&roleName=NAME`. */
function fromSwitchRoleLink(text: string): Arn | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, searchParams } = new URL(text);
  const partition = pagePlace('signin', hostname)?.partition;
  const [account, role] = [searchParams.get('account'), searchParams.get('roleName')];
  if (partition === undefined || !account || !/^\d{12}$/.test(account) || !role) return undefined;
  return { partition, service: 'iam', region: '', account, resource: `role/${role}` };
}

/** Reads the ARN of a SAML identity provider in IAM. */
export function parsePrincipalArn(raw: string): string {
  const text = unquote(raw);
  const arn = parseArn(text);
  if (arn?.service === 'iam' && /^saml-provider\/[\w.-]+$/.test(arn.resource) && arn.account !== '')
    return limited(text, 20, 2048, 'A provider ARN');
  throw wrong(
    'That is not the ARN of a SAML provider.',
    'It looks like arn:aws:iam::111122223333:saml-provider/Company; your administrator knows it.',
  );
}

/** Reads the ARN of a managed policy. */
export function parsePolicyArn(raw: string): string {
  const text = unquote(raw);
  const arn = parseArn(text);
  if (arn?.service === 'iam' && /^policy\/[\w+=,.@/-]+$/.test(arn.resource))
    return limited(text, 20, 2048, 'A policy ARN');
  throw wrong(
    'That is not the ARN of a managed policy.',
    'It looks like arn:aws:iam::aws:policy/AWSCodeCommitReadOnly.',
  );
}

/** No more than ten managed policies limit a session. */
export function checkPolicyArns(arns: readonly string[]): readonly string[] {
  if (arns.length > 10) throw wrong(`At most 10 policy ARNs can limit a session; these are ${arns.length}.`);
  return arns;
}

/** Reads the name of a role's session, 2 to 64 characters. @throws Problem `usage` with a name that would do */
export function parseSessionName(raw: string): string {
  return parseName(raw, 64, 'A session name');
}

/** Reads a source identity, 2 to 256 characters; those that begin with `aws:` are AWS's own. */
export function parseSourceIdentity(raw: string): string {
  const text = parseName(raw, 256, 'A source identity');
  if (text.toLowerCase().startsWith('aws:')) throw wrong('A source identity may not begin with "aws:".');
  return text;
}

/** Reads the name of a federated user, 2 to 32 characters. */
export function parseFederatedName(raw: string): string {
  return parseName(raw, 32, 'A federated user name');
}

/** Makes a valid session name of whatever somebody is called; `codecommit` when nothing is left of it. */
export function sessionNameFrom(name: string, most = 64): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_+=,.@-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, most);
  return plain.length >= 2 ? plain : 'codecommit';
}

/** Reads an external id, 2 to 1,224 characters. */
export function parseExternalId(raw: string): string {
  const text = raw.trim();
  if (!/^[A-Za-z0-9_+=,.@:/-]*$/.test(text))
    throw wrong(
      'An external id has letters, digits and _+=,.@:/- only, and no spaces.',
      'Copy it exactly as the owner of the role gave it to you.',
    );
  return limited(text, 2, 1224, 'An external id');
}

/** Reads the serial number of an MFA device that shows codes, or that there is none. */
export function parseMfaSerial(raw: string): string {
  const text = unquote(raw);
  if (/^(?:none|no|n)$/i.test(text)) return noMfa;
  if (mfaKind(text) === 'fido') throw wrong(fidoAdvice.message, fidoAdvice.hint);
  if (/^\d{6}$/.test(text))
    throw wrong(
      'That looks like a code. The serial number of the device is needed first.',
      'It looks like arn:aws:iam::111122223333:mfa/NAME.',
    );
  if (!canUseWithSts(text) || !/^[A-Za-z0-9_+=/:,.@-]*$/.test(text)) {
    throw wrong(
      'That is not the serial number of an MFA device.',
      'It looks like arn:aws:iam::111122223333:mfa/NAME, or like GAHT12345678 for a token with a display.',
    );
  }
  return limited(text, 9, 256, 'A serial number');
}

/** Reads the six digits; authenticator apps show them with a gap. */
export function parseTokenCode(raw: string): string {
  const code = raw.replace(/[\s-]/g, '');
  if (!/^[0-9]{6}$/.test(code)) throw wrong('An MFA code has six digits.');
  return code;
}

/**
 * Reads an inline session policy, takes the white space out of it, which counts, and writes the characters beyond
 * U+00FF, which STS does not take, as JSON escapes.
 * @param operation AssumeRole takes longer policies than the other calls, as long as they pack well
 */
export function parsePolicy(raw: string, operation = 'AssumeRoleWithSAML'): string {
  const text = compactJson(raw.replace(/^\ufeff/, ''));
  if (text.length > 2048 && operation !== 'AssumeRole')
    throw wrong(
      `A session policy has at most 2,048 characters; this one has ${text.length} without its white space.`,
      'Shorten it, or use --policy-arn with a managed policy.',
    );
  return text;
}

function compactJson(text: string): string {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (cause) {
    throw wrong(`That policy is not valid JSON: ${cause instanceof Error ? printable(cause.message, 200) : ''}`);
  }
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy))
    throw wrong('That is JSON, but no policy: it has no "Statement".');
  return JSON.stringify(policy).replace(
    /[^\u0020-\u00ff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A session tag. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Reads `key=value`; the value may be empty and may hold `=`. */
export function parseTag(raw: string): Tag {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(raw.trim()) ?? [];
  if (key === '') throw wrong('A session tag is written KEY=VALUE.');
  if (!/^[\p{L}\p{Z}\p{N}_.:/+@-]{1,128}$/u.test(key))
    throw wrong('The key of a tag has at most 128 letters, digits, spaces and _.:/+-@ only.');
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u.test(value))
    throw wrong('The value of a tag has at most 256 letters, digits, spaces and _.:/=+-@ only.');
  if (key.toLowerCase().startsWith('aws:')) throw wrong('The key of a tag may not begin with "aws:".');
  return { key, value };
}

/** No more than fifty tags, and none twice: STS does not tell capitals from small letters here. */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > 50) throw wrong(`A session has at most 50 tags; these are ${tags.length}.`);
  const keys = tags.map(({ key }) => key.toLowerCase());
  const twice = tags.find(({ key }, at) => keys.indexOf(key.toLowerCase()) !== at);
  if (twice) throw wrong(`The tag ${twice.key} is given twice (capital or small letters are the same here).`);
  return tags;
}

function parseName(raw: string, most: number, what: string): string {
  const text = raw.trim();
  if (!nameCharacters.test(text))
    throw wrong(
      `${what} has letters, digits and _+=,.@- only, and no spaces.`,
      `This would do: ${sessionNameFrom(text, most)}`,
    );
  return limited(text, 2, most, what);
}

function limited(text: string, least: number, most: number, what: string): string {
  if (text.length < least) throw wrong(`${what} has at least ${least} characters.`);
  if (text.length > most)
    throw wrong(
      `${what} has at most ${most.toLocaleString('en')} characters; this has ${text.length.toLocaleString('en')}.`,
    );
  return text;
}

/** What people copy often comes with its quotes. */
function unquote(raw: string): string {
  return raw
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
}

function wrong(message: string, hint?: Text): Problem {
  return new Problem('usage', message, { hint });
}
