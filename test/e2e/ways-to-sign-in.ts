import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { TestTerminal } from '../helpers/terminal.js';
import { built } from '../helpers/built.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { webIdentityTrust } from '../sandbox/world/openid-provider.js';
import type { Stage } from './stage.js';

/** A way to sign in, and how it comes that nothing renews it any more. */
export interface WayToSignIn {
  /** The words above its screens. */
  readonly title: string;
  /** Sets the profile up and makes the clone; gives what setup said. */
  setUp(stage: Stage): Promise<string>;
  /** What happens at AWS, or at the identity provider, besides the end of the session. */
  readonly then?: (stage: Stage) => unknown;
  /** A device's code is all it takes. */
  readonly wantsCode?: true;
}

const denied = { Version: '2012-10-17', Statement: [] } as const;

async function byFlags(stage: Stage, ...flags: string[]): Promise<string> {
  const { code, stderr } = await stage.codecommit(['setup', '--repository', stage.app.url, '--yes', '--overwrite', '--profile', 'my-app', '--git-scope', 'region', '--clone', 'clone', ...flags]);
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
    setUp: (stage) => byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile, '--keep-source'),
  },
  {
    title: 'The same, and the role does not trust us any more',
    setUp: (stage) => byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile, '--keep-source'),
    then: ({ role }) => { role.trust = denied; },
  },
  {
    title: 'A role in another account, with keys that were given for once',
    setUp: (stage) => byFlags(stage, ...assumeRole(stage.role.arn), '--source-keys-file', stage.keysFile),
  },
  {
    title: 'A role that wants an MFA code',
    setUp: (stage) => byFlags(stage, ...assumeRole(stage.roleWithMfa.arn), '--source-keys-file', stage.keysFile, '--keep-source', '--mfa-code', stage.ana.device.code()),
    wantsCode: true,
  },
  {
    title: 'An IAM user with an MFA code',
    async setUp(stage) {
      const user = ownUser(stage, 'bea', true);
      stage.ana.device.code = () => user.device.code();
      await stage.home.addProfile('bea', user.key);
      return await byFlags(stage, '--method', 'session-token', '--source-profile', 'bea', '--mfa-code', user.device.code());
    },
    wantsCode: true,
  },
  {
    title: 'A limited session from an IAM user\'s keys, and the user is gone',
    async setUp(stage) {
      const user = ownUser(stage, 'cal');
      await stage.home.addProfile('cal', user.key);
      return await byFlags(stage, '--method', 'federation-token', '--source-profile', 'cal', '--policy-arn', 'arn:aws:iam::aws:policy/AWSCodeCommitPowerUser');
    },
    then: (stage) => {
      const user = stage.app.account.users.get('cal');
      if (user) user.key.active = false;
    },
  },
  {
    title: 'A company\'s sign-in page',
    async setUp(stage) {
      const idp = await stage.sandbox.world.identityProvider();
      const provider = stage.app.account.samlProvider('Corp', idp.metadata);
      const role = stage.app.account.role('Saml', { trust: provider.trust() });
      const response = await stage.home.write('response.txt', await idp.response({ roles: [`${role.arn},${provider.arn}`] }));
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
      const response = await stage.home.write('response.txt', await idp.response({ roles: [`${role.arn},${provider.arn}`] }));
      return await byFlags(stage, '--method', 'saml', '--saml-response-file', response);
    },
  },
  {
    title: 'A web identity token in a file, and nobody puts a new one there',
    async setUp(stage) {
      const ci = oddProvider(stage.sandbox, 'ci.example.com');
      const role = stage.app.account.role('Ci', { trust: webIdentityTrust(stage.app.account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, { 'ci.example.com:sub': 'repo:octo/app' }) });
      const token = (seconds: number): Promise<string> => ci.idToken({ aud: 'sts.amazonaws.com', sub: 'repo:octo/app' }, seconds);
      const said = await byFlags(stage, '--method', 'web-identity', '--role-arn', role.arn, '--web-identity-token-file', await stage.home.write('token', await token(3600)));
      await stage.home.write('token', await token(-7200));
      return said;
    },
  },
  {
    title: 'A company\'s access portal, and the sign-in there has ended too',
    async setUp(stage) {
      const center = stage.sandbox.world.identityCenter({ region: 'eu-central-1', startUrl: 'https://corp.awsapps.com/start' });
      center.assign(center.user('ana'), stage.app.account, 'Developer', { accountName: 'dev' });
      const words = ['setup', '--method', 'identity-center', '--repository', stage.app.url, '--start-url', 'https://corp.awsapps.com/start', '--sso-region', 'eu-central-1', '--account-id', stage.app.account.id, '--role-name', 'Developer', '--yes', '--overwrite', '--clone', 'clone', '--git-scope', 'region'];
      const env = stage.home.environment(await personAsBrowser(stage.home, { username: 'ana', password: 'correct horse', decision: 'allow' }));
      const terminal = new TestTerminal([process.execPath, `${built()}/git-codecommit.js`, ...words], { env, cwd: stage.home.path, columns: 160, rows: 60 });
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
      await writeFile(`${cache}/${createHash('sha256').update(session.name).digest('hex')}.json`, session.cacheFile(), { mode: 0o600 });
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
      const { accessKeyId, secretAccessKey, sessionToken } = stage.app.account.world.issue({ kind: 'session-token', account: stage.app.account, user: ownUser(stage, 'eve') }, 3600);
      const printed = await stage.home.write('printed', JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: new Date(Date.now() + 3_600_000).toISOString() }));
      return await byFlags(stage, '--method', 'process', '--command', `cat ${printed}`);
    },
    then: ({ home }) => rm(home.file('printed')),
  },
  {
    title: 'Keys that were pasted',
    async setUp(stage) {
      const { accessKeyId, secretAccessKey, sessionToken } = stage.app.account.world.issue({ kind: 'session-token', account: stage.app.account, user: ownUser(stage, 'fay') }, 3600);
      return await byFlags(stage, '--method', 'keys', '--keys-file', await stage.home.write('keys', `export AWS_ACCESS_KEY_ID=${accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${secretAccessKey}\nexport AWS_SESSION_TOKEN=${sessionToken}\nexport AWS_CREDENTIAL_EXPIRATION=${new Date(Date.now() + 3_600_000).toISOString()}\n`));
    },
  },
];
