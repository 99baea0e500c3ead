import { defineMethod } from '../../core/method.js';
import { byHand, byHandTitle } from './by-hand.js';
import { samlQuestions } from './questions.js';
import { checkSessionPolicy } from '../common/session-policy-questions.js';

/** STS AssumeRoleWithSAML: a company's identity provider vouches for the user. Source: STS API reference. */
export const saml = defineMethod({
  id: 'saml',
  title: "My company's sign-in page (SAML)",
  term: 'AssumeRoleWithSAML',
  questions: samlQuestions,
  needs: (answers) => ((answers.idpUrl ?? '') === '' ? 'paste' : 'browser'),
  examples: [
    { words: ['--idp-url', 'https://sso.example.com/aws'], does: 'sign in on that page, in a browser of yours' },
    { words: ['--saml-response-file', 'response.txt'], does: 'with a response that you have copied' },
  ],
  prerequisites:
    "A SAML provider in IAM with your company's metadata; a role whose trust policy names it and whose " +
    'policy allows codecommit:GitPull and codecommit:GitPush; and an identity provider that sends you that ' +
    'role in the attribute https://aws.amazon.com/SAML/Attributes/Role, and RoleSessionName.',
  byHand: { title: byHandTitle, steps: byHand() },
  check: checkSessionPolicy,
  obtain: async (answers, context) => await (await import('./session.js')).takeRoleBySaml(answers, context),
});
