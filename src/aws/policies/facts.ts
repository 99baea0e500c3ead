import type { Tag } from '../limits.js';

/** How much of the repositories somebody may use. */
export const accessLevels = ['read', 'contribute', 'full'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** Who is given a policy. */
export interface Holder {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
}

/** What policies are made from, by the names of the questions; what a policy does not need may be missing. */
export interface PolicyFacts {
  /** The repositories' Region; the partition follows from it. */
  readonly region: string;
  /** Twelve digits: whose the repositories are. */
  readonly account?: string | undefined;
  readonly access?: AccessLevel | undefined;
  /** Names, or patterns with `*`. */
  readonly repository?: readonly string[] | undefined;
  /** Who may take the role: accounts, or ARNs of users and roles. */
  readonly trusted?: readonly string[] | undefined;
  /** Whose the users are that a policy is for. */
  readonly userAccount?: string | undefined;
  readonly attachTo?: Holder | undefined;
  /** IAM users who are put into the group that is given the policy. */
  readonly member?: readonly string[] | undefined;
  readonly roleName?: string | undefined;
  readonly provider?: string | undefined;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  /** Who may sign in, by the provider's own ids or patterns for them; empty for everybody whom it knows. */
  readonly subject?: readonly string[] | undefined;
  /** Whose jobs, where a CI service vouches for them: the subject is made of it. */
  readonly ciRepository?: string | undefined;
  readonly ciEnvironment?: string | undefined;
  readonly ciBranch?: string | undefined;
  readonly samlProvider?: string | undefined;
  readonly samlMetadata?: string | undefined;
  readonly identityPoolId?: string | undefined;
  readonly machine?: string | undefined;
  readonly instanceArn?: string | undefined;
  readonly ssoRegion?: string | undefined;
  readonly groupId?: string | undefined;
  /** The access portal, and the sign-in page: what people are told. */
  readonly startUrl?: string | undefined;
  readonly idpUrl?: string | undefined;
  readonly mfa?: boolean | undefined;
  readonly externalId?: string | undefined;
  readonly sessionTag?: readonly Tag[] | undefined;
  /** Whom sessions must name as their source identity, or patterns for it with `*` and `?`. */
  readonly sourceIdentity?: readonly string[] | undefined;
  readonly repositoryTag?: readonly Tag[] | undefined;
  /** Names of branches, or patterns with `*`. */
  readonly protectedBranch?: readonly string[] | undefined;
  readonly listRepositories?: boolean | undefined;
  /** ARNs. */
  readonly kmsKey?: readonly string[] | undefined;
  /** Blocks of addresses, and ids of VPC endpoints. */
  readonly sourceNetwork?: readonly string[] | undefined;
}
