import { isLongTermKeyId, type Credentials } from '../../core/credentials.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Secret } from '../../core/secret.js';
import { collectFields, type KeyField, type KeyFields } from './key-fields.js';
import { csvParts, iniParts, jsonParts, lineParts, type BlockPart } from './key-formats.js';
import { otherThanKeys } from './not-keys.js';

/** Keys out of a block of text, with what else the block said. */
export interface KeysBlock {
  readonly credentials: Credentials;
  readonly region?: string | undefined;
  /** What the block calls them: its section, or the user of a CSV file. */
  readonly name?: string | undefined;
  /** Signs that something was lost in copying; worth a warning, since AWS will tell. */
  readonly doubts: readonly string[];
}

/**
 * Reads AWS keys out of any block that people copy: shell lines (`export`, `set`, `setx`, `$Env:`, fish), a section of
 * AWS's credentials file, AWS's `accessKeys.csv`, the JSON of `aws sts …`, of `credential_process`, of `aws configure
 * export-credentials` or of Cognito, and what the AWS access portal offers to copy.
 * @throws Problem `usage` saying what is missing, or which of several there are; never repeating a value
 */
export function parseKeysBlock(text: string): KeysBlock {
  const plain = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .trim();
  if (plain === '') throw wrong('There is nothing in it.', pasteHint);
  const parts = jsonParts(plain) ?? csvParts(plain) ?? iniParts(plain) ?? lineParts(plain);
  const part = onlyPart(parts);
  const { fields, contradictory } = collectFields(part.pairs);
  const other = fields.accessKeyId === undefined ? otherThanKeys(plain) : undefined;
  if (other !== undefined) throw other;
  if (contradictory)
    throw wrong(
      `There are two different values for the ${labels[contradictory]} in it.`,
      'Paste one set of keys only.',
    );
  return { ...checked(fields), name: part.name, region: fields.region };
}

const pasteHint =
  'Paste all lines of one block, for example the one with export AWS_ACCESS_KEY_ID=… from the AWS access portal.';

const labels: Readonly<Record<KeyField, string>> = {
  accessKeyId: 'access key id (AWS_ACCESS_KEY_ID)',
  secretAccessKey: 'secret access key (AWS_SECRET_ACCESS_KEY)',
  sessionToken: 'session token (AWS_SESSION_TOKEN)',
  expiration: 'expiration',
  region: 'region',
};

function onlyPart(parts: readonly BlockPart[]): BlockPart {
  const withKeys = parts.filter((part) => collectFields(part.pairs).fields.accessKeyId !== undefined);
  if (withKeys.length > 1) {
    const names = withKeys.map((part, at) => printable(part.name ?? `number ${at + 1}`, 60)).join(', ');
    throw wrong(`There are ${withKeys.length} sets of keys in it: ${names}.`, 'Paste only the one you need.');
  }
  return withKeys[0] ?? parts[0] ?? { pairs: [] };
}

function checked(fields: KeyFields): Pick<KeysBlock, 'credentials' | 'doubts'> {
  const { accessKeyId, secretAccessKey, sessionToken } = fields;
  if (accessKeyId === undefined && secretAccessKey === undefined)
    throw wrong('There are no AWS keys in it.', pasteHint);
  if (accessKeyId === undefined) throw missing('accessKeyId');
  if (!/^\w{16,128}$/.test(accessKeyId))
    throw wrong(
      `Its ${labels.accessKeyId} is none: it has letters and digits only, at least 16.`,
      'Copy the key itself, not a placeholder or a masked one.',
    );
  if (secretAccessKey === undefined) throw missing('secretAccessKey');
  const odd = (
    [
      ['secretAccessKey', secretAccessKey],
      ['sessionToken', sessionToken ?? 'x'],
    ] as const
  ).find(([, value]) => !/^[\x21-\x7e]+$/.test(value) || /\*{3}|\.{3}|^[$<%]/.test(value));
  if (odd)
    throw wrong(
      `Its ${labels[odd[0]]} is not whole: it is masked, shortened or a placeholder.`,
      'Copy it again with the copy button rather than from the screen.',
    );
  if (accessKeyId.startsWith('ASIA') && sessionToken === undefined)
    throw missing('sessionToken', 'These are temporary keys (ASIA…): t');
  if (isLongTermKeyId(accessKeyId) && sessionToken !== undefined)
    throw wrong('It mixes two sets: a long-term key (AKIA…) has no session token.', 'Paste one set of keys only.');
  return {
    credentials: credentialsOf(fields, accessKeyId, secretAccessKey),
    doubts: doubtsAbout(secretAccessKey, sessionToken),
  };
}

function credentialsOf(fields: KeyFields, accessKeyId: string, secretAccessKey: string): Credentials {
  const expiration = momentOf(fields.expiration);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(fields.sessionToken !== undefined && { sessionToken: new Secret(fields.sessionToken) }),
    ...(expiration && { expiration }),
  };
}

/** ISO 8601, or seconds (Cognito) or milliseconds (Identity Center) since 1970. */
function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(text) ? Number(text) : undefined;
  const moment = new Date(number === undefined ? text : number < 1e11 ? number * 1000 : number);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** AWS promises no form, so these are doubts only. All secrets ever seen have 40 characters, all tokens are base64. */
function doubtsAbout(secret: string, token: string | undefined): readonly string[] {
  const doubts: string[] = [];
  if (secret.length < 40)
    doubts.push('The secret access key is shorter than usual (40 characters): was all of it copied?');
  if (token !== undefined && (token.length < 100 || (/^[A-Za-z0-9+/]+=*$/.test(token) && token.length % 4 !== 0))) {
    doubts.push('The session token looks cut off: was all of it copied?');
  }
  return doubts;
}

function missing(field: KeyField, before = 'T'): Problem {
  return wrong(`${before}he ${labels[field]} is missing.`, pasteHint);
}

function wrong(message: string, hint: string): Problem {
  return new Problem('usage', message, { hint });
}
