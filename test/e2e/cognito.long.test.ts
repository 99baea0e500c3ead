import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { listen } from '../helpers/fake-service.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { visit } from '../sandbox/person.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import type { IdentityPool } from '../sandbox/aws/cognito/identity-pool.js';
import type { AppClient, UserPool } from '../sandbox/aws/cognito/user-pool.js';
import { answer, habits, signInFixture, type SignInFixture } from './sign-in-fixture.js';

describe('from a sign-in at Cognito to a clone', function () {
  this.timeout(240_000);
  const undo = undoAfter();
  let fixture: SignInFixture;
  let identityPool: IdentityPool;
  let pool: UserPool;
  let client: AppClient;
  let passwordFile: string;

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    identityPool = fixture.sandbox.aws.identityPool(fixture.account, 'eu-west-1');
    identityPool.authenticatedRole = fixture.account.role('CognitoUsers', { trust: identityPool.trust() });
    pool = fixture.sandbox.aws.userPool('eu-west-1', 'my-team');
    // The port that is usual may be taken on the computer that runs the tests.
    client = pool.client({ callbackUrls: [redirectUri] });
    identityPool.trusts(pool.issuer, client.id);
  });
  beforeEach(async () => {
    await fixture.newcomer();
    pool.users.length = 0;
    pool.user('ana');
    passwordFile = await fixture.home.write('password', 'correct horse\n');
  });

  const redirectUri = 'http://localhost:18976/oauth/callback';
  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'cognito',
    '--repository',
    fixture.app.url,
    '--identity-pool-id',
    identityPool.id,
    '--yes',
    ...more,
  ];
  const atPool = (...more: string[]): string[] =>
    flags('--login', 'user-pool', '--user-pool-id', pool.id, '--client-id', client.id, ...more);
  const byPassword = (...more: string[]): string[] =>
    atPool('--username', 'ana', '--password-file', passwordFile, ...more);
  const onPage = (...more: string[]): string[] => atPool('--redirect-uri', redirectUri, ...more);

  it('leads by flags, with user name and password, where nobody is; Git renews it by itself, and remove revokes it', async () => {
    const { code, stderr } = await fixture.unattended(byPassword('--clone', 'clone'));
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
    expect(await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).to.not.contain(
      'correct horse',
    );

    await fixture.expire();
    await fixture.clones();
    expect(fixture.sandbox.log.count('InitiateAuth')).to.equal(1);

    const before = pool.refreshTokens.size;
    const removed = await fixture.unattended(['remove', 'my-app', '--yes']);
    expect(removed.code, removed.stderr).to.equal(0);
    expect(removed.stderr).to.contain('The sign-in at the identity provider is revoked.');
    expect(pool.refreshTokens.size).to.equal(before - 1);
  });

  it("signs in at a pool's replica in another Region, and renews there", async () => {
    const replicated = fixture.sandbox.aws.userPool('eu-west-1', 'replicated', 'UPDATED');
    replicated.replicas.push('eu-central-1');
    const own = replicated.client();
    replicated.user('ana');
    identityPool.trusts(replicated.providerName, own.id);
    const at = (region: string): string[] => [
      ...flags('--login', 'user-pool', '--user-pool-id', replicated.id, '--client-id', own.id),
      ...['--user-pool-region', region, '--username', 'ana', '--password-file', passwordFile],
    ];
    const elsewhere = await fixture.unattended(at('cn-north-1'));
    expect(elsewhere.code, elsewhere.stderr).to.equal(2);
    await fixture.nothingWritten();
    fixture.sandbox.log.clear();
    const { code, stderr } = await fixture.unattended(at('eu-central-1'));
    expect(code, stderr).to.equal(0);
    await fixture.expire();
    await fixture.clones();
    // AWS itself looks the keys up at the issuer.
    const asked = fixture.sandbox.log
      .of('cognito-idp')
      .map(({ host }) => host)
      .filter((host) => !host.startsWith('issuer-'));
    expect(asked).to.have.length.greaterThan(2);
    expect([...new Set(asked)]).to.deep.equal(['cognito-idp.eu-central-1.amazonaws.com']);
  });

  it('says what to do once the refresh token is dead, and asks for the password again at a terminal', async () => {
    expect(await fixture.unattended(byPassword('--no-verify'))).to.deep.include({ code: 0 });
    pool.refreshTokens.clear();
    const alone = await fixture.unattended(['refresh', '--force']);
    expect([alone.code, alone.stdout], alone.stderr).to.deep.equal([4, '']);
    expect(alone.stderr).to.contain('git codecommit refresh my-app');
    const terminal = await fixture.start(['refresh', '--force']);
    try {
      await answer(terminal, 'Password of ana at the user pool', 'correct horse');
      expect(await terminal.exit(60_000), terminal.text()).to.deep.include({ code: 0 });
      expect(terminal.raw()).to.not.contain('correct horse');
    } finally {
      await terminal.close();
    }
    await fixture.clones();
  });

  it('leads by prompts, through a new password and a code of an authenticator app, wrong answers included', async () => {
    const user = pool.user('bea', 'temporary1', { status: 'FORCE_CHANGE_PASSWORD', mfa: ['SOFTWARE_TOKEN_MFA'] });
    const terminal = await fixture.start(['setup']);
    try {
      await answer(terminal, 'What were you given?', fixture.app.url);
      await terminal.choose('How do you sign in?', /Amazon Cognito identity pool/);
      await answer(terminal, 'Identity pool ID', identityPool.id);
      await terminal.choose('Who signs you in?', /A user pool of Amazon Cognito/);
      await answer(terminal, 'User pool ID', pool.id);
      await answer(terminal, 'Client ID', client.id);
      await answer(terminal, 'User name', 'bea');
      await answer(terminal, 'Profile name', '');
      await answer(terminal, 'Go ahead?', '');
      await answer(terminal, 'Password of bea at the user pool', 'wrong');
      await terminal.waitFor('does not take this user name and password', { timeoutMs: 60_000 });
      await answer(terminal, '? Password', 'temporary1');
      await answer(terminal, 'New password', 'battery staple');
      await answer(terminal, 'The new password once more', 'battery staple');
      await answer(terminal, 'MFA code of your authenticator app', user.device.wrongCode());
      await terminal.waitFor('The MFA code was wrong or too old.', { timeoutMs: 60_000 });
      await terminal.waitFor('does not take this user name and password', { timeoutMs: 60_000, times: 2 });
      await answer(terminal, '? Password', 'battery staple');
      await terminal.waitFor('MFA code of your authenticator app', { times: 2, timeoutMs: 60_000 });
      terminal.type(user.device.code());
      terminal.enter();
      expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
    } finally {
      await terminal.close();
    }
    await fixture.clones();
  });

  it('sends no password as it is to a pool that a team recipe chose, in a refresh, or a setup of the same', async () => {
    const own = pool.client();
    identityPool.trusts(pool.issuer, own.id);
    const lines = [
      '[git-codecommit]',
      'format = 1',
      'method = cognito',
      `repository = ${fixture.app.url}`,
      `identity-pool-id = ${identityPool.id}`,
      'login = user-pool',
      `user-pool-id = ${pool.id}`,
      `client-id = ${own.id}`,
    ];
    const team = await fixture.home.write('team.ini', `${lines.join('\n')}\n`);
    const secret = ['--password-file', passwordFile];
    const from = ['setup', '--from', team, '--username', 'ana', '--profile', 'dev', '--no-verify', ...secret];
    const asks = async (args: readonly string[], ...questions: readonly string[]): Promise<string> => {
      const terminal = await fixture.start(args);
      try {
        for (const question of questions) await answer(terminal, question, question.startsWith('Do you') ? 'y' : '');
        const { code } = await terminal.exit(60_000);
        return `${code}\n${terminal.text()}`;
      } finally {
        await terminal.close();
      }
    };
    const recipes = () => readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
    const sent = (): unknown[] =>
      fixture.sandbox.log.of('InitiateAuth').map(({ parameters }) => parameters['AuthFlow']);

    expect(await asks(from, 'Do you know', 'Go ahead?')).to.match(/^0\n/);
    expect(await recipes()).to.match(/from-team = ".*user-pool-id.*client-id/);

    Object.assign(own, { flows: ['USER_PASSWORD_AUTH'] });
    for (const attempt of [
      () => asks(['refresh', '--force', '--send-password', ...secret]),
      () =>
        asks([
          'setup',
          '--profile',
          'dev',
          '--yes',
          '--username',
          'ana',
          '--send-password',
          ...secret,
          '--method',
          'cognito',
        ]),
    ]) {
      pool.refreshTokens.clear();
      const text = await attempt();
      expect(text).to.match(/^4\n/);
      expect(text.replace(/\s+/g, ' ')).to.contain('a team recipe chose this pool');
      expect(await recipes()).to.match(/from-team = ".*user-pool-id.*client-id/);
    }
    expect(sent()).to.not.include('USER_PASSWORD_AUTH');
  });

  it("leads by the pool's own page, with the address that a browser elsewhere ended at", async () => {
    const terminal = await fixture.start(
      onPage('--no-browser')
        .filter((flag) => flag !== '--yes')
        .concat('--profile', 'dev', '--clone', 'clone'),
    );
    try {
      await answer(terminal, 'User name', '');
      await answer(terminal, 'Go ahead?', '');
      await terminal.waitFor('The address that the browser ended at', { timeoutMs: 60_000 });
      const address = /https:\/\/my-team\.auth\S+/.exec(terminal.text())?.[0] ?? '';
      const { url } = await visit(address, habits, fixture.sandbox);
      terminal.paste(url);
      terminal.enter();
      expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
    } finally {
      await terminal.close();
    }
    await fixture.clones();
  });

  describe('in a real Chromium', () => {
    before(needs('chromium'));

    it("leads by the pool's own page, and is renewed without anybody", async () => {
      const person = await personInChromium(fixture.home, habits, fixture.sandbox.proxyUrl);
      const { code, text } = await fixture.attended(onPage('--user-pool-domain', 'my-team', '--clone', 'clone'), {
        variables: person.variables,
      });
      expect(code, text).to.equal(0);
      await fixture.clones();
      const refreshed = await fixture.unattended(['refresh', '--force']);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
    });
  });

  it('leads by the basic flow, with Google', async () => {
    const { google } = fixture.sandbox.aws;
    const own = fixture.sandbox.aws.identityPool(fixture.account, 'eu-west-1');
    own.allowsClassicFlow = true;
    const program = google.client();
    google.user('ana@example.com');
    own.trusts('https://accounts.google.com', program.id);
    const role = fixture.account.role('Named', {
      trust: webIdentityTrust('cognito-identity.amazonaws.com', {
        'cognito-identity.amazonaws.com:aud': own.id,
        'cognito-identity.amazonaws.com:amr': 'authenticated',
      }),
    });
    const secret = await fixture.home.write('secret', program.secret);
    const args = [
      'setup',
      '--method',
      'cognito',
      '--repository',
      fixture.app.url,
      '--yes',
      '--identity-pool-id',
      own.id,
      '--flow',
      'basic',
      '--role-arn',
      role.arn,
      '--login',
      'google',
      '--client-id',
      program.id,
      '--client-secret-file',
      secret,
    ];
    const { code, text } = await fixture.attended(args, { habits: { username: 'ana@example.com' } });
    expect(code, text).to.equal(0);
    await fixture.clones();
    const refreshed = await fixture.unattended(['refresh', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({ method: 'cognito', account: '111122223333', refreshed: true });
  });

  describe('says so, with the right exit code, and writes nothing, with', () => {
    const bad: readonly (readonly [
      what: string,
      code: number,
      says: string,
      args: () => Promise<readonly string[]> | readonly string[],
    ])[] = [
      [
        'a wrong password',
        4,
        'does not take this user name and password',
        async () => atPool('--username', 'ana', '--password-file', await fixture.home.write('wrong', 'wrong')),
      ],
      ['no password', 2, '--password-file', () => atPool('--username', 'ana')],
      [
        'an MFA code that nobody gives',
        2,
        '--mfa-code',
        () => {
          pool.users.length = 0;
          pool.user('ana', 'correct horse', { mfa: ['SOFTWARE_TOKEN_MFA'] });
          return byPassword();
        },
      ],
      [
        'a wrong MFA code',
        4,
        'The MFA code was wrong',
        () => {
          pool.users.length = 0;
          return byPassword(
            '--mfa-code',
            pool.user('ana', 'correct horse', { mfa: ['SOFTWARE_TOKEN_MFA'] }).device.wrongCode(),
          );
        },
      ],
      [
        'a new password that nobody gives',
        2,
        '--new-password-file',
        () => {
          pool.users.length = 0;
          pool.user('ana', 'correct horse', { status: 'FORCE_CHANGE_PASSWORD' });
          return byPassword();
        },
      ],
      [
        'an app client that takes no proof of the password, and nobody who sends that itself',
        2,
        '--send-password',
        () => {
          const plain = pool.client({ flows: ['USER_PASSWORD_AUTH'] });
          return byPassword().map((flag) => (flag === client.id ? plain.id : flag));
        },
      ],
      [
        'a challenge that is not known',
        4,
        'CUSTOM_CHALLENGE',
        () => {
          pool.users.length = 0;
          pool.user('ana', 'correct horse', { oddChallenge: 'CUSTOM_CHALLENGE' });
          return byPassword();
        },
      ],
      [
        'a password that has to be reset',
        4,
        'wants you to reset your password first',
        () => {
          pool.users.length = 0;
          pool.user('ana', 'correct horse', { status: 'RESET_REQUIRED' });
          return byPassword();
        },
      ],
      ['a guest', 2, 'Guests of an identity pool cannot use CodeCommit', () => flags('--login', 'guest')],
      ['the basic flow without a role', 2, '--role-arn', () => byPassword('--flow', 'basic')],
      [
        'the basic flow where it is off',
        4,
        'does not allow the basic flow',
        () => byPassword('--flow', 'basic', '--role-arn', 'arn:aws:iam::111122223333:role/Named'),
      ],
      [
        'another identity pool',
        4,
        'There is no such identity pool in that Region.',
        () =>
          byPassword().map((flag) =>
            flag === identityPool.id ? 'eu-west-1:00000000-0000-0000-0000-000000000000' : flag,
          ),
      ],
      [
        'an app client of no pool',
        4,
        'has no app client of that ID',
        () => byPassword().map((flag) => (flag === client.id ? 'abcdef' : flag)),
      ],
      [
        'a role that the pool does not give',
        4,
        'does not give you the role',
        () => byPassword('--role-arn', 'arn:aws:iam::111122223333:role/Admin'),
      ],
      [
        'an access token',
        2,
        'This is an access token.',
        async () =>
          flags(
            '--web-identity-token-file',
            await fixture.home.write('token', (await pool.tokens(client, pool.user('cleo'))).accessToken),
          ),
      ],
      ['nothing but the pool', 2, '--user-pool-id, --client-id', () => flags()],
    ];
    for (const [what, code, says, args] of bad) {
      it(what, async () => {
        const ended = await fixture.unattended(await args());
        expect([ended.code, ended.stdout], ended.stderr).to.deep.equal([code, '']);
        expect(ended.stderr.replace(/\s+/g, ' ')).to.contain(says);
        await fixture.nothingWritten();
      });
    }

    it('a port that is taken', async () => {
      const other = createServer();
      const port = await listen(other);
      try {
        const { code, text } = await fixture.attended(
          atPool('--redirect-uri', `http://localhost:${port}/oauth/callback`),
          { habits: {} },
        );
        expect(code, text).to.equal(1);
        expect(text).to.contain(`Port ${port} on this computer is taken`);
      } finally {
        other.close();
      }
      await fixture.nothingWritten();
    });

    it('a callback URL that the app client does not know: the page says it, and so do we', async () => {
      const { code, text } = await fixture.attended(
        atPool('--redirect-uri', 'http://localhost:18977/elsewhere', '--browser-timeout', '3s'),
        { habits: {} },
      );
      expect(code, text).to.equal(4);
      expect(text).to.contain('redirect_mismatch').and.contain('did not come back');
      await fixture.nothingWritten();
    });

    it('a user pool that cannot be reached', async () => {
      const off = fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'cognito-idp.eu-west-1.amazonaws.com' });
      try {
        const { code, stderr } = await fixture.unattended(byPassword());
        expect(code, stderr).to.equal(5);
        expect(stderr).to.contain('Cannot reach cognito-idp.eu-west-1.amazonaws.com');
      } finally {
        off();
      }
      await fixture.nothingWritten();
    });
  });
});
