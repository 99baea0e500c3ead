import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock.js';
import { MfaDevice } from '../mfa-device.js';
import { TokenSigner } from '../token-signer.js';
import type { SrpServer } from './srp.js';

export type AuthFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH';
type MfaType = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP';

/** A program as the pool knows it. */
export interface AppClient {
  readonly id: string;
  readonly secret: string | undefined;
  readonly flows: readonly AuthFlow[];
  readonly callbackUrls: readonly string[];
}

export interface PoolUser {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  password: string;
  status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED' | 'UNCONFIRMED';
  mfa: MfaType[];
  /** What the pool wants to know of the user with a new password. */
  requiredAttributes: string[];
  attributes: Record<string, string>;
  /** Asked in place of anything else: a challenge that few know. */
  oddChallenge: string | undefined;
  /** The authenticator app, and whatever sends codes. */
  readonly device: MfaDevice;
}

/** A sign-in on its way. */
export interface AuthSession {
  readonly client: AppClient;
  readonly user: PoolUser;
  readonly challenge: string;
  readonly srp?: SrpServer | undefined;
  readonly expiresAt: Date;
}

/** A sign-in on the pool's own page. */
export interface PageConsent {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  user: PoolUser | undefined;
  code: string | undefined;
}

export interface RefreshGrant {
  readonly client: AppClient;
  readonly user: PoolUser;
  readonly deviceKey: string | undefined;
}

/** A Cognito user pool: its users, programs and tokens. */
export class UserPool {
  readonly id: string;
  /** What stands in its tokens. Source: Amazon Cognito user pools API reference, IssuerConfiguration. */
  readonly issuer: string;
  /** What identity pools call it, whichever its issuer is; AWS documents no other name. */
  readonly providerName: string;
  readonly users: PoolUser[] = [];
  readonly clients: AppClient[] = [];
  readonly sessions = new Map<string, AuthSession>();
  readonly consents: PageConsent[] = [];
  readonly refreshTokens = new Map<string, RefreshGrant>();
  readonly signer: TokenSigner;
  /** The sign-in page's host, where it has one. */
  readonly domain: string | undefined;
  /** Each refresh token is good once. */
  rotates = false;
  /** Remembers devices, and wants to see their key with the refresh token. */
  tracksDevices = false;
  smallestPassword = 8;
  /** The other Regions where it is signed in to as well. */
  readonly replicas: string[] = [];

  constructor(
    readonly clock: SandboxClock,
    readonly region: string,
    prefix?: string,
    readonly issuerType: 'ORIGINAL' | 'UPDATED' = 'ORIGINAL',
  ) {
    this.id = `${region}_${randomBytes(6).toString('hex').slice(0, 9)}`;
    this.providerName = `cognito-idp.${region}.amazonaws.com/${this.id}`;
    this.issuer = `https://${issuerType === 'UPDATED' ? 'issuer-' : ''}${this.providerName}`;
    this.domain = prefix === undefined ? undefined : `${prefix}.auth.${region}.amazoncognito.com`;
    this.signer = new TokenSigner(clock, this.id);
  }

  client({
    flows = ['USER_SRP_AUTH'],
    secret = false,
    callbackUrls = ['http://localhost:8976/oauth/callback'],
  }: {
    readonly flows?: readonly AuthFlow[];
    readonly secret?: boolean;
    readonly callbackUrls?: readonly string[];
  } = {}): AppClient {
    const client = {
      id: randomBytes(13).toString('hex'),
      secret: secret ? randomBytes(26).toString('hex') : undefined,
      flows,
      callbackUrls,
    };
    this.clients.push(client);
    return client;
  }

  user(
    name: string,
    password = 'correct horse',
    over: Partial<Pick<PoolUser, 'status' | 'mfa' | 'requiredAttributes' | 'oddChallenge'>> = {},
  ): PoolUser {
    const device = new MfaDevice('totp', name, this.clock.now(), this.clock);
    const user: PoolUser = {
      sub: randomUUID(),
      name,
      email: `${name}@example.com`,
      password,
      status: 'CONFIRMED',
      mfa: [],
      requiredAttributes: [],
      attributes: {},
      oddChallenge: undefined,
      device,
      ...over,
    };
    this.users.push(user);
    return user;
  }

  /** Users sign in by name or e-mail address. */
  find(name: string | null | undefined): PoolUser | undefined {
    return this.users.find((user) => [user.name, user.email, user.sub].includes(name ?? ''));
  }

  /** Source: Amazon Cognito developer guide, "Understanding the identity (ID) token" and "… access token". */
  async tokens(
    client: AppClient,
    user: PoolUser,
    nonce?: string,
  ): Promise<{ readonly idToken: string; readonly accessToken: string }> {
    const common = {
      iss: this.issuer,
      sub: user.sub,
      auth_time: Math.floor(this.clock.now().getTime() / 1000),
      jti: randomUUID(),
      event_id: randomUUID(),
    };
    return {
      idToken: await this.signer.sign(
        {
          ...common,
          aud: client.id,
          token_use: 'id',
          'cognito:username': user.name,
          email: user.email,
          email_verified: true,
          ...(nonce !== undefined && { nonce }),
        },
        3600,
      ),
      accessToken: await this.signer.sign(
        { ...common, client_id: client.id, username: user.name, token_use: 'access', scope: 'openid' },
        3600,
      ),
    };
  }

  /** A refresh token, which nobody but the pool can read. */
  refreshToken(client: AppClient, user: PoolUser, deviceKey?: string): string {
    const token = [
      'eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ',
      ...[200, 16, 900, 16].map((bytes) => randomBytes(bytes).toString('base64url')),
    ].join('.');
    this.refreshTokens.set(token, { client, user, deviceKey });
    return token;
  }

  /** The grant behind a refresh token, if it is this client's and comes with the right device. */
  grant(token: string, client: AppClient, deviceKey: string | undefined): RefreshGrant | undefined {
    const grant = this.refreshTokens.get(token);
    if (grant?.client !== client || (grant.deviceKey !== undefined && grant.deviceKey !== deviceKey)) return undefined;
    if (this.rotates) this.refreshTokens.delete(token);
    return grant;
  }

  begin(session: Omit<AuthSession, 'expiresAt'>): string {
    const id = `AYABe${randomBytes(300).toString('base64url')}`;
    this.sessions.set(id, { ...session, expiresAt: new Date(this.clock.now().getTime() + 180_000) });
    return id;
  }
}

/** Source: Amazon Cognito developer guide, "Computing secret hash values". */
export function secretHashOf({ id, secret = '' }: AppClient, username: string): string {
  return createHmac('sha256', secret)
    .update(username + id)
    .digest('base64');
}
