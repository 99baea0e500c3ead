import type { TemporaryCredentials } from '../../credentials.js';
import type { Secret } from '../../secret.js';
import type { Authorization } from '../openid.js';

/** An access portal, as an `[sso-session]` of AWS's config file describes it. */
export interface SsoSession {
  /** The section's name; without one, its token is found by the start URL. */
  readonly name?: string | undefined;
  /** `https://d-1234567890.awsapps.com/start` */
  readonly startUrl: string;
  /** The Region of the Identity Center instance, which need not be the repository's. */
  readonly region: string;
  /** `sso_registration_scopes`; else what access to accounts takes. */
  readonly scopes?: readonly string[] | undefined;
}

/** What this program is called by at SSO-OIDC; a token can be renewed only by the client it was made for. */
export interface SsoRegistration {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly expiresAt: Date;
}

/** A sign-in to an access portal. */
export interface SsoToken {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  /** Good once: each renewal gives a new one. */
  readonly refreshToken?: Secret | undefined;
  readonly registration: SsoRegistration;
}

/** What a person is to confirm in any browser. Source: RFC 8628, section 3.2. */
export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same with the code in it. */
  readonly verificationUriComplete: string;
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
}

/** What a token is given for. */
export type SsoGrant =
  | {
      readonly type: 'authorization_code';
      readonly code: Secret;
      readonly codeVerifier: Secret;
      readonly redirectUri: string;
    }
  | { readonly type: 'device_code'; readonly deviceCode: Secret }
  | { readonly type: 'refresh_token'; readonly refreshToken: Secret };

/**
 * SSO-OIDC in its own words; every call throws Refusal, or Problem `network`. Source: IAM Identity Center OIDC API
 * reference.
 */
export interface SsoOidc {
  /** Registers this program. With `redirectUri`: for the authorization code flow of the portal `startUrl`. */
  registerClient(input: {
    readonly startUrl: string;
    readonly scopes: readonly string[];
    readonly redirectUri?: string | undefined;
  }): Promise<SsoRegistration>;
  /**
   * Authorization code with PKCE, at an address that the service's model does not know. Source: RFC 6749, section 4.1;
   * RFC 7636.
   * @param registration one that was made with `redirectUri`
   */
  authorization(
    registration: SsoRegistration,
    input: { readonly redirectUri: string; readonly scopes: readonly string[] },
  ): Promise<Authorization<SsoToken>>;
  startDeviceAuthorization(registration: SsoRegistration, startUrl: string): Promise<DeviceAuthorization>;
  createToken(registration: SsoRegistration, grant: SsoGrant): Promise<SsoToken>;
}

/** An AWS account that the portal's user can reach. */
export interface SsoAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The access portal, for somebody signed in. Code `UnauthorizedException`: the token is dead. */
export interface SsoPortal {
  /** All of them; an organisation may have thousands. */
  accounts(): Promise<readonly SsoAccount[]>;
  /** The roles (permission sets) in one account. */
  roles(accountId: string): Promise<readonly string[]>;
  roleCredentials(accountId: string, roleName: string): Promise<TemporaryCredentials>;
}

export interface FindTokenOptions {
  /** A token that AWS did not take although it has not ended: it is not given again. */
  readonly refused?: Secret | undefined;
  /** Whose settings in AWS's config file apply to a renewal. */
  readonly profile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether a session without a token takes the one of the portal's address, of before there was a session. */
  readonly adopts?: boolean | undefined;
}

/** The sign-ins that this program and the AWS CLI share, in `~/.aws/sso/cache`. */
export interface SsoTokens {
  /**
   * A live token, renewed where it has ended and can be renewed without anybody; undefined where somebody has to sign
   * in.
   */
  readonly find: (session: SsoSession, options?: FindTokenOptions) => Promise<Secret | undefined>;
  readonly keep: (session: SsoSession, token: SsoToken) => Promise<void>;
}
