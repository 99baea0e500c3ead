import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { calledAs, commandOnPath, type Start } from '../../src/system/called-as.js';
import { version } from '../../src/core/version.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

let home: TemporaryHome;
beforeEach(async () => {
  home = await temporaryHome();
});
afterEach(() => home.remove());

async function put(path: string, content = '#!/usr/bin/env node\n', mode = 0o755): Promise<string> {
  const file = home.file(...path.split('/'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, mode);
  return file;
}

const start = (script: string, path: readonly string[] = [dirname(process.execPath)]): Start => ({
  env: { HOME: home.path, PATH: path.join(':') },
  platform: 'linux',
  script,
  node: process.execPath,
  nodeVersion: process.versions.node,
  systemHome: home.path,
});

describe('whether `git codecommit` works', () => {
  const isFound = (PATH: string, platform: NodeJS.Platform = 'linux'): boolean =>
    commandOnPath({ env: { PATH }, platform }) !== undefined;

  it('is seen by a program of that name in a folder of PATH', async () => {
    const folder = dirname(await put('bin/git-codecommit'));
    expect(isFound(`/usr/bin:${folder}`)).to.equal(true);
    expect(isFound('/usr/bin')).to.equal(false);
    expect(isFound('')).to.equal(false);
  });

  it('is not so for a file that cannot be run, a folder, or a link that leads nowhere', async () => {
    const unrunnable = dirname(await put('unrunnable/git-codecommit', '', 0o644));
    await mkdir(home.file('folder', 'git-codecommit'), { recursive: true });
    await mkdir(home.file('dangling'));
    await symlink(home.file('gone'), home.file('dangling', 'git-codecommit'));
    for (const folder of [unrunnable, home.file('folder'), home.file('dangling')])
      expect(isFound(folder), folder).to.equal(false);
  });

  it('is not so by folders that are relative, or those of npm, npx, pnpm, yarn and bun for what they run', async () => {
    await put('git-codecommit');
    const before = process.cwd();
    try {
      process.chdir(home.path);
      expect(isFound('.:./bin:')).to.equal(false);
    } finally {
      process.chdir(before);
    }
    for (const folder of [
      'project/node_modules/.bin',
      '.npm/_npx/abc/node_modules/.bin',
      '.cache/pnpm/dlx/abc/node_modules/.bin',
      'bunx-1000-git-codecommit@latest/node_modules/.bin',
      'xfs-0a1b2c3d',
    ]) {
      await put(`${folder}/git-codecommit`);
      expect(isFound(home.file(folder)), folder).to.equal(false);
      expect(isFound(`${home.file(folder)}/`), folder).to.equal(false);
    }
  });
});

describe('how we are called', () => {
  it('is `git codecommit` where that works, wherever we run from', async () => {
    const script = await put('checkout/dist/git-codecommit.js');
    const installed = dirname(await put('bin/git-codecommit'));
    expect(calledAs(start(script, [installed]))).to.deep.equal(['git', 'codecommit']);
  });

  it('is our file elsewhere, with Node in front where the file or its Node would not be the same', async () => {
    const script = await put('my checkout/dist/git-codecommit.js');
    expect(calledAs(start(script))).to.deep.equal([script]);
    await chmod(script, 0o644);
    expect(calledAs(start(script))).to.deep.equal(['node', script]);
    await chmod(script, 0o755);
    const other = dirname(await put('other/node'));
    for (const path of [[other], ['/nowhere'], []])
      expect(calledAs(start(script, path))).to.deep.equal([process.execPath, script]);
    expect(calledAs({ ...start(script, [other]), nodeVersion: '12.22.12' })).to.deep.equal([script]);
    expect(calledAs({ ...start(script), platform: 'win32' })).to.deep.equal([process.execPath, script]);
  });

  it('is the link that we were called by, and beside the helper the command', async () => {
    const script = await put('dist/git-codecommit.js');
    await mkdir(home.file('tools'));
    await symlink(script, home.file('tools', 'git-codecommit'));
    expect(calledAs(start(home.file('tools', 'git-codecommit')))).to.deep.equal([home.file('tools', 'git-codecommit')]);
    const helper = await put('dist/git-credential-codecommit.cjs');
    expect(calledAs(start(helper))).to.deep.equal([realpathSync(script)]);
  });

  it('is our copy where we run from a folder that is emptied, once there is one', async () => {
    const script = await put('node_modules/git-codecommit/dist/git-codecommit.js');
    const fleeting = { ...start(script), env: { ...start(script).env, TMPDIR: home.file('node_modules') } };
    expect(calledAs(fleeting)).to.deep.equal([script]);
    const copy = await put(`.local/share/git-codecommit/program/${version}/git-codecommit.js`);
    expect(calledAs(fleeting)).to.deep.equal([copy]);
    const lasting = await put('checkout/dist/git-codecommit.js');
    // The whole home is in a temporary folder here, as that of a rehearsal is.
    expect(calledAs({ ...start(copy) })).to.deep.equal([copy]);
    expect(calledAs(start(lasting, [dirname(process.execPath)]))[0]).to.be.oneOf([lasting, copy]);
    expect(calledAs({ ...fleeting, env: { ...fleeting.env, GIT_CODECOMMIT_HOME: 'relative' } })).to.deep.equal([
      script,
    ]);
  });

  describe('by npx', () => {
    const script = '.npm/_npx/abc/node_modules/.bin/git-codecommit';
    const manifest = (content: unknown): Promise<string> =>
      put('.npm/_npx/abc/package.json', typeof content === 'string' ? content : JSON.stringify(content), 0o644);

    it('is npx with what it was given', async () => {
      const file = await put(script);
      for (const given of ['git-codecommit', 'git-codecommit@0.1.0', 'github:acme/git-codecommit']) {
        await manifest({ dependencies: { 'git-codecommit': '^0.1.0' }, _npx: { packages: [given] } });
        expect(calledAs(start(file))).to.deep.equal(['npx', given]);
      }
    });

    it('names a package that is a file, wherever the command is typed, while it is there', async () => {
      const file = await put(script);
      const tarball = await put('git-codecommit-0.1.0.tgz', '', 0o644);
      await manifest({
        dependencies: { 'git-codecommit': 'file:../../../git-codecommit-0.1.0.tgz' },
        _npx: { packages: ['./git-codecommit-0.1.0.tgz'] },
      });
      expect(calledAs(start(file))).to.deep.equal(['npx', `--package=${tarball}`, 'git-codecommit']);
      await chmod(tarball, 0o600);
      await manifest({
        dependencies: { 'git-codecommit': 'file:../../../gone.tgz' },
        _npx: { packages: ['./gone.tgz'] },
      });
      expect(calledAs(start(file))).to.deep.equal([file]);
    });

    it('is the file where nobody knows what npx was given, or it was more than one thing', async () => {
      const file = await put(script);
      expect(calledAs(start(file))).to.deep.equal([file]);
      for (const content of [
        'not JSON',
        'null',
        '[]',
        {},
        { _npx: { packages: ['git-codecommit'] } },
        { dependencies: { 'git-codecommit': '^1' } },
        { dependencies: { 'git-codecommit': '^1' }, _npx: { packages: ['git-codecommit', 'cowsay'] } },
        { dependencies: { 'git-codecommit': 7 }, _npx: { packages: [7] } },
        { dependencies: null, _npx: null },
      ]) {
        await manifest(content);
        expect(calledAs(start(file)), JSON.stringify(content)).to.deep.equal([file]);
      }
    });
  });
});
