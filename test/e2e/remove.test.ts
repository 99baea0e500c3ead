import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect } from 'chai';

import { snapshotOf } from '../helpers/home-snapshot.js';
import { openFixture, answer } from './fixture.js';
import type { Fixture } from './fixture.js';

interface Row {
  readonly what: string;
  readonly where: string;
  readonly why?: string;
}
interface Removed {
  readonly profile?: string;
  readonly profiles?: readonly string[];
  readonly removes: readonly Row[];
  readonly stays: readonly Row[];
}

const said = (text: string): string => text.replace(/\s+/g, ' ');

describe('remove', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const credentials = (): string => fixture.home.file('.aws', 'credentials');
  const setUp = (...more: readonly string[]): Promise<void> => fixture.setUp('--no-verify', ...more);
  async function remove(...words: readonly string[]): Promise<Removed & { readonly stderr: string }> {
    const { code, stdout, stderr } = await fixture.codecommit(['remove', ...words, '--json']);
    expect(code, stderr).to.equal(0);
    return { ...(JSON.parse(stdout) as Removed), stderr: said(stderr) };
  }
  const rowsOf = (rows: readonly Row[], what: string): readonly Row[] => rows.filter((row) => row.what === what);

  describe('of a profile whose access key was kept', () => {
    beforeEach(() => setUp('--keep-source'));

    it('takes the key too, with --yes', async () => {
      const { removes } = await remove('my-app', '--yes');
      expect(rowsOf(removes, 'source')[0]?.where).to.include('[my-app-source]');
      expect(await readFile(credentials(), 'utf8')).to.not.include('aws_');
    });

    it('names the key and leaves it where nobody can be asked; it goes by its own name afterwards', async () => {
      const { stays, stderr } = await remove('my-app');
      expect(rowsOf(stays, 'source')[0]?.why).to.include('--yes');
      expect(stderr).to.include('[my-app-source]');
      expect(await readFile(credentials(), 'utf8'))
        .to.include('[my-app-source]')
        .and.include(fixture.ana.key.accessKeyId);
      expect((await remove('my-app-source', '--yes')).removes).to.not.be.empty;
      expect(await readFile(credentials(), 'utf8')).to.not.include('aws_');
    });

    it('asks about the key by itself', async () => {
      const at = fixture.wizard(['remove', 'my-app']);
      await answer(at, 'Go ahead?', 'y');
      await answer(at, 'Remove the access key that was kept as profile my-app-source too?', 'n');
      await at.ends();
      expect(await readFile(credentials(), 'utf8'))
        .to.include('[my-app-source]')
        .and.not.include('[my-app]');
    });

    it('leaves a key that somebody has put in its place, or that others use, and says why', async () => {
      const config = fixture.home.file('.aws', 'config');
      await writeFile(config, `${await readFile(config, 'utf8')}[profile mine]\nsource_profile = my-app-source\n`);
      const used = await remove('my-app', '--yes', '--dry-run');
      expect(used.stays.map(({ why }) => why)).to.include('mine uses it');
      await writeFile(
        config,
        '[profile tool]\ncredential_process = aws configure export-credentials --profile=my-app-source\n',
      );
      const named = await remove('my-app', '--yes', '--dry-run');
      expect(named.stays.map(({ why }) => why)).to.include('tool uses it');
      await writeFile(config, '');
      await writeFile(
        credentials(),
        (await readFile(credentials(), 'utf8')).replace(fixture.ana.key.accessKeyId, 'AKIAIOSFODNN7EXAMPLE'),
      );
      const { stays } = await remove('--all', '--yes');
      expect(rowsOf(stays, 'profile')[0]).to.include({ why: 'they are not the ones that git-codecommit wrote' });
      expect(await readFile(credentials(), 'utf8')).to.include('AKIAIOSFODNN7EXAMPLE');
    });

    it('refuses to take the key alone while the profile signs in with it, exit 2', async () => {
      const { code, stderr } = await fixture.codecommit(['remove', 'my-app-source', '--yes']);
      expect([code, said(stderr)], stderr).to.satisfy(
        ([status, text]: [number, string]) => status === 2 && text.includes('git codecommit remove my-app'),
      );
    });

    it("advises no removal that would be refused where somebody else's profile signs in with the key", async () => {
      const config = fixture.home.file('.aws', 'config');
      const role = 'role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = my-app-source\n';
      await writeFile(config, `${await readFile(config, 'utf8')}\n[profile a-foreign]\n${role}`);
      const before = await fixture.codecommit(['remove', 'my-app-source', '--yes']);
      expect(said(before.stderr)).to.include('git codecommit remove my-app');
      await remove('my-app');
      const { code, stderr } = await fixture.codecommit(['remove', 'my-app-source', '--yes']);
      expect(code).to.equal(2);
      expect(said(stderr))
        .to.include("was not set up by git-codecommit: take my-app-source out of it in AWS's files first.")
        .and.not.include('remove a-foreign');
    });

    it('with --all and nobody to ask leaves the key, and takes all else', async () => {
      const { stays } = await remove('--all');
      expect(rowsOf(stays, 'source')).to.have.length(1);
      expect(await readFile(credentials(), 'utf8')).to.include(fixture.ana.key.secretAccessKey);
      expect(existsSync(fixture.home.file('.local'))).to.equal(false);
    });
  });

  it('leaves an access key that stood in that profile before', async () => {
    await fixture.home.addProfile('my-app-source', fixture.ana.key);
    await setUp('--keep-source');
    const { stays } = await remove('--all', '--yes');
    expect(stays.map(({ why }) => why)).to.include('the same access key stood there before');
    expect(await readFile(credentials(), 'utf8')).to.include(fixture.ana.key.secretAccessKey);
  });

  it('takes the MFA session that setup wrote beside the profile, and not one that another profile uses', async () => {
    await fixture.home.addProfile('ana', fixture.ana.key);
    const setUpWithSession = async (profile: string): Promise<void> => {
      const words = ['setup', '--method', 'assume-role', '--repository', fixture.app.url, '--source-profile', 'ana'];
      const at = fixture.wizard([...words, '--role-arn', fixture.roleWithMfa.arn, '--profile', profile, '--no-verify']);
      await at.choose('Go ahead?', 'Yes');
      await at.choose('When shall AWS ask for the code?', 'Now, and then not for 36 hours');
      await answer(at, 'MFA', fixture.ana.device.code());
      await at.ends();
    };
    await setUpWithSession('one');
    expect(await readFile(credentials(), 'utf8')).to.include('[ana-mfa]');
    const { removes, stays } = await remove('one', '--yes');
    expect(removes.map(({ where }) => where).join('\n')).to.include('[ana-mfa]');
    expect(stays.map(({ where }) => where).join('\n')).to.include('[ana]');
    expect(await readFile(credentials(), 'utf8'))
      .to.include('[ana]')
      .and.not.include('[ana-mfa]');
  });

  it('takes an MFA session that two profiles share with the last of them, whichever it was written for', async () => {
    await fixture.home.addProfile('ana', fixture.ana.key);
    const words = ['setup', '--method', 'assume-role', '--repository', fixture.app.url, '--no-verify'];
    const role = ['--role-arn', fixture.roleWithMfa.arn];
    const at = fixture.wizard([...words, ...role, '--source-profile', 'ana', '--profile', 'one']);
    await at.choose('Go ahead?', 'Yes');
    await at.choose('When shall AWS ask for the code?', 'Now, and then not for 36 hours');
    await answer(at, 'MFA', fixture.ana.device.code());
    await at.ends();
    const second = [...words, ...role, '--source-profile', 'ana-mfa', '--profile', 'two', '--git-scope', 'none'];
    const { code, stderr } = await fixture.codecommit([...second, '--yes']);
    expect(code, stderr).to.equal(0);
    for (const profile of ['one', 'two'])
      expect(
        (await remove(profile, '--dry-run')).stays.find(({ where }) => where.includes('[ana-mfa]'))?.why,
      ).to.contain(`${profile === 'one' ? 'two' : 'one'} uses it`);
    const { stderr: warned } = await fixture.codecommit(['remove', 'ana-mfa', '--dry-run']);
    expect(warned.replace(/\s+/g, ' ')).to.include('get no new credentials any more: one, two.');
    await remove('one', '--yes');
    expect(await readFile(credentials(), 'utf8')).to.include('[ana-mfa]');
    const { removes } = await remove('two', '--yes');
    expect(removes.map(({ where }) => where).join('\n')).to.include('[ana-mfa]');
    expect(await readFile(credentials(), 'utf8')).to.not.include('[ana-mfa]');
  });

  it('leaves the first state of the credentials file where a key stands in it alone, and says so', async () => {
    await fixture.home.addProfile('old', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'only/here' });
    await setUp();
    await writeFile(credentials(), (await readFile(credentials(), 'utf8')).replace(/\[old\][^[]*/, ''));
    const { stays } = await remove('--all', '--yes');
    expect(rowsOf(stays, 'backup')[0]?.why).to.include('a key of [old] stands there alone');
    expect(await readFile(`${credentials()}.before-git-codecommit`, 'utf8')).to.include('only/here');
  });

  it('takes files of nobody else in a folder that was named for ours', async () => {
    const own = fixture.home.file('named');
    await mkdir(`${own}/state`, { recursive: true });
    await mkdir(`${own}/data`, { recursive: true });
    await writeFile(`${own}/state/thesis.txt`, 'mine');
    await writeFile(`${own}/data/photo.png`, 'mine');
    await writeFile(`${own}/state/yarn.lock`, 'mine');
    await writeFile(`${own}/state/notes.lock.txt`, 'mine');
    await mkdir(`${own}/state/flake.lock`);
    const env = { GIT_CODECOMMIT_HOME: own };
    expect((await fixture.codecommit([...fixture.common, '--yes', '--no-verify'], { env })).code).to.equal(0);
    const { code, stdout, stderr } = await fixture.codecommit(['remove', '--all', '--yes', '--json'], { env });
    expect(code, stderr).to.equal(0);
    const theirs = ['flake.lock', 'notes.lock.txt', 'thesis.txt', 'yarn.lock'].map((name) => `state/${name}`);
    const { stays } = JSON.parse(stdout) as Removed;
    expect(
      stays.filter(({ why }) => why === 'git-codecommit did not write it').map(({ where }) => where),
    ).to.deep.equal(theirs.map((name) => `~/named/${name}`));
    expect(Object.keys(await snapshotOf(own))).to.deep.equal(['data', 'data/photo.png', 'state', ...theirs]);
  });

  it('leaves empty folders of our name that were there before, however often it is asked to', async () => {
    const folders = ['.config', '.local/state', '.local/share'].map((folder) => `${folder}/git-codecommit`);
    for (const folder of folders) await mkdir(fixture.home.file(folder), { recursive: true });
    const before = await snapshotOf(fixture.home.path);
    await setUp();
    for (let time = 0; time < 2; time += 1) {
      await remove('--all', '--yes');
      expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
    }
  });

  it('takes what is left of runs that were killed', async () => {
    const before = await snapshotOf(fixture.home.path);
    await setUp();
    const state = fixture.home.file('.local', 'state', 'git-codecommit');
    await writeFile(`${state}/git-settings.lock`, '');
    await writeFile(`${state}/.git-settings.json.0123456789ab.git-codecommit-tmp`, 'x');
    await mkdir(`${state}/answers`, { recursive: true });
    await writeFile(`${state}/answers/0123456789abcdef`, 'x');
    // Begun in a container that is gone.
    const copy = fixture.home.file(
      '.local',
      'share',
      'git-codecommit',
      'program',
      '.copy-0123456789ab-7-7-0123456789ab',
    );
    await mkdir(copy, { recursive: true });
    await mkdir(`${copy}-old`);
    await rm(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'));
    await remove('--all', '--yes');
    expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
  });

  it('takes the copy of the program that Git was given, but not while a setting of somebody names it', async () => {
    const fleeting = `${dirname(fixture.home.path)}/tmp/_npx/1/node_modules/git-codecommit`;
    await cp(dirname(fixture.program), fleeting, { recursive: true });
    const run = (words: readonly string[]) =>
      fixture.home.run(process.execPath, [`${fleeting}/git-codecommit.js`, ...words]);
    const before = await snapshotOf(fixture.home.path);
    expect((await run([...fixture.common, '--yes', '--no-verify'])).code).to.equal(0);
    const programs = fixture.home.file('.local', 'share', 'git-codecommit', 'program');
    expect(existsSync(programs)).to.equal(true);
    const { stdout: value } = await fixture.home.run('git', ['config', '--get-regexp', 'helper', 'codecommit']);
    const own = (value.split('\n')[0] ?? '').replace(/^\S+ /, '');
    await fixture.home.run('git', ['config', '--global', 'credential.https://example.com.helper', own]);
    const kept = await run(['remove', '--all', '--yes']);
    expect(kept.code, kept.stderr).to.equal(0);
    expect(said(kept.stderr)).to.include('credential.https://example.com.helper');
    expect(existsSync(programs)).to.equal(true);
    await fixture.home.run('git', ['config', '--global', '--unset-all', 'credential.https://example.com.helper']);
    expect((await run(['remove', '--all'])).code).to.equal(0);
    expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
  });

  it('names the settings of each clone, and those that were changed since', async () => {
    const clone = fixture.home.file('work');
    await fixture.home.run('git', ['init', '--quiet', clone]);
    const local = await fixture.codecommit([...fixture.common, '--yes', '--no-verify', '--git-scope', 'local'], {
      cwd: clone,
    });
    expect(local.code, local.stderr).to.equal(0);
    await setUp('--git-scope', 'repository');
    const key = `credential.${fixture.app.url}.helper`;
    await fixture.home.run('git', ['config', '--global', '--add', key, 'store']);
    const { removes, stays } = await remove('my-app', '--yes');
    expect(rowsOf(removes, 'setting').map(({ where }) => where)).to.include(
      'the credential helper for https://git-codecommit.eu-west-1.amazonaws.com in the clone ~/work',
    );
    expect(rowsOf(stays, 'setting')[0]).to.deep.include({
      where: `the credential helper for ${fixture.app.url}`,
      why: 'it was changed since',
    });
  });

  it('changes nothing with --dry-run, and says that --all is about every profile', async () => {
    await setUp('--keep-source');
    const before = await snapshotOf(fixture.home.path);
    const { profiles, removes } = await remove('--all', '--yes', '--dry-run');
    expect(profiles).to.deep.equal(['my-app']);
    expect(removes.map(({ what }) => what)).to.include.members(['keys', 'setting', 'recipe', 'source', 'state']);
    const { code, stderr } = await fixture.codecommit(['remove', 'my-app', '--all']);
    expect(code, stderr).to.equal(2);
    expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
  });

  it('of everything is done where there is nothing, and makes nothing', async () => {
    const before = await snapshotOf(fixture.home.path);
    expect((await remove('--all')).removes).to.deep.equal([]);
    expect(await snapshotOf(fixture.home.path)).to.deep.equal(before);
  });
});
