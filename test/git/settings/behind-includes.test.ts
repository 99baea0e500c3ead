import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { effectiveCredentials } from '../../../src/git/config/effective.js';
import { readEntries } from '../../../src/git/config/entries.js';
import type { ConfigTools } from '../../../src/git/config/file.js';
import { helperSettings } from '../../../src/git/settings/helper-settings.js';
import { applySettings } from '../../../src/git/settings/settings.js';
import { systemClock } from '../../../src/system/clock.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const url = `https://${host}/v1/repos/app`;
const theirs = '!aws codecommit credential-helper $@';
const ours = "codecommit --profile 'dev'";

describe("Git's settings, where the file includes others", () => {
  let home: TemporaryHome;
  let tools: ConfigTools;
  beforeEach(async () => {
    home = await temporaryHome();
    const git = systemGit(home.environment());
    const env = home.environment();
    tools = {
      git,
      clock: systemClock,
      env,
      homeDirectory: home.path,
      platform: process.platform,
      files: createFiles(),
    };
    await git.run(['init', '-q', 'clone'], { cwd: home.path });
  });
  afterEach(() => home.remove());

  const apply = (repositoryUrl?: string, value = ours): Promise<void> =>
    applySettings(
      helperSettings({
        scope: repositoryUrl === undefined ? 'region' : 'repository',
        value,
        hosts: [host],
        everyHost: [],
        repositoryUrl,
      }),
      home.file('clone'),
      tools,
      () => Promise.resolve(),
    );
  const asked = async (of: string): Promise<(string | undefined)[]> =>
    effectiveCredentials(await readEntries(tools.git, home.file('clone')), of).helpers.map(({ value }) => value);

  for (const [name, section] of [
    ['include', 'include'],
    ['includeIf', 'includeIf "gitdir:~/"'],
  ] as const)
    it(`come behind what ${name} brings, also where they stood before it`, async () => {
      await writeFile(home.file('more'), `[credential "https://${host}"]\n\thelper =\n\thelper = ${theirs}\n`);
      await apply();
      const before = await readFile(home.file('.gitconfig'), 'utf8');
      await writeFile(home.file('.gitconfig'), `${before}[${section}]\n\tpath = more\n[user]\n\tname = Ana\n`);
      expect(await asked(url)).to.deep.equal([theirs]);
      await apply();
      expect(await asked(url)).to.deep.equal([ours]);
      expect(await readFile(home.file('.gitconfig'), 'utf8')).to.equal(
        `[${section}]\n\tpath = more\n[user]\n\tname = Ana\n${before}`,
      );
    });

  it('keep the exact behind the general there too', async () => {
    await writeFile(home.file('more'), `[credential]\n\thelper =\n\thelper = ${theirs}\n`);
    const exact = "codecommit --profile 'exact'";
    await apply(url, exact);
    const before = await readFile(home.file('.gitconfig'), 'utf8');
    await writeFile(home.file('.gitconfig'), `${before}[include]\n\tpath = more\n`);
    await apply();
    expect(await asked(url)).to.deep.equal([exact]);
    expect(await asked(`https://${host}/v1/repos/other`)).to.deep.equal([ours]);
  });
});
