import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';

import { startMetadata } from '../sandbox/metadata.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import type { Fixture } from './fixture.js';

/** An AWS, the repository in it that somebody wants, and their home. */
export type Place = Pick<Fixture, 'sandbox' | 'home' | 'role' | 'app' | 'keysFile'>;

/** What somebody has who signs in by a method. */
export interface AtHand {
  /** Answers to the method's questions, by flag; made anew each time, for a code is good once. */
  readonly answers: () => Readonly<Record<string, string>>;
  /** Variables of the computer it happens on, setup and Git alike. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Somebody has to be there: variables of a terminal whose browser is that person. */
  readonly person?: Readonly<Record<string, string>>;
  /** What nobody else may see of it, besides the sessions that AWS gives. */
  readonly secrets?: readonly string[];
  /** What it takes is no longer there, or AWS or the identity provider does not take it any more. */
  readonly ends?: () => unknown;
  /** Ends what was started for it. */
  readonly leave?: () => Promise<void>;
}

/** `--name value` of each answer. */
export function flagsOf(answers: Readonly<Record<string, string>>): string[] {
  return Object.entries(answers).flatMap(([name, value]) => [`--${name}`, value]);
}

const table = {
  'assume-role': ({ role, keysFile }) =>
    Promise.resolve({
      answers: () => ({ 'role-arn': role.arn, 'source-keys-file': keysFile }),
      ends: () => {
        role.trust = { Version: '2012-10-17', Statement: [] };
      },
    }),
  async 'session-token'({ app, home, sandbox }) {
    const { key, device } = app.account.user('bea', { mfa: 'totp' });
    await home.addProfile('bea', key);
    return {
      answers: () => {
        sandbox.clock.advance(30_000);
        return { 'source-profile': 'bea', 'mfa-code': device.code() };
      },
      secrets: [key.secretAccessKey],
    };
  },
  async 'federation-token'({ app, home }) {
    const { key } = app.account.user('cal');
    await home.addProfile('cal', key);
    return {
      answers: () => ({ 'source-profile': 'cal', 'policy-arn': 'arn:aws:iam::aws:policy/AWSCodeCommitPowerUser' }),
      secrets: [key.secretAccessKey],
      ends: () => {
        key.active = false;
      },
    };
  },
  async saml({ app, home, sandbox }) {
    const idp = await sandbox.aws.identityProvider();
    const provider = app.account.samlProvider('Corp', idp.metadata);
    const role = app.account.role('Saml', { trust: provider.trust() });
    const response = await idp.response({ roles: [`${role.arn},${provider.arn}`] });
    const file = await home.write('response.txt', response);
    return { answers: () => ({ 'saml-response-file': file }), secrets: [response.slice(200, 240)] };
  },
  async 'web-identity'({ app, home, sandbox }) {
    const ci = oddProvider(sandbox, 'ci.example.com');
    const trusted = app.account.openIdProvider(ci.issuer, ['sts.amazonaws.com']);
    const role = app.account.role('Ci', {
      trust: webIdentityTrust(trusted.arn, { 'ci.example.com:sub': 'repo:octo/app' }),
    });
    const token = (seconds: number): Promise<string> =>
      ci.idToken({ aud: 'sts.amazonaws.com', sub: 'repo:octo/app' }, seconds);
    const first = await token(3600);
    const file = await home.write('token', first);
    return {
      answers: () => ({ 'role-arn': role.arn, 'web-identity-token-file': file }),
      secrets: [first.slice(-40)],
      ends: async () => home.write('token', await token(-7200)),
    };
  },
  async 'identity-center'({ app, home, sandbox }) {
    const startUrl = 'https://corp.awsapps.com/start';
    const center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
    const ana = center.user('ana');
    center.assign(ana, app.account, 'Developer', { accountName: 'dev' });
    return {
      answers: () => ({
        'start-url': startUrl,
        'sso-region': 'eu-central-1',
        'account-id': app.account.id,
        'role-name': 'Developer',
      }),
      person: { ...(await personAsBrowser(home, { username: ana.name, password: ana.password, decision: 'allow' })) },
      ends: async () => {
        center.signEveryoneOut();
        await rm(home.file('.aws', 'sso'), { recursive: true, force: true });
      },
    };
  },
  async 'console-login'({ app, home, sandbox }) {
    const session = sandbox.aws.consoleSession(app.account.user('dan'));
    await home.write('.aws/config', `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`);
    await mkdir(home.file('.aws', 'login', 'cache'), { recursive: true, mode: 0o700 });
    await home.write(
      `.aws/login/cache/${createHash('sha256').update(session.name).digest('hex')}.json`,
      session.cacheFile(),
    );
    return {
      answers: () => ({ 'source-profile': 'console' }),
      ends: async () => {
        session.ended = 'TOKEN_EXPIRED';
        await rm(home.file('.aws', 'login'), { recursive: true });
      },
    };
  },
  async process(place) {
    const printed = await place.home.write('printed', JSON.stringify({ Version: 1, ...session(place, 'eve') }));
    return { answers: () => ({ command: `cat ${printed}` }), ends: () => rm(printed) };
  },
  async keys(place) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session(place, 'fay');
    const file = await place.home.write(
      'keys.env',
      `export AWS_ACCESS_KEY_ID=${AccessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${SecretAccessKey}\n` +
        `export AWS_SESSION_TOKEN=${SessionToken}\nexport AWS_CREDENTIAL_EXPIRATION=${Expiration}\n`,
    );
    return { answers: () => ({ 'keys-file': file }) };
  },
  environment(place) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session(place, 'gil');
    const variables: Record<string, string> = {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
      AWS_CREDENTIAL_EXPIRATION: Expiration,
    };
    return Promise.resolve({
      answers: () => ({}),
      variables,
      secrets: [SecretAccessKey],
      ends: () => {
        variables['AWS_CREDENTIAL_EXPIRATION'] = '2020-01-01T00:00:00Z';
      },
    });
  },
  async instance({ app }) {
    const metadata = await startMetadata(app.account.role('Builder'));
    return {
      answers: () => ({}),
      variables: metadata.instance,
      ends: () => {
        metadata.role = undefined;
      },
      leave: () => metadata.close(),
    };
  },
  async cognito({ app, home, sandbox }) {
    const identityPool = sandbox.aws.identityPool(app.account, 'eu-west-1');
    identityPool.authenticatedRole = app.account.role('CognitoUsers', { trust: identityPool.trust() });
    const pool = sandbox.aws.userPool('eu-west-1', 'my-team');
    const client = pool.client();
    identityPool.trusts(pool.issuer, client.id);
    const { name, password } = pool.user('ana', 'battery staple');
    const file = await home.write('password', `${password}\n`);
    return {
      answers: () => ({
        'identity-pool-id': identityPool.id,
        login: 'user-pool',
        'user-pool-id': pool.id,
        'client-id': client.id,
        username: name,
        'password-file': file,
      }),
      secrets: [password],
      ends: () => {
        pool.refreshTokens.clear();
      },
    };
  },
} satisfies Readonly<Record<string, (place: Place) => Promise<AtHand>>>;

/** A method, by its id. */
export type MethodId = keyof typeof table;

/** How somebody signs in by each method: makes what that takes at AWS and in their home. */
export const signInBy: Readonly<Record<MethodId, (place: Place) => Promise<AtHand>>> = table;

/** A session of a user of the repository's account, for four hours, as another tool has got it. */
export function session({ app }: Pick<Place, 'app'>, name: string) {
  const { account } = app;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = account.aws.issue(
    { kind: 'session-token', account, user: account.user(name) },
    14_400,
  );
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration.toISOString(),
  };
}
