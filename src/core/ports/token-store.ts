import type { Secret } from '../secret.js';

/** A sign-in at an identity provider that can be renewed without anybody. */
export interface KeptSignIn {
  /** Whose it is: its token is sent to no one else. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: Secret | undefined;
  /** Some providers give a new one each time, and take the one before no more. */
  readonly refreshToken: Secret;
  /** The device that a Cognito user pool remembers; it wants to see the two together. */
  readonly deviceKey?: string | undefined;
}

/** The sign-ins that outlive a run, by profile, in our private state (mode 0600). */
export interface TokenStore {
  read(profile: string): Promise<KeptSignIn | undefined>;
  /** Keeps a sign-in in place of the one before; undefined forgets it. */
  write(profile: string, signIn: KeptSignIn | undefined): Promise<void>;
  /** Runs `work` while nobody else uses or changes the profile's sign-in: a token that is good once is used once. */
  withLock<T>(profile: string, work: () => Promise<T>): Promise<T>;
}
