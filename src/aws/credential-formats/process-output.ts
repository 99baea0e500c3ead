import type { Credentials } from '../../core/credentials.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Secret } from '../../core/secret.js';
import { parseObject } from '../../core/text/parse-object.js';
import { isoSeconds } from '../../core/text/time.js';

/**
 * Reads what a `credential_process` prints: JSON with `Version` 1. Nothing of it is repeated, for it may be a secret in
 * the wrong place.
 * Source: AWS SDKs and tools reference, "Process credential provider".
 * @throws Problem `aws` saying what is wrong with it
 */
export function parseProcessOutput(text: string, now: Date): Credentials {
  const fields = parseObject(text.replace(/^\ufeff/, ''));
  // The parser's own words would repeat what it read.
  if (!fields)
    throw wrong(text.trim() === '' ? 'it printed nothing' : 'what it printed is not the JSON that AWS asks for');
  if (fields['Version'] !== 1)
    throw wrong(
      fields['Version'] === undefined
        ? 'it printed no `"Version": 1`'
        : `it printed version ${printable(JSON.stringify(fields['Version']), 20)}, and only version 1 is known`,
    );
  const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: end } = fields;
  if (!isFilled(id) || !isFilled(secret))
    throw wrong(`it printed no ${isFilled(id) ? 'SecretAccessKey' : 'AccessKeyId'}`);
  const expiration = isFilled(end) ? new Date(end) : undefined;
  if (expiration && Number.isNaN(expiration.getTime())) throw wrong('its Expiration is no time');
  if (expiration && expiration <= now) throw wrong(`what it printed ended at ${isoSeconds(expiration)}`);
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    ...(isFilled(token) && { sessionToken: new Secret(token) }),
    ...(expiration && { expiration }),
  };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function wrong(why: string): Problem {
  return new Problem('aws', `The command gave no credentials: ${why}.`, {
    hint:
      'It must print {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, ' +
      '"Expiration": …}, as for credential_process.',
  });
}
