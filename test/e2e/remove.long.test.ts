import { mkdir, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { snapshotOf } from '../helpers/home-snapshot.js';
import { TestTerminal } from '../helpers/terminal.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { flagsOf, signInBy } from './sign-in-by.js';
import type { AtHand, MethodId } from './sign-in-by.js';
import { withVariables } from './ways-to-sign-in.js';

interface Listed {
  readonly what: string;
  readonly where: string;
}
interface RemovedAll {
  readonly profiles: readonly string[];
  readonly removes: readonly Listed[];
  readonly stays: readonly (Listed & { readonly why: string })[];
}

/** What AWS's own tools share with us, which stays and is named. */
const shared: Readonly<Partial<Record<MethodId, RegExp>>> = {
  'identity-center': /^\.aws(?:\/sso(?:\/cache(?:\/[0-9a-f]{40}\.json)?)?)?$/,
  'console-login': /^\.aws\/login\/cache/,
};

/** Files that stood in the home before, with odd ends and a profile of somebody's own. */
async function furnish({ home }: Fixture): Promise<void> {
  await home.write(
    '.aws/credentials',
    '# mine\n[own]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=x\n',
  );
  await home.write('.aws/config', '[profile own]\nregion=us-east-1');
  await writeFile(home.file('.gitconfig'), '[user]\n\tname = Ana\n[alias]\n\tst = status\n', { mode: 0o644 });
  await mkdir(home.file('.config', 'other'), { recursive: true });
  await mkdir(home.file('.local', 'share'), { recursive: true });
}

async function empty({ home }: Fixture): Promise<void> {
  await rm(home.file('.gitconfig'));
  await rm(home.file('.aws'), { recursive: true });
}

async function run(fixture: Fixture, { person }: AtHand, words: readonly string[]): Promise<void> {
  if (person === undefined) {
    const { code, stderr } = await fixture.codecommit(words);
    expect(code, `${words.join(' ')}: ${stderr}`).to.equal(0);
    return;
  }
  const terminal = new TestTerminal([process.execPath, fixture.program, ...words], {
    env: fixture.home.environment(person),
    cwd: fixture.home.path,
    columns: 160,
    rows: 60,
  });
  try {
    const { code } = await terminal.exit(120_000);
    expect(code, terminal.text()).to.equal(0);
  } finally {
    await terminal.close();
  }
}

describe('remove --all', function () {
  this.timeout(300_000);

  for (const method of Object.keys(signInBy) as MethodId[])
    for (const [before, prepare] of [
      ['had nothing', empty],
      ['had files of somebody else', furnish],
    ] as const)
      it(`leaves a home that ${before} as it was, to the byte, after ${method}`, async () => {
        const opened = await openFixture();
        let atHand: AtHand | undefined;
        try {
          await prepare(opened);
          // What a method wants in the home is there before.
          if (method !== 'console-login' && method !== 'process' && before === 'had nothing')
            await mkdir(opened.home.file('.aws')).then(() => rm(opened.home.file('.aws'), { recursive: true }));
          if (['session-token', 'federation-token', 'console-login'].includes(method))
            await mkdir(opened.home.file('.aws'), { recursive: true, mode: 0o700 });
          atHand = await signInBy[method](opened);
          const fixture = withVariables(opened, () => ({ ...opened.sandbox.gitVariables(), ...atHand?.variables }));
          const found = await snapshotOf(opened.home.path);
          const setup = ['setup', '--method', method, '--repository', opened.app.url, '--profile', 'my-app', '--yes'];
          await run(fixture, atHand, [...setup, '--git-scope', 'region', ...flagsOf(atHand.answers())]);
          const kept = method === 'assume-role' ? ['--keep-source'] : [];
          const again = setup.map((word) => (word === 'my-app' ? 'second' : word));
          await run(fixture, atHand, [...again, '--git-scope', 'repository', ...kept, ...flagsOf(atHand.answers())]);
          await fixture.home.run('git', ['ls-remote', opened.app.url], { env: opened.sandbox.gitVariables() });
          await fixture.codecommit(['refresh', 'second', '--force']);
          await fixture.codecommit(['doctor', opened.app.url, '--fix']);
          await fixture.codecommit(['doctor', '--repair-files']);
          await fixture.codecommit(['doctor', '--repair-git', '--profile', 'my-app', opened.app.url]);
          await fixture.codecommit(['doctor', '--guard-bare-repositories', '--profile', 'my-app']);
          await fixture.codecommit(['export', 'second']);
          const { code, stdout, stderr } = await fixture.codecommit(['remove', '--all', '--yes', '--json']);
          expect(code, stderr).to.equal(0);
          const { profiles, stays } = JSON.parse(stdout) as RemovedAll;
          expect(profiles, stderr).to.not.be.empty;
          const left = await snapshotOf(opened.home.path);
          const pattern = shared[method];
          const own = (all: Readonly<Record<string, string>>) =>
            Object.fromEntries(Object.entries(all).filter(([path]) => pattern?.test(path) !== true));
          expect(own(left), stderr).to.deep.equal(own(found));
          expect(stays.length > 0, JSON.stringify(stays)).to.equal(pattern !== undefined || kinds.has(method));
          // A second time there is nothing left.
          const second = await fixture.codecommit(['remove', '--all']);
          expect([second.code, own(await snapshotOf(opened.home.path))], second.stderr).to.deep.equal([0, own(found)]);
        } finally {
          await atHand?.leave?.();
          await opened.clear();
        }
      });
});

/** Methods that sign in with a profile of somebody's own, which is named as what stays. */
const kinds: ReadonlySet<string> = new Set(['session-token', 'federation-token', 'console-login']);
