import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { Problem } from '../../src/core/problem.js';
import { clearCompiled } from '../../src/stores/clear-compiled.js';
import { findPaths } from '../../src/state/paths.js';
import { createFiles } from '../../src/system/files/files.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

describe('code of the helper that earlier versions kept', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(state(), { recursive: true });
  });
  afterEach(() => home.remove());

  const state = (...parts: string[]): string => home.file('.local', 'state', 'git-codecommit', ...parts);
  const clear = (files: Parameters<typeof clearCompiled>[0] = createFiles()): Promise<void> => {
    const paths = { ...findPaths(process.platform, home.environment(), home.path), state: state(), backups: [] };
    return clearCompiled(files, { paths });
  };

  it('is removed, and nothing else with it', async () => {
    await mkdir(state('compiled'));
    for (const name of ['0123456789abcdef-v20.19.0-x64', 'fedcba9876543210-v22.1.0-x64'])
      await writeFile(state('compiled', name), 'code');
    await writeFile(state('git-settings.json'), '{}');
    await clear();
    expect(await readdir(state())).to.deep.equal(['git-settings.json']);
    await clear();
  });

  it('leaves the folder alone that a link in its place leads to', async () => {
    const theirs = home.file('theirs');
    await mkdir(theirs);
    await writeFile(`${theirs}/file`, '');
    await symlink(theirs, state('compiled'));
    await clear();
    expect(await readdir(theirs)).to.deep.equal(['file']);
    expect(await readdir(dirname(state('compiled')))).to.deep.equal([]);
  });

  it('stops nobody where it cannot be removed', async () => {
    await clear({ removeFolder: () => Promise.reject(new Problem('file', "It is somebody else's.")) });
  });
});
