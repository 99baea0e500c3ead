import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Fixture as ConversationFixture } from '../helpers/conversation.js';
import { openIdProvider } from '../sandbox/openid/provider.js';
import { startMetadata } from '../sandbox/metadata.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { webIdentityTrust } from '../sandbox/world/openid-provider.js';
import type { Fixture } from './fixture.js';
import { conversationFixture } from './conversation-fixture.js';

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
    const bea = fixture.app.account.user('bea', { mfa: 'totp' });
    await fixture.home.addProfile('bea', bea.key);
    return {
      answers: { 'mfa-code': () => bea.device.code() },
      volatile: { 'mfa-code': /(?<=MFA code of bea \(app\) +)\d{6}/ },
    };
  },
  async 'federation-token'(fixture) {
    await fixture.home.addProfile('cal', fixture.app.account.user('cal').key);
    return {};
  },
  async 'identity-center'(fixture) {
    const center = fixture.sandbox.world.identityCenter({
      region: 'eu-central-1',
      startUrl: 'https://corp.awsapps.com/start',
    });
    const ana = center.user(habits.username);
    for (const role of ['Developer', 'ReadOnly'])
      center.assign(ana, fixture.app.account, role, { accountName: 'live' });
    center.assign(ana, fixture.sandbox.world.account('111122223333'), 'Developer', { accountName: 'dev' });
    return await withBrowser(fixture);
  },
  async saml(fixture) {
    const idp = await fixture.sandbox.world.identityProvider();
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
  cognito(fixture) {
    const identityPool = fixture.sandbox.world.identityPool(fixture.app.account, 'eu-west-1');
    identityPool.authenticatedRole = fixture.app.account.role('CognitoUsers', { trust: identityPool.trust() });
    const pool = fixture.sandbox.world.userPool('eu-west-1', 'my-team');
    const client = pool.client({});
    identityPool.trusts(pool.issuer, client.id);
    const { password } = pool.user('ana');
    return Promise.resolve({
      answers: { 'identity-pool-id': identityPool.id, 'user-pool-id': pool.id, 'client-id': client.id, password },
      volatile: { 'identity-pool-id': identityPool.id, 'user-pool-id': pool.id, 'client-id': client.id },
    });
  },
  async 'console-login'(fixture) {
    const session = fixture.sandbox.world.consoleSession(fixture.app.account.user('dan'));
    await fixture.home.write('.aws/config', `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`);
    const cache = fixture.home.file('.aws', 'login', 'cache');
    await mkdir(cache, { recursive: true });
    await writeFile(
      join(cache, `${createHash('sha256').update(session.name).digest('hex')}.json`),
      session.cacheFile(),
      { mode: 0o600 },
    );
    return {};
  },
  async process(fixture) {
    await fixture.home.write('printed', JSON.stringify({ Version: 1, ...sessionOf(fixture, 'eve') }));
    return {};
  },
  async instance(fixture) {
    const metadata = await startMetadata(fixture.app.account.role('Builder'));
    return { variables: metadata.instance, leave: () => metadata.close() };
  },
  keys(fixture) {
    const { AccessKeyId, SecretAccessKey, SessionToken } = sessionOf(fixture, 'fay');
    return Promise.resolve({
      answers: {
        'pasted-keys':
          `export AWS_ACCESS_KEY_ID=${AccessKeyId}\nexport ` +
          `AWS_SECRET_ACCESS_KEY=${SecretAccessKey}\nexport AWS_SESSION_TOKEN=${SessionToken}`,
      },
    });
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
      port: /(?<=127\.0\.0\.1(?::|%3A))\d+/,
    },
  };
}

function sessionOf(fixture: Fixture, name: string) {
  const { accessKeyId, secretAccessKey, sessionToken } = fixture.sandbox.world.issue(
    { kind: 'session-token', account: fixture.app.account, user: fixture.app.account.user(name) },
    3600,
  );
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  };
}
