import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { findBareRepository } from '../../../src/system/git/bare-repository.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe('a folder that is a repository without .git', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  const git = (...args: string[]) => systemGit(home.environment()).run(args, { cwd: home.path });

  async function bareIn(folder: string): Promise<string> {
    await mkdir(join(folder, 'refs', 'heads'), { recursive: true });
    await mkdir(join(folder, 'objects'), { recursive: true });
    await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(join(folder, 'config'), '[core]\n\tbare = true\n[x]\n\ty = here\n');
    return folder;
  }
  /** What Git reads there, as we run it. */
  const reads = async (cwd: string, env: Record<string, string> = {}) =>
    (await systemGit({ ...home.environment(), ...env }).run(['config', 'x.y'], { cwd })).stdout;

  it("is somebody's own where it lies in no clone, and is used from every folder in it", async () => {
    const folder = await bareIn(home.file('mirror.git'));
    expect(findBareRepository(join(folder, 'refs'))).to.deep.equal({ folder, trusted: true });
    expect(await reads(join(folder, 'refs', 'heads'))).to.equal('here\n');
    expect(systemGit(home.environment()).embedded(folder)).to.equal(undefined);
  });

  it('is not used where it lies in a clone, however deep, and by whatever way', async () => {
    await git('init', '-q', 'clone');
    const folder = await bareIn(home.file('clone', 'a', 'b'));
    await symlink(folder, home.file('way'));
    for (const place of [folder, join(folder, 'refs'), home.file('way')]) {
      expect(findBareRepository(place)).to.deep.equal({ folder, trusted: false });
      expect(await reads(place)).to.equal('');
      expect(systemGit(home.environment()).embedded(place)).to.equal(folder);
    }
    expect(await reads(folder, { GIT_DIR: folder })).to.equal('here\n');
  });

  it('is not used in another one either, nor where objects and refs are said to be elsewhere', async () => {
    const outer = await bareIn(home.file('outer.git'));
    const inner = await bareIn(join(outer, 'inner'));
    expect(findBareRepository(inner)?.trusted).to.equal(false);
    await git('init', '-q', 'clone');
    await mkdir(home.file('clone', 'docs'));
    await writeFile(home.file('clone', 'docs', 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(home.file('clone', 'docs', 'commondir'), '../../outer.git\n');
    expect(findBareRepository(home.file('clone', 'docs'))?.trusted).to.equal(false);
    expect(await reads(home.file('clone', 'docs'))).to.equal('');
  });

  it('gives way to the .git beside it, as for Git', async () => {
    await git('init', '-q', 'clone');
    await git('-C', 'clone', 'config', 'x.y', 'clone');
    await bareIn(home.file('clone'));
    expect(findBareRepository(home.file('clone'))).to.equal(undefined);
    expect(await reads(home.file('clone'))).to.equal('clone\n');
    // A .git that is none is one more trick.
    await mkdir(home.file('other', '.git'), { recursive: true });
    const folder = await bareIn(home.file('other'));
    expect(findBareRepository(folder)).to.deep.equal({ folder, trusted: false });
  });

  it('is one for us wherever it is for Git: HEAD may be a link to nothing', async () => {
    await git('init', '-q', 'clone');
    const folder = await bareIn(home.file('clone', 'docs'));
    await rm(join(folder, 'HEAD'));
    await symlink('refs/heads/main', join(folder, 'HEAD'));
    expect(findBareRepository(join(folder, 'refs'))).to.deep.equal({ folder, trusted: false });
    // As a Git before 2.38 would find it.
    expect((await git('-C', 'clone/docs', '-c', 'safe.bareRepository=all', 'config', 'x.y')).stdout).to.equal('here\n');
    expect(await reads(folder)).to.equal('');
  });

  it('is looked for past a .git that leads to itself', async () => {
    const folder = await bareIn(home.file('other'));
    await symlink('.git', join(folder, '.git'));
    expect(findBareRepository(folder)).to.deep.equal({ folder, trusted: false });
  });

  it("is not named by anybody where Git itself sets GIT_DIR, for a shell alias of the user's", async () => {
    await git('init', '-q', 'clone');
    const folder = await bareIn(home.file('clone', 'docs'));
    for (const [cwd, GIT_DIR] of [
      [folder, '.'],
      [join(folder, 'refs'), folder],
    ] as const) {
      const env = { GIT_DIR, GIT_PREFIX: '' };
      expect(await reads(cwd, env)).to.equal('');
      expect(systemGit({ ...home.environment(), ...env }).embedded(cwd)).to.equal(folder);
    }
    // It does the same where somebody stands in a repository of their own, or has named the clone's.
    const own = await bareIn(home.file('mirror.git'));
    expect(await reads(own, { GIT_DIR: '.', GIT_PREFIX: '' })).to.equal('here\n');
    await git('-C', 'clone', 'config', 'x.y', 'clone');
    expect(await reads(folder, { GIT_DIR: home.file('clone', '.git'), GIT_PREFIX: 'docs/' })).to.equal('clone\n');
  });

  it('may be what a clone keeps in its .git', async () => {
    await git('init', '-q', 'clone');
    await git('-C', 'clone', 'config', 'x.y', 'clone');
    expect(await reads(home.file('clone', '.git', 'refs'))).to.equal('clone\n');
  });

  it('is no matter for what is run outside of every repository', async () => {
    await git('init', '-q', 'clone');
    await git('-C', 'clone', 'config', 'x.y', 'clone');
    const ours = systemGit({ ...home.environment(), GIT_DIR: home.file('clone', '.git'), GIT_WORK_TREE: home.path });
    expect((await ours.run(['config', 'x.y'], { cwd: home.path })).stdout).to.equal('clone\n');
    expect((await ours.run(['config', 'x.y'], { cwd: home.file('clone'), outside: true })).stdout).to.equal('');
    expect((await ours.run(['rev-parse', '--git-dir'], { cwd: home.file('clone'), outside: true })).code).to.equal(128);
  });
});
