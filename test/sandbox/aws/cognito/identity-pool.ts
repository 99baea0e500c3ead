import { randomUUID } from 'node:crypto';
import type { Account } from '../account.js';
import type { PolicyDocument } from '../policy.js';
import type { Role } from '../role.js';

/** A person as an identity pool knows them. */
export interface PoolIdentity {
  readonly id: string;
  /** By the provider's name and its subject. */
  readonly logins: ReadonlyMap<string, string>;
}

/** A Cognito identity pool. */
export class IdentityPool {
  readonly id: string;
  readonly identities: PoolIdentity[] = [];
  /** Client ids by the provider's name, as in `Logins`. */
  readonly providers = new Map<string, string[]>();
  authenticatedRole: Role | undefined;
  /** Roles that people may ask for. */
  readonly customRoles: Role[] = [];
  allowsGuests = false;
  /** The basic flow; off for new pools. */
  allowsClassicFlow = false;

  constructor(
    readonly account: Account,
    readonly region: string,
  ) {
    this.id = `${region}:${randomUUID()}`;
  }

  /** Lets a provider's users in: a user pool's issuer, a provider's host. */
  trusts(issuer: string, clientId: string): void {
    const name = issuer.replace(/^https:\/\//, '');
    this.providers.set(name, [...(this.providers.get(name) ?? []), clientId]);
  }

  /**
   * The trust policy that Cognito's console writes. Source: Amazon Cognito developer guide, "Role trust and
   * permissions".
   */
  trust(): PolicyDocument {
    return {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': this.id },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        },
      },
    };
  }

  identityOf(provider: string, subject: string): PoolIdentity {
    const known = this.identities.find(({ logins }) => logins.get(provider) === subject);
    if (known) return known;
    const identity = { id: `${this.region}:${randomUUID()}`, logins: new Map([[provider, subject]]) };
    this.identities.push(identity);
    return identity;
  }
}
