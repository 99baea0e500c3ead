import { parsePrincipalArn, parseRoleArn } from '../aws/limits.js';
import { parseIdpUrl } from '../aws/saml/idp-url.js';
import { isWholeResponse, samlResponseText } from '../aws/saml/response-text.js';
import { defineMethod } from '../core/method.js';
import { block, optional, parsed, text } from '../core/question.js';
import type { AnswersOf } from '../core/question.js';
import { Secret } from '../core/secret.js';
import { byHand, byHandTitle } from './saml-by-hand.js';
import { checkSessionPolicy, sessionPolicyQuestions } from './session-policy-questions.js';
import { accountInWords, browserTimeout, duration } from './session-questions.js';

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

export type SamlAnswers = AnswersOf<typeof questions>;

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
  obtain: async (answers, context) => await (await import('./saml-session.js')).takeRoleBySaml(answers, context),
});
