import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../../clock.js';
import { TokenSigner } from '../token-signer.js';

/** A client as Google's console makes it. Desktop clients have a secret that is none, and come back to loopback. */
export interface GoogleClient {
  readonly id: string;
  readonly secret: string;
  readonly type: 'desktop' | 'web';
}

export interface GoogleUser {
  /** Google's number for somebody. */
  readonly sub: string;
  readonly email: string;
  readonly password: string;
}

/** A sign-in that waits for the person, and then for the program. */
export interface GoogleConsent {
  readonly client: GoogleClient;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  readonly isOffline: boolean;
  user: GoogleUser | undefined;
  code: string | undefined;
}

/** Google's accounts, and what it knows of programs. */
export class Google {
  readonly issuer = 'https://accounts.google.com';
  readonly clients: GoogleClient[] = [];
  readonly users: GoogleUser[] = [];
  readonly consents: GoogleConsent[] = [];
  /** What each refresh token is for. */
  readonly refreshTokens = new Map<string, GoogleConsent>();
  readonly signer: TokenSigner;

  constructor(clock: SandboxClock) {
    this.signer = new TokenSigner(clock, 'google');
  }

  client(type: GoogleClient['type'] = 'desktop'): GoogleClient {
    const client = {
      id: `${String(randomBytes(5).readUIntBE(0, 5))}-${randomBytes(8).toString('hex')}.apps.googleusercontent.com`,
      secret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
      type,
    };
    this.clients.push(client);
    return client;
  }

  user(email: string, password = 'correct horse'): GoogleUser {
    const user = { sub: `1${String(randomBytes(6).readUIntBE(0, 6)).padStart(20, '0')}`, email, password };
    this.users.push(user);
    return user;
  }

  /** ID tokens live an hour. */
  idToken({ client, nonce, scope }: GoogleConsent, user: GoogleUser): Promise<string> {
    const email = scope.split(' ').includes('email') ? { email: user.email, email_verified: true } : {};
    return this.signer.sign(
      {
        iss: this.issuer,
        azp: client.id,
        aud: client.id,
        sub: user.sub,
        ...email,
        ...(nonce !== undefined && { nonce }),
      },
      3600,
    );
  }

  newRefreshToken(consent: GoogleConsent): string {
    const token = `1//0${randomBytes(60).toString('base64url')}`;
    this.refreshTokens.set(token, consent);
    return token;
  }
}
