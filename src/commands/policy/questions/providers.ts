import { sentence } from '../../../core/advice/advice.js';
import { listSsoGroups, listSsoInstances } from '../../../core/advice/other-programs.js';
import { parseIdentityPoolId } from '../../../aws/cognito/user-pool.js';
import { parseGroupId, parseInstanceArn, parseSamlProviderName, parseSubject } from '../../../aws/policies/answers.js';
import { optional, text } from '../../../core/interview/question.js';
import type { Known, Question } from '../../../core/interview/question.js';
import { words } from '../../../methods/common/access-choices.js';
import { samlQuestions } from '../../../methods/saml/questions.js';
import { sessionQuestions } from '../../../methods/identity-center/session.js';
import { clientIdExample, issuer } from '../../../methods/web-identity/questions.js';
import { parseIamIssuer } from '../../../aws/openid/issuer.js';
import { jobAudience, jobIssuers } from '../../../aws/openid/job-identity.js';
import { isJobProvider } from '../../../aws/openid/tokens.js';
import { demandNarrow, subjectOfJob } from './jobs.js';
import { named, orBlank, several } from './drafts.js';

/** Who vouches for people, and whom they let in: by SAML, OpenID Connect, Cognito or Identity Center. */
export const trustQuestions = {
  samlProvider: orBlank(
    named(
      text({
        message: 'Name of the SAML provider in IAM',
        help: 'SAML provider in IAM, a name or an ARN',
        parse: parseSamlProviderName,
        shareable: true,
      }),
      'NAME',
    ),
    'samlProvider',
    String,
  ),
  samlMetadata: named(
    text({
      message: "File with your identity provider's metadata",
      help: "file with the identity provider's metadata (default: metadata.xml)",
      asked: 'advanced',
      fallback: () => 'metadata.xml',
      shareable: true,
    }),
    'PATH',
  ),
  issuer: {
    ...(issuer as Question<string | undefined, 'text'>),
    parse: parseIamIssuer,
    when: ({ provider }) => provider === undefined || provider === 'oidc' || isJobProvider(provider),
    fallback: ({ provider }) => (isJobProvider(provider) ? jobIssuers[provider] : undefined),
  } satisfies Question<string | undefined, 'text'>,
  clientId: orBlank(
    named(
      text({
        message: 'Client ID',
        help: 'client ID, or app ID, at the provider',
        parse: parseSubject,
        note: (known) => `For example ${clientIdExample(known)}; Facebook and Amazon call it app ID, CI audience.`,
        fallback: ({ provider, region }) =>
          isJobProvider(provider) ? jobAudience(typeof region === 'string' ? region : '') : undefined,
        shareable: true,
      }),
      'ID',
    ),
    'clientId',
    String,
  ),
  subject: several<string>(
    {
      message: 'Who may sign in?',
      help: "who may sign in, by the provider's own id of the person or job (sub), or a pattern; * is everybody; repeatable",
      parse: (raw, known) => words(parseSubject)(raw).map((one) => demandNarrow(one, known)),
      note: "The provider's own ids of people (sub, user_id), patterns too. * is everybody with an account there.",
      fallback: (known) => (known.provider === 'oidc' ? '*' : subjectOfJob(known)),
      shareable: true,
    },
    'ID',
  ),
  identityPoolId: orBlank(
    named(
      text({
        message: 'Id of the identity pool',
        help: "Cognito's identity pool",
        parse: parseIdentityPoolId,
        note: 'For example eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789.',
        shareable: true,
      }),
      'ID',
    ),
    'identityPoolId',
    String,
  ),
  instanceArn: orBlank(
    named(
      text({
        message: 'ARN of the Identity Center instance',
        help: 'instance of IAM Identity Center',
        parse: parseInstanceArn,
        note: sentence`\`${listSsoInstances()}\` shows it: arn:aws:sso:::instance/ssoins-0123456789abcdef.`,
        shareable: true,
      }),
      'ARN',
    ),
    'instanceArn',
    String,
  ),
  ssoRegion: {
    ...sessionQuestions.ssoRegion,
    asked: 'always' as const,
    when: undefined,
    note: undefined,
    fallback: ({ region }: Known) => (typeof region === 'string' ? region : undefined),
  },
  startUrl: {
    ...optional(sessionQuestions.startUrl),
    insteadOf: undefined,
    when: undefined,
    note: 'It stands in the command for people. Left empty: a blank to fill in.',
  },
  idpUrl: {
    ...optional(samlQuestions.idpUrl),
    note: 'The link behind the AWS tile in your portal; it stands in the command for people. Left empty: a blank.',
  },
  groupId: orBlank(
    named(
      text({
        message: 'Id of the group that gets the permission set',
        help: 'group in IAM Identity Center that gets the permission set',
        parse: parseGroupId,
        note: sentence`\`${listSsoGroups()}\` shows it: a UUID.`,
        shareable: true,
      }),
      'ID',
    ),
    'groupId',
    String,
  ),
};
