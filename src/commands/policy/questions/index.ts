import type { AnswersOf } from '../../../core/interview/question.js';
import { conditionQuestions } from './conditions.js';
import { jobQuestions } from './jobs.js';
import { peopleQuestions } from './people.js';
import { placeQuestions } from './place.js';
import { trustQuestions } from './providers.js';

/** Every question that a policy can raise, in the order in which they are put. */
export const policyQuestions = {
  ...placeQuestions,
  ...peopleQuestions,
  ...jobQuestions,
  ...trustQuestions,
  ...conditionQuestions,
};

export type PolicyQuestion = keyof typeof policyQuestions;

/** Every answer that a policy can need. */
export type PolicyAnswers = AnswersOf<typeof policyQuestions> & {
  readonly method: string;
  readonly region: string;
};

/** The questions behind each placeholder that facts fill; others are known from the Region. */
export const questionsBehind: Readonly<Record<string, readonly PolicyQuestion[]>> = {
  account: ['account'],
  repositories: ['repository', 'account'],
  repositoryUrl: ['repository'],
  access: ['access'],
  kmsKeys: ['kmsKey'],
  roleName: ['access', 'roleName'],
  roleArn: ['account', 'access', 'roleName'],
  trusted: ['trusted'],
  callerAccount: ['trusted'],
  userAccount: ['account'],
  holder: ['attachTo'],
  holderName: ['attachTo'],
  groupName: ['attachTo'],
  members: ['attachTo', 'member'],
  emptyGroup: ['attachTo', 'member'],
  startUrl: ['startUrl'],
  idpUrl: ['idpUrl'],
  machine: ['machine'],
  machineService: ['machine'],
  instanceArn: ['instanceArn'],
  ssoRegion: ['ssoRegion'],
  groupId: ['groupId'],
  provider: ['provider'],
  issuer: ['issuer'],
  issuerName: ['issuer'],
  clientId: ['clientId'],
  oidcProviderArn: ['issuer', 'account'],
  samlProvider: ['samlProvider'],
  samlProviderArn: ['samlProvider', 'account'],
  samlMetadata: ['samlMetadata'],
  identityPoolId: ['identityPoolId'],
  poolRegion: ['identityPoolId'],
  cognitoHost: ['identityPoolId'],
  externalId: ['externalId'],
  sessionTags: ['sessionTag'],
  sourceIdentities: ['sourceIdentity'],
  ownSourceIdentity: ['sourceIdentity'],
  signInIssuer: ['issuer'],
  subjects: ['subject'],
  subjectKey: ['provider', 'subject'],
  protectedReferences: ['protectedBranch'],
  sourceAddresses: ['sourceNetwork'],
  sourceEndpoints: ['sourceNetwork'],
};

/** What another answer is made of, where nobody gives it itself. */
export const questionsBefore: Partial<Readonly<Record<PolicyQuestion, readonly PolicyQuestion[]>>> = {
  subject: ['ciRepository', 'ciEnvironment', 'ciBranch'],
};
