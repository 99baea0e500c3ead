import { defineMethod } from '../../core/method.js';
import { identityCenterQuestions } from './questions.js';
import { chosenSession } from './session.js';

/**
 * IAM Identity Center: a sign-in to the access portal, shared with the AWS CLI, then a role in one of the accounts.
 * Source: IAM Identity Center Portal API reference; AWS SDKs and tools reference, "IAM Identity Center".
 */
export const identityCenter = defineMethod({
  id: 'identity-center',
  title: "My company's AWS access portal",
  term: 'IAM Identity Center, formerly AWS SSO',
  questions: identityCenterQuestions,
  // While the token lives, and as long as it can be renewed; where it cannot, `obtain` says so instead of opening a
  // browser.
  needs: () => 'nothing',
  examples: [
    {
      words: ['--start-url', 'https://acme.awsapps.com/start'],
      does: 'sign in to the portal; account and role are one list',
    },
    {
      words: [
        '--start-url',
        'https://acme.awsapps.com/start',
        '--account-id',
        '111122223333',
        '--role-name',
        'Developer',
      ],
      does: 'with account and role',
    },
  ],
  prerequisites:
    'An account in IAM Identity Center that is assigned to you, with a permission set that allows ' +
    'codecommit:GitPull and codecommit:GitPush; and the start URL of the access portal.',
  addsSsoSession: (answers, context) =>
    answers.addSsoSession ? chosenSession(answers, context).added?.name : undefined,
  async obtain(answers, context) {
    const { atPortal } = await import('./role.js');
    const { session, added, ...role } = await atPortal(answers, context);
    return {
      credentials: role.credentials,
      account: role.accountId,
      learned: {
        startUrl: session.startUrl,
        ssoRegion: session.region,
        ...(session.name !== undefined && { ssoSession: session.name }),
        accountId: role.accountId,
        roleName: role.roleName,
      },
      ...(added && { ssoSession: added }),
    };
  },
});
