import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { temporaryHome, type TemporaryHome, type Variables } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';
import type { Keys } from './clients.js';
import type { Sandbox } from './sandbox.js';

/** A throw-away home in which everything leads into the sandbox: AWS's tools, Git, the product. */
export interface FurnishedHome extends TemporaryHome {
  /** Writes a file below the home, and gives its path. */
  write(path: string, content: string): Promise<string>;
  /** Adds a profile with these keys to `~/.aws/credentials`. */
  addProfile(name: string, keys: Keys): Promise<void>;
  /** Runs a program in the home with its environment. */
  run(
    program: string,
    args: readonly string[],
    options?: { readonly cwd?: string; readonly input?: string; readonly env?: Variables; readonly timeoutMs?: number },
  ): Promise<Ended>;
}

/** Makes one: proxy and CA by variables, and in `~/.gitconfig` for Git. */
export async function furnishedHome(sandbox: Sandbox): Promise<FurnishedHome> {
  const home = await temporaryHome();
  const environment: TemporaryHome['environment'] = (...extra) => home.environment(sandbox.environment(), ...extra);
  await writeFile(home.file('.gitconfig'), sandbox.gitConfig());
  await mkdir(home.file('.aws'), { mode: 0o700 });
  return {
    ...home,
    environment,
    async write(path, content) {
      const file = home.file(...path.split('/'));
      await writeFile(file, content, { mode: 0o600 });
      return file;
    },
    async addProfile(name, keys) {
      const token = keys.sessionToken === undefined ? '' : `aws_session_token = ${keys.sessionToken}\n`;
      const section =
        `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ` +
        `${keys.secretAccessKey}\n${token}`;
      await appendFile(home.file('.aws', 'credentials'), section, { mode: 0o600 });
    },
    run: (program, args, { cwd = home.path, env = {}, ...others } = {}) =>
      run(program, args, { env: environment(env), cwd, ...others }),
  };
}
