import { parsePrincipalArn, parseRoleArn } from '../../aws/limits.js';
import { parseIdpUrl } from '../../aws/saml/idp-url.js';
import { isWholeResponse, samlResponseText } from '../../aws/saml/response-text.js';
import { block, optional, parsed, text } from '../../core/interview/question.js';
import type { AnswersOf } from '../../core/interview/question.js';
import { Secret } from '../../core/secret.js';
import { sessionPolicyQuestions } from '../common/session-policy-questions.js';
import { accountInWords, browserTimeout, duration } from '../common/session-questions.js';

/** Where the SAML response comes from, and the session that it is exchanged for. */
export const samlQuestions = {
  // First, so that a file, or standard input, is read once.
  samlResponse: optional(
    block<Secret>({
      message: 'SAML response',
      help: 'file with the SAML response, in any form people copy (- is standard input)',
      parse: (raw) => new Secret(samlResponseText(raw)),
      asked: 'on-demand',
      insteadOf: 'idpUrl',
      field: 'SAMLAssertion',
      isComplete: isWholeResponse,
    }),
  ),
  idpUrl: {
    ...text({
      message: "Address of your company's sign-in page for AWS",
      help: 'address of the sign-in page that leads to AWS; opens in a browser of yours',
      shareable: true,
      leadsTo: (address) => (address === '' ? undefined : new URL(address).host),
      parse: (raw) => (raw.trim() === '' ? '' : parseIdpUrl(raw)),
      note:
        "The link behind the AWS tile in your company's portal, or from your administrator. Leave it " +
        'empty to paste a SAML response.',
    }),
    valueName: 'URL',
  },
  roleArn: {
    ...optional(
      text({
        message: 'Role ARN (leave it empty to choose from what your sign-in offers)',
        help: 'role to take, where your sign-in offers several',
        shareable: true,
        leadsTo: accountInWords,
        parse: parseRoleArn,
        asked: 'on-demand',
        field: 'RoleArn',
      }),
    ),
    valueName: 'ARN',
  },
  principalArn: {
    ...optional(
      text({
        message: 'ARN of the SAML provider (leave it empty to take the one your sign-in names)',
        help: 'SAML provider in IAM, where it cannot be read from the response',
        shareable: true,
        leadsTo: accountInWords,
        parse: parsePrincipalArn,
        asked: 'on-demand',
        field: 'PrincipalArn',
      }),
    ),
    valueName: 'ARN',
  },
  duration: duration('AssumeRoleWithSAML', 'the longest the role grants'),
  ...sessionPolicyQuestions,
  browser: {
    ...optional(
      parsed<string>({
        message: 'Which browser?',
        help:
          "Chrome, Edge, Chromium or Brave to sign in with: a path or a program's name (default: " +
          'BROWSER, else what is installed)',
        parse: (raw) => raw.trim(),
        asked: 'advanced',
        shareable: false,
      }),
    ),
    valueName: 'PATH',
  },
  browserTimeout,
};

export type SamlAnswers = AnswersOf<typeof samlQuestions>;
