import type { SandboxClock } from '../clock.js';
import type { Partition } from '../wire/place.js';
import { IdentityProvider } from '../saml/identity-provider.js';
import { Account } from './account.js';
import { IdentityPool } from './cognito/identity-pool.js';
import { UserPool } from './cognito/user-pool.js';
import { ConsoleSession } from './console-session.js';
import { IdentityCenter, type IdentityCenterOptions } from './identity-center.js';
import { keyCaller, sessionCaller, type Caller } from './caller.js';
import type { PolicyDocument } from './policy.js';
import { Session, type SessionOrigin } from './session.js';
import { Amazon } from './social/amazon.js';
import { Facebook } from './social/facebook.js';
import { Google } from './social/google.js';
import { TokenSigner } from './token-signer.js';
import type { AccessKey, User } from './user.js';

/** A key that signs requests, and who is behind it. */
export interface SigningKey {
  readonly secretAccessKey: string;
  /** Undefined for long-term keys. */
  readonly sessionToken: string | undefined;
  readonly expiration: Date | undefined;
  readonly versionOne: boolean;
  readonly caller: Caller;
}

interface LongTermKey {
  readonly key: AccessKey;
  readonly user: User;
}

/** Everything that exists in the sandbox's AWS. */
export class Aws {
  readonly accounts = new Map<string, Account>();
  readonly sessions: Session[] = [];
  readonly identityCenters: IdentityCenter[] = [];
  readonly consoleSessions: ConsoleSession[] = [];
  readonly identityPools: IdentityPool[] = [];
  readonly userPools: UserPool[] = [];
  /** Signs what identity pools give out in the basic flow. */
  readonly identityPoolSigner: TokenSigner;
  readonly google: Google;
  readonly amazon: Amazon;
  readonly facebook: Facebook;
  readonly #keys = new Map<string, Session | LongTermKey>();

  /** Companies' own addresses that lead elsewhere, by host. */
  readonly companyAddresses = new Map<
    string,
    { readonly status?: number; readonly location?: string; readonly knowsHead?: boolean }
  >();

  /** Companies' own SAML identity providers, by host. */
  readonly identityProviders = new Map<string, IdentityProvider>();

  /**
   * Policies of the VPC endpoint that everybody comes through; without one, nobody does. They judge CodeCommit's
   * actions alone.
   */
  readonly endpointPolicies: PolicyDocument[] = [];

  /** How many repositories one page of ListRepositories holds. */
  repositoriesPerPage = 1000;

  constructor(
    readonly clock: SandboxClock,
    /** A folder for what has to be on disk. */ readonly folder: string,
  ) {
    this.identityPoolSigner = new TokenSigner(clock, 'cognito-identity');
    this.google = new Google(clock);
    this.amazon = new Amazon(clock);
    this.facebook = new Facebook(clock);
  }

  /** The account with this id; made when it is first named. */
  account(id: string, options: { readonly partition?: Partition } = {}): Account {
    const known = this.accounts.get(id);
    if (known) return known;
    const account = new Account(this, id, options.partition ?? 'aws');
    this.accounts.set(id, account);
    return account;
  }

  /** An organisation's IAM Identity Center, with an access portal of its own. */
  identityCenter(options: IdentityCenterOptions): IdentityCenter {
    const center = new IdentityCenter(this.clock, options);
    this.identityCenters.push(center);
    return center;
  }

  /** A Cognito identity pool. */
  identityPool(account: Account, region: string): IdentityPool {
    const pool = new IdentityPool(account, region);
    this.identityPools.push(pool);
    return pool;
  }

  /** A Cognito user pool; with a prefix it has a sign-in page of its own. */
  userPool(region: string, prefix?: string, issuerType?: UserPool['issuerType']): UserPool {
    const pool = new UserPool(this.clock, region, prefix, issuerType);
    this.userPools.push(pool);
    return pool;
  }

  /** A user's sign-in to the console, made by `aws login`. */
  consoleSession(user: User): ConsoleSession {
    const session = new ConsoleSession(user);
    this.consoleSessions.push(session);
    return session;
  }

  /** A company's SAML identity provider, serving its sign-in page at `https://NAME.idp.example`, or at its Okta. */
  async identityProvider(name = 'sso', host = `${name}.idp.example`): Promise<IdentityProvider> {
    const provider = await IdentityProvider.create(host, this.clock);
    this.identityProviders.set(provider.host, provider);
    return provider;
  }

  register(key: AccessKey, user: User): void {
    this.#keys.set(key.accessKeyId, { key, user });
  }

  /** Hands out a session. */
  issue(origin: SessionOrigin, durationSeconds: number): Session {
    const session = new Session(origin, durationSeconds);
    this.sessions.push(session);
    this.#keys.set(session.accessKeyId, session);
    return session;
  }

  /** The session that was handed out last. */
  get lastSession(): Session {
    const session = this.sessions.at(-1);
    if (!session) throw new Error('no session was handed out yet');
    return session;
  }

  /** The key with this id, if AWS still takes it in this partition. */
  signingKey(accessKeyId: string, partition: Partition): SigningKey | undefined {
    const key = this.#keys.get(accessKeyId);
    if (!key) return undefined;
    const found = key instanceof Session ? sessionKey(key) : longTermKey(key);
    return found?.caller.account.partition === partition ? found : undefined;
  }

  role(arn: string): ReturnType<Account['roles']['get']> {
    return this.accounts.get(arn.split(':')[4] ?? '')?.roles.get(arn);
  }
}

function sessionKey(session: Session): SigningKey | undefined {
  if (session.invalid) return undefined;
  const { secretAccessKey, sessionToken, expiration } = session;
  return {
    secretAccessKey,
    sessionToken,
    expiration,
    versionOne: session.origin.versionOne === true,
    caller: sessionCaller(session),
  };
}

function longTermKey({ key, user }: LongTermKey): SigningKey | undefined {
  if (!key.active) return undefined;
  return {
    secretAccessKey: key.secretAccessKey,
    sessionToken: undefined,
    expiration: undefined,
    versionOne: false,
    caller: keyCaller(user, key.accessKeyId),
  };
}
