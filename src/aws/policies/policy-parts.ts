import type { Tag } from '../limits.js';
import type { PolicyFacts } from './facts.js';
import { isPattern } from './answers.js';
import { isEndpoint } from './values.js';

/** A template that is put into a policy, with what only it knows. */
export interface Fragment {
  readonly template: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Templates of patches for a statement. */
  readonly patches?: readonly string[];
}

/** What a policy may have besides its own statements, where the answers want it. */
export interface PolicyPart {
  /** The question that decides. */
  readonly question: keyof PolicyFacts;
  /**
   * A statement of its own, or a patch for the policy's own allowing statements; `everything`: for all allowing ones;
   * `apart`: what makes a statement of its own for the same principals and resources as those have, without their
   * conditions.
   */
  readonly kind: 'statement' | 'patch' | 'patch-everything' | 'apart';
  readonly fragments: (facts: PolicyFacts) => readonly Fragment[];
}

const statementIf = (wanted: boolean | undefined, template: string): readonly Fragment[] =>
  wanted === true ? [{ template }] : [];
const each = (tags: readonly Tag[] | undefined, template: string): readonly Fragment[] =>
  (tags ?? []).map(({ key, value }) => ({ template, values: { tagKey: key, tagValue: value } }));
const any = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

/** Every part, by the name under which pages take it. */
export const policyParts = {
  mfa: { question: 'mfa', kind: 'patch-everything', fragments: ({ mfa }) => statementIf(mfa, 'patch/mfa') },
  externalId: {
    question: 'externalId',
    kind: 'patch',
    fragments: ({ externalId }) => statementIf(externalId !== undefined, 'patch/external-id'),
  },
  subjects: {
    question: 'subject',
    kind: 'patch',
    fragments: ({ subject }) =>
      statementIf(any(subject), subject?.some(isPattern) === true ? 'patch/subject-patterns' : 'patch/subjects'),
  },
  sessionTags: {
    question: 'sessionTag',
    kind: 'patch',
    fragments: ({ sessionTag }) => each(sessionTag, 'patch/session-tag'),
  },
  // sts:TagSession knows neither an external id nor a provider's claims, so their conditions must not bind it. Source:
  // service authorization reference, "Actions, resources, and condition keys for AWS Security Token Service".
  passedTags: {
    question: 'sessionTag',
    kind: 'apart',
    fragments: ({ sessionTag }) =>
      any(sessionTag) ? [{ template: 'patch/tag-session' }, ...each(sessionTag, 'patch/session-tag')] : [],
  },
  // Whoever passes tags needs the permission too.
  tagSession: {
    question: 'sessionTag',
    kind: 'patch',
    fragments: ({ sessionTag }) => statementIf(any(sessionTag), 'patch/tag-session'),
  },
  sourceIdentity: {
    question: 'sourceIdentity',
    kind: 'patch',
    fragments: ({ sourceIdentity }) => identityPatches(sourceIdentity),
  },
  // sts:SetSourceIdentity knows neither an external id nor tags.
  passedIdentity: {
    question: 'sourceIdentity',
    kind: 'apart',
    fragments: ({ sourceIdentity }) =>
      any(sourceIdentity) ? [{ template: 'patch/set-source-identity' }, ...identityPatches(sourceIdentity)] : [],
  },
  setSourceIdentity: {
    question: 'sourceIdentity',
    kind: 'patch',
    fragments: ({ sourceIdentity }) => statementIf(any(sourceIdentity), 'patch/set-source-identity'),
  },
  repositoryTags: {
    question: 'repositoryTag',
    kind: 'patch',
    fragments: ({ repositoryTag }) => each(repositoryTag, 'patch/repository-tag'),
  },
  protectedBranches: {
    question: 'protectedBranch',
    kind: 'statement',
    fragments: ({ protectedBranch, access }) =>
      statementIf(any(protectedBranch) && access !== 'read', 'statement/protected-branches'),
  },
  listRepositories: {
    question: 'listRepositories',
    kind: 'statement',
    fragments: ({ listRepositories }) => statementIf(listRepositories, 'statement/list-repositories'),
  },
  kmsKeys: {
    question: 'kmsKey',
    kind: 'statement',
    fragments: ({ kmsKey }) => statementIf(any(kmsKey), 'statement/kms-keys'),
  },
  sourceNetwork: {
    question: 'sourceNetwork',
    kind: 'statement',
    fragments: ({ sourceNetwork }) =>
      any(sourceNetwork)
        ? [{ template: 'statement/source-network', patches: networkPatches(sourceNetwork ?? []) }]
        : [],
  },
} as const satisfies Readonly<Record<string, PolicyPart>>;

function identityPatches(identities: readonly string[] | undefined): readonly Fragment[] {
  return statementIf(
    any(identities),
    identities?.some(isPattern) === true ? 'patch/source-identity-patterns' : 'patch/source-identities',
  );
}

export type PolicyPartName = keyof typeof policyParts;

/** Somebody is outside when neither the address nor the endpoint is one of these. */
function networkPatches(networks: readonly string[]): readonly string[] {
  return [
    ...(networks.every(isEndpoint) ? [] : ['patch/not-from-addresses']),
    ...(networks.some(isEndpoint) ? ['patch/not-through-endpoints'] : []),
  ];
}
