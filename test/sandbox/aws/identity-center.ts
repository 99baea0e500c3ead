import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SandboxClock } from '../clock.js';
import type { Account } from './account.js';
import type { Role } from './role.js';

export interface IdentityCenterOptions {
  readonly region: string;
  /** `https://d-1234567890.awsapps.com/start` */
  readonly startUrl: string;
}

/** Somebody of the directory. */
export interface PortalUser {
  readonly name: string;
  readonly password: string;
}

/** What a user may do where: a permission set, which is a role in the account. */
export interface Assignment {
  readonly user: PortalUser;
  readonly account: Account;
  readonly accountName: string;
  readonly email: string;
  readonly permissionSet: string;
  readonly role: Role;
}

/** A program that may ask for tokens. */
export interface PortalClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

/** What a person was asked, and said. */
export interface Consent {
  readonly client: PortalClient;
  decision: PortalUser | 'pending' | 'denied';
}

export interface CodeConsent extends Consent {
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  code: string | undefined;
}

export interface DeviceConsent extends Consent {
  readonly userCode: string;
  readonly deviceCode: string;
  expiresAt: Date;
  lastPoll: Date | undefined;
}

/** What a sign-in ended in. */
export interface PortalToken {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly user: PortalUser;
  readonly client: PortalClient;
  expiresAt: Date;
}

const clientSeconds = 90 * 24 * 3600;

/** An organisation's IAM Identity Center: people, what they may do, and the tokens they hold. */
export class IdentityCenter {
  readonly region: string;
  readonly startUrl: string;
  readonly users: PortalUser[] = [];
  readonly assignments: Assignment[] = [];
  readonly clients: PortalClient[] = [];
  readonly codes: CodeConsent[] = [];
  readonly devices: DeviceConsent[] = [];
  readonly tokens: PortalToken[] = [];
  /** What stands in the head of the portal's page. */
  pageHead: string;
  readonly #spent = new Set<string>();

  /** Life of an access token; an administrator may choose 15 minutes to 90 days. */
  tokenSeconds = 8 * 3600;
  /** Life of a device code. */
  deviceSeconds = 600;
  /** Seconds to wait between two polls. */
  pollSeconds = 1;

  constructor(
    readonly clock: SandboxClock,
    { region, startUrl }: IdentityCenterOptions,
  ) {
    this.region = region;
    this.startUrl = startUrl;
    this.pageHead = `<meta name="region" content="${region}"/>`;
  }

  user(name: string, password = 'correct horse'): PortalUser {
    const user = { name, password };
    this.users.push(user);
    return user;
  }

  /** Gives a user a permission set in an account; AWS makes the role there. */
  assign(
    user: PortalUser,
    account: Account,
    permissionSet: string,
    options: {
      readonly accountName?: string;
      readonly maxSessionDuration?: number;
      readonly policies?: readonly string[];
    } = {},
  ): Assignment {
    const roleName = `AWSReservedSSO_${permissionSet}_${createHash('sha1').update(permissionSet).digest('hex').slice(0, 16)}`;
    const { accountName = `account-${account.id}`, maxSessionDuration = 3600, policies } = options;
    const role = account.role(roleName, {
      path: `/aws-reserved/sso.amazonaws.com/${this.region}/`,
      maxSessionDuration,
      ...(policies && { policies }),
    });
    const assignment = { user, account, accountName, email: `${accountName}@example.com`, permissionSet, role };
    this.assignments.push(assignment);
    return assignment;
  }

  /** Takes an assignment back, as an administrator would. */
  unassign(assignment: Assignment): void {
    this.assignments.splice(this.assignments.indexOf(assignment), 1);
  }

  register(
    name: string,
    grantTypes: readonly string[],
    redirectUris: readonly string[],
    scopes: readonly string[],
  ): PortalClient {
    const expiresAt = this.#in(clientSeconds);
    const client = {
      id: randomBytes(16).toString('base64url'),
      secret: randomBytes(200).toString('base64url'),
      name,
      grantTypes,
      redirectUris,
      scopes,
      expiresAt,
    };
    this.clients.push(client);
    return client;
  }

  startDevice(client: PortalClient): DeviceConsent {
    const userCode = randomBytes(4)
      .toString('hex')
      .toUpperCase()
      .replace(/^(.{4})/, '$1-');
    const device: DeviceConsent = {
      client,
      decision: 'pending',
      userCode,
      deviceCode: randomUUID(),
      expiresAt: this.#in(this.deviceSeconds),
      lastPoll: undefined,
    };
    this.devices.push(device);
    return device;
  }

  /** A new token; with a scope that allows it, one that can be renewed. */
  issue(user: PortalUser, client: PortalClient): PortalToken {
    const renewable = client.scopes.includes('sso:account:access');
    const token = {
      accessToken: `aoaAAAAA${randomBytes(300).toString('base64url')}`,
      refreshToken: renewable ? `aorAAAAA${randomBytes(300).toString('base64url')}` : undefined,
      user,
      client,
      expiresAt: this.#in(this.tokenSeconds),
    };
    this.tokens.push(token);
    return token;
  }

  /** Exchanges a refresh token, which is good once; undefined where it is not good. */
  renew(refreshToken: string, client: PortalClient): PortalToken | undefined {
    const token = this.tokens.find((one) => one.refreshToken === refreshToken && one.client === client);
    if (!token || this.#spent.has(refreshToken)) return undefined;
    this.#spent.add(refreshToken);
    return this.issue(token.user, client);
  }

  /** Whether the token is still taken. */
  bearer(accessToken: string): PortalUser | undefined {
    const token = this.tokens.find((one) => one.accessToken === accessToken);
    return token && token.expiresAt > this.clock.now() ? token.user : undefined;
  }

  /** Everybody's access tokens end now, as their life ends; they can be renewed. */
  expireTokens(): void {
    for (const token of this.tokens) token.expiresAt = this.clock.now();
  }

  /** Everybody is signed out for good, as by an administrator. */
  signEveryoneOut(): void {
    this.expireTokens();
    for (const { refreshToken } of this.tokens) if (refreshToken !== undefined) this.#spent.add(refreshToken);
  }

  #in(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1000);
  }
}
