import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';

import type { Problem } from '../../src/core/problem.js';
import { openTemplates } from '../../src/system/templates.js';
import { runningProgram } from '../../src/system/program.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

describe('the templates of an installation', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('dist', 'templates', 'team', 'page'), { recursive: true });
    await writeFile(home.file('dist', 'templates', 'team', 'recipe.ini'), 'é {{profile}}\n');
    await writeFile(home.file('dist', 'templates', 'team', 'page', 'a.html'), '');
    await writeFile(home.file('dist', 'secret'), 'none of them');
  });
  afterEach(() => home.remove());

  const templates = () => openTemplates(runningProgram({ version: '1', folder: home.file('dist') }));

  it('are read as UTF-8, and listed with the folders in them', async () => {
    expect(await templates().read('team/recipe.ini')).to.equal('é {{profile}}\n');
    expect(await templates().list('team')).to.deep.equal(['team/page/a.html', 'team/recipe.ini']);
  });

  it('are nothing outside their folder', async () => {
    const kindOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'none',
        (error: unknown) => (error as Problem).kind,
      );
    for (const path of [
      '../secret',
      'team/../../secret',
      '/etc/passwd',
      'team\\recipe.ini',
      'team/gone.ini',
      'team',
      '',
    ]) {
      expect(await kindOf(templates().read(path)), path).to.equal('file');
    }
    expect(await kindOf(templates().list('gone'))).to.equal('file');
  });
});
