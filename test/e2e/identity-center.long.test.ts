import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { regionsOf } from '../../src/aws/regions.js';
import { built } from '../helpers/built.js';
import { needs } from '../helpers/needs.js';
import { TestTerminal } from '../helpers/terminal.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { visit, type Habits } from '../sandbox/person.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { IdentityCenter } from '../sandbox/aws/identity-center.js';
import type { Repository } from '../sandbox/aws/repository.js';

const habits = { username: 'ana', password: 'correct horse', decision: 'allow' } as const;
const startUrl = 'https://corp.awsapps.com/start';

describe('from the access portal to a clone', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  let program: string;
  let sandbox: Sandbox;
  let center: IdentityCenter;
  let app: Repository;
  let home: FurnishedHome;
  before(async () => {
    program = `${built()}/git-codecommit.js`;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    const account = sandbox.aws.account('111122223333');
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
    center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
    const ana = center.user(habits.username);
    center.assign(ana, account, 'Developer', { accountName: 'dev' });
    center.assign(ana, account, 'ReadOnly', { accountName: 'dev' });
    center.assign(ana, sandbox.aws.account('444455556666'), 'Developer', { accountName: 'live' });
  });
  beforeEach(async () => {
    sandbox.log.clear();
    home = await furnishedHome(sandbox);
  });
  afterEach(() => home.remove());

  const flags = (): string[] => [
    'setup',
    '--method',
    'identity-center',
    '--repository',
    app.url,
    '--start-url',
    startUrl,
    '--sso-region',
    'eu-central-1',
    '--account-id',
    '111122223333',
    '--role-name',
    'Developer',
    '--yes',
  ];
  const terminal = async (
    args: readonly string[],
    over: Partial<Habits> = {},
    variables: Readonly<Record<string, string>> = {},
  ): Promise<TestTerminal> =>
    new TestTerminal([process.execPath, program, ...args], {
      env: home.environment(await personAsBrowser(home, { ...habits, ...over }), variables),
      cwd: home.path,
      columns: 140,
    });
  const answerAt = async (at: TestTerminal, question: string, text: string): Promise<void> => {
    await at.waitFor(question);
    at.type(text);
    at.enter();
  };
  const unattended = (...args: string[]) => home.run(process.execPath, [program, ...args]);
  const clones = async (): Promise<void> => {
    const { code, stderr } = await home.run('git', ['clone', '-q', app.url, 'again']);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(await readFile(home.file('again', 'README.md'), 'utf8')).to.equal('# my-app\n');
  };

  it('leads by flags, with a browser', async () => {
    const at = await terminal([...flags(), '--clone', 'clone']);
    try {
      expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
      expect(at.text()).to.match(/leads\s+to\s+oidc\.eu-central-1\.amazonaws\.com/);
      expect(existsSync(home.file('clone', 'README.md'))).to.equal(true);
    } finally {
      await at.close();
    }
    await clones();
    expect(sandbox.log.of('GitPull').at(-1)?.caller).to.match(/assumed-role\/AWSReservedSSO_Developer_\w+\/ana$/);
  });

  it(
    "adds the portal to AWS's config where that is wanted, says so in the plan, and shares the sign-in with " +
      'the AWS CLI',
    async () => {
      const at = await terminal([...flags(), '--add-sso-session', '--no-verify']);
      try {
        expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
        expect(at.text()).to.contain('[sso-session corp]');
      } finally {
        await at.close();
      }
      expect(await readFile(home.file('.aws', 'config'), 'utf8')).to.contain(
        `[sso-session corp]\nsso_start_url = ${startUrl}\nsso_region = eu-central-1\n`,
      );
      expect(existsSync(home.file('.aws', 'sso', 'cache', 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'))).to.equal(
        true,
      );
      const again = await unattended('refresh', 'my-app', '--force');
      expect(again.code, again.stderr).to.equal(0);
    },
  );

  it('asks for no second sign-in where the portal is added to that config later, by setup or by hand', async () => {
    const at = await terminal([...flags(), '--no-verify']);
    try {
      expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
    } finally {
      await at.close();
    }
    const before = sandbox.log.of('CreateToken').length;
    const added = await unattended(...flags(), '--add-sso-session', '--overwrite');
    expect(added.code, added.stderr).to.equal(0);
    expect(await readFile(home.file('.aws', 'config'), 'utf8')).to.contain('[sso-session corp]');
    const again = await unattended('refresh', 'my-app', '--force');
    expect(again.code, again.stderr).to.equal(0);
    await rm(home.file('.aws', 'sso', 'cache', 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'));
    const config = home.file('.aws', 'config');
    await writeFile(config, (await readFile(config, 'utf8')).replaceAll('sso-session corp', 'sso-session work'));
    const byHand = await unattended(...flags(), '--overwrite');
    expect(byHand.code, byHand.stderr).to.equal(0);
    expect(sandbox.log.of('CreateToken').length).to.equal(before);
  });

  it('leads by prompts, with a code to be typed on another device', async () => {
    const at = await terminal(['setup', '--no-browser']);
    const answer = (question: string, text: string): Promise<void> => answerAt(at, question, text);
    try {
      await answer('What were you given?', app.url);
      await at.choose('How do you sign in?', "My company's AWS access portal");
      await answer('Address of your access portal', `${startUrl}/#/`);
      await answer('Profile name', '');
      await answer('Go ahead?', '');
      await at.waitFor(/\?user_code=[0-9A-F-]+/);
      const address = /https:\/\/device\S+user_code=[0-9A-F-]+/.exec(at.text())?.[0] ?? '';
      await visit(address, habits, sandbox);
      await at.choose('Which account and role?', 'dev  111122223333  Developer');
      expect(await at.exit(60_000), at.text()).to.deep.include({ code: 0 });
    } finally {
      await at.close();
    }
    expect(existsSync(home.file('my-app', 'README.md'))).to.equal(true);
    await clones();
  });

  describe('in a real Chromium', () => {
    before(needs('chromium'));

    it('leads by prompts from the menu to a clone, and ends on a page that says so', async () => {
      const person = await personInChromium(home, habits, sandbox.proxyUrl);
      const at = await terminal(['setup', '--repository', app.url], {}, person.variables);
      try {
        await at.choose('How do you sign in?', "My company's AWS access portal");
        await answerAt(at, 'Address of your access portal', startUrl);
        await answerAt(at, 'Profile name', '');
        await at.choose('Go ahead?', 'Yes');
        await at.waitFor('Which account and role?', { timeoutMs: 120_000 });
        await at.choose('Which account and role?', 'dev  111122223333  Developer');
        expect(await at.exit(60_000), at.text()).to.deep.include({ code: 0 });
      } finally {
        await at.close();
      }
      expect(await readFile(home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
      expect(await person.lastPage()).to.match(/close this/);
      expect(sandbox.log.of('CreateToken').at(-1)?.parameters).to.include({ grantType: 'authorization_code' });
    });

    it('shows there too that access was denied; here one can try again, or sign in another way', async () => {
      const person = await personInChromium(home, { ...habits, decision: 'deny' }, sandbox.proxyUrl);
      const at = await terminal(
        flags()
          .filter((word) => word !== '--yes')
          .concat('--profile', 'dev'),
        {},
        person.variables,
      );
      try {
        await at.choose('Go ahead?', 'Yes');
        await at.waitFor('denied in the browser', { timeoutMs: 120_000 });
        await at.choose('What shall we do?', 'Try again');
        await at.waitFor('denied in the browser', { times: 2, timeoutMs: 120_000 });
        await at.choose('What shall we do?', 'Sign in another way');
        await at.choose('How do you sign in?', 'Keys that I can paste');
        await at.waitFor('Paste the keys');
        at.ctrlC();
        expect(await at.exit(), at.text()).to.deep.include({ code: 130 });
      } finally {
        await at.close();
      }
      expect(await person.lastPage()).to.contain('denied');
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
    });
  });

  describe('and again, later', () => {
    beforeEach(async () => {
      const at = await terminal([...flags(), '--no-verify']);
      try {
        expect(await at.exit(120_000), at.text()).to.deep.include({ code: 0 });
      } finally {
        await at.close();
      }
    });

    it("Git renews the session by itself while the portal's token can be renewed", async () => {
      sandbox.aws.lastSession.expire();
      const file = home.file('.aws', 'credentials');
      await home.write(
        '.aws/credentials',
        (await readFile(file, 'utf8')).replace(
          /x_security_token_expires = \S+/,
          'x_security_token_expires = 2020-01-01T00:00:00Z',
        ),
      );
      center.expireTokens();
      await clones();
    });

    it('a script is told who has to do what when the token is dead, and opens no browser', async () => {
      center.signEveryoneOut();
      const before = await readFile(home.file('.aws', 'credentials'), 'utf8');
      const { code, stdout, stderr } = await unattended('refresh', 'my-app', '--force');
      expect([code, stdout]).to.deep.equal([4, '']);
      expect(stderr).to.contain('signed out of IAM Identity Center').and.contain('git codecommit refresh my-app');
      expect(await readFile(home.file('.aws', 'credentials'), 'utf8')).to.equal(before);
      expect(sandbox.log.count('Authorize')).to.equal(1);
    });
  });

  for (const [what, over, variables, more, code, text] of [
    ['access is denied', { decision: 'deny' }, {}, [], 4, 'denied in the browser'],
    ['the browser is closed', {}, { BROWSER: 'true' }, ['--browser-timeout', '2s'], 4, 'did not come back'],
    ['the role is not theirs', {}, {}, ['--role-name', 'Admin'], 4, 'You have no role Admin'],
    ['the Region is wrong', {}, {}, ['--sso-region', 'eu-west-1'], 4, 'does not know the portal'],
  ] as const) {
    it(`says so and writes nothing when ${what}`, async () => {
      const at = await terminal(
        [
          ...flags().filter((word, index, all) => !more.some((flag) => flag === word || flag === all[index - 1])),
          ...more,
        ],
        over,
        variables,
      );
      try {
        expect(await at.exit(120_000), at.text()).to.deep.include({ code });
        expect(at.text()).to.contain(text);
      } finally {
        await at.close();
      }
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
      expect(await readFile(home.file('.gitconfig'), 'utf8')).to.not.contain('helper');
    });
  }

  describe('whose Region nobody has said', () => {
    const without = (): string[] => flags().filter((word) => !['--sso-region', 'eu-central-1', '--yes'].includes(word));
    afterEach(() => {
      center.pageHead = '<meta name="region" content="eu-central-1"/>';
    });

    it('is found on its page, once the plan is agreed to', async () => {
      const at = await terminal([...without(), '--no-verify']);
      try {
        await answerAt(at, 'Profile name', '');
        await at.waitFor('Go ahead?');
        expect(sandbox.log.entries).to.deep.equal([]);
        at.enter();
        expect(await at.exit(60_000), at.text()).to.deep.include({ code: 0 });
        expect(at.text()).to.contain("The portal's page names its Region: eu-central-1, Europe (Frankfurt)");
      } finally {
        await at.close();
      }
      const recipes = await readFile(home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
      expect(recipes).to.contain('sso-region = "eu-central-1"');
    });

    it('is searched for in a list, and looked for in every Region; Ctrl-C ends that at once', async () => {
      center.pageHead = '';
      const at = await terminal([...without(), '--no-verify']);
      try {
        await answerAt(at, 'Profile name', '');
        await answerAt(at, 'Go ahead?', '');
        await answerAt(at, 'In which Region is your IAM Identity Center?', 'ireland');
        await at.waitFor('IAM Identity Center in eu-west-1 does not know the portal');
        await at.waitFor('I do not know');
        at.enter();
        expect(await at.exit(60_000), at.text()).to.deep.include({ code: 0 });
        expect(at.text()).to.contain('It is known in eu-central-1, Europe (Frankfurt)');
      } finally {
        await at.close();
      }
      await home.remove();
      home = await furnishedHome(sandbox);
      for (const { name } of regionsOf('aws'))
        sandbox.faults.add({ kind: 'hang' }, { on: `oidc.${name}.amazonaws.com` });
      const stopped = await terminal([...without(), '--no-verify']);
      try {
        await answerAt(stopped, 'Profile name', '');
        await answerAt(stopped, 'Go ahead?', '');
        await answerAt(stopped, 'In which Region is your IAM Identity Center?', '');
        await stopped.waitFor('Asking IAM Identity Center in');
        stopped.ctrlC();
        // A shell says 130 of either; which one it is depends on whether a file is being read.
        expect([
          { code: 130, signal: undefined },
          { code: undefined, signal: 2 },
        ]).to.deep.include(await stopped.exit(20_000));
      } finally {
        sandbox.faults.clear();
        await stopped.close();
      }
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
    });

    it('is named by a flag where nobody is there, and the page names none', async () => {
      center.pageHead = '';
      const { code, stderr } = await unattended(...without(), '--yes', '--profile', 'x');
      expect([code, stderr.includes('--sso-region')], stderr).to.deep.equal([2, true]);
    });
  });

  for (const more of [[], ['--no-browser']]) {
    it(`leads from the wait for the person back to the question before (${more[0] ?? 'browser'})`, async () => {
      const at = await terminal([...flags().filter((word) => word !== '--yes'), ...more], {}, { BROWSER: 'true' });
      try {
        await at.waitFor('? Profile name');
        at.enter();
        await at.choose('Go ahead?', 'Yes');
        await at.waitFor(/Waiting for you to sign in \(Esc to go back\)$/m);
        at.type('\r\r');
        at.key('escape');
        await at.waitFor('? Go ahead?');
        await at.waitFor('Enter to choose');
        at.key('escape');
        await at.waitFor('? Profile name');
        at.ctrlC();
        expect(await at.exit(20_000), at.text()).to.deep.include({ code: 130 });
      } finally {
        await at.close();
      }
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
    });
  }

  it('leads back to the list where the repository is not in the account, and looks for it where asked', async () => {
    const at = await terminal([...flags().filter((word) => word !== '--yes' && !/^\d{12}$|^--account-id$/.test(word))]);
    try {
      await answerAt(at, 'Profile name', '');
      await answerAt(at, 'Go ahead?', '');
      await at.choose('Which account and role?', 'live  444455556666  Developer');
      await at.waitFor('There is no repository my-app in account 444455556666 in eu-west-1.');
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
      await at.choose('Which account and role?', 'Look for my-app in 1 other account, as Developer');
      await at.waitFor('my-app is in account 111122223333.');
      await at.waitFor('(the repository is there)');
      at.enter();
      expect(await at.exit(60_000), at.text()).to.deep.include({ code: 0 });
    } finally {
      await at.close();
    }
    expect(existsSync(home.file('my-app', 'README.md'))).to.equal(true);
    expect(await readFile(home.file('.aws', 'config'), 'utf8')).to.not.contain('444455556666');
    expect(sandbox.log.count('Authorize')).to.equal(1);
  });

  it('stops at once on Ctrl-C, and writes nothing', async () => {
    const at = await terminal(flags(), {}, { BROWSER: 'true' });
    try {
      await at.waitFor('/sign-in/');
      await at.waitFor('Waiting for you to sign in');
      at.ctrlC();
      expect(await at.exit(20_000), at.text()).to.deep.include({ code: 130 });
    } finally {
      await at.close();
    }
    expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
  });
});
