import { mkdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { readViews } from '../../../src/git/config/conditional.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { run } from '../../helpers/run.js';

describe('what Git reads elsewhere', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  const valuesOf = async (cwd: string) => {
    const git = systemGit(home.environment());
    const views = await readViews(cwd, { git, files: createFiles(), homeDirectory: home.path });
    return views.map(({ condition, entries }) => [
      condition,
      entries.filter(({ key }) => key === 'credential.helper').map(({ value, scope }) => [value, scope]),
    ]);
  };

  it('is what stands in the files of includeIf, each in its place, also one in another', async () => {
    await writeFile(
      home.file('.gitconfig'),
      '[credential]\n\thelper = first\n[includeIf "gitdir:~/work/"]\n\tpath = sub/work\n' +
        '[includeIf "gitdir:~/gone/"]\n\tpath = ~/gone\n[credential]\n\thelper = last\n',
    );
    await mkdir(home.file('sub'));
    await writeFile(
      home.file('sub', 'work'),
      '[include]\n\tpath = more\n[includeIf "onbranch:main"]\n\tpath = branch\n',
    );
    await writeFile(home.file('sub', 'more'), '[credential]\n\thelper = work\n');
    await writeFile(home.file('sub', 'branch'), '[credential]\n\thelper = branch\n');
    const [first, last, work, branch] = ['first', 'last', 'work', 'branch'].map((value) => [value, 'global']);
    expect(await valuesOf(home.path)).to.deep.equal([
      [undefined, [first, last]],
      ['gitdir:~/work/', [first, work, last]],
      ['onbranch:main', [first, work, branch, last]],
    ]);
  });

  it('is nothing more where the condition is met, as Git itself says', async () => {
    await writeFile(home.file('.gitconfig'), '[includeIf "gitdir:~/work/"]\n\tpath = ~/work.inc\n');
    await writeFile(home.file('work.inc'), '[credential]\n\thelper = work\n');
    await run('git', ['init', '-q', home.file('work', 'app')], { env: home.environment(), cwd: home.path });
    expect(await valuesOf(home.file('work', 'app'))).to.deep.equal([[undefined, [['work', 'global']]]]);
  });

  it('ends where files include each other', async () => {
    await writeFile(home.file('.gitconfig'), '[includeIf "gitdir:~/a/"]\n\tpath = a\n');
    await writeFile(home.file('a'), '[credential]\n\thelper = a\n[includeIf "gitdir:~/a/b/"]\n\tpath = a\n');
    expect(await valuesOf(home.path)).to.have.lengthOf(2);
  });
});
