import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import type { Ended } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import type { Habits } from '../sandbox/person.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';
import type { Repository } from '../sandbox/aws/repository.js';

export interface AtTerminal {
  /** What somebody does in the browser that is opened; without it the browser is nobody. */
  readonly habits?: Partial<Habits> | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** The way from a sign-in at somebody else's pages to a clone: the real program, a home for each test, a repository. */
export interface SignInFixture {
  readonly sandbox: Sandbox;
  readonly account: Account;
  readonly app: Repository;
  readonly home: FurnishedHome;
  /** A new home, as for somebody who was never here. */
  newcomer(): Promise<void>;
  leave(): Promise<void>;
  /** Runs the program where nobody is. */
  unattended(
    args: readonly string[],
    options?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> },
  ): Promise<Ended>;
  /** Runs it at a terminal, to be closed by whoever started it. */
  start(args: readonly string[], at?: AtTerminal): Promise<TestTerminal>;
  /** The same, to its end: exit code and everything that was on the screen. */
  attended(
    args: readonly string[],
    at?: AtTerminal,
  ): Promise<{ readonly code: number | undefined; readonly text: string }>;
  /** That Git, alone, clones the repository. */
  clones(): Promise<void>;
  nothingWritten(): Promise<void>;
  /** The profile's session has ended, here and at AWS. */
  expire(): Promise<void>;
}

export const habits: Habits = { username: 'ana', password: 'correct horse', decision: 'allow' };

export async function signInFixture(): Promise<SignInFixture> {
  const program = `${built()}/git-codecommit.js`;
  const sandbox = await startSandbox();
  const account = sandbox.aws.account('111122223333');
  const app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
  let home = await furnishedHome(sandbox);
  const credentials = (): string => home.file('.aws', 'credentials');
  const fixture: SignInFixture = {
    sandbox,
    account,
    app,
    get home() {
      return home;
    },
    async newcomer() {
      await home.remove();
      home = await furnishedHome(sandbox);
      sandbox.log.clear();
    },
    async leave() {
      await home.remove();
      await sandbox.stop();
    },
    unattended: (args, options) => home.run(process.execPath, [program, ...args], options),
    async start(args, { habits: over, variables = {} } = {}) {
      const browser = over === undefined ? { BROWSER: 'true' } : await personAsBrowser(home, { ...habits, ...over });
      return new TestTerminal([process.execPath, program, ...args], {
        env: home.environment(browser, variables),
        cwd: home.path,
        columns: 140,
        rows: 50,
      });
    },
    async attended(args, at) {
      const terminal = await fixture.start(args, at);
      try {
        return { code: (await terminal.exit(150_000)).code, text: terminal.text() };
      } finally {
        await terminal.close();
      }
    },
    async clones() {
      const { code, stderr } = await home.run('git', ['clone', '-q', app.url, 'again']);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(await readFile(home.file('again', 'README.md'), 'utf8')).to.equal('# my-app\n');
    },
    async nothingWritten() {
      for (const path of [credentials(), home.file('.config', 'git-codecommit', 'recipes.ini')])
        expect(existsSync(path), path).to.equal(false);
      const state = home.file('.local', 'state', 'git-codecommit');
      // A browser that was opened has a folder of its own, and that it was not there before is noted. A code that was
      // sent is never sent again, taken or not.
      const kept = existsSync(state) ? await readdir(state) : [];
      expect(kept.filter((name) => name !== 'absent.json' && !name.endsWith('.codes.json'))).to.deep.equal([]);
      expect(await readFile(home.file('.gitconfig'), 'utf8')).to.equal(sandbox.gitConfig());
    },
    async expire() {
      sandbox.aws.lastSession.expire();
      await home.write(
        '.aws/credentials',
        (await readFile(credentials(), 'utf8')).replace(
          /x_security_token_expires = \S+/,
          'x_security_token_expires = 2020-01-01T00:00:00Z',
        ),
      );
    },
  };
  return fixture;
}

/** Answers a question of the wizard, once it is asked. */
export async function answer(terminal: TestTerminal, question: string, text: string): Promise<void> {
  await terminal.waitFor(question, { timeoutMs: 60_000 });
  terminal.type(text);
  terminal.enter();
}
