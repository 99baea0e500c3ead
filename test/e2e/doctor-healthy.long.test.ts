import { readFile, writeFile } from 'node:fs/promises';

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
import { startMetadata } from '../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';
import type { Repository } from '../sandbox/aws/repository.js';
import type { Role } from '../sandbox/aws/role.js';
import type { User } from '../sandbox/aws/user.js';
import type { Document } from './doctor/bench.js';
import { flagsOf, session, signInBy } from './sign-in-by.js';
import type { MethodId, Place } from './sign-in-by.js';

const scopes = ['region', 'all', 'repository', 'local', 'global'] as const;

describe('the doctor finds nothing on a healthy machine', function () {
  this.timeout(240_000);
  const undo = undoAfter();
  let program: string;
  let sandbox: Sandbox;
  let account: Account;
  let ana: User;
  let app: Repository;
  let role: Role;
  let place: Place;
  let home: FurnishedHome;
  before(async () => {
    program = `${built()}/git-codecommit.js`;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    account = sandbox.aws.account('111122223333');
    ana = account.user('ana', { mfa: 'totp' });
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
    role = account.role('Developer');
  });
  beforeEach(async () => {
    home = await furnishedHome(sandbox);
    place = { sandbox, home, role, app, keysFile: await home.write('keys.csv', ana.accessKeysCsv()) };
    await home.run('git', ['init', '-q', 'clone']);
    await home.run('git', ['remote', 'add', 'origin', app.url], { cwd: home.file('clone') });
  });
  afterEach(() => home.remove());

  const codecommit = (args: readonly string[], env: Variables = {}) =>
    home.run(process.execPath, [program, ...args], { cwd: home.file('clone'), env });
  const setupWords = () => ['setup', '--repository', app.url, '--yes', '--no-verify', '--profile', 'my-app'];
  const setUp = async (flags: readonly string[], env: Variables = {}): Promise<void> => {
    const { code, stderr } = await codecommit([...setupWords(), ...flags], env);
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
  /** The same at a terminal, with somebody at the browser. */
  const attend = async (flags: readonly string[], person: Variables): Promise<void> => {
    const at = new TestTerminal([process.execPath, program, ...setupWords(), ...flags], {
      env: home.environment(person),
      cwd: home.file('clone'),
      columns: 140,
    });
    try {
      expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
    } finally {
      await at.close();
    }
  };
  const assumeRole = async (): Promise<readonly string[]> => [
    '--method',
    'assume-role',
    '--keep-source',
    ...flagsOf((await signInBy['assume-role'](place)).answers()),
  ];

  describe('under every scope', () => {
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

  describe('under every method', () => {
    const signIn = async (method: MethodId): Promise<Variables> => {
      const { answers, variables = {}, person, leave } = await signInBy[method](place);
      if (leave) undo(leave);
      const more = { 'assume-role': ['--keep-source'], environment: ['--save-to', 'environment'] } as const;
      const flags = [
        '--method',
        method,
        ...flagsOf(answers()),
        ...(method in more ? more[method as keyof typeof more] : []),
      ];
      if (person === undefined) await setUp(flags, variables);
      else await attend(flags, person);
      return variables;
    };
    const ways: Readonly<Record<string, () => Promise<Variables>>> = {
      ...Object.fromEntries(Object.keys(signInBy).map((method) => [method, () => signIn(method as MethodId)] as const)),
      "a container's instance": async () => {
        const metadata = await startMetadata(account.role('Builder'));
        undo(() => metadata.close());
        await setUp(['--method', 'instance'], metadata.container);
        return metadata.container;
      },
    };

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
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session(place, 'fay');
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
    await setUp(await assumeRole());
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
