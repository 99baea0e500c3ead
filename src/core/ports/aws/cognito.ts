import type { TemporaryCredentials } from '../../credentials.js';
import type { Secret } from '../../secret.js';
import type { OpenIdTokens } from '../openid.js';

/** Tokens that vouch for somebody, by the provider's name as Cognito has it: `accounts.google.com`. */
export type Logins = Readonly<Record<string, Secret>>;

/**
 * Identity pools in their own words; every call throws Refusal, or Problem `network`. Source: Amazon Cognito Federated
 * Identities API reference.
 */
export interface CognitoIdentity {
  /** The identity that the pool has for this person; made when they first come. */
  getId(identityPoolId: string, logins: Logins): Promise<string>;
  /**
   * The enhanced flow: keys of the role that the pool gives to this person.
   * @param customRoleArn one of several roles that the person may have
   */
  getCredentialsForIdentity(identityId: string, logins: Logins, customRoleArn?: string): Promise<TemporaryCredentials>;
  /** The basic flow: a token for STS AssumeRoleWithWebIdentity; good for ten minutes. */
  getOpenIdToken(identityId: string, logins: Logins): Promise<Secret>;
}

/** What a sign-in at a user pool ends in. */
export interface UserPoolTokens extends OpenIdTokens {
  /** The device that the pool remembers: it wants to see it with the refresh token. */
  readonly deviceKey?: string | undefined;
}

/** What a user pool wants to know next. */
export interface AuthChallenge {
  /** `SOFTWARE_TOKEN_MFA` */
  readonly challenge: string;
  readonly session: Secret;
  /** Who it is about, as the pool wants to hear it again. */
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * User pools in their own words, for one app client; every call throws Refusal, or Problem `network`. Source: Amazon
 * Cognito user pools API reference.
 */
export interface CognitoUserPool {
  /** Signs in by a proof of the password (SRP); `srp-off` where the app client does not take that. */
  signIn(input: {
    readonly userPoolId: string;
    readonly username: string;
    readonly password: Secret;
  }): Promise<UserPoolTokens | AuthChallenge | 'srp-off'>;
  /** Signs in by the password itself: USER_PASSWORD_AUTH. */
  signInByPassword(input: {
    readonly username: string;
    readonly password: Secret;
  }): Promise<UserPoolTokens | AuthChallenge>;
  /** RespondToAuthChallenge. */
  respond(to: AuthChallenge, responses: Readonly<Record<string, string>>): Promise<UserPoolTokens | AuthChallenge>;
  /** New tokens; undefined where the refresh token is no longer taken. */
  refresh(refreshToken: Secret, deviceKey?: string): Promise<UserPoolTokens | undefined>;
  /** Takes a refresh token back. */
  revoke(refreshToken: Secret): Promise<void>;
}
