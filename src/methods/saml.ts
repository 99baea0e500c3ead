import { accountOf, parseArn } from '../aws/arns.js';
import { explain } from '../aws/explain.js';
import { gitHost, parseGitHost } from '../aws/hosts.js';
import { parsePrincipalArn, parseRoleArn } from '../aws/limits.js';
import { parseIdpUrl } from '../aws/saml/idp-url.js';
import { isWholeResponse, samlResponseText } from '../aws/saml/response-text.js';
import type { SamlResponse } from '../aws/saml/response.js';
import type { SamlRole } from '../aws/saml/role-pair.js';
import type { TemporaryCredentials } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import type { MethodContext, Obtained } from '../core/method.js';
import { Problem, Refusal } from '../core/problem.js';
import { block, optional, parsed, text } from '../core/question.js';
import type { AnswersOf } from '../core/question.js';
import { Secret } from '../core/secret.js';
import { byHand, byHandTitle } from './saml-by-hand.js';
import { pickRole } from './saml-role.js';
import { signInForResponse } from './saml-sign-in.js';
import { checkSessionPolicy, sessionPolicyQuestions, sessionPolicyText } from './session-policy.js';
import { accountInWords, browserTimeout, duration } from './session-questions.js';
import { exactly, longestGranted } from './step-down.js';

const questions = {
  // First, so that a file, or standard input, is read once.
  samlResponse: optional(block<Secret>({
    message: 'SAML response',
    help: 'file with the SAML response, in any form people copy (- is standard input)',
    parse: (raw) => new Secret(samlResponseText(raw)),
    asked: 'on-demand',
    insteadOf: 'idpUrl',
    field: 'SAMLAssertion',
    isComplete: isWholeResponse,
  })),
  idpUrl: {
    ...text({
      message: 'Address of your company\'s sign-in page for AWS',
      help: 'address of the sign-in page that leads to AWS; opens in a browser of yours',
      shareable: true,
      leadsTo: (address) => (address === '' ? undefined : new URL(address).host),
      parse: (raw) => (raw.trim() === '' ? '' : parseIdpUrl(raw)),
      note: 'The link behind the AWS tile in your company\'s portal, or from your administrator. Leave it empty to paste a SAML response.',
    }),
    valueName: 'URL',
  },
  roleArn: {
    ...optional(text({
      message: 'Role ARN (leave it empty to choose from what your sign-in offers)',
      help: 'role to take, where your sign-in offers several',
      shareable: true,
      leadsTo: accountInWords,
      parse: parseRoleArn,
      asked: 'on-demand',
      field: 'RoleArn',
    })),
    valueName: 'ARN',
  },
  principalArn: {
    ...optional(text({
      message: 'ARN of the SAML provider (leave it empty to take the one your sign-in names)',
      help: 'SAML provider in IAM, where it cannot be read from the response',
      shareable: true,
      leadsTo: accountInWords,
      parse: parsePrincipalArn,
      asked: 'on-demand',
      field: 'PrincipalArn',
    })),
    valueName: 'ARN',
  },
  duration: duration('AssumeRoleWithSAML', 'the longest the role grants'),
  ...sessionPolicyQuestions,
  browser: {
    ...optional(parsed<string>({
      message: 'Which browser?',
      help: 'Chrome, Edge, Chromium or Brave to sign in with: a path or a program\'s name (default: BROWSER, else what is installed)',
      parse: (raw) => raw.trim(),
      asked: 'advanced',
      shareable: false,
    })),
    valueName: 'PATH',
  },
  browserTimeout,
};

type Answers = AnswersOf<typeof questions>;

/** STS AssumeRoleWithSAML: a company's identity provider vouches for the user. Source: STS API reference. */
export const saml = defineMethod({
  id: 'saml',
  title: 'My company\'s sign-in page (SAML)',
  term: 'AssumeRoleWithSAML',
  questions,
  needs: (answers) => ((answers['idpUrl'] ?? '') === '' ? 'paste' : 'browser'),
  prerequisites: 'A SAML provider in IAM with your company\'s metadata; a role whose trust policy names it and whose policy allows codecommit:GitPull and codecommit:GitPush; and an identity provider that sends you that role in the attribute https://aws.amazon.com/SAML/Attributes/Role, and RoleSessionName.',
  asksAgainItself: true,
  byHand: { title: byHandTitle, steps: byHand() },
  check: checkSessionPolicy,
  obtain,
});

/** Goes back to the sign-in as long as that helps: a response is good for five minutes. */
async function obtain(answers: Answers, context: MethodContext): Promise<Obtained> {
  let afresh = false;
  for (let tries = 1; ; tries++) {
    const { response, watched } = await signInForResponse(answers, { afresh }, context);
    try {
      const role = await pickRole(response, answers, { watched }, context);
      if (role === 'somebody-else') {
        afresh = true;
        continue;
      }
      return await takeRole(response, role, answers, context);
    } catch (error) {
      if (!watched || !isTooOld(error)) throw error;
      if (tries >= 3) throw new Problem('aws', explain(error).message, { hint: 'Sign in again, and choose the role at once.', cause: error });
      context.ui.say('More than five minutes have passed, and AWS does not take the response any more. So once more:');
      afresh = false;
    }
  }
}

function isTooOld(error: unknown): error is Refusal {
  return error instanceof Refusal && /^ExpiredToken(Exception)?$/.test(error.facts.code);
}

async function takeRole(response: SamlResponse, role: SamlRole, answers: Answers, context: MethodContext): Promise<Obtained> {
  refuseOtherPartition(role.roleArn, context.region);
  const sts = await context.aws.sts({ region: context.region, signal: context.signal });
  const input = { ...role, assertion: response.assertion, policy: await sessionPolicyText(answers, () => accountOf(role.roleArn), 'AssumeRoleWithSAML', context), policyArns: answers.policyArn };
  const call = (durationSeconds: number): Promise<TemporaryCredentials> => sts.assumeRoleWithSaml({ ...input, durationSeconds });
  const session = answers.duration === undefined
    ? await longestGranted(call, context.remembered('grantedDuration'), response.sessionDuration)
    : { credentials: await exactly(call, answers.duration), seconds: undefined };
  return {
    credentials: session.credentials,
    account: accountOf(role.roleArn),
    learned: {
      // Nothing of it is asked again by a refresh: an empty one says that the response is pasted.
      idpUrl: known(answers.idpUrl),
      roleArn: role.roleArn,
      ...(session.seconds === undefined ? {} : { grantedDuration: String(session.seconds) }),
    },
  };
}

function known(idpUrl: string | undefined): string {
  return idpUrl ?? '';
}

/** Credentials of one partition are nothing in another. */
function refuseOtherPartition(arn: string, region: string): void {
  const partition = parseArn(arn)?.partition;
  const here = parseGitHost(gitHost(region))?.partition;
  if (partition === here) return;
  throw new Problem('usage', `The role ${arn} is in the partition ${partition ?? ''}, but ${region} is in ${here ?? 'another'}.`, { hint: 'Give the Region of the repository with --region.', question: 'roleArn' });
}
