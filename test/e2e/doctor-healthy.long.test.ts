import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import { awsHelperValue } from '../../src/git/settings/helper-value.js';
import { methods } from '../../src/methods/index.js';
import { built } from '../helpers/built.js';
import type { Variables } from '../helpers/environment.js';
import { has, needs } from '../helpers/needs.js';
import { TestTerminal } from '../helpers/terminal.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { startMetadata, type Metadata } from '../sandbox/metadata.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/world/account.js';
import { webIdentityTrust } from '../sandbox/world/openid-provider.js';
import type { Repository } from '../sandbox/world/repository.js';
import type { User } from '../sandbox/world/user.js';
import type { Document } from './doctor/bench.js';

const scopes = ['region', 'all', 'repository', 'local', 'global'] as const;

describe('the doctor finds nothing on a healthy machine', function () {
  this.timeout(240_000);
  const undo = undoAfter();
  let program: string;
  let sandbox: Sandbox;
  let account: Account;
  let ana: User;
  let app: Repository;
  let metadata: Metadata;
  let home: FurnishedHome;
  before(async () => {
    program = `${built()}/git-codecommit.js`;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    account = sandbox.world.account('111122223333');
    ana = account.user('ana', { mfa: 'totp' });
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
    metadata = await startMetadata(account.role('Builder'));
    undo(() => metadata.close());
  });
  beforeEach(async () => {
    home = await furnishedHome(sandbox);
    await home.run('git', ['init', '-q', 'clone']);
    await home.run('git', ['remote', 'add', 'origin', app.url], { cwd: home.file('clone') });
  });
  afterEach(() => home.remove());

  const codecommit = (args: readonly string[], env: Variables = {}) =>
    home.run(process.execPath, [program, ...args], { cwd: home.file('clone'), env });
  const setUp = async (flags: readonly string[], env: Variables = {}): Promise<void> => {
    const { code, stderr } = await codecommit(
      ['setup', '--repository', app.url, '--yes', '--no-verify', ...flags],
      env,
    );
    expect(code, stderr).to.equal(0);
  };
  const isHealthy = async (env: Variables = {}): Promise<void> => {
    const { code, stdout, stderr } = await codecommit(['doctor', '--json'], env);
    expect(stdout, stderr).to.contain('{');
    const { ok, findings } = JSON.parse(stdout) as Document;
    expect(findings.filter(({ level }) => level === 'fail' || level === 'warn')).to.deep.equal([]);
    expect([ok, code]).to.deep.equal([true, 0]);
    expect(findings.map(({ id }) => id)).to.deep.equal(checks.map(({ id }) => id));
    // Nothing was found because everything was looked at.
    expect(findings.find(({ id }) => id === 'pull')?.detail).to.equal('Git may pull.');
    expect(
      findings.filter(({ level, id }) => level === 'skip' && !['aws-cli', 'credentials-file'].includes(id)),
    ).to.deep.equal([]);
  };
  /** The same machine with the AWS CLI's helper in the place of ours. */
  const withAwsHelper = async (profile: string | undefined): Promise<void> => {
    const { code, stderr } = await home.run('git', [
      'config',
      '--global',
      '--replace-all',
      'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper',
      awsHelperValue(profile),
      'codecommit',
    ]);
    expect(code, stderr).to.equal(0);
  };
  const keysFile = () => home.write('keys.csv', ana.accessKeysCsv());

  describe('under every scope', () => {
    const assumeRole = async (): Promise<readonly string[]> => [
      '--method',
      'assume-role',
      '--role-arn',
      [...account.roles.values()][0]?.arn ?? '',
      '--keep-source',
      '--source-keys-file',
      await keysFile(),
    ];
    before(() => {
      account.role('Developer');
    });
    for (const scope of scopes) {
      it(`${scope}, with our helper`, async () => {
        await setUp([...(await assumeRole()), '--git-scope', scope]);
        await isHealthy();
      });
      describe('with the AWS CLI', () => {
        before(needs('aws'));
        it(`${scope}, with the AWS CLI's helper`, async () => {
          await setUp([...(await assumeRole()), '--git-scope', scope, '--helper', 'aws']);
          await isHealthy();
        });
      });
    }
  });

  /** How each method is set up with the fewest steps; answers the variables of the shell. */
  const ways: Readonly<Record<string, () => Promise<Variables>>> = {
    'assume-role': async () => {
      await setUp([
        '--method',
        'assume-role',
        '--role-arn',
        account.role('Developer').arn,
        '--keep-source',
        '--source-keys-file',
        await keysFile(),
      ]);
      return {};
    },
    'session-token': async () => {
      sandbox.clock.advance(31_000);
      await setUp([
        '--method',
        'session-token',
        '--mfa-serial',
        ana.device.serialNumber,
        '--mfa-code',
        ana.device.code(),
        '--source-keys-file',
        await keysFile(),
      ]);
      return {};
    },
    'federation-token': async () => {
      const policy = await home.write(
        'policy.json',
        JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'codecommit:*', Resource: '*' },
        }),
      );
      await setUp([
        '--method',
        'federation-token',
        '--policy-file',
        policy,
        '--keep-source',
        '--source-keys-file',
        await keysFile(),
      ]);
      return {};
    },
    saml: async () => {
      const idp = await sandbox.world.identityProvider(`sso-${sandbox.world.identityProviders.size}`);
      const corp = account.samlProvider(`Corp${sandbox.world.identityProviders.size}`, idp.metadata);
      const role = account.role('Federated', { trust: corp.trust() });
      await setUp([
        '--method',
        'saml',
        '--saml-response-file',
        await home.write('response.txt', await idp.response({ roles: [`${role.arn},${corp.arn}`] })),
      ]);
      return {};
    },
    'web-identity': async () => {
      const ci = oddProvider(sandbox, 'ci.example.com');
      const role = account.role('ci', {
        trust: webIdentityTrust(account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, {
          'ci.example.com:aud': 'sts.amazonaws.com',
        }),
      });
      await setUp([
        '--method',
        'web-identity',
        '--role-arn',
        role.arn,
        '--web-identity-token-file',
        await home.write('token', await ci.idToken({ aud: 'sts.amazonaws.com' })),
      ]);
      return {};
    },
    cognito: async () => {
      const pool = sandbox.world.userPool('eu-west-1', 'my-team');
      const client = pool.client();
      const identityPool = sandbox.world.identityPool(account, 'eu-west-1');
      identityPool.authenticatedRole = account.role('CognitoUsers', { trust: identityPool.trust() });
      identityPool.trusts(pool.issuer, client.id);
      const { name, password } = pool.user('ana');
      await setUp([
        '--method',
        'cognito',
        '--identity-pool-id',
        identityPool.id,
        '--login',
        'user-pool',
        '--user-pool-id',
        pool.id,
        '--client-id',
        client.id,
        '--username',
        name,
        '--password-file',
        await home.write('password', password),
      ]);
      return {};
    },
    'identity-center': async () => {
      const center = sandbox.world.identityCenter({
        region: 'eu-central-1',
        startUrl: `https://corp${sandbox.world.identityCenters.length}.awsapps.com/start`,
      });
      center.assign(center.user('bea'), account, 'Developer', { accountName: 'dev' });
      const person = await personAsBrowser(home, { username: 'bea', password: 'correct horse', decision: 'allow' });
      const flags = [
        'setup',
        '--repository',
        app.url,
        '--yes',
        '--no-verify',
        '--method',
        'identity-center',
        '--start-url',
        center.startUrl,
        '--sso-region',
        'eu-central-1',
        '--account-id',
        account.id,
        '--role-name',
        'Developer',
      ];
      const at = new TestTerminal([process.execPath, program, ...flags], {
        env: home.environment(person),
        cwd: home.file('clone'),
        columns: 140,
      });
      try {
        expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
      } finally {
        await at.close();
      }
      return {};
    },
    process: async () => {
      const { key } = ana;
      const file = await home.write(
        'print-keys',
        `#!/bin/sh\necho '${JSON.stringify({ Version: 1, ...temporaryKeys() })}'\n`,
      );
      expect(key.accessKeyId).to.match(/^AKIA/);
      await chmod(file, 0o755);
      await setUp(['--method', 'process', '--command', file]);
      return {};
    },
    keys: async () => {
      const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = temporaryKeys();
      await setUp([
        '--method',
        'keys',
        '--keys-file',
        await home.write(
          'keys.txt',
          `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\nexport AWS_SESSION_TOKEN=${token}\n`,
        ),
      ]);
      return {};
    },
    instance: async () => {
      await setUp(['--method', 'instance'], metadata.instance);
      return metadata.instance;
    },
    "a container's instance": async () => {
      await setUp(['--method', 'instance'], metadata.container);
      return metadata.container;
    },
    'console-login': async () => {
      const session = sandbox.world.consoleSession(ana);
      await home.write('.aws/config', `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`);
      await mkdir(home.file('.aws', 'login', 'cache'), { recursive: true });
      await home.write(
        `.aws/login/cache/${createHash('sha256').update(session.name).digest('hex')}.json`,
        session.cacheFile(),
      );
      await setUp(['--method', 'console-login', '--source-profile', 'console']);
      return {};
    },
  };

  /** Of the user, for four hours, as somebody may have pasted them. */
  function temporaryKeys(): { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: string } {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = sandbox.world.issue(
      { kind: 'session-token', account, user: ana },
      14_400,
    );
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration.toISOString(),
    };
  }

  describe('under every method', () => {
    it('of those that there are', () => {
      expect(Object.keys(ways)).to.include.members(methods.map(({ id }) => id));
    });

    for (const [method, way] of Object.entries(ways)) {
      it(`${method}, with our helper${has('aws') && method !== 'console-login' ? " and the AWS CLI's" : ''}`, async () => {
        const env = await way();
        await isHealthy(env);
        // The AWS CLI's helper renews nothing, and these keys live for a quarter of an hour.
        if (!has('aws') || method === 'console-login') return;
        await withAwsHelper(Object.keys(env).length > 0 ? undefined : 'my-app');
        await isHealthy(env);
      });
    }
  });

  it('in an environment with credentials', async () => {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = temporaryKeys();
    await setUp([
      '--method',
      'keys',
      '--save-to',
      'environment',
      '--keys-file',
      await home.write(
        'keys.txt',
        `export AWS_ACCESS_KEY_ID=${AccessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${SecretAccessKey}\nexport ` +
          `AWS_SESSION_TOKEN=${SessionToken}\n`,
      ),
    ]);
    await isHealthy({
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
      AWS_CREDENTIAL_EXPIRATION: Expiration,
    });
  });

  it("and says of a session that Git's helper has just renewed that it lasts", async () => {
    await ways['assume-role']?.();
    const file = home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
    await isHealthy();
  });
});
