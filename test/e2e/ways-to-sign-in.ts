import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { TestTerminal } from '../helpers/terminal.js';
import { built } from '../helpers/built.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { startMetadata } from '../sandbox/metadata.js';
import type { Metadata } from '../sandbox/metadata.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { webIdentityTrust } from '../sandbox/world/openid-provider.js';
import type { Variables } from '../helpers/environment.js';
import type { Fixture } from './fixture.js';

/** A way to sign in, and how it comes that nothing renews it any more. */
export interface WayToSignIn {
  /** The words above its screens. */
  readonly title: string;
  /** Variables of the computer it happens on, setup and Git alike; looked at again each time. */
  readonly variables?: () => Variables;
  /** Sets the profile up and makes the clone; gives what setup said. */
  setUp(fixture: Fixture): Promise<string>;
  /** What happens at AWS, or at the identity provider, besides the end of the session. */
  readonly then?: (fixture: Fixture) => unknown;
  /** A device's code is all it takes. */
  readonly wantsCode?: true;
  /** Ends what was started for it. */
  readonly leave?: () => Promise<void>;
}

/** The same fixture, where every program sees these variables too. */
export function withVariables(fixture: Fixture, variables: () => Variables): Fixture {
  const home: Fixture['home'] = {
    ...fixture.home,
    environment: (...extra) => fixture.home.environment(variables(), ...extra),
    run: (program, args, options = {}) =>
      fixture.home.run(program, args, { ...options, env: { ...variables(), ...options.env } }),
  };
  return {
    ...fixture,
    home,
    codecommit: (args, options) => home.run(process.execPath, [fixture.program, ...args], options),
  };
}

const denied = { Version: '2012-10-17', Statement: [] } as const;

async function byFlags(fixture: Fixture, ...flags: string[]): Promise<string> {
  const { code, stderr } = await fixture.codecommit([
    'setup',
    '--repository',
    fixture.app.url,
    '--yes',
    '--overwrite',
    '--profile',
    'my-app',
    '--git-scope',
    'region',
    '--clone',
    'clone',
    ...flags,
  ]);
  if (code !== 0) throw new Error(stderr);
  return stderr;
}

const assumeRole = (role: string): readonly string[] => ['--method', 'assume-role', '--role-arn', role];

/** The repository's own account, for ways that stay in it. */
function ownUser(fixture: Fixture, name: string, mfa = false) {
  return fixture.app.account.user(name, mfa ? { mfa: 'totp' } : {});
}

export const waysToSignIn: readonly WayToSignIn[] = [
  {
    title: 'A role in another account, which needs nobody',
    setUp: (fixture) =>
      byFlags(fixture, ...assumeRole(fixture.role.arn), '--source-keys-file', fixture.keysFile, '--keep-source'),
  },
  {
    title: 'The same, and the role does not trust us any more',
    setUp: (fixture) =>
      byFlags(fixture, ...assumeRole(fixture.role.arn), '--source-keys-file', fixture.keysFile, '--keep-source'),
    then: ({ role }) => {
      role.trust = denied;
    },
  },
  {
    title: 'A role in another account, with keys that were given for once',
    setUp: (fixture) => byFlags(fixture, ...assumeRole(fixture.role.arn), '--source-keys-file', fixture.keysFile),
  },
  {
    title: 'A role that wants an MFA code',
    setUp: (fixture) =>
      byFlags(
        fixture,
        ...assumeRole(fixture.roleWithMfa.arn),
        '--source-keys-file',
        fixture.keysFile,
        '--keep-source',
        '--mfa-code',
        fixture.ana.device.code(),
      ),
    wantsCode: true,
  },
  {
    title: 'An IAM user with an MFA code',
    async setUp(fixture) {
      const user = ownUser(fixture, 'bea', true);
      fixture.ana.device.code = () => user.device.code();
      await fixture.home.addProfile('bea', user.key);
      return await byFlags(
        fixture,
        '--method',
        'session-token',
        '--source-profile',
        'bea',
        '--mfa-code',
        user.device.code(),
      );
    },
    wantsCode: true,
  },
  {
    title: "A limited session from an IAM user's keys, and the user is gone",
    async setUp(fixture) {
      const user = ownUser(fixture, 'cal');
      await fixture.home.addProfile('cal', user.key);
      return await byFlags(
        fixture,
        '--method',
        'federation-token',
        '--source-profile',
        'cal',
        '--policy-arn',
        'arn:aws:iam::aws:policy/AWSCodeCommitPowerUser',
      );
    },
    then: (fixture) => {
      const user = fixture.app.account.users.get('cal');
      if (user) user.key.active = false;
    },
  },
  {
    title: "A company's sign-in page",
    async setUp(fixture) {
      const idp = await fixture.sandbox.world.identityProvider();
      const provider = fixture.app.account.samlProvider('Corp', idp.metadata);
      const role = fixture.app.account.role('Saml', { trust: provider.trust() });
      const response = await fixture.home.write(
        'response.txt',
        await idp.response({ roles: [`${role.arn},${provider.arn}`] }),
      );
      const said = await byFlags(fixture, '--method', 'saml', '--saml-response-file', response);
      // As a recipe is after the page was opened in a browser.
      const recipes = fixture.home.file('.config', 'git-codecommit', 'recipes.ini');
      await writeFile(recipes, `${await readFile(recipes, 'utf8')}idp-url = "${idp.signInUrl}"\n`);
      return said;
    },
  },
  {
    title: 'A SAML response that was pasted',
    async setUp(fixture) {
      const idp = await fixture.sandbox.world.identityProvider('other');
      const provider = fixture.app.account.samlProvider('Other', idp.metadata);
      const role = fixture.app.account.role('Pasted', { trust: provider.trust() });
      const response = await fixture.home.write(
        'response.txt',
        await idp.response({ roles: [`${role.arn},${provider.arn}`] }),
      );
      return await byFlags(fixture, '--method', 'saml', '--saml-response-file', response);
    },
  },
  {
    title: 'A web identity token in a file, and nobody puts a new one there',
    async setUp(fixture) {
      const ci = oddProvider(fixture.sandbox, 'ci.example.com');
      const role = fixture.app.account.role('Ci', {
        trust: webIdentityTrust(fixture.app.account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, {
          'ci.example.com:sub': 'repo:octo/app',
        }),
      });
      const token = (seconds: number): Promise<string> =>
        ci.idToken({ aud: 'sts.amazonaws.com', sub: 'repo:octo/app' }, seconds);
      const said = await byFlags(
        fixture,
        '--method',
        'web-identity',
        '--role-arn',
        role.arn,
        '--web-identity-token-file',
        await fixture.home.write('token', await token(3600)),
      );
      await fixture.home.write('token', await token(-7200));
      return said;
    },
  },
  {
    title: "A company's access portal, and the sign-in there has ended too",
    async setUp(fixture) {
      const center = fixture.sandbox.world.identityCenter({
        region: 'eu-central-1',
        startUrl: 'https://corp.awsapps.com/start',
      });
      center.assign(center.user('ana'), fixture.app.account, 'Developer', { accountName: 'dev' });
      const words = [
        'setup',
        '--method',
        'identity-center',
        '--repository',
        fixture.app.url,
        '--start-url',
        'https://corp.awsapps.com/start',
        '--sso-region',
        'eu-central-1',
        '--account-id',
        fixture.app.account.id,
        '--role-name',
        'Developer',
        '--yes',
        '--overwrite',
        '--clone',
        'clone',
        '--git-scope',
        'region',
      ];
      const env = fixture.home.environment(
        await personAsBrowser(fixture.home, { username: 'ana', password: 'correct horse', decision: 'allow' }),
      );
      const terminal = new TestTerminal([process.execPath, `${built()}/git-codecommit.js`, ...words], {
        env,
        cwd: fixture.home.path,
        columns: 160,
        rows: 60,
      });
      try {
        const { code } = await terminal.exit(120_000);
        if (code !== 0) throw new Error(terminal.text());
        return terminal.text();
      } finally {
        await terminal.close();
      }
    },
    async then(fixture) {
      for (const center of fixture.sandbox.world.identityCenters) center.signEveryoneOut();
      await rm(fixture.home.file('.aws', 'sso'), { recursive: true, force: true });
    },
  },
  {
    title: 'A sign-in to the AWS console that has ended',
    async setUp(fixture) {
      const session = fixture.sandbox.world.consoleSession(ownUser(fixture, 'dan'));
      await fixture.home.write(
        '.aws/config',
        `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`,
      );
      const cache = fixture.home.file('.aws', 'login', 'cache');
      await mkdir(cache, { recursive: true });
      await writeFile(`${cache}/${createHash('sha256').update(session.name).digest('hex')}.json`, session.cacheFile(), {
        mode: 0o600,
      });
      return await byFlags(fixture, '--method', 'console-login', '--source-profile', 'console');
    },
    async then(fixture) {
      for (const session of fixture.sandbox.world.consoleSessions) session.ended = 'TOKEN_EXPIRED';
      await rm(fixture.home.file('.aws', 'login'), { recursive: true });
    },
  },
  {
    title: 'A command that prints credentials, and does not any more',
    async setUp(fixture) {
      const { accessKeyId, secretAccessKey, sessionToken } = fixture.app.account.world.issue(
        { kind: 'session-token', account: fixture.app.account, user: ownUser(fixture, 'eve') },
        3600,
      );
      const printed = await fixture.home.write(
        'printed',
        JSON.stringify({
          Version: 1,
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      );
      return await byFlags(fixture, '--method', 'process', '--command', `cat ${printed}`);
    },
    then: ({ home }) => rm(home.file('printed')),
  },
  {
    title: 'Keys that were pasted',
    async setUp(fixture) {
      const { accessKeyId, secretAccessKey, sessionToken } = fixture.app.account.world.issue(
        { kind: 'session-token', account: fixture.app.account, user: ownUser(fixture, 'fay') },
        3600,
      );
      return await byFlags(
        fixture,
        '--method',
        'keys',
        '--keys-file',
        await fixture.home.write(
          'keys',
          `export AWS_ACCESS_KEY_ID=${accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${secretAccessKey}\nexport ` +
            `AWS_SESSION_TOKEN=${sessionToken}\nexport ` +
            `AWS_CREDENTIAL_EXPIRATION=${new Date(Date.now() + 3_600_000).toISOString()}\n`,
        ),
      );
    },
  },
  {
    title: "An app's own sign-in at Amazon Cognito, and the refresh token is revoked",
    async setUp(fixture) {
      const { world } = fixture.sandbox;
      const [identityPool, userPool] = [
        world.identityPool(fixture.app.account, 'eu-west-1'),
        world.userPool('eu-west-1', 'my-team'),
      ];
      identityPool.authenticatedRole = fixture.app.account.role('CognitoUsers', { trust: identityPool.trust() });
      const client = userPool.client();
      identityPool.trusts(userPool.issuer, client.id);
      userPool.user('ana');
      const password = await fixture.home.write('password', 'correct horse\n');
      return await byFlags(
        fixture,
        '--method',
        'cognito',
        '--identity-pool-id',
        identityPool.id,
        '--login',
        'user-pool',
        '--user-pool-id',
        userPool.id,
        '--client-id',
        client.id,
        '--username',
        'ana',
        '--password-file',
        password,
      );
    },
    then: ({ sandbox }) => {
      for (const pool of sandbox.world.userPools) pool.refreshTokens.clear();
    },
  },
  inTheEnvironment(),
  onAnInstance('The role of an EC2 instance'),
  onAnInstance('The same, and the instance has no role any more', (metadata) => {
    metadata.role = undefined;
  }),
];

/** `--save-to environment`, with the lines that setup printed in the shell that Git is run from. */
function inTheEnvironment(): WayToSignIn {
  let exported: Record<string, string> = {};
  return {
    title: 'A role in another account, with the credentials in the environment',
    variables: () => exported,
    async setUp(fixture) {
      const { code, stdout, stderr } = await fixture.codecommit(
        [
          'setup',
          ...assumeRole(fixture.role.arn),
          '--repository',
          fixture.app.url,
          '--source-keys-file',
          fixture.keysFile,
          '--save-to',
          'environment',
          '--yes',
          '--clone',
          'clone',
        ],
        { env: { SHELL: '/bin/sh' } },
      );
      if (code !== 0) throw new Error(stderr);
      exported = Object.fromEntries(
        [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
      );
      return stderr;
    },
    then: () => {
      exported = { ...exported, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' };
    },
  };
}

function onAnInstance(title: string, then: (metadata: Metadata) => void = () => undefined): WayToSignIn {
  let metadata: Metadata | undefined;
  return {
    title,
    variables: () => metadata?.instance ?? {},
    async setUp(fixture) {
      metadata = await startMetadata(fixture.app.account.role('Builder'));
      return await byFlags(fixture, '--method', 'instance');
    },
    then: () => {
      if (metadata) then(metadata);
    },
    leave: async () => await metadata?.close(),
  };
}
