import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { isoSeconds } from '../../../src/core/text/time.js';
import type { Session } from './session.js';
import type { User } from './user.js';

/** Source: AWS Sign-In's model, ExpiresIn: at most 900 seconds. */
const keySeconds = 900;

/**
 * A sign-in to the console made by `aws login`: keys that live a quarter of an hour, renewed by a token that rotates.
 */
export class ConsoleSession {
  readonly clientId = 'arn:aws:signin:::devtools/same-device';
  readonly #privateKey: KeyObject;
  readonly publicKey: KeyObject;
  #refreshToken = newRefreshToken();
  /** Why it is over, in the service's words, once it is. */
  ended: 'TOKEN_EXPIRED' | 'USER_CREDENTIALS_CHANGED' | 'INSUFFICIENT_PERMISSIONS' | undefined;

  constructor(readonly user: User) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** What `login_session` says in the profile: the ARN of who signed in. */
  get name(): string {
    return this.user.arn;
  }

  /** Whether this refresh token is the one that is good now. */
  knows(refreshToken: string): boolean {
    return this.#refreshToken === refreshToken;
  }

  /** New keys, and the next refresh token. */
  issue(): { readonly keys: Session; readonly refreshToken: string; readonly expiresIn: number } {
    const keys = this.user.account.aws.issue(
      { kind: 'session-token', account: this.user.account, user: this.user },
      keySeconds,
    );
    this.#refreshToken = newRefreshToken();
    return { keys, refreshToken: this.#refreshToken, expiresIn: keySeconds };
  }

  /** The file that `aws login` leaves in `~/.aws/login/cache`. */
  cacheFile(): string {
    const { keys, refreshToken } = this.issue();
    return JSON.stringify({
      accessToken: {
        accessKeyId: keys.accessKeyId,
        secretAccessKey: keys.secretAccessKey,
        sessionToken: keys.sessionToken,
        accountId: this.user.account.id,
        expiresAt: isoSeconds(keys.expiration),
      },
      tokenType: 'aws_sigv4',
      clientId: this.clientId,
      refreshToken,
      idToken: `e30.${Buffer.from(JSON.stringify({ sub: this.name })).toString('base64url')}.e30`,
      dpopKey: this.#privateKey.export({ type: 'sec1', format: 'pem' }),
    });
  }
}

function newRefreshToken(): string {
  return randomBytes(200).toString('base64url');
}
