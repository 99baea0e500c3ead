import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { listen } from '../helpers/fake-service.js';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { oddProvider, type OddProvider, type Oddity } from '../sandbox/openid/odd-provider.js';
import { openIdProvider, type OpenIdServer } from '../sandbox/openid/provider.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { visit } from '../sandbox/person.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { answer, habits, signInFixture, type SignInFixture } from './sign-in-fixture.js';

describe('from a sign-in at an identity provider to a clone', function () {
  this.timeout(240_000);
  const undo = undoAfter();
  let fixture: SignInFixture;
  let server: OpenIdServer;
  let odd: OddProvider;
  let roleArn: string;

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    server = await openIdProvider(fixture.sandbox);
    odd = oddProvider(fixture.sandbox);
    roleArn = trusting(server.issuer);
    trusting(odd.issuer);
  });
  beforeEach(async () => {
    await fixture.newcomer();
    odd.oddity = {};
  });

  /** A role that trusts an OpenID provider which IAM knows. */
  const trusting = (issuer: string): string => {
    const provider = fixture.account.openIdProvider(issuer, ['git-codecommit']);
    return fixture.account.role(`dev-${provider.url.replace(/\W/g, '-')}`, {
      trust: webIdentityTrust(provider.arn, { [`${provider.url}:aud`]: 'git-codecommit' }),
    }).arn;
  };
  const roleFor = (name: string, host: string, equals: Readonly<Record<string, string>>): string =>
    fixture.account.role(name, { trust: webIdentityTrust(host, equals) }).arn;
  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'web-identity',
    '--repository',
    fixture.app.url,
    '--yes',
    ...more,
  ];
  const oidc = (...more: string[]): string[] =>
    flags(
      '--provider',
      'oidc',
      '--issuer',
      server.issuer,
      '--client-id',
      'git-codecommit',
      '--role-arn',
      roleArn,
      ...more,
    );
  const atOdd = (...more: string[]): string[] =>
    flags(
      '--provider',
      'oidc',
      '--issuer',
      odd.issuer,
      '--client-id',
      'git-codecommit',
      '--role-arn',
      fixture.account.role('odd', {
        trust: webIdentityTrust(fixture.account.arn('iam', 'oidc-provider/odd.example.com')),
      }).arn,
      ...more,
    );
  const tokenFile = (token: string): Promise<string> => fixture.home.write('token', token);
  const isAsked = (operation: string): number => fixture.sandbox.log.count(operation);

  describe('with a token in a file, where nobody is', () => {
    it('leads to a clone, and reads the file anew at each refresh', async () => {
      const file = await tokenFile(await odd.idToken());
      const { code, stderr } = await fixture.unattended(atOdd('--web-identity-token-file', file, '--clone', 'clone'));
      expect(code, stderr).to.equal(0);
      expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
      await fixture.clones();
      await tokenFile(await odd.idToken({ jti: 'second' }));
      const refreshed = await fixture.unattended(['refresh', '--force', '--json']);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
      expect(JSON.parse(refreshed.stdout)).to.include({
        method: 'web-identity',
        refreshed: true,
        account: '111122223333',
      });
    });

    it('takes it from standard input and from the environment, and shows it nowhere', async () => {
      const token = await odd.idToken();
      const first = await fixture.unattended(
        atOdd('--web-identity-token-file', '-', '--profile', 'first', '--debug', '--json'),
        { input: token },
      );
      expect(first.code, first.stderr).to.equal(0);
      const second = await fixture.unattended(atOdd('--profile', 'second', '--git-scope', 'repository'), {
        env: { GIT_CODECOMMIT_WEB_IDENTITY_TOKEN: token },
      });
      expect(second.code, second.stderr).to.equal(0);
      const signature = token.split('.')[2] ?? '';
      for (const text of [
        first.stdout,
        first.stderr,
        second.stderr,
        await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8'),
      ])
        expect(text).to.not.contain(signature);
    });

    const bad: readonly (readonly [
      what: string,
      code: number,
      says: string,
      args: () => Promise<readonly string[]>,
      calls?: number,
    ])[] = [
      [
        'an access token',
        2,
        'This is an access token.',
        async () => atOdd('--web-identity-token-file', await tokenFile(await odd.idToken({ token_use: 'access' }))),
      ],
      [
        'a token that has ended',
        4,
        'This token ended at',
        async () => atOdd('--web-identity-token-file', await tokenFile(await odd.idToken({}, -7200))),
      ],
      [
        'a token for another audience',
        4,
        'not among the audiences',
        async () => atOdd('--web-identity-token-file', await tokenFile(await odd.idToken({ aud: 'another' }))),
        1,
      ],
      [
        'a forged token',
        4,
        'AWS cannot validate',
        async () =>
          atOdd(
            '--web-identity-token-file',
            await tokenFile((await odd.idToken()).replace(/.{20}$/, 'AAAAAAAAAAAAAAAAAAAA')),
          ),
        1,
      ],
      ['a file that is not there', 6, 'nowhere', () => Promise.resolve(atOdd('--web-identity-token-file', '/nowhere'))],
      ['no token, and nobody to sign in', 4, 'takes a browser', () => Promise.resolve(oidc())],
      ['nothing but the method', 2, '--issuer, --client-id, --role-arn', () => Promise.resolve(flags())],
      [
        'a provider that there is not',
        2,
        'it is one of oidc, google, amazon, facebook',
        () => Promise.resolve(flags('--provider', 'myspace')),
      ],
    ];
    for (const [what, code, says, args, calls = 0] of bad) {
      it(`says what is wrong with ${what}, exits with ${code}, and writes nothing`, async () => {
        const ended = await fixture.unattended(await args());
        expect([ended.code, ended.stdout], ended.stderr).to.deep.equal([code, '']);
        expect(ended.stderr.replace(/\s+/g, ' ')).to.contain(says);
        expect(isAsked('AssumeRoleWithWebIdentity')).to.equal(calls);
        await fixture.nothingWritten();
      });
    }
  });

  describe('in a browser', () => {
    it('leads by flags, refreshes without anybody, and signs in again once that is over', async () => {
      const { code, text } = await fixture.attended(oidc('--clone', 'clone'), { habits: {} });
      expect(code, text).to.equal(0);
      expect(text).to.match(/leads\s+to\s+login\.example\.com/);
      await fixture.clones();

      await fixture.expire();
      const pulled = await fixture.home.run('git', ['-C', 'again', 'pull', '-q']);
      expect([pulled.code, pulled.stderr]).to.deep.equal([0, '']);

      for (const token of await keptTokens()) await (await server.provider.RefreshToken.find(token))?.destroy();
      const alone = await fixture.unattended(['refresh', '--force']);
      expect([alone.code, alone.stdout], alone.stderr).to.deep.equal([4, '']);
      expect(alone.stderr).to.contain('git codecommit refresh my-app');
      const again = await fixture.attended(['refresh', '--force'], { habits: {} });
      expect(again.code, again.text).to.equal(0);
      expect(again.text).to.contain('Your browser opens, for you to sign in');
      const third = await fixture.unattended(['refresh', '--force']);
      expect(third.code, third.stderr).to.equal(0);
    });

    it('is signed out by remove', async () => {
      expect(await fixture.attended(oidc('--no-verify'), { habits: {} })).to.deep.include({ code: 0 });
      const [token = ''] = await keptTokens();
      expect(await server.provider.RefreshToken.find(token)).to.not.equal(undefined);
      const removed = await fixture.unattended(['remove', 'my-app', '--yes']);
      expect(removed.code, removed.stderr).to.equal(0);
      expect(removed.stderr).to.contain('The sign-in at the identity provider is revoked.');
      expect(await server.provider.RefreshToken.find(token)).to.equal(undefined);
      expect(await keptTokens()).to.deep.equal([]);
    });

    it("leads with Google's own clients", async () => {
      const client = fixture.sandbox.aws.google.client();
      fixture.sandbox.aws.google.user('ana@example.com');
      const secret = await fixture.home.write(
        'client_secret.json',
        JSON.stringify({ installed: { client_id: client.id, client_secret: client.secret } }),
      );
      const role = roleFor('google', 'accounts.google.com', { 'accounts.google.com:aud': client.id });
      const { code, text } = await fixture.attended(
        flags('--provider', 'google', '--client-id', client.id, '--client-secret-file', secret, '--role-arn', role),
        { habits: { username: 'ana@example.com' } },
      );
      expect(code, text).to.equal(0);
      await fixture.clones();
      const refreshed = await fixture.unattended(['refresh', '--force']);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
      const removed = await fixture.unattended(['remove', 'my-app', '--yes']);
      expect(removed.stderr).to.contain('is revoked');
      expect(fixture.sandbox.aws.google.refreshTokens.size).to.equal(0);
    });

    describe('that is a real Chromium', () => {
      before(needs('chromium'));

      it('leads by prompts from the menu to a clone, and ends on a page that says so', async () => {
        const person = await personInChromium(fixture.home, habits, fixture.sandbox.proxyUrl);
        const terminal = await fixture.start(['setup'], { variables: person.variables });
        try {
          await answer(terminal, 'What were you given?', fixture.app.url);
          await terminal.choose('How do you sign in?', /OpenID Connect, Google/);
          await terminal.choose('Who signs you in?', /My company's identity provider/);
          await terminal.waitFor('From your administrator, for example https://login.example.com', {
            timeoutMs: 60_000,
          });
          await answer(terminal, 'Address of your identity provider (issuer)', 'login.example.com');
          await answer(terminal, 'Client ID', 'git-codecommit');
          await answer(terminal, 'Role ARN', roleArn);
          await answer(terminal, 'Profile name', '');
          await answer(terminal, 'Go ahead?', '');
          expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
        } finally {
          await terminal.close();
        }
        expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
        expect(await seenBy(person)).to.match(/close this/);
      });

      it('shows there too that access was denied', async () => {
        const person = await personInChromium(fixture.home, { ...habits, decision: 'deny' }, fixture.sandbox.proxyUrl);
        const { code, text } = await fixture.attended(oidc(), { variables: person.variables });
        expect(code, text).to.equal(4);
        expect(text).to.contain('The sign-in was denied in the browser.');
        await fixture.nothingWritten();
        expect(await seenBy(person)).to.contain('The sign-in was denied in the browser.');
      });
    });
  });

  describe('with a code on another device', () => {
    it('leads where there is no browser', async () => {
      const terminal = await fixture.start(oidc('--no-browser', '--clone', 'clone'));
      try {
        await terminal.waitFor(/\?user_code=[A-Z-]+/);
        await visit(/https:\/\/login\S+user_code=[A-Z-]+/.exec(terminal.text())?.[0] ?? '', habits, fixture.sandbox);
        expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
      } finally {
        await terminal.close();
      }
      await fixture.clones();
    });

    it('leads with Login with Amazon, and is renewed without anybody', async () => {
      const { amazon } = fixture.sandbox.aws;
      const client = amazon.client();
      amazon.user('ana@example.com');
      const role = roleFor('amazon', 'www.amazon.com', { 'www.amazon.com:app_id': client.appId });
      const terminal = await fixture.start(
        flags('--provider', 'amazon', '--client-id', client.id, '--role-arn', role, '--no-browser'),
      );
      try {
        await terminal.waitFor(/and enter the code \w+/);
        const [, address = '', userCode] = /(https:\S+\/code)\s+and enter the code (\w+)/.exec(terminal.text()) ?? [];
        await visit(address, { ...habits, username: 'ana@example.com', userCode }, fixture.sandbox);
        expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
      } finally {
        await terminal.close();
      }
      await fixture.clones();
      const refreshed = await fixture.unattended(['refresh', '--force']);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
    });

    it('asks more slowly where the provider wants that', async () => {
      odd.oddity = { answers: [{ error: 'authorization_pending' }, { error: 'slow_down' }] };
      const { code, text } = await fixture.attended(atOdd('--no-browser'));
      expect(code, text).to.equal(0);
      const times = fixture.sandbox.log.of('odd /token').map(({ time }) => time.getTime());
      expect(times).to.have.length(3);
      expect((times[2] ?? 0) - (times[1] ?? 0)).to.be.at.least(5900);
    });
  });

  describe('with a token of a Facebook app', () => {
    const appId = '1234567890123456';
    const facebook = (): string[] => [
      '--provider',
      'facebook',
      '--role-arn',
      roleFor('facebook', 'graph.facebook.com', { 'graph.facebook.com:app_id': appId }),
    ];

    it('leads by paste, which shows nothing', async () => {
      const token = fixture.sandbox.aws.facebook.userToken(appId);
      const terminal = await fixture.start([
        'setup',
        '--method',
        'web-identity',
        '--repository',
        fixture.app.url,
        '--profile',
        'dev',
        ...facebook(),
      ]);
      try {
        await answer(terminal, 'Go ahead?', '');
        await terminal.waitFor('Access token of your Facebook app');
        terminal.paste(token);
        terminal.enter();
        expect(await terminal.exit(120_000), terminal.text()).to.deep.include({ code: 0 });
        expect(terminal.raw()).to.not.contain(token.slice(0, 40));
      } finally {
        await terminal.close();
      }
      await fixture.clones();
    });

    it('leads by a file; without one it says which flag is missing', async () => {
      const missing = await fixture.unattended(flags(...facebook()));
      expect(missing.code, missing.stderr).to.equal(2);
      expect(missing.stderr).to.contain('--web-identity-token-file');
      await fixture.nothingWritten();
      const wrong = await fixture.unattended(
        flags(...facebook(), '--web-identity-token-file', await tokenFile(await odd.idToken())),
      );
      expect(wrong.code, wrong.stderr).to.equal(2);
      expect(wrong.stderr).to.contain('This is an ID token');
      await fixture.nothingWritten();
      const { code, stderr } = await fixture.unattended(
        flags(
          ...facebook(),
          '--web-identity-token-file',
          await tokenFile(fixture.sandbox.aws.facebook.userToken(appId)),
        ),
      );
      expect(code, stderr).to.equal(0);
      await fixture.clones();
    });
  });

  describe('says so, with the right exit code, and writes nothing, when', () => {
    const wrong: readonly (readonly [
      what: string,
      code: number,
      says: string,
      oddity: Oddity,
      more?: readonly string[],
    ])[] = [
      ['the ID token is of another sign-in', 4, 'its nonce is replayed', { claims: { nonce: 'replayed' } }],
      ['the ID token is for another program', 4, 'it was made for another', { claims: { aud: 'another' } }],
      ['the ID token has ended', 4, 'has ended, or has not begun', { lifetimeSeconds: -600 }],
      [
        'the provider calls itself by another name',
        2,
        'calls itself https://evil.example.com',
        { announces: { issuer: 'https://evil.example.com' } },
      ],
      [
        'the provider does not know the client',
        4,
        'does not take this client id',
        { status: 401, tokens: { error: 'invalid_client' } },
      ],
      [
        'the device code grows old',
        4,
        'The code was not confirmed in time',
        { device: { expires_in: 2 }, status: 400, tokens: { error: 'authorization_pending' } },
        ['--no-browser'],
      ],
      [
        'the provider says no to the device code',
        4,
        'The sign-in was denied',
        { status: 400, tokens: { error: 'access_denied' } },
        ['--no-browser'],
      ],
    ];
    for (const [what, code, says, oddity, more = []] of wrong) {
      it(what, async () => {
        odd.oddity = oddity;
        const ended = await fixture.attended(atOdd(...more), { habits: {} });
        expect(ended.code, ended.text).to.equal(code);
        expect(ended.text).to.contain(says);
        expect(isAsked('AssumeRoleWithWebIdentity')).to.equal(0);
        await fixture.nothingWritten();
      });
    }

    it('access is denied in the browser', async () => {
      const { code, text } = await fixture.attended(oidc(), { habits: { decision: 'deny' } });
      expect(code, text).to.equal(4);
      expect(text).to.contain('The sign-in was denied in the browser.');
      await fixture.nothingWritten();
    });

    it('the browser never comes back', async () => {
      const { code, text } = await fixture.attended(oidc('--browser-timeout', '2s'));
      expect(code, text).to.equal(4);
      expect(text).to.contain('did not come back');
      await fixture.nothingWritten();
    });

    it('the provider is not there', async () => {
      const off = fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'login.example.com' });
      try {
        const { code, text } = await fixture.attended(oidc(), { habits: {} });
        expect(code, text).to.equal(5);
        expect(text).to.contain('Cannot reach login.example.com');
      } finally {
        off();
      }
      await fixture.nothingWritten();
    });

    it('the port that the browser is to come back to is taken', async () => {
      const other = createServer();
      const port = await listen(other);
      try {
        const { code, text } = await fixture.attended(
          oidc('--redirect-uri', `http://127.0.0.1:${port}/oauth/callback`),
          {
            habits: {},
          },
        );
        expect(code, text).to.equal(1);
        expect(text).to.contain(`Port ${port} on this computer is taken`);
      } finally {
        other.close();
      }
      await fixture.nothingWritten();
    });

    it('AWS does not trust what the provider says', async () => {
      const other = fixture.account.role('other', {
        trust: webIdentityTrust(fixture.account.arn('iam', 'oidc-provider/login.example.com'), {
          'login.example.com:sub': 'bea',
        }),
      });
      const { code, text } = await fixture.attended(
        flags(
          '--provider',
          'oidc',
          '--issuer',
          server.issuer,
          '--client-id',
          'git-codecommit',
          '--role-arn',
          other.arn,
        ),
        { habits: {} },
      );
      expect(code, text).to.equal(4);
      expect(text).to.contain('AWS did not let you in');
      await fixture.nothingWritten();
    });

    it('somebody presses Ctrl-C while the browser is waited for', async () => {
      const terminal = await fixture.start(oidc());
      try {
        await terminal.waitFor('Waiting for you to sign in');
        terminal.ctrlC();
        expect(await terminal.exit(30_000), terminal.text()).to.deep.include({ code: 130 });
      } finally {
        await terminal.close();
      }
      await fixture.nothingWritten();
    });
  });

  /** The refresh tokens that are kept in the home. */
  async function keptTokens(): Promise<readonly string[]> {
    const { stdout } = await fixture.home.run('grep', [
      '-rhoE',
      '"refreshToken": ?"[^"]+"',
      fixture.home.file('.local', 'state', 'git-codecommit'),
    ]);
    return [...stdout.matchAll(/"([^"]+)"$/gm)].map(([, token = '']) => token);
  }
});

/** The last page is written down a moment after the program has got what it wanted. */
async function seenBy(person: { lastPage(): Promise<string | undefined> }): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    const text = await person.lastPage();
    if (text !== undefined) return text;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the browser never came to an end');
}
