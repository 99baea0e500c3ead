import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { snapshotOf } from '../helpers/home-snapshot.js';
import type { TestTerminal } from '../helpers/terminal.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { pathWithCommand } from '../helpers/environment.js';

describe('setup, where something is in the way', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const start = (args: readonly string[] = fixture.common): TestTerminal => fixture.wizard(args);
  const credentials = (): string => fixture.home.file('.aws', 'credentials');

  it('says that there is no Git after the first answer, and asks no more, exit 7', async () => {
    await mkdir(fixture.home.file('empty'));
    const at = fixture.wizard([], { variables: { PATH: fixture.home.file('empty') } });
    await answer(at, 'What were you given?', fixture.app.url);
    await at.ends(7);
    expect(at.text())
      .to.include('Git was not found.')
      .and.include('https://git-scm.com/downloads')
      .and.not.include('How do you sign in?');
  });

  describe('a credentials file that the AWS CLI rejects', () => {
    const damaged =
      '[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = first\n[a]\naws_access_key_id ' +
      '= AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = second\n';
    beforeEach(() => writeFile(credentials(), damaged));

    it('is repaired in the conversation, which then goes on', async () => {
      const at = start();
      await answer(at, 'Profile name', '');
      await at.waitFor('line 4');
      await answer(at, 'Repair it now?', '');
      await at.waitFor('Put sections of the same name together');
      await at.choose('Go ahead?', 'Yes');
      await at.ends();
      const text = await readFile(credentials(), 'utf8');
      expect(text)
        .to.include('second')
        .and.match(/^\[my-app\]$/m);
      expect(text.match(/^\[a\]$/gm)).to.have.length(1);
      expect(await readFile(`${credentials()}.before-git-codecommit`, 'utf8')).to.equal(damaged);
    });

    it('stays as it is where that is not wanted, exit 6', async () => {
      const at = start();
      await answer(at, 'Profile name', '');
      await answer(at, 'Repair it now?', 'n');
      await at.ends(6);
      expect(at.text()).to.include('git codecommit doctor --repair-files');
      expect(await readFile(credentials(), 'utf8')).to.equal(damaged);
    });

    it('is named with the command that repairs it where nobody is there', async () => {
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes']);
      expect(code, stderr).to.equal(6);
      expect(stderr).to.include('line 4').and.include('git codecommit doctor --repair-files');
      expect(await readFile(credentials(), 'utf8')).to.equal(damaged);
    });

    it('that only its owner can fix is left alone', async () => {
      const conflict = '<<<<<<< mine\n[a]\n=======\n[b]\n>>>>>>> theirs\n';
      await writeFile(credentials(), conflict);
      const at = start();
      await answer(at, 'Profile name', '');
      await answer(at, 'Repair it now?', 'y');
      await at.ends(6);
      expect(await readFile(credentials(), 'utf8')).to.equal(conflict);
    });
  });

  describe('a profile name that cannot be written to', () => {
    it('is refused at its question, with another one to take by Enter', async () => {
      await fixture.home.write(
        '.aws/config',
        `[profile my-app]\nrole_arn = ${fixture.role.arn}\nsource_profile = ana\n`,
      );
      await fixture.home.addProfile('ana', fixture.ana.key);
      const at = start();
      await answer(at, 'Profile name', '');
      await at.waitFor('has role_arn set');
      await at.waitFor('(my-app-codecommit)');
      await answer(at, 'Profile name', 'ana');
      await at.waitFor('holds long-term keys');
      await at.waitFor('(ana-codecommit)');
      at.enter();
      await at.choose('Go ahead?', 'Yes');
      await at.ends();
      expect(await readFile(credentials(), 'utf8'))
        .to.include('[ana-codecommit]')
        .and.include(fixture.ana.key.accessKeyId);
    });

    it("is refused even with --overwrite where AWS's tools would obey other settings, exit 2 with the proposal", async () => {
      await fixture.home.write(
        '.aws/config',
        `[profile my-app]\nrole_arn = ${fixture.role.arn}\nsource_profile = ana\n`,
      );
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--overwrite']);
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include('my-app-codecommit');
      expect(existsSync(credentials())).to.equal(false);
    });
  });

  describe('a proof that fails', () => {
    it("shows the doctor's cause, keeps what was written, exit 4", async () => {
      const role = fixture.sandbox.aws.account('444455556666').role('Looker', {
        trust: { principals: ['111122223333'] },
        policies: [
          {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 'codecommit:GetRepository', Resource: '*' },
          },
        ],
      });
      const { code, stdout, stderr } = await fixture.codecommit(
        fixture.common.map((word) => (word === fixture.role.arn ? role.arn : word)).concat('--yes', '--json'),
      );
      expect([code, stdout], stderr).to.deep.equal([4, '']);
      expect(stderr.replace(/\s+/g, ' '))
        .to.include('may not pull: no identity-based policy allows codecommit:GitPull')
        .and.include('What was written stays');
      expect(await readFile(credentials(), 'utf8')).to.include('[my-app]');
    });

    it('says that there is no such repository', async () => {
      const { code, stderr } = await fixture.codecommit(
        fixture.common.map((word) => (word === fixture.app.url ? `${fixture.app.url}-x` : word)).concat('--yes'),
      );
      expect(code, stderr).to.equal(4);
      expect(stderr.replace(/\s+/g, ' ')).to.include('no repository my-app-x');
    });
  });

  describe("Git's settings that cannot be written", () => {
    const said = (text: string): string => text.replace(/\s+/g, ' ');
    const recipes = (): string => fixture.home.file('.config', 'git-codecommit', 'recipes.ini');

    /** What is there is known to every command, and goes again. */
    const expectKnown = async (cwd = fixture.home.path): Promise<void> => {
      const status = await fixture.codecommit(['status', '--json']);
      const [profile] = JSON.parse(status.stdout) as { profile: string; state: string }[];
      expect(profile).to.include({ profile: 'my-app', state: 'valid' });
      const before = await readFile(credentials(), 'utf8');
      const keysFile = fixture.common.at(-1) ?? '';
      const refreshed = await fixture.codecommit(['refresh', 'my-app', '--force', '--source-keys-file', keysFile]);
      expect(refreshed.code, refreshed.stderr).to.equal(0);
      expect(await readFile(credentials(), 'utf8')).to.not.equal(before);
      const found = await fixture.codecommit(['doctor', fixture.app.url], { cwd });
      expect(found.code, found.stderr).to.equal(1);
      expect(said(found.stderr)).to.include('git codecommit doctor --repair-git --profile my-app');
      const removed = await fixture.codecommit(['remove', 'my-app', '--yes']);
      expect(removed.code, removed.stderr).to.equal(0);
      expect(await readFile(credentials(), 'utf8')).to.not.include('aws_access_key_id');
    };

    /** A `git` in front of the real one that does something else where settings are written, from the `first` time on. */
    const gitThat = async (does: string, first = 1): Promise<Readonly<Record<string, string>>> => {
      const { stdout: real } = await fixture.home.run('sh', ['-c', 'command -v git']);
      await mkdir(fixture.home.file('bin'), { recursive: true });
      const counter = fixture.home.file('bin', 'count');
      const script = [
        '#!/bin/sh',
        'case " $* " in',
        '  *" --replace-all "* | *" --add "*)',
        `    echo >>'${counter}'`,
        `    if [ "$(wc -l <'${counter}')" -ge ${first} ]; then ${does}; fi ;;`,
        'esac',
        `exec '${real.trim()}' "$@"`,
      ];
      await writeFile(fixture.home.file('bin', 'git'), `${script.join('\n')}\n`, { mode: 0o755 });
      return { PATH: `${fixture.home.file('bin')}:${pathWithCommand()}` };
    };
    const refuses = "echo 'error: could not write config file .gitconfig: Permission denied' >&2; exit 4";

    /** Makes Git's step fail; gives variables of that setup alone. */
    const failures: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
      'that stay locked': async () => {
        await fixture.home.write('.gitconfig.lock', '');
        return {};
      },
      'whose folder is not there': () =>
        Promise.resolve({ GIT_CONFIG_GLOBAL: fixture.home.file('missing', 'gitconfig') }),
      'that may not be written': () => gitThat(refuses),
      'of which the first is written, and not the next': () => gitThat(refuses, 2),
      'that are dropped by whoever writes them': () => gitThat('exit 0'),
    };
    for (const [which, fail] of Object.entries(failures))
      it(`${which} leave a profile that status, refresh, doctor and remove know, and say so, exit 7`, async () => {
        const git = fixture.sandbox.gitVariables();
        const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes'], {
          env: { ...git, ...(await fail()) },
        });
        await rm(fixture.home.file('.gitconfig.lock'), { force: true });
        expect(code, stderr).to.equal(7);
        expect(said(stderr))
          .to.include('Written already: profile my-app.')
          .and.include('Take that back with `git codecommit remove my-app`, or go on with the same setup.');
        await expectKnown();
      });

    const wiped = async (): Promise<string> => {
      const clone = fixture.home.file('clone');
      await fixture.home.run('git', ['init', '--quiet', clone]);
      await fixture.home.run('git', ['-C', clone, 'remote', 'add', 'origin', fixture.app.url]);
      await fixture.home.run('git', ['-C', clone, 'config', 'credential.helper', '']);
      return clone;
    };

    it("go into the clone too where an empty helper of its own takes the user's away", async () => {
      const clone = await wiped();
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes'], { cwd: clone });
      expect(code, stderr).to.equal(0);
      expect(said(stderr)).to.include("this clone's credential helper");
      const fetched = await fixture.home.run('git', ['-C', clone, 'ls-remote', 'origin']);
      expect(fetched.code, fetched.stderr).to.equal(0);
      expect(await fixture.cloned()).to.equal('# my-app\n');
      const removed = await fixture.codecommit(['remove', 'my-app', '--yes']);
      expect(said(removed.stderr)).to.include('in the clone ~/clone');
      expect(await readFile(`${clone}/.git/config`, 'utf8')).to.not.include('codecommit credential');
    });

    /** Wipers that nothing which we may write comes behind: their variables, and what can be done. */
    const winners: Readonly<
      Record<string, readonly [(clone: string) => Promise<Readonly<Record<string, string>>>, string]>
    > = {
      GIT_CONFIG_COUNT: [
        () => Promise.resolve({ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'credential.helper', GIT_CONFIG_VALUE_0: '' }),
        'unset GIT_CONFIG_COUNT',
      ],
      '`git -c`': [
        () => Promise.resolve({ GIT_CONFIG_PARAMETERS: "'credential.helper'=''" }),
        'unset GIT_CONFIG_PARAMETERS',
      ],
      'the settings of a worktree': [
        async (clone) => {
          await fixture.home.run('git', ['-C', clone, 'config', 'extensions.worktreeConfig', 'true']);
          await fixture.home.run('git', ['-C', clone, 'config', '--worktree', 'credential.helper', '']);
          return {};
        },
        "git config --worktree --unset-all credential.helper '^$'",
      ],
    };
    for (const [what, [win, can]] of Object.entries(winners))
      it(`are not written where ${what} would count more, and it says what can be done, exit 7`, async () => {
        const clone = await wiped();
        const env = { SHELL: '/bin/sh', ...(await win(clone)) };
        const nothing = await snapshotOf(fixture.home.path);
        const refused = await fixture.codecommit([...fixture.common, '--yes'], { cwd: clone, env });
        expect(refused.code, refused.stderr).to.equal(7);
        expect(said(refused.stderr)).to.include('Nothing was changed.').and.include(can);
        expect(await snapshotOf(fixture.home.path)).to.deep.equal(nothing);
        await fixture.setUp();
        const before = await snapshotOf(fixture.home.path);
        const repair = ['doctor', '--repair-git', '--profile', 'my-app'];
        const repaired = await fixture.codecommit(repair, { cwd: clone, env });
        expect(repaired.code, repaired.stderr).to.equal(7);
        expect(said(repaired.stderr)).to.include('Nothing was changed.').and.include(can);
        expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
      });

    it('are gone on with by the same setup', async () => {
      const lock = await fixture.home.write('.gitconfig.lock', '');
      expect((await fixture.codecommit([...fixture.common, '--yes'])).code).to.equal(7);
      await rm(lock);
      await fixture.setUp();
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('leave the recipe of credentials that go into the environment, which remove knows', async () => {
      const lock = await fixture.home.write('.gitconfig.lock', '');
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--save-to', 'environment']);
      await rm(lock);
      expect(code, stderr).to.equal(7);
      expect(said(stderr), stderr).to.include('Take that back with `git codecommit remove environment`');
      expect((await fixture.codecommit(['remove', 'environment', '--yes'])).code).to.equal(0);
      expect(await readFile(recipes(), 'utf8')).to.not.include('[environment]');
    });
  });

  it('ends when the terminal goes away, and changes nothing', async () => {
    const at = start(['setup']);
    await answer(at, 'What were you given?', fixture.app.url);
    await at.waitFor('? How do you sign in?');
    at.hangUp();
    await at.exit();
    expect(existsSync(credentials())).to.equal(false);
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(fixture.sandbox.gitConfig());
  });

  it('leaves a file that may not be written untouched, exit 6', async function () {
    if (process.getuid?.() === 0) {
      // Root may write anything but what is immutable: a folder in the file's place is refused to everybody.
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes'], {
        env: { AWS_SHARED_CREDENTIALS_FILE: fixture.home.file('.aws') },
      });
      expect(code, stderr).to.equal(6);
      return;
    }
    await fixture.home.run('chmod', ['500', fixture.home.file('.aws')]);
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes']);
    await fixture.home.run('chmod', ['700', fixture.home.file('.aws')]);
    expect(code, stderr).to.equal(6);
    expect(existsSync(credentials())).to.equal(false);
  });
});
