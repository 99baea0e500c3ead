import { parseAccount, parseBranch, parseGroupId, parseHolder, parseInstanceArn, parseKmsKey, parseNetwork, parseRepositoryPattern, parseRoleName, parseSamlProviderName, parseSubject, parseTrusted } from '../aws/policies/answers.js';
import type { Access, Holder } from '../aws/policies/facts.js';
import { accountOf, parseArn } from '../aws/arns.js';
import { parseIdentityPoolId } from '../aws/cognito.js';
import { parseExternalId, parseTag } from '../aws/limits.js';
import { Problem } from '../core/problem.js';
import { commas, onOff, optional, parsed, repeated, text } from '../core/question.js';
import type { Known, Question } from '../core/question.js';
import { accessChoices, parseAccess, parseBranches, usuallyProtected, words } from '../methods/access-choices.js';
import { sessionQuestions } from '../methods/sso-session.js';
import { clientIdExample, issuer, providerQuestions } from '../methods/web-identity/questions.js';

/** One that may be given several times, each on its own or several on a line. */
function several<T>(draft: Parameters<typeof parsed<readonly T[]>>[0], valueName: string): Question<readonly T[]> {
  return { ...parsed<readonly T[]>(draft), repeatable: true, valueName };
}

/** The same, but there may be none. */
function any<T>(draft: Parameters<typeof parsed<readonly T[]>>[0], valueName: string): Question<readonly T[]> {
  return { ...several(draft, valueName), optional: true };
}

const named = <T>(question: Question<T>, valueName: string): Question<T> => ({ ...question, valueName });

const machines: Readonly<Record<string, string>> = { ec2: 'An EC2 instance', ecs: 'A container of ECS or Fargate' };

const common = {
  provider: providerQuestions.provider,
  machine: {
    ...named(parsed<string>({
      message: 'What kind of machine is it?',
      help: 'what kind of machine: ec2 or ecs',
      parse: parseMachine,
      choices: () => Object.entries(machines).map(([value, name]) => ({ value, name })),
      fallback: () => 'ec2',
      shareable: true,
    }), 'KIND'),
    kind: 'choice' as const,
  },
  repository: several({
    message: 'Which repositories?',
    help: 'repository: a name, URL or ARN, or a pattern such as team-*; repeatable',
    parse: words(parseRepositoryPattern),
    note: 'Names, URLs or ARNs, or a pattern such as team-*; several with blanks between them.',
    shareable: true,
  }, 'NAME'),
  account: named(text({
    message: 'Which account owns the repositories?',
    help: 'account that owns the repositories',
    parse: parseAccount,
    note: 'Twelve digits, for example 111122223333.',
    shareable: true,
  }), 'ID'),
  access: {
    ...named(parsed<Access>({
      message: 'What may people do there?',
      help: 'what people may do: read, contribute or full',
      parse: parseAccess,
      choices: () => accessChoices,
      shareable: true,
    }), 'LEVEL'),
    kind: 'choice' as const,
  },
};

const people = {
  trusted: several<string>({
    message: 'Who may take the role?',
    help: 'who may take the role: an account, or the ARN of a user or role; repeatable',
    parse: words(parseTrusted),
    note: 'The account where people sign in (twelve digits), or the ARN of a user or role there.',
    shareable: true,
  }, 'ID|ARN'),
  attachTo: named(parsed<Holder>({
    message: 'Who is given the policy?',
    help: 'who is given the policy, in the account where people sign in: user/NAME, group/NAME or role/NAME',
    parse: parseHolder,
    note: 'user/NAME, group/NAME or role/NAME in the account where people sign in.',
    fallback: holderFrom,
    shareable: true,
  }), 'HOLDER'),
  roleName: named(text({
    message: 'Name of the role',
    help: 'name of the role, or of the permission set (default: CodeCommitRead, …)',
    parse: parseRoleName,
    fallback: ({ access }) => (typeof access === 'string' ? `CodeCommit${access.slice(0, 1).toUpperCase()}${access.slice(1)}` : 'CodeCommit'),
    shareable: true,
  }), 'NAME'),
  samlProvider: named(text({
    message: 'Name of the SAML provider in IAM',
    help: 'SAML provider in IAM, a name or an ARN',
    parse: parseSamlProviderName,
    shareable: true,
  }), 'NAME'),
  samlMetadata: named(text({
    message: 'File with your identity provider\'s metadata',
    help: 'file with the identity provider\'s metadata (default: metadata.xml)',
    asked: 'advanced',
    fallback: () => 'metadata.xml',
    shareable: true,
  }), 'PATH'),
  issuer: issuer as Question<string | undefined>,
  clientId: named(text({
    message: 'Client ID',
    help: 'client ID, or app ID, at the provider',
    parse: parseSubject,
    note: (known) => `For example ${clientIdExample(known)}; Facebook and Amazon call it app ID.`,
    shareable: true,
  }), 'ID'),
  subject: several<string>({
    message: 'Who may sign in?',
    help: 'who may sign in, by the provider\'s own id of the person (sub), or a pattern; * is everybody; repeatable',
    parse: words(parseSubject),
    note: 'The provider\'s own ids of people (sub, user_id), patterns too. * is everybody with an account there.',
    fallback: ({ provider }) => (provider === 'oidc' ? '*' : undefined),
    shareable: true,
  }, 'ID'),
  identityPoolId: named(text({
    message: 'Id of the identity pool',
    help: 'Cognito\'s identity pool',
    parse: parseIdentityPoolId,
    note: 'For example eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789.',
    shareable: true,
  }), 'ID'),
  instanceArn: named(text({
    message: 'ARN of the Identity Center instance',
    help: 'instance of IAM Identity Center',
    parse: parseInstanceArn,
    note: '`aws sso-admin list-instances` shows it: arn:aws:sso:::instance/ssoins-0123456789abcdef.',
    shareable: true,
  }), 'ARN'),
  ssoRegion: {
    ...sessionQuestions.ssoRegion,
    when: undefined,
    note: undefined,
    fallback: ({ region }: Known) => (typeof region === 'string' ? region : undefined),
  },
  groupId: named(text({
    message: 'Id of the group that gets the permission set',
    help: 'group in IAM Identity Center that gets the permission set',
    parse: parseGroupId,
    note: '`aws identitystore list-groups` shows it: a UUID.',
    shareable: true,
  }), 'ID'),
};

const conditions = {
  mfa: onOff({ message: 'Only with an MFA code?', help: 'only with an MFA code', shareable: true }),
  externalId: named(optional(text({
    message: 'External ID that callers must give',
    help: 'external id that callers must give',
    parse: parseExternalId,
    asked: 'advanced',
    note: 'For somebody else\'s account: a value that only you and they know. Left empty: none.',
    shareable: true,
  })), 'ID'),
  sourceNetwork: any<string>({
    message: 'Only from these networks',
    help: 'only from this network: addresses as 203.0.113.0/24, or a VPC endpoint (vpce-…); repeatable',
    parse: words(parseNetwork),
    asked: 'advanced',
    note: 'Public addresses such as 203.0.113.0/24, or VPC endpoints (vpce-…). Left empty: from everywhere.',
    shareable: true,
  }, 'CIDR|ID'),
  protectedBranch: any<string>({
    message: 'Branches that nobody may push to',
    help: 'branch that nobody may push to, or a pattern; none for no such; repeatable (default with contribute: main and master)',
    parse: parseBranches(parseBranch),
    asked: 'advanced',
    note: 'Names, or patterns such as release/*; none for no such branches.',
    fallback: ({ access }) => (access === 'contribute' ? usuallyProtected : undefined),
    shareable: true,
  }, 'NAME'),
  repositoryTag: named(repeated(parsed({
    message: 'Only repositories with this tag, as KEY=VALUE',
    help: 'only repositories with this tag; repeatable',
    parse: parseTag,
    asked: 'advanced',
    note: 'For example team=blue; several with commas between them.',
    shareable: true,
  }), commas), 'KEY=VALUE'),
  sessionTag: named(repeated(parsed({
    message: 'Only sessions with this tag, as KEY=VALUE',
    help: 'only sessions with this tag; repeatable',
    parse: parseTag,
    asked: 'advanced',
    note: 'For example team=blue; several with commas between them.',
    shareable: true,
  }), commas), 'KEY=VALUE'),
  kmsKey: any<string>({
    message: 'Keys of your own that encrypt the repositories (ARNs)',
    help: 'KMS key of your own that encrypts the repositories; repeatable',
    parse: words(parseKmsKey),
    asked: 'advanced',
    note: 'Only for customer managed keys. Left empty: AWS\'s own key, which needs nothing.',
    shareable: true,
  }, 'ARN'),
  listRepositories: onOff({ message: 'May people list the names of all repositories in the account?', help: 'let people list the names of all repositories, as `git codecommit clone` does', shareable: true }),
};

/** Every question that a policy can raise, in the order in which they are put. */
export const policyQuestions = { ...common, ...people, ...conditions };

export type PolicyQuestion = keyof typeof policyQuestions;

/** The questions behind each placeholder that facts fill; others are known from the Region. */
export const questionsBehind: Readonly<Record<string, readonly PolicyQuestion[]>> = {
  account: ['account'], repositories: ['repository', 'account'], access: ['access'], kmsKeys: ['kmsKey'],
  roleName: ['access', 'roleName'], roleArn: ['account', 'access', 'roleName'], trusted: ['trusted'], callerAccount: ['trusted'], userAccount: ['account'],
  holder: ['attachTo'], holderName: ['attachTo'], machine: ['machine'], machineService: ['machine'],
  instanceArn: ['instanceArn'], ssoRegion: ['ssoRegion'], groupId: ['groupId'],
  provider: ['provider'], issuer: ['issuer'], issuerName: ['issuer'], clientId: ['clientId'], oidcProviderArn: ['issuer', 'account'],
  samlProvider: ['samlProvider'], samlProviderArn: ['samlProvider', 'account'], samlMetadata: ['samlMetadata'],
  identityPoolId: ['identityPoolId'], poolRegion: ['identityPoolId'], cognitoHost: ['identityPoolId'],
  externalId: ['externalId'], sessionTags: ['sessionTag'], subjects: ['subject'], subjectKey: ['provider', 'subject'], protectedReferences: ['protectedBranch'],
  sourceAddresses: ['sourceNetwork'], sourceEndpoints: ['sourceNetwork'],
};

/** Who takes the role is most likely who may call for it; a whole account needs a group. */
function holderFrom({ trusted }: Known): string {
  const [one] = Array.isArray(trusted) ? (trusted as readonly string[]) : [];
  const [kind, ...path] = (one !== undefined && accountOf(one) !== undefined ? parseArn(one)?.resource ?? '' : '').split('/');
  return path.length > 0 && (kind === 'user' || kind === 'role') ? `${kind}/${path.at(-1) ?? ''}` : 'group/CodeCommitUsers';
}

function parseMachine(raw: string): string {
  const word = raw.trim().toLowerCase();
  if (Object.hasOwn(machines, word)) return word;
  throw new Problem('usage', `A machine is one of ${Object.keys(machines).join(', ')}.`);
}
