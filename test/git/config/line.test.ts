import { mkdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { readEntries } from '../../../src/git/config/entries.js';
import { linesOf, placeWithLine } from '../../../src/git/config/line.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe('the line of a setting', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  it('is that on which Git finds it, in every way in which it may be written', async () => {
    const url = 'https://git.example.com';
    const text = [
      '\ufeff# credential.helper = none',
      '[credential "https://git.example.com"] helper = one # [credential]',
      '\thelper = "two ; # \\" [x]" and \\',
      '  more',
      '\tuseHttpPath',
      '; [credential]',
      '[Credential]',
      'HELPER=!f() { echo a; }; f',
      '[user]\r',
      '\thelper = not this one\r',
      '[credential "https://git.example.com"]',
      '',
      '\tHelper =',
      '[credential.Old.Example.com]',
      '\thelper = three',
      '',
    ].join('\n');
    await writeFile(home.file('.gitconfig'), text);
    const ports = { files: createFiles(), cwd: home.path };
    const entries = await readEntries(systemGit(home.environment()), home.path);
    const helpers = entries.filter(({ key }) => !key.endsWith('path'));
    const places = await Promise.all(helpers.map((entry) => placeWithLine(entry, entries, ports)));
    expect(helpers.map(({ key, value }, at) => [key, value, places[at]?.replace(/^.*, line /, '')])).to.deep.equal([
      [`credential.${url}.helper`, 'one', '2'],
      [`credential.${url}.helper`, 'two ; # " [x] and   more', '3'],
      ['credential.helper', '!f() { echo a', '8'],
      [`credential.${url}.helper`, '', '13'],
      ['credential.old.example.com.helper', 'three', '15'],
    ]);
    expect(linesOf(text, `credential.${url}.usehttppath`)).to.deep.equal([5]);
  });

  it("is found in the clone's own file from any folder of it, and in what is included", async () => {
    const git = systemGit(home.environment());
    await git.run(['init', '-q', 'clone'], { cwd: home.path });
    const folder = home.file('clone', 'a', 'b');
    await mkdir(folder, { recursive: true });
    await writeFile(home.file('more'), '\n[credential]\n\thelper = more\n');
    await git.run(['config', 'include.path', home.file('more')], { cwd: folder });
    await git.run(['config', 'credential.helper', 'own'], { cwd: folder });
    const entries = await readEntries(git, folder);
    const places = await Promise.all(
      entries.map((entry) => placeWithLine(entry, entries, { files: createFiles(), cwd: folder })),
    );
    expect(places[0]).to.equal(`${home.file('more')}, line 3`);
    expect(places[1]).to.match(/^\.git\/config, line \d+$/);
  });

  it('is left out where there is none to be told', async () => {
    const entry = { scope: 'command', origin: 'command line:', key: 'credential.helper', value: '' };
    const ports = { files: createFiles(), cwd: home.path };
    expect(await placeWithLine(entry, [entry], ports)).to.equal('the command line or GIT_CONFIG_COUNT');
    const gone = { ...entry, origin: `file:${home.file('gone')}` };
    expect(await placeWithLine(gone, [gone], ports)).to.equal(home.file('gone'));
  });
});
