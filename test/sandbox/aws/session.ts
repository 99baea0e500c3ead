import type { Account } from './account.js';
import { secretAccessKey, sessionToken, uniqueId } from './ids.js';
import type { PolicyDocument } from './policy.js';
import type { Role } from './role.js';
import type { User } from './user.js';

/** What a session was made from. */
export interface SessionOrigin {
  readonly kind: 'session-token' | 'federated-user' | 'role-session';
  readonly account: Account;
  readonly user?: User | undefined;
  readonly role?: Role | undefined;
  /** The session name of a role, or the name of a federated user. */
  readonly name?: string | undefined;
  /** Session policies; left out: not narrowed. */
  readonly policies?: readonly PolicyDocument[] | undefined;
  readonly tags?: ReadonlyMap<string, string> | undefined;
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
  /** When the caller proved an MFA device. */
  readonly mfaAt?: Date | undefined;
  /** Came from the global endpoint: a version 1 token, which opt-in regions do not take. */
  readonly versionOne?: boolean | undefined;
  /** Further condition keys of its requests: `SAML:aud`, `cognito-identity.amazonaws.com:sub`. */
  readonly context?: Readonly<Record<string, string>> | undefined;
}

/** A session that STS handed out. */
export class Session {
  readonly accessKeyId = uniqueId('ASIA');
  readonly secretAccessKey = secretAccessKey();
  readonly sessionToken = sessionToken();
  readonly issuedAt: Date;
  expiration: Date;
  /** Every action is denied, as after "Revoke active sessions". */
  revoked = false;
  /** AWS no longer knows the token, as when its user was deleted. */
  invalid = false;

  constructor(
    readonly origin: SessionOrigin,
    durationSeconds: number,
  ) {
    const now = origin.account.clock.now();
    this.issuedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
    this.expiration = new Date(this.issuedAt.getTime() + durationSeconds * 1000);
  }

  /** Ends it now, without touching any clock. */
  expire(): void {
    this.expiration = new Date(this.origin.account.clock.now().getTime() - 1000);
  }

  revoke(): void {
    this.revoked = true;
  }

  invalidate(): void {
    this.invalid = true;
  }
}
