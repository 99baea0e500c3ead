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
import type { Stage } from './fixture.js';

/** A way to sign in, and how it comes that nothing renews it any more. */
export interface WayToSignIn {
  /** The words above its screens. */
  readonly title: string;
  /** Variables of the computer it happens on, setup and Git alike; looked at again each time. */
  readonly variables?: () => Variables;
  /** Sets the profile up and makes the clone; gives what setup said. */
  setUp(stage: Stage): Promise<string>;
  /** What happens at AWS, or at the identity provider, besides the end of the session. */
  readonly then?: (stage: Stage) => unknown;
  /** A device's code is all it takes. */
  readonly wantsCode?: true;
  /** Ends what was started for it. */
  readonly leave?: () => Promise<void>;
}

/** The same stage, where every program sees these variables too. */
export function withVariables(stage: Stage, variables: () => Variables): Stage {
  const home: Stage['home'] = {
    ...stage.home,
    environment: (...extra) => stage.home.environment(variables(), ...extra),
    run: (program, args, options = {}) =>
      stage.home.run(program, args, { ...options, env: { ...variables(), ...options.env } }),
  };
  return {
    ...stage,
    home,
    codecommit: (args, options) => home.run(process.execPath, [stage.program, ...args], options),
  };
}

const denied = { Version: '2012-10-17', Statement: [] } as const;

async function byFlags(stage: Stage, ...flags: string[]): Promise<string> {
  const { code, stderr } = await stage.codecommit([
    'setup',
    '--repository',
    stage.app.url,
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
function ownUser(stage: Stage, name: string, mfa = false) {
  return stage.app.account.user(name, mfa ? { mfa: 'totp' } : {});
}

export const waysToSignIn: readonly WayToSignIn[] = [
  {
    title: 'A role in another account, which needs nobody',
    setUp: (stage) =>
      byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile, '--keep-source'),
  },
  {
    title: 'The same, and the role does not trust us any more',
    setUp: (stage) =>
      byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile, '--keep-source'),
    then: ({ role }) => {
      role.trust = denied;
    },
  },
  {
    title: 'A role in another account, with keys that were given for once',
    setUp: (stage) => byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile),
  },
  {
    title: 'A role that wants an MFA code',
    setUp: (stage) =>
      byFlags(
        stage,
        ...assumeRole(stage.roleWithMfa.arn),
        '--source-keys-file',
        stage.keysFile,
        '--keep-source',
        '--mfa-code',
        stage.ana.device.code(),
      ),
    wantsCode: true,
  },
  {
    title: 'An IAM user with an MFA code',
    async setUp(stage) {
      const user = ownUser(stage, 'bea', true);
      stage.ana.device.code = () => user.device.code();
      await stage.home.addProfile('bea', user.key);
      return await byFlags(
        stage,
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
    async setUp(stage) {
      const user = ownUser(stage, 'cal');
      await stage.home.addProfile('cal', user.key);
      return await byFlags(
        stage,
        '--method',
        'federation-token',
        '--source-profile',
        'cal',
        '--policy-arn',
        'arn:aws:iam::aws:policy/AWSCodeCommitPowerUser',
      );
    },
    then: (stage) => {
      const user = stage.app.account.users.get('cal');
      if (user) user.key.active = false;
    },
  },
  {
    title: "A company's sign-in page",
    async setUp(stage) {
      const idp = await stage.sandbox.world.identityProvider();
      const provider = stage.app.account.samlProvider('Corp', idp.metadata);
      const role = stage.app.account.role('Saml', { trust: provider.trust() });
      const response = await stage.home.write(
        'response.txt',
        await idp.response({ roles: [`${role.arn},${provider.arn}`] }),
      );
      const said = await byFlags(stage, '--method', 'saml', '--saml-response-file', response);
      // As a recipe is after the page was opened in a browser.
      const recipes = stage.home.file('.config', 'git-codecommit', 'recipes.ini');
      await writeFile(recipes, `${await readFile(recipes, 'utf8')}idp-url = "${idp.signInUrl}"\n`);
      return said;
    },
  },
  {
    title: 'A SAML response that was pasted',
    async setUp(stage) {
      const idp = await stage.sandbox.world.identityProvider('other');
      const provider = stage.app.account.samlProvider('Other', idp.metadata);
      const role = stage.app.account.role('Pasted', { trust: provider.trust() });
      const response = await stage.home.write(
        'response.txt',
        await idp.response({ roles: [`${role.arn},${provider.arn}`] }),
      );
      return await byFlags(stage, '--method', 'saml', '--saml-response-file', response);
    },
  },
  {
    title: 'A web identity token in a file, and nobody puts a new one there',
    async setUp(stage) {
      const ci = oddProvider(stage.sandbox, 'ci.example.com');
      const role = stage.app.account.role('Ci', {
        trust: webIdentityTrust(stage.app.account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, {
          'ci.example.com:sub': 'repo:octo/app',
        }),
      });
      const token = (seconds: number): Promise<string> =>
        ci.idToken({ aud: 'sts.amazonaws.com', sub: 'repo:octo/app' }, seconds);
      const said = await byFlags(
        stage,
        '--method',
        'web-identity',
        '--role-arn',
        role.arn,
        '--web-identity-token-file',
        await stage.home.write('token', await token(3600)),
      );
      await stage.home.write('token', await token(-7200));
      return said;
    },
  },
  {
    title: "A company's access portal, and the sign-in there has ended too",
    async setUp(stage) {
      const center = stage.sandbox.world.identityCenter({
        region: 'eu-central-1',
        startUrl: 'https://corp.awsapps.com/start',
      });
      center.assign(center.user('ana'), stage.app.account, 'Developer', { accountName: 'dev' });
      const words = [
        'setup',
        '--method',
        'identity-center',
        '--repository',
        stage.app.url,
        '--start-url',
        'https://corp.awsapps.com/start',
        '--sso-region',
        'eu-central-1',
        '--account-id',
        stage.app.account.id,
        '--role-name',
        'Developer',
        '--yes',
        '--overwrite',
        '--clone',
        'clone',
        '--git-scope',
        'region',
      ];
      const env = stage.home.environment(
        await personAsBrowser(stage.home, { username: 'ana', password: 'correct horse', decision: 'allow' }),
      );
      const terminal = new TestTerminal([process.execPath, `${built()}/git-codecommit.js`, ...words], {
        env,
        cwd: stage.home.path,
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
    async then(stage) {
      for (const center of stage.sandbox.world.identityCenters) center.signEveryoneOut();
      await rm(stage.home.file('.aws', 'sso'), { recursive: true, force: true });
    },
  },
  {
    title: 'A sign-in to the AWS console that has ended',
    async setUp(stage) {
      const session = stage.sandbox.world.consoleSession(ownUser(stage, 'dan'));
      await stage.home.write('.aws/config', `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`);
      const cache = stage.home.file('.aws', 'login', 'cache');
      await mkdir(cache, { recursive: true });
      await writeFile(`${cache}/${createHash('sha256').update(session.name).digest('hex')}.json`, session.cacheFile(), {
        mode: 0o600,
      });
      return await byFlags(stage, '--method', 'console-login', '--source-profile', 'console');
    },
    async then(stage) {
      for (const session of stage.sandbox.world.consoleSessions) session.ended = 'TOKEN_EXPIRED';
      await rm(stage.home.file('.aws', 'login'), { recursive: true });
    },
  },
  {
    title: 'A command that prints credentials, and does not any more',
    async setUp(stage) {
      const { accessKeyId, secretAccessKey, sessionToken } = stage.app.account.world.issue(
        { kind: 'session-token', account: stage.app.account, user: ownUser(stage, 'eve') },
        3600,
      );
      const printed = await stage.home.write(
        'printed',
        JSON.stringify({
          Version: 1,
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      );
      return await byFlags(stage, '--method', 'process', '--command', `cat ${printed}`);
    },
    then: ({ home }) => rm(home.file('printed')),
  },
  {
    title: 'Keys that were pasted',
    async setUp(stage) {
      const { accessKeyId, secretAccessKey, sessionToken } = stage.app.account.world.issue(
        { kind: 'session-token', account: stage.app.account, user: ownUser(stage, 'fay') },
        3600,
      );
      return await byFlags(
        stage,
        '--method',
        'keys',
        '--keys-file',
        await stage.home.write(
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
    async setUp(stage) {
      const { world } = stage.sandbox;
      const [identityPool, userPool] = [
        world.identityPool(stage.app.account, 'eu-west-1'),
        world.userPool('eu-west-1', 'my-team'),
      ];
      identityPool.authenticatedRole = stage.app.account.role('CognitoUsers', { trust: identityPool.trust() });
      const client = userPool.client();
      identityPool.trusts(userPool.issuer, client.id);
      userPool.user('ana');
      const password = await stage.home.write('password', 'correct horse\n');
      return await byFlags(
        stage,
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
    async setUp(stage) {
      const { code, stdout, stderr } = await stage.codecommit(
        [
          'setup',
          ...assumeRole(stage.role.arn),
          '--repository',
          stage.app.url,
          '--source-keys-file',
          stage.keysFile,
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
    async setUp(stage) {
      metadata = await startMetadata(stage.app.account.role('Builder'));
      return await byFlags(stage, '--method', 'instance');
    },
    then: () => {
      if (metadata) then(metadata);
    },
    leave: async () => await metadata?.close(),
  };
}
