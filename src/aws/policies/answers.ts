import { joined, sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { listSsoGroups, listSsoInstances } from '../../core/advice/other-programs.js';
import { Problem } from '../../core/problem.js';
import { formatArn, parseArn } from '../arns.js';
import { parseSourceIdentity } from '../limits.js';
import { isRepositoryName, parseRepository } from '../codecommit/repository.js';
import type { Holder } from './facts.js';

/** Repositories in a policy: a name or a pattern, and what else was said with it. */
export interface RepositoryPattern {
  readonly name: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * Reads a repository's name, URL or ARN, or a pattern with `*`.
 * Wildcards may stand in the name alone. Source: CodeCommit user guide, "CodeCommit resources and operations".
 */
export function parseRepositoryPattern(raw: string): RepositoryPattern {
  const text = raw.trim();
  if (/^[\w.*-]{1,100}$/.test(text) && text.includes('*')) return { name: text };
  const arn = parseArn(text);
  if (arn?.service === 'codecommit' && /^[\w.*-]{1,100}$/.test(arn.resource))
    return { name: arn.resource, region: arn.region, account: arn.account };
  const { name, region, account } = parseRepository(text);
  if (name === undefined || !isRepositoryName(name))
    throw wrong('Name at least one repository, or a pattern such as team-*.');
  return { name, region, account };
}

/** Reads an account's id, with the dashes and blanks of the console. */
export function parseAccount(raw: string): string {
  const digits = raw.replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(digits)) return digits;
  throw wrong(
    "An account's id has twelve digits.",
    'It looks like 111122223333; the console shows it in the upper right corner.',
  );
}

/** Reads who may take a role: an account, or the ARN of a user or role; never everybody. */
export function parseTrusted(raw: string): string {
  const text = raw.trim();
  if (text === '*') throw wrong('That would trust everybody there is.', 'Name the account where people sign in.');
  if (/^[\d\s-]+$/.test(text)) return parseAccount(text);
  const arn = parseArn(text);
  if (arn?.service === 'iam' && arn.resource === 'root') return arn.account;
  const role = arn?.service === 'sts' ? /^assumed-role\/([^/]+)\//.exec(arn.resource)?.[1] : undefined;
  if (arn && role !== undefined)
    throw wrong(
      'That is one session of a role; trust the role.',
      `Most likely ${formatArn({ ...arn, service: 'iam', resource: `role/${role}` })}`,
    );
  if (arn?.service === 'iam' && arn.resource.startsWith('group/'))
    throw wrong(
      'A trust policy cannot name a group.',
      'Trust the account, and give the group the policy with --attach-to.',
    );
  if (arn?.service === 'iam' && /^(user|role)\/[\w+=,.@/-]+$/.test(arn.resource)) return text;
  throw wrong(
    'That is neither an account nor the ARN of a user or role.',
    'It looks like 111122223333 or arn:aws:iam::111122223333:role/Developer.',
  );
}

/** Reads who is given a policy: `user/NAME`, `group/NAME` or `role/NAME`. */
export function parseHolder(raw: string): Holder {
  const [, kind, name] = /^(user|group|role)\/([\w+=,.@-]{1,128})$/.exec(raw.trim()) ?? [];
  if (kind !== undefined && name !== undefined) return { kind: kind as Holder['kind'], name };
  throw wrong('Say user/NAME, group/NAME or role/NAME.');
}

/** Reads the name of an IAM user. Source: IAM API reference, AddUserToGroup, UserName. */
export function parseMember(raw: string): string {
  return matching(raw, /^[\w+=,.@-]{1,64}$/, "A user's name in IAM has at most 64 letters, digits and _+=,.@- only.");
}

/**
 * Reads a source identity, or a pattern for some with `*` and `?`.
 * Source: IAM user guide, "Monitor and control actions taken with assumed roles".
 */
export function parseIdentityPattern(raw: string): string {
  const text = raw.trim();
  if (!isPattern(text)) return parseSourceIdentity(text);
  parseSourceIdentity(text.replace(/[*?]+/g, 'xx'));
  return text;
}

/** Reads a role's name, without its path. Source: IAM user guide, "IAM and STS quotas", name limits. */
export function parseRoleName(raw: string): string {
  return matching(raw, /^[\w+=,.@-]{1,64}$/, 'A name in IAM has at most 64 letters, digits and _+=,.@- only.');
}

/** Reads the name of a SAML provider in IAM, or its ARN. */
export function parseSamlProviderName(raw: string): string {
  const arn = parseArn(raw.trim());
  return matching(
    arn?.resource.replace(/^saml-provider\//, '') ?? raw,
    /^[\w.-]{1,128}$/,
    "A SAML provider's name has letters, digits and ._- only.",
  );
}

/** Reads the `sub` of a token, or a pattern for it. */
export function parseSubject(raw: string): string {
  return matching(raw, /^[\u0021-\u007e]{1,255}$/, 'A subject has at most 255 characters and no spaces.');
}

/**
 * Whether IAM compares it as a pattern (`StringLike`), and not to the letter. Source: IAM user guide, "IAM JSON policy
 * elements: Condition operators", string condition operators.
 */
export function isPattern(subject: string): boolean {
  return /[*?]/.test(subject);
}

/** Reads the ARN of an instance of IAM Identity Center. Source: its API reference, InstanceArn. */
export function parseInstanceArn(raw: string): string {
  return matching(
    raw,
    /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[0-9a-zA-Z.-]{16}$/,
    joined([
      "An instance's ARN looks like arn:aws:sso:::instance/ssoins-0123456789abcdef;",
      sentence`\`${listSsoInstances()}\` shows it.`,
    ]),
  );
}

/** Reads a group's id in the identity store. Source: Identity Store API reference, GroupId. */
export function parseGroupId(raw: string): string {
  return matching(
    raw,
    /^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/,
    sentence`A group's id is a UUID; \`${listSsoGroups()}\` shows it.`,
  );
}

/** Reads a branch's name or a pattern with `*`, with or without `refs/heads/`. */
export function parseBranch(raw: string): string {
  const branch = raw.trim().replace(/^refs\/heads\//, '');
  return matching(branch, /^[\w][\w./*@+=-]{0,254}$/, 'That is no name of a branch.');
}

/** Reads the ARN of a KMS key; policies take no alias in its place. */
export function parseKmsKey(raw: string): string {
  return matching(
    raw,
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    "A key's ARN looks like arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab; an " +
      'alias will not do in a policy.',
  );
}

/** Reads addresses as AWS sees them, as CIDR blocks, or an endpoint of a VPC. */
export function parseNetwork(raw: string): string {
  const text = raw.trim();
  if (/^vpce-[0-9a-f]{8,17}$/.test(text)) return text;
  const [, address = '', bits] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (most === undefined || Number(bits ?? most) > most)
    throw wrong(
      'That is neither a block of addresses nor an endpoint of a VPC.',
      'It looks like 203.0.113.0/24 or vpce-0a1b2c3d4e5f67890.',
    );
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|127\.|169\.254\.|f[cd]|fe80)/i.test(address))
    throw wrong(
      'AWS never sees a private address, so that would always refuse.',
      "Give your network's public addresses, or the VPC endpoint's id (vpce-…).",
    );
  return `${address}/${bits ?? most}`;
}

function isIpv4(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

function isIpv6(text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text}]`);
}

function matching(raw: string, pattern: RegExp, message: Text): string {
  const text = raw.trim();
  if (pattern.test(text)) return text;
  throw wrong(message);
}

function wrong(message: Text, hint?: Text): Problem {
  return new Problem('usage', message, { hint });
}
