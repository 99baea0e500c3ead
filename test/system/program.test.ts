import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { expect } from 'chai';
import { copyFolder, isSameFolder } from '../../src/system/files/copy-folder.js';
import { runningProgram, type ProgramOptions } from '../../src/system/program.js';
import { plainText } from '../../src/core/advice/say.js';
import { Problem } from '../../src/core/problem.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

let home: TemporaryHome;
beforeEach(async () => {
  home = await temporaryHome();
});
afterEach(() => home.remove());

async function put(path: string, content: string, mode = 0o644): Promise<string> {
  const file = home.file(...path.split('/'));
  await mkdir(home.file(...path.split('/').slice(0, -1)), { recursive: true });
  await writeFile(file, content);
  await chmod(file, mode);
  return realpathSync(file);
}

describe('the installation that is running', () => {
  const facts = (options: Partial<ProgramOptions> = {}): ReturnType<ReturnType<typeof runningProgram>['facts']> =>
    runningProgram({
      version: '1',
      folder: home.file('dist'),
      env: {},
      systemPath: home.file('bin'),
      ...options,
    }).facts();

  it('is found where it really lies', async () => {
    await put('lib/dist/git-credential-codecommit', '#!/bin/sh\n', 0o755);
    await symlink(home.file('lib', 'dist'), home.file('dist'));
    expect((await facts()).folder).to.equal(realpathSync(home.file('lib', 'dist')));
    expect((await facts({ folder: home.file('gone') })).folder).to.equal(home.file('gone'));
  });

  it('is in a system folder when both the helper and a Node are found there', async () => {
    const helper = await put('dist/git-credential-codecommit', '#!/bin/sh\n', 0o755);
    expect((await facts()).inSystemFolder).to.equal(false);
    await mkdir(home.file('bin'));
    await symlink(helper, home.file('bin', 'git-credential-codecommit'));
    expect((await facts()).inSystemFolder).to.equal(false);
    await symlink(process.execPath, home.file('bin', 'node'));
    expect((await facts()).inSystemFolder).to.equal(true);
    expect((await facts({ platform: 'win32' })).inSystemFolder).to.equal(false);
    await put('other/git-credential-codecommit', '#!/bin/sh\n', 0o755);
    expect((await facts({ folder: home.file('other') })).inSystemFolder).to.equal(false);
  });

  it('names a Node that outlives updates, where the system keeps a link to it', async () => {
    const node = await put('brew/Cellar/node/22.1.0/bin/node', '', 0o755);
    expect((await facts({ node })).node).to.equal(node);
    await mkdir(home.file('brew', 'opt'));
    await symlink(home.file('brew', 'Cellar', 'node', '22.1.0'), home.file('brew', 'opt', 'node'));
    expect((await facts({ node })).node).to.equal(`${realpathSync(home.file('brew'))}/opt/node/bin/node`);
  });

  it('knows the folders that are emptied', async () => {
    expect((await facts({ env: { TEMP: home.path } })).temporaryFolders).to.include(realpathSync(home.path));
  });
});

describe('the copy of a folder', () => {
  const list = async (folder: string): Promise<string[]> =>
    (await readdir(home.file(folder), { recursive: true })).sort();
  const copy = (): Promise<void> => copyFolder(home.file('dist'), home.file('data', 'program', '1'));
  beforeEach(async () => {
    await put('dist/tool', 'tool', 0o755);
    await put('dist/chunks/a.js', 'a');
  });

  it('is whole, for the user alone, and nothing lies about afterwards', async () => {
    await copy();
    expect(await list('data')).to.deep.equal([
      'program',
      'program/1',
      'program/1/chunks',
      'program/1/chunks/a.js',
      'program/1/tool',
    ]);
    expect((await stat(home.file('data', 'program', '1'))).mode & 0o777).to.equal(0o700);
    expect((await stat(home.file('data', 'program', '1', 'tool'))).mode & 0o111).to.equal(0o111);
  });

  it('stays where it is the same, and is replaced where it is not', async () => {
    await copy();
    const { ino } = await stat(home.file('data', 'program', '1'));
    await copy();
    expect((await stat(home.file('data', 'program', '1'))).ino).to.equal(ino);
    await writeFile(home.file('data', 'program', '1', 'tool'), 'damaged');
    await writeFile(home.file('data', 'program', '1', 'old'), 'left over');
    expect(await isSameFolder(home.file('dist'), home.file('data', 'program', '1'))).to.equal(false);
    await copy();
    expect(await readFile(home.file('data', 'program', '1', 'tool'), 'utf8')).to.equal('tool');
    expect(await list('data/program')).to.deep.equal(['1', '1/chunks', '1/chunks/a.js', '1/tool']);
  });

  it('is there once after twenty made it at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, copy));
    expect(await list('data/program')).to.deep.equal(['1', '1/chunks', '1/chunks/a.js', '1/tool']);
  });

  it('says when it cannot be made', async () => {
    await put('data', 'a file in the way');
    const error: unknown = await copy().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Problem).with.property('kind', 'file');
    // By the file that `npm pack` makes: a registry may have another of that name, or none.
    const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, string>;
    expect(plainText((error as Problem).hint ?? '')).to.include(`npm install --global ./${name}-${version}.tgz`);
  });
});
