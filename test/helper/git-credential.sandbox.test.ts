import { readFile } from 'node:fs/promises';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { openGitSettingsStore } from '../../src/stores/open-git-settings.js';
import { systemClock } from '../../src/system/clock.js';
import { createFiles } from '../../src/system/files/files.js';
import { systemGit } from '../../src/system/git/git.js';
import { runningProgram } from '../../src/system/program.js';
import { built } from '../helpers/built.js';
import { Clients, sessionKeys } from '../sandbox/clients.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';

describe('real Git with our settings and our helper', () => {
  let sandbox: Sandbox;
  let home: FurnishedHome;
  let account: Account;
  before(async function () {
    this.timeout(60_000);
    const folder = built();
    sandbox = await startSandbox();
    home = await furnishedHome(sandbox);
    account = sandbox.aws.account('111122223333');
    const ports = {
      git: systemGit(home.environment()),
      files: createFiles(),
      clock: systemClock,
      program: runningProgram({ version: '1', folder, env: {} }),
      platform: process.platform,
      env: home.environment(),
      homeDirectory: home.path,
    };
    const room = openGitSettingsStore(ports, { state: home.file('state'), data: home.file('data') });
    for (const [profile, region] of [
      ['dev', 'eu-west-1'],
      ['fips', 'us-east-1'],
      ['china', 'cn-north-1'],
    ] as const) {
      const host = `git-codecommit.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
      await room.apply(
        profile,
        await room.plan({ scope: 'region', helper: 'codecommit', profile, region, host, repository: undefined }),
        home.path,
      );
    }
  });
  after(async () => {
    await home.remove();
    await sandbox.stop();
  });

  it('clones, pushes and pulls with the session of a role, until it ends', async function () {
    this.timeout(60_000);
    const repository = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': 'hello\n' } });
    const role = account.role('dev');
    await home.addProfile(
      'dev',
      sessionKeys(
        await new Clients(sandbox)
          .sts(account.user('ana').key)
          .send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'ana' })),
      ),
    );
    const git = (...args: string[]): ReturnType<FurnishedHome['run']> => home.run('git', args);
    expect(await git('clone', '-q', repository.url, 'work')).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(home.file('work', 'README.md'), 'utf8')).to.equal('hello\n');
    await git('-C', 'work', 'commit', '-q', '--allow-empty', '-m', 'More');
    expect(await git('-C', 'work', 'push', '-q')).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    expect((await git('-C', 'work', 'pull', '-q')).code).to.equal(0);
    sandbox.aws.lastSession.expire();
    expect((await git('-C', 'work', 'pull', '-q')).stderr).to.contain('403');
  });

  it('reaches FIPS hosts and China with the signature of their region', async () => {
    const fips = account.repository('gov', { region: 'us-east-1', files: { a: 'a' } });
    await home.addProfile('fips', account.user('bob').key);
    expect(
      await home.run('git', ['ls-remote', fips.url.replace('git-codecommit.', 'git-codecommit-fips.')]),
    ).to.deep.include({ code: 0 });
    const china = sandbox.aws.account('555566667777', { partition: 'aws-cn' });
    await home.addProfile('china', china.user('li').key);
    expect(
      await home.run('git', ['ls-remote', china.repository('cha', { region: 'cn-north-1', files: { a: 'a' } }).url]),
    ).to.deep.include({ code: 0 });
  });

  it('tells the reason instead of asking for a user name', async () => {
    const ended = await home.run('git', ['ls-remote', 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/a/b']);
    expect(ended.code).to.equal(128);
    expect(ended.stderr).to.contain('is not the path of a repository').and.not.contain('Username');
  });
});
