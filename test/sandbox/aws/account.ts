import type { SandboxClock } from '../clock.js';
import type { Partition } from '../wire/place.js';
import { managedPolicies } from './managed-policies.js';
import type { MfaKind } from './mfa-device.js';
import { IamOpenIdProvider } from './openid-provider.js';
import type { PolicyDocument } from './policy.js';
import { Repository, type RepositoryOptions } from './repository.js';
import { Role } from './role.js';
import { SamlProvider } from './saml-provider.js';
import { trustDocument, type TrustSketch } from './trust.js';
import { User } from './user.js';
import type { Aws } from './aws.js';

/** A policy document, or the name of a managed policy: `AWSCodeCommitReadOnly`. */
export type PolicySource = PolicyDocument | string;

export interface UserOptions {
  readonly path?: string;
  readonly mfa?: MfaKind | readonly MfaKind[];
  /** What the user may do; without it: CodeCommit, and the calls that signing in takes. */
  readonly policies?: readonly PolicySource[];
  /** How many access keys the user has (AWS allows two); one unless told. */
  readonly keys?: 0 | 1 | 2;
}

export interface RoleOptions {
  readonly path?: string;
  /** A trust policy, or a sketch of one; without it the own account is trusted. */
  readonly trust?: PolicyDocument | TrustSketch;
  /** Seconds, 3,600 to 43,200; AWS's default is one hour. */
  readonly maxSessionDuration?: number;
  /** What its sessions may do; without it: everything in CodeCommit. */
  readonly policies?: readonly PolicySource[];
}

const signInAndCodeCommit: PolicyDocument = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: [
      'codecommit:*',
      'sts:AssumeRole',
      'sts:TagSession',
      'sts:SetSourceIdentity',
      'sts:GetFederationToken',
      'iam:ListMFADevices',
      'iam:GetRole',
    ],
    Resource: '*',
  },
};

/** An AWS account and what is in it. */
export class Account {
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  readonly repositories: Repository[] = [];
  readonly samlProviders = new Map<string, SamlProvider>();
  /** By address, without `https://`. */
  readonly openIdProviders = new Map<string, IamOpenIdProvider>();
  /** The organisation's service control policies, as far as they deny. */
  readonly controls: PolicyDocument[] = [];
  readonly #managed = new Map<string, PolicyDocument>();
  readonly #withoutSts = new Set<string>();
  readonly clock: SandboxClock;

  constructor(
    readonly aws: Aws,
    readonly id: string,
    readonly partition: Partition,
  ) {
    this.clock = aws.clock;
  }

  arn(service: string, resource: string, region = ''): string {
    return `arn:${this.partition}:${service}:${region}:${this.id}:${resource}`;
  }

  user(name: string, options: UserOptions = {}): User {
    const user = new User(this, name, options.path ?? '/', this.#documents(options.policies, [signInAndCodeCommit]));
    for (let count = options.keys ?? 1; count > 0; count -= 1) user.createKey();
    for (const kind of [options.mfa ?? []].flat()) user.enableDevice(kind);
    this.users.set(name, user);
    return user;
  }

  /** The account's root user, with an access key (which AWS advises against, but people have). */
  root(): User {
    const root = new User(this, undefined, '/', [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }]);
    root.createKey();
    return root;
  }

  role(name: string, options: RoleOptions = {}): Role {
    const trust = options.trust ?? {};
    const role = new Role(this, name, options.path ?? '/', {
      trust: 'Statement' in trust ? trust : trustDocument(trust, this),
      maxSessionDuration: options.maxSessionDuration ?? 3600,
      policies: this.#documents(options.policies, ['AWSCodeCommitFullAccess']),
    });
    this.roles.set(role.arn, role);
    return role;
  }

  repository(name: string, options: RepositoryOptions): Repository {
    const repository = new Repository(this, name, options);
    this.repositories.push(repository);
    return repository;
  }

  /** A SAML identity provider, known to IAM by its metadata. */
  samlProvider(name: string, metadata: string): SamlProvider {
    const provider = new SamlProvider(this, name, metadata);
    this.samlProviders.set(provider.arn, provider);
    return provider;
  }

  /** An OpenID provider that the account lets vouch for people. */
  openIdProvider(issuer: string, clientIds: readonly string[]): IamOpenIdProvider {
    const provider = new IamOpenIdProvider(this, issuer, [...clientIds]);
    this.openIdProviders.set(provider.url, provider);
    return provider;
  }

  /** A customer managed policy; returns its ARN. */
  policy(name: string, document: PolicyDocument): string {
    const arn = this.arn('iam', `policy/${name}`);
    this.#managed.set(arn, document);
    return arn;
  }

  /** A managed policy by its ARN, AWS's own included; undefined if there is none. */
  managedPolicy(arn: string): PolicyDocument | undefined {
    const prefix = `arn:${this.partition}:iam::aws:policy/`;
    return arn.startsWith(prefix) ? managedPolicies[arn.slice(prefix.length)] : this.#managed.get(arn);
  }

  /** Switches STS off in a region, as an account's settings can. */
  disableSts(region: string): void {
    this.#withoutSts.add(region);
  }

  enableSts(region: string): void {
    this.#withoutSts.delete(region);
  }

  hasSts(region: string): boolean {
    return !this.#withoutSts.has(region);
  }

  #documents(sources: readonly PolicySource[] | undefined, otherwise: readonly PolicySource[]): PolicyDocument[] {
    return (sources ?? otherwise).map((source) => {
      if (typeof source !== 'string') return source;
      const document = managedPolicies[source] ?? this.managedPolicy(source);
      if (!document) throw new Error(`no managed policy ${source}`);
      return document;
    });
  }
}
