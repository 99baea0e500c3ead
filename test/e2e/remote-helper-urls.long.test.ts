import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('codecommit:: URLs, which Git itself hands to git-remote-codecommit', function () {
  this.timeout(120_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const base = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/';
  const short = 'codecommit::eu-west-1://my-app';
  const rest = (): readonly string[] => [
    '--method',
    'assume-role',
    '--role-arn',
    fixture.role.arn,
    '--source-keys-file',
    fixture.keysFile,
  ];
  const setup = (...args: readonly string[]) => fixture.codecommit(['setup', '--yes', ...rest(), ...args]);
  const git = (...args: readonly string[]) => fixture.home.run('git', args);
  const rewritten = async (): Promise<string> => (await git('config', '--global', '--get-regexp', '^url\\.')).stdout;

  it("are read by Git alone once setup was given one, and Git's settings are as before after remove", async () => {
    const before = await readFile(fixture.home.file('.gitconfig'), 'utf8');
    const { code, stderr } = await setup('--repository', short);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include("Git's reading of codecommit::eu-west-1://my-app");
    expect(await rewritten()).to.equal(`url.${base}my-app.insteadof ${short}\n`);
    const cloned = await git('clone', short);
    expect(cloned.code, cloned.stderr).to.equal(0);
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    expect((await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('my-app') })).code).to.equal(0);
    const refreshed = await fixture.codecommit(['refresh', '--force', '--source-keys-file', fixture.keysFile], {
      cwd: fixture.home.file('my-app'),
    });
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(refreshed.stderr).to.include('git pull');
    expect((await fixture.codecommit(['remove', 'my-app', '--yes'])).code).to.equal(0);
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(before);
  });

  it('are left alone where none is in use, unless a flag says otherwise', async () => {
    expect((await setup('--repository', fixture.app.url)).code).to.equal(0);
    expect(await rewritten()).to.equal('');
    expect((await setup('--repository', fixture.app.url, '--codecommit-urls', 'region')).code).to.equal(0);
    expect(await rewritten()).to.equal(`url.${base}.insteadof codecommit::eu-west-1://\n`);
    expect((await git('clone', short)).code).to.equal(0);
    const alone = await setup(
      '--repository',
      fixture.app.url,
      '--git-scope',
      'none',
      '--codecommit-urls',
      'repository',
      '--profile',
      'alone',
      '--json',
    );
    expect(alone.code, alone.stderr).to.equal(0);
    expect(JSON.parse(alone.stdout)).to.include({ verified: false });
    const odd = await setup('--repository', fixture.app.url, '--codecommit-urls', 'all');
    expect(odd.code).to.equal(2);
    expect(odd.stderr).to.match(/--codecommit-urls.*repository, region, none/s);
  });

  it('are read with the profile that a remote of the current clone names, pushed and pulled', async () => {
    const clone = fixture.home.file('old-clone');
    await mkdir(clone);
    await fixture.home.run('git', ['init', '-q', '-b', 'main'], { cwd: clone });
    await fixture.home.run('git', ['remote', 'add', 'origin', 'codecommit://dev@my-app'], { cwd: clone });
    const { code, stderr } = await fixture.codecommit(
      ['setup', '--yes', ...rest(), '--repository', 'my-app', '--region', 'eu-west-1', '--profile', 'dev'],
      { cwd: clone },
    );
    expect(code, stderr).to.equal(0);
    const pulled = await fixture.home.run('git', ['pull', 'origin', 'main'], { cwd: clone });
    expect(pulled.code, pulled.stderr).to.equal(0);
    await fixture.home.run('git', ['commit', '--allow-empty', '-qm', 'Push through it'], { cwd: clone });
    const pushed = await fixture.home.run('git', ['push', 'origin', 'main'], { cwd: clone });
    expect(pushed.code, pushed.stderr).to.equal(0);
  });

  it('keep what somebody else made Git read, and what another profile needs', async () => {
    fixture.sandbox.aws.account('444455556666').repository('other', { region: 'eu-west-1', files: { a: 'a\n' } });
    await git('config', '--global', '--add', `url.${base}.insteadOf`, 'cc:');
    expect((await setup('--repository', short, '--codecommit-urls', 'region')).code).to.equal(0);
    expect(
      (
        await setup(
          '--repository',
          'codecommit::eu-west-1://other',
          '--codecommit-urls',
          'region',
          '--git-scope',
          'repository',
        )
      ).code,
    ).to.equal(0);
    const both = `url.${base}.insteadof cc:\nurl.${base}.insteadof codecommit::eu-west-1://\n`;
    expect(await rewritten()).to.equal(both);
    expect((await fixture.codecommit(['remove', 'my-app', '--yes'])).code).to.equal(0);
    expect(await rewritten()).to.equal(both);
    expect((await git('ls-remote', 'codecommit::eu-west-1://other')).code).to.equal(0);
    expect((await fixture.codecommit(['remove', 'other', '--yes'])).code).to.equal(0);
    expect(await rewritten()).to.equal(`url.${base}.insteadof cc:\n`);
  });

  it('are asked about at the terminal where one was given', async () => {
    const terminal = fixture.wizard(['setup', ...rest(), '--repository', short, '--profile', 'dev']);
    await terminal.waitFor('Shall Git read codecommit:: URLs without git-remote-codecommit?');
    expect(terminal.screen()).to.include('❯ Yes, those of my-app').and.include('Yes, all in eu-west-1');
    terminal.key('down');
    terminal.key('down');
    await terminal.waitFor('❯ No');
    terminal.enter();
    await terminal.waitFor('Go ahead?');
    terminal.enter();
    await terminal.ends();
    expect(await rewritten()).to.equal('');
  });

  it('are asked about where only a submodule that nobody has fetched yet has one, which Git then fetches', async () => {
    const team = fixture.sandbox.aws.account('444455556666');
    team.repository('lib', { region: 'eu-west-1', files: { 'lib.txt': 'lib\n' } });
    expect((await setup('--repository', fixture.app.url, '--clone', 'app')).code).to.equal(0);
    const clone = fixture.home.file('app');
    const commit = /^\w{40}/.exec((await git('ls-remote', `${base}lib`)).stdout)?.[0] ?? '';
    await fixture.home.run('git', ['config', '-f', '.gitmodules', 'submodule.lib.path', 'lib'], { cwd: clone });
    await fixture.home.run('git', ['config', '-f', '.gitmodules', 'submodule.lib.url', 'codecommit::eu-west-1://lib'], {
      cwd: clone,
    });
    await fixture.home.run('git', ['update-index', '--add', '--cacheinfo', `160000,${commit},lib`], { cwd: clone });

    const terminal = fixture.wizard(['setup', ...rest(), '--repository', fixture.app.url, '--profile', 'my-app'], {
      cwd: join(clone),
    });
    await terminal.waitFor('Shall Git read codecommit:: URLs without git-remote-codecommit?');
    expect(terminal.screen()).to.include('In use here: lib.');
    await terminal.choose('Shall Git read codecommit:: URLs', 'Yes, all in eu-west-1');
    await terminal.choose('Go ahead?', 'Yes');
    await terminal.ends();
    const updated = await fixture.home.run('git', ['submodule', 'update', '--init'], { cwd: clone });
    expect(updated.code, updated.stderr).to.equal(0);
    expect(await readFile(join(clone, 'lib', 'lib.txt'), 'utf8')).to.equal('lib\n');
  });

  describe('beside a real git-remote-codecommit', () => {
    before(needs('git-remote-codecommit'));

    it('go to Git where they were named, and to git-remote-codecommit where not', async () => {
      const other = fixture.sandbox.aws
        .account('444455556666')
        .repository('other', { region: 'eu-west-1', files: { a: 'a\n' } });
      expect((await setup('--repository', short)).code).to.equal(0);
      await fixture.home.addProfile('admin', fixture.sandbox.aws.account('444455556666').user('admin').key);
      fixture.sandbox.log.clear();
      const ours = await git('clone', short, 'ours');
      expect(ours.code, ours.stderr).to.equal(0);
      const theirs = await fixture.home.run(
        'git',
        ['clone', `codecommit::eu-west-1://admin@${other.url.split('/').at(-1) ?? ''}`, 'theirs'],
        { env: { GIT_TRACE: '1' } },
      );
      expect(theirs.stderr).to.match(/remote-codecommit/);
      expect(theirs.code, theirs.stderr).to.equal(0);
      expect(await readFile(join(fixture.home.path, 'theirs', 'a'), 'utf8')).to.equal('a\n');
      const callers = fixture.sandbox.log.of('GitPull').map(({ caller }) => caller ?? '');
      expect(callers.some((arn) => arn.includes('assumed-role/Developer'))).to.equal(true);
      expect(callers.some((arn) => arn.endsWith('user/admin'))).to.equal(true);
    });
  });
});
