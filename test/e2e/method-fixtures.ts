import { readFile } from 'node:fs/promises';

import type { Fixture as ConversationFixture } from '../helpers/conversation.js';
import { openIdProvider } from '../sandbox/openid/provider.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import type { Fixture } from './fixture.js';
import { conversationFixture } from './conversation-fixture.js';
import { signInBy } from './sign-in-by.js';

/** What somebody who signs in by a method has at hand. */
interface Belongings {
  /** What is typed or pasted for `<name>`. */
  readonly answers?: NonNullable<ConversationFixture['answers']>;
  readonly volatile?: NonNullable<ConversationFixture['volatile']>;
  /** Variables that lead the program to what stands in for a browser, an instance, …. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Takes down what was put up. */
  readonly leave?: () => Promise<void>;
}

const habits = { username: 'ana', password: 'correct horse', decision: 'allow' } as const;

/** For each method a newcomer before the first question of its written conversation. */
const newcomers: Readonly<Record<string, (fixture: Fixture) => Promise<Belongings>>> = {
  'assume-role': () => Promise.resolve({}),
  async 'session-token'(fixture) {
    const { answers } = await signInBy['session-token'](fixture);
    return {
      answers: { 'mfa-code': () => answers()['mfa-code'] ?? '' },
      volatile: { 'mfa-code': /(?<=MFA code of bea \(app\) +)\d{6}/ },
    };
  },
  async 'federation-token'(fixture) {
    await signInBy['federation-token'](fixture);
    return {};
  },
  async 'identity-center'(fixture) {
    const center = fixture.sandbox.aws.identityCenter({
      region: 'eu-central-1',
      startUrl: 'https://corp.awsapps.com/start',
    });
    const ana = center.user(habits.username);
    for (const role of ['Developer', 'ReadOnly'])
      center.assign(ana, fixture.app.account, role, { accountName: 'live' });
    center.assign(ana, fixture.sandbox.aws.account('111122223333'), 'Developer', { accountName: 'dev' });
    return await withBrowser(fixture);
  },
  async saml(fixture) {
    const idp = await fixture.sandbox.aws.identityProvider();
    const provider = fixture.app.account.samlProvider('Corp', idp.metadata);
    const roles = ['Developer', 'ReadOnly'].map(
      (name) => `${fixture.app.account.role(`Corp${name}`, { trust: provider.trust() }).arn},${provider.arn}`,
    );
    return { answers: { 'saml-response': () => idp.response({ roles }) } };
  },
  async 'web-identity'(fixture) {
    const server = await openIdProvider(fixture.sandbox);
    const trusted = fixture.app.account.openIdProvider(server.issuer, ['git-codecommit']);
    fixture.app.account.role('DeveloperByOpenId', {
      trust: webIdentityTrust(trusted.arn, { [`${trusted.url}:aud`]: 'git-codecommit' }),
    });
    const browser = await withBrowser(fixture);
    // The session is named after whoever runs this.
    return {
      ...browser,
      answers: { issuer: server.issuer },
      volatile: { ...browser.volatile, 'user-name': /(?<=DeveloperByOpenId\/)[\w+=,.@-]+(?=,)/ },
    };
  },
  async cognito(fixture) {
    const { answers, secrets: [password = ''] = [] } = await signInBy.cognito(fixture);
    const ids = Object.fromEntries(Object.entries(answers()).filter(([name]) => name.endsWith('-id')));
    return { answers: { ...ids, password }, volatile: ids };
  },
  async 'console-login'(fixture) {
    await signInBy['console-login'](fixture);
    return {};
  },
  async process(fixture) {
    await signInBy.process(fixture);
    return {};
  },
  async environment(fixture) {
    const { variables } = await signInBy.environment(fixture);
    return { ...(variables && { variables }) };
  },
  async instance(fixture) {
    const { variables, leave } = await signInBy.instance(fixture);
    return { ...(variables && { variables }), ...(leave && { leave }) };
  },
  async keys(fixture) {
    const text = await readFile((await signInBy.keys(fixture)).answers()['keys-file'] ?? '', 'utf8');
    // As the access portal shows them, which does not say when they end.
    return { answers: { 'pasted-keys': text.replace(/\nexport AWS_CREDENTIAL_EXPIRATION=.*\n/, '') } };
  },
};

/** The methods that have a written conversation. */
export const toldMethods = Object.keys(newcomers);

/** The fixture of a method's written conversation; `leave` when it is over. */
export async function methodFixture(
  fixture: Fixture,
  method: string,
): Promise<ConversationFixture & { leave(): Promise<void> }> {
  const { answers, volatile, variables = {}, leave } = (await newcomers[method]?.(fixture)) ?? {};
  const common = conversationFixture(fixture);
  return {
    start: (words, options) => common.start(words, { ...options, variables: { ...variables, ...options.variables } }),
    answers: { ...common.answers, ...answers },
    volatile: { ...common.volatile, characters: /\d+,\d{3}(?= characters\))/, ...volatile },
    leave: async () => {
      await leave?.();
    },
  };
}

async function withBrowser(fixture: Fixture): Promise<Belongings> {
  return {
    variables: { ...(await personAsBrowser(fixture.home, habits)) },
    volatile: {
      state: /(?<=[?&](?:state|nonce|code_challenge|client_id)=)[\w.~-]{16,}/,
      'one-time-path': /(?<=127\.0\.0\.1:\S+\/sign-in\/)[0-9a-f]{64}/,
      port: /(?<=127\.0\.0\.1(?::|%3A))\d+/,
    },
  };
}
