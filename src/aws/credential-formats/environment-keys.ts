import type { Credentials } from '../../core/credentials.js';
import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';

/**
 * Reads `AWS_ACCESS_KEY_ID` and its relatives, `AWS_CREDENTIAL_EXPIRATION` included (as `aws configure
 * export-credentials` writes it). `AWS_SECURITY_TOKEN` is the session token's former name, which botocore still reads.
 * @returns undefined where neither half is set
 * @throws Problem `usage` where one half is missing
 */
export function environmentKeys(env: Readonly<Record<string, string | undefined>>): Credentials | undefined {
  const accessKeyId = given(env['AWS_ACCESS_KEY_ID']);
  const secret = given(env['AWS_SECRET_ACCESS_KEY']);
  if (accessKeyId === undefined && secret === undefined) return undefined;
  if (accessKeyId === undefined || secret === undefined) {
    const missing = secret === undefined ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID';
    const other = secret === undefined ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY';
    throw new Problem(
      'usage',
      `The AWS credentials in the environment are incomplete: ${missing} is not set, and ${other} is.`,
      {
        hint: 'Set it, or unset the other.',
      },
    );
  }
  const token = given(env['AWS_SESSION_TOKEN']) ?? given(env['AWS_SECURITY_TOKEN']);
  // `$(…)` leaves no line feed there, but a file of variables may; Date takes no white space.
  const expiration = new Date(env['AWS_CREDENTIAL_EXPIRATION']?.trim() ?? NaN);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(token !== undefined && { sessionToken: new Secret(token) }),
    ...(!Number.isNaN(expiration.getTime()) && { expiration }),
  };
}

/** Whether there are two session tokens that differ: AWS's tools do not agree on which of them counts. */
export function hasTwoTokens(env: Readonly<Record<string, string | undefined>>): boolean {
  const [token, old] = [given(env['AWS_SESSION_TOKEN']), given(env['AWS_SECURITY_TOKEN'])];
  return token !== undefined && old !== undefined && token !== old;
}

/** A variable set to nothing counts as not set, as in every AWS tool. */
export function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
