import { readFile } from 'node:fs/promises';

import { built } from '../helpers/built.js';
import type { Variables } from '../helpers/environment.js';
import type { Ended } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';
import { furnishedHome } from '../sandbox/furnished-home.js';
import type { FurnishedHome } from '../sandbox/furnished-home.js';
import { startSandbox } from '../sandbox/sandbox.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Repository } from '../sandbox/aws/repository.js';
import type { Role } from '../sandbox/aws/role.js';
import type { User } from '../sandbox/aws/user.js';

/** A newcomer before the first clone: a user here, a role and a repository in another account, an empty home. */
export interface Fixture {
  readonly sandbox: Sandbox;
  readonly home: FurnishedHome;
  readonly ana: User;
  readonly role: Role;
  readonly roleWithMfa: Role;
  readonly app: Repository;
  /** The built `git-codecommit.js`. */
  readonly program: string;
  /** AWS's accessKeys.csv of the user. */
  readonly keysFile: string;
  /** Runs `git-codecommit` as it was built. */
  readonly codecommit: (
    args: readonly string[],
    options?: { readonly cwd?: string; readonly input?: string; readonly env?: Variables },
  ) => Promise<Ended>;
  /** The same in a terminal of its own, which `clear` closes. */
  wizard(
    args?: readonly string[],
    options?: { readonly cwd?: string; readonly variables?: Variables; readonly columns?: number },
  ): TestTerminal;
  /** The common path by flags alone, with further ones. Throws with what it said where it fails. */
  setUp(...more: readonly string[]): Promise<void>;
  /** What real Git clones, with nothing but the settings that are there: the text of the README. */
  cloned(folder?: string): Promise<string>;
  /** The flags of the common path: the role without MFA, for the repository. */
  readonly common: readonly string[];
  clear(): Promise<void>;
}

/** Opens it; the product is built anew where something changed. */
export async function openFixture(): Promise<Fixture> {
  const program = `${built()}/git-codecommit.js`;
  const sandbox = await startSandbox();
  const ana = sandbox.aws.account('111122223333').user('ana', { mfa: 'totp' });
  const team = sandbox.aws.account('444455556666');
  const trust = { principals: ['111122223333'] };
  const role = team.role('Developer', { trust, maxSessionDuration: 14_400 });
  const roleWithMfa = team.role('DeveloperWithMfa', { trust: { ...trust, mfa: true } });
  const app = team.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
  const home = await furnishedHome(sandbox);
  const keysFile = await home.write('accessKeys.csv', ana.accessKeysCsv());
  const common = [
    'setup',
    '--method',
    'assume-role',
    '--repository',
    app.url,
    '--role-arn',
    role.arn,
    '--source-keys-file',
    keysFile,
  ];
  const codecommit: Fixture['codecommit'] = (args, options) => home.run(process.execPath, [program, ...args], options);
  const terminals: TestTerminal[] = [];
  return {
    sandbox,
    home,
    ana,
    role,
    roleWithMfa,
    app,
    program,
    keysFile,
    common,
    codecommit,
    async setUp(...more) {
      const { code, stderr } = await codecommit([...common, '--yes', ...more]);
      if (code !== 0) throw new Error(`setup ended with ${String(code)}: ${stderr}`);
    },
    wizard(args = [], { cwd = home.path, variables, columns = 120 } = {}) {
      const terminal = new TestTerminal([process.execPath, program, ...args], {
        env: home.environment(),
        variables,
        cwd,
        columns,
        rows: 60,
      });
      terminals.push(terminal);
      return terminal;
    },
    async cloned(folder = 'cloned-by-git') {
      const { code, stderr } = await home.run('git', ['clone', '-q', app.url, folder]);
      if (code !== 0) throw new Error(`git clone ended with ${String(code)}: ${stderr}`);
      return await readFile(home.file(folder, 'README.md'), 'utf8');
    },
    async clear() {
      await Promise.all(terminals.map((terminal) => terminal.close()));
      await home.remove();
      await sandbox.stop();
    },
  };
}

/** Waits for a question in the terminal, and types the answer to it. */
export async function answer(terminal: TestTerminal, question: string, text: string): Promise<void> {
  await terminal.waitFor(`? ${question}`);
  terminal.type(text);
  terminal.enter();
}
