import { appendFile, mkdir } from 'node:fs/promises';
import { expect } from 'chai';
import { TestTerminal } from '../helpers/terminal.js';
import { visit } from '../sandbox/person.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/**
 * Sets the terminal's title, begins a control sequence in one character, turns the text round, goes to the line's
 * start.
 */
const hostile = 'a\u001b]0;PWNED\u0007b\u009b31mc\u202ed';

describe('names that obey somebody else', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source');
  });
  after(() => fixture.clear());

  const open = (
    args: readonly string[],
    cwd = fixture.home.path,
    variables: Readonly<Record<string, string>> = {},
  ): TestTerminal =>
    new TestTerminal([process.execPath, fixture.program, ...args], {
      env: fixture.home.environment(variables),
      cwd,
      columns: 160,
    });

  const expectHarmless = (at: TestTerminal): void => {
    const raw = at.raw();
    expect(raw, `the name was not shown:\n${at.text()}`).to.contain('PWNED');
    expect(raw).to.not.match(/\u001b\]0;|\u0007|\u009b|\u202e/);
  };

  /** Runs a command to its end, whatever that is. */
  const shows = async (args: readonly string[], cwd?: string): Promise<void> => {
    const at = open(args, cwd);
    try {
      await at.exit(60_000);
      expectHarmless(at);
    } finally {
      await at.close();
    }
  };

  it('are shown harmless from the command line: setup, clone, refresh, doctor', async () => {
    await shows(['doctor', `https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/${hostile}`, '--all']);
    await shows(['setup', '--yes', '--repository', hostile, '--method', 'keys']);
    await shows(['setup', '--yes', '--method', hostile]);
    await shows(['refresh', hostile, '--yes']);
    await shows([hostile]);
  });

  it("are shown harmless from Git's configuration: doctor", async () => {
    await appendFile(
      fixture.home.file('.gitconfig'),
      `[credential "https://git-codecommit.eu-west-1.amazonaws.com"]\n\thelper = "!echo ${hostile}"\n`,
    );
    await shows(['doctor', fixture.app.url, '--all', '--yes']);
  });

  it("are shown harmless from a recipe, and from AWS's config: status, refresh", async () => {
    await appendFile(
      fixture.home.file('.config', 'git-codecommit', 'recipes.ini'),
      `\n[${encodeURIComponent(hostile)}]\nmethod = ${JSON.stringify(`keys${hostile}`)}\nregion = ` +
        `${JSON.stringify(hostile)}\n`,
    );
    await appendFile(fixture.home.file('.aws', 'config'), `[profile ${hostile}]\nregion = x\n`);
    await shows(['status']);
    await shows(['refresh', hostile, '--yes', '--force']);
  });

  it("are shown harmless from AWS: the access portal's accounts", async () => {
    const { sandbox } = fixture;
    const center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl: 'https://corp.awsapps.com/start' });
    const ana = center.user('ana');
    center.assign(ana, sandbox.aws.account('444455556666'), 'Developer', { accountName: hostile });
    center.assign(ana, sandbox.aws.account('111122223333'), 'Developer', { accountName: 'fine' });
    await mkdir(fixture.home.file('portal'), { recursive: true });
    const at = open([
      'setup',
      '--method',
      'identity-center',
      '--start-url',
      'https://corp.awsapps.com/start',
      '--sso-region',
      'eu-central-1',
      '--repository',
      fixture.app.url,
      '--profile',
      'portal',
      '--git-scope',
      'none',
      '--no-browser',
    ]);
    try {
      for (let asked = 0; asked < 4; asked += 1) {
        await at.waitFor(/AWS CLI shares the sign-in\?|Go ahead\?|user_code=[0-9A-F-]+/, { timeoutMs: 60_000 });
        if (/user_code=[0-9A-F-]+/.test(at.text())) break;
        at.enter();
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
      await at.waitFor(/user_code=[0-9A-F-]+/, { timeoutMs: 60_000 });
      await visit(
        /https:\/\/device\S+user_code=[0-9A-F-]+/.exec(at.text())?.[0] ?? '',
        { username: 'ana', password: 'correct horse', decision: 'allow' },
        sandbox,
      );
      await at.waitFor('Which account and role?', { timeoutMs: 60_000 });
      await at.waitFor('PWNED', { timeoutMs: 60_000 });
      expectHarmless(at);
    } finally {
      await at.close();
    }
  });
});
