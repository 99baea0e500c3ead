import type { Secret } from './secret.js';

/** AWS credentials of any kind: long-term keys have no session token, and never expire. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret | undefined;
  /** When the session ends, where that is known. */
  readonly expiration?: Date | undefined;
}

/** What every sign-in method ends in. */
export interface TemporaryCredentials extends Credentials {
  readonly sessionToken: Secret;
  /** Who they are, where AWS said so when it handed them out. */
  readonly identity?: Identity | undefined;
}

/** Who AWS says we are (STS GetCallerIdentity). */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * Whether an access key id is of the long-term kind.
 * Source: IAM user guide, "IAM identifiers", unique id prefixes: `AKIA` long-term, `ASIA` temporary.
 */
export function isLongTermKeyId(accessKeyId: string): boolean {
  return accessKeyId.startsWith('AKIA');
}

/** Whether these credentials carry a session token, as everything STS hands out does. */
export function isTemporary(credentials: Credentials): credentials is TemporaryCredentials {
  return credentials.sessionToken !== undefined;
}
