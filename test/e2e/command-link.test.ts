import { chmod, cp, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { version } from '../../src/core/version.js';
import type { Variables } from '../helpers/environment.js';
import type { Ended } from '../helpers/run.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a link that makes `git codecommit` work', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let env: Variables;
  /** The link, and the copy that it leads to. */
  let link: string;
  let copy: string;
  /** A build that goes away, as a checkout or a cache does. */
  let dist: string;

  beforeEach(async () => {
    fixture = await openFixture();
    const { home } = fixture;
    await mkdir(home.file('.local', 'bin'), { recursive: true });
    for (const folder of [home.file('.local'), home.file('.local', 'bin')]) await chmod(folder, 0o755);
    env = { PATH: `${process.env['PATH'] ?? ''}:${home.file('.local', 'bin')}` };
    link = home.file('.local', 'bin', 'git-codecommit');
    copy = home.file('.local', 'share', 'git-codecommit', 'program', version, 'git-codecommit.js');
    dist = home.file('checkout', 'dist');
    await cp(dirname(fixture.program), dist, { recursive: true });
  });
  afterEach(() => fixture.clear());

  const setUp = (...more: readonly string[]): Promise<Ended> =>
    fixture.home.run(process.execPath, [`${dist}/git-codecommit.js`, ...fixture.common, '--yes', ...more], { env });
  const git = (...words: readonly string[]): Promise<Ended> =>
    fixture.home.run('git', ['codecommit', ...words], { env });

  it('is made where it is asked for, and works when what made it is gone', async () => {
    const { code, stderr } = await setUp('--link');
    expect(code, stderr).to.equal(0);
    expect(stderr.replace(/\s+/g, ' '))
      .to.contain('link ~/.local/bin/git-codecommit to our copy of the program')
      .and.contain('linked ~/.local/bin/git-codecommit')
      .and.contain('If Git ever says 403: `git codecommit doctor`');
    expect(await readlink(link)).to.equal(copy);
    await rename(dist, `${dist}-gone`);
    const status = await git('status');
    expect(status.code, status.stderr).to.equal(0);
    expect(status.stderr).to.contain('my-app');
  });

  it('is not made by a script that does not ask for it, nor by a dry run', async () => {
    expect((await setUp()).code).to.equal(0);
    expect(existsSync(link)).to.equal(false);
    const dry = await setUp('--link', '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).to.include({ link });
    expect(existsSync(link)).to.equal(false);
  });

  it('is refused before anything is written where there is no place for it', async () => {
    await chmod(dirname(link), 0o777);
    const { code, stderr } = await setUp('--link');
    expect(code).to.equal(2);
    expect(stderr.replace(/\s+/g, ' ')).to.contain('There is no place for the link of --link: PATH has no folder');
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });

  it('is left out where Git finds another one, and that is said', async () => {
    await symlink(fixture.program, link);
    const { code, stderr } = await setUp('--link');
    expect(code, stderr).to.equal(0);
    expect(stderr.replace(/\s+/g, ' ')).to.contain(`No link is needed: Git finds ${link}.`);
    expect(await readlink(link)).to.equal(fixture.program);
    expect((await git('remove', '--all', '--yes')).code).to.equal(0);
    expect(await readlink(link)).to.equal(fixture.program);
  });

  it('stays with a profile that is removed, and goes with all the rest', async () => {
    expect((await setUp('--link')).code).to.equal(0);
    const one = await git('remove', 'my-app', '--yes');
    expect(one.code, one.stderr).to.equal(0);
    expect(one.stderr.replace(/\s+/g, ' ')).to.contain('command ~/.local/bin/git-codecommit: it is how Git finds');
    expect(existsSync(link)).to.equal(true);
    const all = await git('remove', '--all', '--yes');
    expect(all.code, all.stderr).to.equal(0);
    expect(all.stderr).to.contain('command  ~/.local/bin/git-codecommit');
    expect(existsSync(link)).to.equal(false);
    expect(existsSync(fixture.home.file('.local', 'share', 'git-codecommit'))).to.equal(false);
    expect(existsSync(fixture.home.file('.local', 'state', 'git-codecommit'))).to.equal(false);
    expect(existsSync(dirname(link))).to.equal(true);
  });

  it('stays where somebody has made it another one', async () => {
    expect((await setUp('--link')).code).to.equal(0);
    await rm(link);
    await symlink(fixture.program, link);
    const all = await git('remove', '--all', '--yes');
    expect(all.code, all.stderr).to.equal(0);
    expect(all.stderr.replace(/\s+/g, ' ')).to.contain('it is no link of ours any more');
    expect(await readlink(link)).to.equal(fixture.program);
  });

  it('is one of the answers of the plan for a person, made unless it is changed', async () => {
    const terminal = fixture.wizard(fixture.common, { variables: env });
    await terminal.waitFor('? Profile name');
    terminal.enter();
    await terminal.waitFor('? Go ahead?');
    expect(terminal.screen().replace(/\s+/g, ' ')).to.contain('link ~/.local/bin/git-codecommit to our copy');
    terminal.enter();
    await terminal.waitFor('linked', { timeoutMs: 60_000 });
    expect(await readlink(link)).to.equal(copy);
  });
});
