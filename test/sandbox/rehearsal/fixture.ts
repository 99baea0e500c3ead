import { mkdir } from 'node:fs/promises';
import { furnishedHome, type FurnishedHome } from '../furnished-home.js';
import { startSandbox, type Sandbox } from '../sandbox.js';
import type { MfaDevice } from '../aws/mfa-device.js';

/** What the administrator would have handed to a newcomer. */
export interface Handed {
  readonly repositoryUrl: string;
  readonly roleArn: string;
  readonly keysFile: string;
}

/** Where the rehearsal takes place. */
export interface Fixture {
  readonly sandbox: Sandbox;
  readonly home: FurnishedHome;
  /** Where the newcomer sits: the key file lies here, and the clone will. */
  readonly folder: string;
  readonly handed: Handed;
  readonly device: MfaDevice;
  /** The environment of everything that runs in the rehearsal. */
  readonly environment: Record<string, string>;
  /** Takes everything down again. */
  clear(): Promise<void>;
}

// How somebody wants a terminal to look is theirs to say, in a rehearsal too.
const taste = ['TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'ACCESSIBLE', 'LC_CTYPE', 'TERM_PROGRAM', 'WT_SESSION'];

/**
 * A user in one account, with an access key and an authenticator app; a role in another account that wants the app's
 * code; a repository there. And a home with nothing in it.
 */
export async function openFixture(): Promise<Fixture> {
  const sandbox = await startSandbox();
  const ana = sandbox.aws.account('111122223333').user('ana', { mfa: 'totp' });
  const team = sandbox.aws.account('444455556666');
  const role = team.role('my-app-developers', { trust: { principals: ['111122223333'], mfa: true } });
  const repository = team.repository('my-app', {
    region: 'eu-west-1',
    files: { 'README.md': '# my-app\n\nYou cloned this from the sandbox.\n', 'src/hello.txt': 'hello\n' },
  });
  const home = await furnishedHome(sandbox);
  await mkdir(home.file('work'));
  const keysFile = await home.write('work/accessKeys.csv', ana.accessKeysCsv());
  const chosen = Object.fromEntries(taste.map((name) => [name, process.env[name]]));
  return {
    sandbox,
    home,
    folder: home.file('work'),
    handed: { repositoryUrl: repository.url, roleArn: role.arn, keysFile },
    device: ana.device,
    environment: home.environment(chosen, { GIT_TERMINAL_PROMPT: undefined }),
    async clear() {
      await home.remove();
      await sandbox.stop();
    },
  };
}
