import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { chromiumThrough } from '../helpers/chromium.js';
import { needs } from '../helpers/needs.js';
import type { Ended } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import type { IdentityProvider, ResponseOptions } from '../sandbox/saml/identity-provider.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Repository } from '../sandbox/aws/repository.js';
import type { Role } from '../sandbox/aws/role.js';
import type { SamlProvider } from '../sandbox/aws/saml-provider.js';

describe("from a company's sign-in page to a clone", function () {
  this.timeout(240_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let provider: SamlProvider;
  let role: Role;
  let app: Repository;
  let home: FurnishedHome;
  let program: string;

  before(async () => {
    program = `${built()}/git-codecommit.js`;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    idp = await sandbox.aws.identityProvider();
    const account = sandbox.aws.account('444455556666');
    provider = account.samlProvider('Corp', idp.metadata);
    role = account.role('Developer', { trust: provider.trust(), maxSessionDuration: 14_400 });
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
  });
  beforeEach(async () => {
    idp.people.clear();
    idp.person('ana', 'correct horse', [pair(role)]);
    idp.options = {};
    idp.typing = { name: 'ana', password: 'correct horse' };
    sandbox.log.clear();
    home = await furnishedHome(sandbox);
  });
  afterEach(() => home.remove());

  const pair = ({ arn }: Role): string => `${arn},${provider.arn}`;
  const responseFile = async (options: ResponseOptions = {}): Promise<string> =>
    home.write('response.txt', await idp.response({ roles: [pair(role)], ...options }));
  const setup = (args: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    home.run(process.execPath, [program, 'setup', '--method', 'saml', '--repository', app.url, '--yes', ...args], {
      env,
      ...(input === undefined ? {} : { input }),
    });
  const cloned = (folder = 'clone'): Promise<string> => readFile(home.file(folder, 'README.md'), 'utf8');
  const nothingWritten = async (): Promise<void> => {
    expect(existsSync(home.file('.aws', 'credentials')), 'credentials').to.equal(false);
    expect(existsSync(home.file('.config', 'git-codecommit', 'recipes.ini')), 'recipe').to.equal(false);
    expect(await readFile(home.file('.gitconfig'), 'utf8')).to.equal(sandbox.gitConfig());
  };

  describe('by flags', () => {
    it('takes a response from a file', async () => {
      const { code, stderr } = await setup(['--saml-response-file', await responseFile(), '--clone', 'clone']);
      expect(code, stderr).to.equal(0);
      expect(await cloned()).to.equal('# my-app\n');
      expect(await readFile(home.file('.aws', 'credentials'), 'utf8')).to.match(
        /^\[my-app\]\naws_access_key_id = ASIA/m,
      );
    });

    it('takes a saved page from standard input, and a form from the environment', async () => {
      const value = await idp.response({ roles: [pair(role)] });
      const page =
        '<!DOCTYPE html><html><body><form method="post"><input type="hidden" name="SAMLResponse" ' +
        `value="${value.replaceAll('+', '&#x2b;')}"/></form></body></html>`;
      const first = await setup(['--saml-response-file', '-', '--profile', 'first', '--clone', 'one'], page);
      expect(first.code, first.stderr).to.equal(0);
      const second = await setup(['--profile', 'second', '--git-scope', 'repository', '--clone', 'two'], undefined, {
        GIT_CODECOMMIT_SAML_RESPONSE: `SAMLResponse=${encodeURIComponent(value)}&RelayState=`,
      });
      expect(second.code, second.stderr).to.equal(0);
      expect([await cloned('one'), await cloned('two')]).to.deep.equal(['# my-app\n', '# my-app\n']);
    });

    it('renews by a new response, in the same role', async () => {
      const reader = sandbox.aws.account('444455556666').role('ReadOnly', { trust: provider.trust() });
      const roles = [pair(reader), pair(role)];
      const first = await setup(['--saml-response-file', await responseFile({ roles }), '--role-arn', role.arn]);
      expect(first.code, first.stderr).to.equal(0);
      const refreshed = await home.run(process.execPath, [
        program,
        'refresh',
        '--force',
        '--json',
        '--saml-response-file',
        await responseFile({ roles }),
      ]);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
      expect(JSON.parse(refreshed.stdout)).to.include({
        method: 'saml',
        account: '444455556666',
        arn: 'arn:aws:sts::444455556666:assumed-role/Developer/ana@example.com',
        refreshed: true,
      });
    });

    it('shows the response nowhere', async () => {
      const file = await responseFile();
      const secret = (await readFile(file, 'utf8')).slice(100, 180);
      const { code, stdout, stderr } = await setup(['--saml-response-file', file, '--debug', '--json']);
      expect(code, stderr).to.equal(0);
      expect(stdout + stderr).to.not.include(secret);
      for (const written of [home.file('.aws', 'credentials'), home.file('.config', 'git-codecommit', 'recipes.ini')])
        expect(await readFile(written, 'utf8')).to.not.include(secret);
    });

    const bad: readonly (readonly [
      what: string,
      code: number,
      says: string | RegExp,
      args: () => Promise<readonly string[]>,
    ])[] = [
      [
        'a response that AWS finds too old',
        4,
        'too old',
        async () => ['--saml-response-file', await responseFile({ issuedAt: new Date(Date.now() - 600_000) })],
      ],
      [
        'a response for somebody else',
        2,
        'is for https://github.com/saml, not for AWS',
        async () => ['--saml-response-file', await responseFile({ recipient: 'https://github.com/saml' })],
      ],
      [
        'a response without a role',
        2,
        'names no AWS role',
        async () => ['--saml-response-file', await responseFile({ roles: [] })],
      ],
      [
        'an unsigned response',
        2,
        'It is not signed',
        async () => ['--saml-response-file', await responseFile({ sign: 'none' })],
      ],
      [
        'an encrypted response without the ARNs',
        2,
        '--role-arn, --principal-arn',
        async () => ['--saml-response-file', await responseFile({ encryptFor: await provider.allowEncryption() })],
      ],
      [
        'a hundred roles without a choice',
        2,
        'and 90 more',
        async () => [
          '--saml-response-file',
          await responseFile({
            roles: Array.from(
              { length: 100 },
              (_, index) => `arn:aws:iam::444455556666:role/R${index},${provider.arn}`,
            ),
          }),
        ],
      ],
      [
        'a role that is not offered',
        2,
        'does not offer the role',
        async () => [
          '--saml-response-file',
          await responseFile(),
          '--role-arn',
          'arn:aws:iam::444455556666:role/Admin',
        ],
      ],
      [
        'a session longer than the role allows',
        4,
        /12 h|longer|MaxSessionDuration/,
        async () => ['--saml-response-file', await responseFile(), '--duration', '12h'],
      ],
      [
        "a stranger's signature",
        4,
        'Response signature invalid',
        async () => [
          '--saml-response-file',
          await home.write(
            'forged.txt',
            await (
              await sandbox.aws.identityProvider('stranger')
            ).response({ roles: [pair(role)], issuer: idp.entityId }),
          ),
        ],
      ],
      [
        'no response at all',
        2,
        '--saml-response-file: This is no SAML response.',
        async () => ['--saml-response-file', await home.write('note.txt', 'Hello!\n')],
      ],
      [
        'a file that is not there',
        6,
        'nowhere.txt',
        () => Promise.resolve(['--saml-response-file', home.file('nowhere.txt')]),
      ],
      [
        'a file of 100 MB',
        6,
        'larger than',
        async () => ['--saml-response-file', await home.write('large.txt', 'A'.repeat(100_000_000))],
      ],
      [
        'an access portal',
        2,
        '--method identity-center --start-url https://corp.awsapps.com/start',
        () => Promise.resolve(['--idp-url', 'https://corp.awsapps.com/start/#/']),
      ],
      ['a page that is not https', 2, 'https', () => Promise.resolve(['--idp-url', 'http://sso.example.com/'])],
      ['a browser that nobody would see', 4, 'nobody is there', () => Promise.resolve(['--idp-url', idp.signInUrl])],
      ['nothing', 2, '--idp-url (or --saml-response-file)', () => Promise.resolve([])],
    ];
    for (const [what, code, says, args] of bad) {
      it(`says what is wrong with ${what}, exits with ${code}, and writes nothing`, async () => {
        const ended = await setup(await args());
        expect(ended.stderr).to.match(
          typeof says === 'string'
            ? new RegExp(says.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+'))
            : says,
        );
        expect(ended.code, ended.stderr).to.equal(code);
        expect(ended.stdout).to.equal('');
        await nothingWritten();
      });
    }
  });

  describe('at a terminal', () => {
    let terminal: TestTerminal;
    afterEach(() => terminal.close());

    const start = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): void => {
      terminal = new TestTerminal([process.execPath, program, ...args], {
        env: home.environment(),
        variables,
        cwd: home.path,
        columns: 120,
        rows: 40,
      });
    };
    const answer = async (question: string, text: string): Promise<void> => {
      await terminal.waitFor(question);
      terminal.type(text);
      terminal.enter();
    };

    it('takes a paste of 100,000 characters', async () => {
      const groups = (count: number): ResponseOptions => ({
        roles: [pair(role)],
        attributes: {
          groups: Array.from({ length: count }, (_, index) => `CN=Group ${index},OU=Groups,DC=corp,DC=example`),
        },
      });
      const one = (await idp.response(groups(201))).length - (await idp.response(groups(200))).length;
      const most = 200 + Math.floor((99_000 - (await idp.response(groups(200))).length) / one);
      start(['setup', '--method', 'saml', '--repository', app.url, '--profile', 'dev', '--clone', 'clone']);
      await answer("Address of your company's sign-in page", '');
      await terminal.waitFor('Go ahead?');
      terminal.enter();
      await terminal.waitFor('To copy the SAML response by hand');
      await terminal.waitFor('Paste it here');
      const response = await idp.response(groups(most));
      expect(response.length).to.be.within(95_000, 100_000);
      terminal.paste(response);
      expect(await terminal.exit(60_000)).to.deep.equal({ code: 0, signal: undefined });
      expect(await cloned()).to.equal('# my-app\n');
      expect(terminal.raw()).to.not.include(response.slice(100, 160));
    });

    it('asks again where something else was pasted', async () => {
      start([
        'setup',
        '--method',
        'saml',
        '--repository',
        app.url,
        '--profile',
        'dev',
        '--no-verify',
        '--clone',
        'clone',
      ]);
      await answer("Address of your company's sign-in page", '');
      await terminal.waitFor('Go ahead?');
      terminal.enter();
      await terminal.waitFor('Paste it here');
      terminal.paste('Hello!\n\n');
      // Not before the question stands there again: what is pasted between two prompts is nobody's.
      await terminal.waitFor(/This is no SAML response\.[^]*An empty line ends it\./);
      terminal.paste(await idp.response({ recipient: 'https://github.com/saml' }));
      await terminal.waitFor(/not for AWS[^]*An empty line ends it\./);
      terminal.paste(await idp.response({ roles: [pair(role)] }));
      expect(await terminal.exit(60_000)).to.deep.equal({ code: 0, signal: undefined });
    });

    it('explains how to copy the response where no browser may be opened', async () => {
      start([
        'setup',
        '--method',
        'saml',
        '--repository',
        app.url,
        '--profile',
        'dev',
        '--no-browser',
        '--idp-url',
        idp.signInUrl,
        '--clone',
        'clone',
      ]);
      await terminal.waitFor('Go ahead?');
      terminal.enter();
      await terminal.waitFor('--no-browser was given');
      await terminal.waitFor(`Sign in at ${idp.signInUrl}`);
      await terminal.waitFor('Paste it here');
      terminal.paste(await idp.response({ roles: [pair(role)] }));
      expect(await terminal.exit(60_000)).to.deep.equal({ code: 0, signal: undefined });
      expect(await cloned()).to.equal('# my-app\n');
    });

    it("goes on with IAM Identity Center where the address is an access portal's, and keeps it", async () => {
      start(['setup', '--method', 'saml', '--repository', app.url, '--profile', 'dev']);
      await answer("Address of your company's sign-in page", 'https://corp.awsapps.com/start/#/');
      await terminal.waitFor('This is the address of an AWS access portal');
      await terminal.waitFor('Go ahead?');
      expect(terminal.text()).to.not.include('Address of your access portal');
      terminal.ctrlC();
      expect(await terminal.exit()).to.deep.equal({ code: 130, signal: undefined });
      await nothingWritten();
    });

    describe('in a real browser', () => {
      before(needs('chromium'));
      const browser = async (): Promise<Record<string, string>> => ({
        BROWSER: await chromiumThrough(sandbox.proxyUrl, home.path, { pidFile: home.file('browser.pid') }),
      });
      const browserIsGone = async (): Promise<boolean> => {
        const pid = Number(await readFile(home.file('browser.pid'), 'utf8'));
        try {
          process.kill(pid, 0);
          return (await readFile(join('/proc', String(pid), 'stat'), 'utf8')).includes(') Z ');
        } catch {
          return true;
        }
      };

      it('goes by prompts from the sign-in page to a clone, and refreshes without a question', async () => {
        const variables = await browser();
        start(['setup'], variables);
        await answer('What were you given?', app.url);
        await terminal.choose('How do you sign in?', 'SAML');
        await answer("Address of your company's sign-in page", idp.signInUrl);
        await terminal.waitFor('Profile name');
        terminal.enter();
        await terminal.waitFor('Go ahead?');
        terminal.enter();
        await terminal.waitFor('opens a separate window');
        await terminal.waitFor('Your sign-in offers one role: Developer in account 444455556666.', {
          timeoutMs: 90_000,
        });
        const ending = await terminal.exit(60_000);
        expect(ending, terminal.screen()).to.deep.equal({ code: 0, signal: undefined });
        expect(await cloned('my-app')).to.equal('# my-app\n');
        await terminal.close();

        idp.typing = undefined;
        start(['refresh', '--force'], variables);
        await terminal.waitFor('Profile my-app has new credentials', { timeoutMs: 90_000 });
        expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
        expect(sandbox.log.count('POST /sign-in')).to.equal(1);
        const pulled = await home.run('git', ['-C', 'my-app', 'pull']);
        expect(pulled.code, pulled.stderr).to.equal(0);

        const folder = home.file('.local', 'share', 'git-codecommit', 'browser');
        expect(readdirSync(folder)).to.have.length(1);
        const removed = await home.run(process.execPath, [program, 'remove', 'my-app', '--yes']);
        expect(removed.code, removed.stderr).to.equal(0);
        expect(removed.stderr).to.include(`who is signed in at ${idp.signInUrl}`);
        expect(existsSync(folder)).to.equal(false);
      });

      it('goes by flags, and takes the role that they name', async () => {
        const admin = sandbox.aws.account('444455556666').role('Admin', { trust: provider.trust() });
        idp.person('ana', 'correct horse', [pair(admin), pair(role)]);
        start(
          [
            'setup',
            '--method',
            'saml',
            '--repository',
            app.url,
            '--yes',
            '--idp-url',
            idp.signInUrl,
            '--role-arn',
            role.arn,
            '--clone',
            'clone',
          ],
          await browser(),
        );
        const ending = await terminal.exit(120_000);
        expect(ending, terminal.screen()).to.deep.equal({ code: 0, signal: undefined });
        expect(await cloned()).to.equal('# my-app\n');
      });

      it('says that the window was closed, offers another way, and writes nothing', async () => {
        idp.typing = undefined;
        start(
          ['setup', '--method', 'saml', '--repository', app.url, '--profile', 'dev', '--idp-url', idp.signInUrl],
          await browser(),
        );
        await terminal.waitFor('Go ahead?');
        terminal.enter();
        await terminal
          .waitUntil(
            () => sandbox.log.count('GET /apps/aws') > 0 || terminal.screen().includes('not start'),
            'sign-in page',
            60_000,
          )
          .catch((error: unknown) => {
            if (sandbox.log.count('GET /apps/aws') === 0) throw error;
          });
        process.kill(Number(await readFile(home.file('browser.pid'), 'utf8')), 'SIGTERM');
        await terminal.waitFor('was closed before anything was sent to AWS', { timeoutMs: 60_000 });
        await terminal.choose('What shall we do?', 'Stop here');
        expect(await terminal.exit()).to.deep.equal({ code: 1, signal: undefined });
        await nothingWritten();
      });

      it('ends with Ctrl-C while it waits: nothing is changed, and no browser is left', async () => {
        idp.typing = undefined;
        start(
          ['setup', '--method', 'saml', '--repository', app.url, '--profile', 'dev', '--idp-url', idp.signInUrl],
          await browser(),
        );
        await terminal.waitFor('Go ahead?');
        terminal.enter();
        await terminal.waitFor('Waiting for you to sign in');
        while (sandbox.log.count('GET /apps/aws') === 0) await new Promise((resolve) => setTimeout(resolve, 100));
        terminal.ctrlC();
        expect(await terminal.exit(60_000)).to.deep.equal({ code: 130, signal: undefined });
        for (let waited = 0; !(await browserIsGone()); waited += 100) {
          if (waited > 30_000) throw new Error('the browser is still there');
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        await nothingWritten();
      });
    });
  });
});
