import {
  parseIdentityPoolId,
  parseUserPoolDomain,
  parseUserPoolId,
  regionOfPool,
  userPoolOfIssuer,
} from '../../aws/cognito/user-pool.js';
import { partitionOf } from '../../aws/partitions.js';
import { parseRegionName } from '../../aws/regions.js';
import { describeToken, providerOfToken, webIdentityProviders } from '../../aws/openid/tokens.js';
import type { WebIdentityProvider } from '../../aws/openid/tokens.js';
import { Problem } from '../../core/problem.js';
import { onOff, optional, parsed, secret, text } from '../../core/interview/question.js';
import type { Known, Question, QuestionKind } from '../../core/interview/question.js';
import { Secret } from '../../core/secret.js';
import { mfaCodeFor } from '../common/mfa.js';
import { sessionPolicyQuestions } from '../common/session-policy-questions.js';
import { duration, roleArn, sessionName } from '../common/session-questions.js';
import { clientId, clientSecret, providerChoices, webIdentityProviderQuestions } from '../web-identity/questions.js';

/** Who vouches for somebody at an identity pool. */
export type Login = WebIdentityProvider | 'user-pool';

const identityPoolId = {
  ...text({
    message: 'Identity pool ID',
    help: 'ID of the identity pool',
    parse: parseIdentityPoolId,
    note: 'From your administrator, for example eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
    field: 'IdentityPoolId',
    shareable: true,
    leadsTo: (pool) => `the identity pool ${pool} of Amazon Cognito`,
  }),
  valueName: 'ID',
};

const guest = /^(guests?|none|nobody|anonymous|unauth(enticated)?)$/;

function parseLogin(raw: string): Login {
  const word = raw.trim().toLowerCase();
  if (guest.test(word)) {
    throw new Problem(
      'usage',
      'Guests of an identity pool cannot use CodeCommit: Cognito limits what they may do to services that it ' +
        'is none of.',
      { hint: 'Sign in: --login user-pool, or a provider that the pool knows.' },
    );
  }
  const found = (['user-pool', ...webIdentityProviders] as const).find((login) => login === word);
  if (found === undefined)
    throw new Problem(
      'usage',
      `There is no sign-in of that name: it is user-pool, ${webIdentityProviders.join(', ')}.`,
    );
  return found;
}

const login: Question<Login, 'choice'> = {
  ...parsed<Login>({
    message: 'Who signs you in?',
    help: 'who signs you in: user-pool, oidc, google, amazon or facebook',
    parse: parseLogin,
    choices: () => [
      {
        value: 'user-pool',
        name: 'A user pool of Amazon Cognito',
        description: "an app's own user names and passwords, or its sign-in page",
      },
      ...providerChoices,
    ],
    fallback: ({ webIdentityToken: token }) =>
      (token instanceof Secret ? loginOfToken(token.reveal()) : undefined) ?? 'user-pool',
    field: 'Logins',
    shareable: true,
    leadsTo: (name) => (name === 'user-pool' ? undefined : webIdentityProviderQuestions.provider.leadsTo?.(name)),
  }),
  kind: 'choice',
  valueName: 'NAME',
};

function loginOfToken(token: string): Login | undefined {
  return userPoolOfIssuer(describeToken(token).issuer ?? '') === undefined ? providerOfToken(token) : 'user-pool';
}

const flow: Question<'enhanced' | 'basic', 'choice'> = {
  ...parsed({
    message: 'How does the identity pool give you keys?',
    help: 'enhanced (the pool chooses the role) or basic (you name it)',
    parse(raw) {
      const word = raw.trim().toLowerCase();
      if (word === 'enhanced' || word === 'basic') return word;
      throw new Problem('usage', 'There are two: enhanced and basic.');
    },
    asked: 'advanced',
    choices: () => [
      { value: 'enhanced', name: 'It chooses the role (enhanced flow)' },
      { value: 'basic', name: 'I name the role (basic flow)' },
    ],
    fallback: () => 'enhanced',
    field: 'Flow',
    shareable: true,
  }),
  kind: 'choice',
  valueName: 'NAME',
};

/** Whether somebody signs in at a user pool, and brings no token. */
function atUserPool({ login: who, webIdentityToken: token, webIdentityTokenFile: file }: Known): boolean {
  return who === 'user-pool' && token === undefined && file === undefined;
}

const userPoolId = {
  ...text({
    message: 'User pool ID',
    help: 'ID of the user pool',
    parse: parseUserPoolId,
    note: 'From your administrator, for example eu-west-1_AbCdEf123',
    shareable: true,
    // Whose pool it is, its id alone tells: the host is AWS's for everybody.
    leadsTo: (pool) => `the user pool ${pool} of Amazon Cognito`,
    when: atUserPool,
  }),
  valueName: 'ID',
};

/** Cognito is told an app client alone, and takes whatever is sent to the pool that has it. */
const cognitoClientId = {
  ...clientId,
  field: 'ClientId',
  leadsTo: (id: string) => `the app client ${id}`,
};

/**
 * Where a pool is signed in to. A replica has its pool's id, which begins with the Region of the first one, and its
 * tokens have that one's issuer, the updated one. Source: Amazon Cognito developer guide, "Multi-Region replication for
 * user pools"; Amazon Cognito API, IssuerConfiguration, `Type`.
 */
const userPoolRegion = {
  ...optional(
    text({
      message: 'Region of the user pool',
      help: "Region of the user pool's replica to sign in at (default: the one that its id begins with)",
      parse(raw, known) {
        const region = parseRegionName(raw);
        const first = typeof known.userPoolId === 'string' ? regionOfPool(known.userPoolId) : region;
        if (partitionOf(region).name === partitionOf(first).name) return region;
        throw new Problem('usage', `A replica is in the partition of its pool, and ${region} is in another.`);
      },
      note: 'Where the pool has a replica. Left empty: the Region that its id begins with.',
      shareable: true,
      leadsTo: (region) => `the user pool's replica in ${region}`,
      asked: 'advanced',
      when: atUserPool,
    }),
  ),
  valueName: 'REGION',
};

function regionFor(pool: string, { userPoolRegion: region }: Known): string {
  return typeof region === 'string' ? region : regionOfPool(pool);
}

const userPoolDomain = {
  ...optional(
    text({
      message: "Domain of the user pool's sign-in page",
      help: "domain of the user pool's sign-in page (default: as the pool announces it)",
      parse: (raw, known) =>
        parseUserPoolDomain(raw, typeof known.userPoolId === 'string' ? regionFor(known.userPoolId, known) : 'REGION'),
      note:
        'From your administrator, for example my-team.auth.eu-west-1.amazoncognito.com. Left empty: as ' +
        'the pool announces it.',
      shareable: true,
      leadsTo: (domain) => domain,
      asked: 'advanced',
      when: atUserPool,
    }),
  ),
  valueName: 'DOMAIN',
};

const username = {
  ...optional(
    text({
      message: 'User name',
      help: 'user name at the user pool; without it you sign in on its own page, in the browser',
      note:
        'From your administrator, for example ana or ana@example.com. Left empty: you sign in on the ' +
        "user pool's own page, in the browser.",
      shareable: false,
      when: (known) => atUserPool(known) && known.userPoolDomain === undefined,
      field: 'USERNAME',
    }),
  ),
  valueName: 'NAME',
};

const notEmpty = (raw: string): Secret => {
  // Line ends belong to the file; blanks may belong to the password.
  const given = raw.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  if (given === '') throw new Problem('usage', 'An answer is needed here.');
  return new Secret(given);
};

/** Where it goes to, for whoever types it again. */
const forPool = ({ userPoolId: pool }: Known): string | undefined =>
  typeof pool === 'string' ? `For the user pool ${pool}` : undefined;

export const password = secret<Secret>({
  message: 'Password',
  note: forPool,
  help: 'file with the password (- is standard input)',
  parse: notEmpty,
  asked: 'on-demand',
  field: 'PASSWORD',
});

export const sendPassword = optional(
  onOff({
    message: 'Send the password itself?',
    help: 'send the password itself where the app client of the user pool takes no proof of it (SRP)',
    asked: 'on-demand',
    kept: false,
    shareable: false,
    fallback: undefined,
  }),
);

export const newPassword = secret<Secret>({
  message: 'New password',
  note: forPool,
  help: 'file with a new password, where the user pool wants one',
  parse: notEmpty,
  asked: 'on-demand',
  field: 'NEW_PASSWORD',
});

export const userPoolCode = mfaCodeFor('MFA_CODE');

/** Source: Amazon Cognito Federated Identities API reference, GetCredentialsForIdentity: it takes neither. */
const poolDecides = 'In the enhanced flow the identity pool decides that: its sessions last one hour.';
const noSessionPolicy =
  'In the enhanced flow AWS takes no session policy: what the session may do stands in the policy of its role alone.';

/** For STS, which only the basic flow asks; in the enhanced flow it is refused rather than forgotten. */
function basicOnly<T, K extends QuestionKind>(question: Question<T, K>, otherwise: string): Question<T, K> {
  return {
    ...question,
    asked: 'on-demand',
    parse(raw, known) {
      if (known.flow !== 'basic')
        throw new Problem('usage', otherwise, { hint: 'Leave it away, or use --flow basic with --role-arn.' });
      return question.parse(raw, known);
    },
  };
}

/** A menu, so that in the enhanced flow, where there is nothing to choose, nobody is asked. */
const access: typeof sessionPolicyQuestions.access = {
  ...basicOnly(sessionPolicyQuestions.access, noSessionPolicy),
  asked: sessionPolicyQuestions.access.asked,
  choices: (known, localFacts) =>
    known.flow === 'basic' ? (sessionPolicyQuestions.access.choices?.(known, localFacts) ?? []) : [],
};

export const cognitoQuestions = {
  identityPoolId,
  flow,
  webIdentityToken: webIdentityProviderQuestions.webIdentityToken,
  webIdentityTokenFile: webIdentityProviderQuestions.webIdentityTokenFile,
  login,
  issuer: webIdentityProviderQuestions.issuer,
  userPoolId: userPoolId as Question<string | undefined, 'text'>,
  clientId: cognitoClientId as Question<string | undefined, 'text'>,
  clientSecret: { ...clientSecret, field: 'ClientSecret' },
  userPoolRegion,
  userPoolDomain,
  username,
  password: optional(password),
  sendPassword,
  newPassword: optional(newPassword),
  mfaCode: optional(userPoolCode),
  scope: webIdentityProviderQuestions.scope,
  redirectUri: webIdentityProviderQuestions.redirectUri,
  browserTimeout: webIdentityProviderQuestions.browserTimeout,
  roleArn: optional({ ...roleArn, asked: 'on-demand', fallback: undefined }),
  sessionName: basicOnly(sessionName, poolDecides),
  duration: basicOnly(duration('AssumeRoleWithWebIdentity', 'the longest the role grants'), poolDecides),
  policyFile: basicOnly(sessionPolicyQuestions.policyFile, noSessionPolicy),
  policyArn: basicOnly(sessionPolicyQuestions.policyArn, noSessionPolicy),
  access,
  only: basicOnly(sessionPolicyQuestions.only, noSessionPolicy),
  protectedBranch: basicOnly(sessionPolicyQuestions.protectedBranch, noSessionPolicy),
};
