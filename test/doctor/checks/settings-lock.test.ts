import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { CheckPorts, CheckResult, DiagnosisFacts } from '../../../src/doctor/check.js';
import { plainText } from '../../../src/core/advice/say.js';
import { settingsLock } from '../../../src/doctor/checks/settings-lock.js';
import { readEntries } from '../../../src/git/config/entries.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe("the lock beside a file that Git's settings include", () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  async function found(): Promise<CheckResult> {
    const env = home.environment();
    const git = systemGit(env);
    const cwd = home.file('clone', 'below');
    const facts: Pick<DiagnosisFacts, 'env' | 'platform' | 'paths' | 'cwd' | 'entries'> = {
      env,
      platform: process.platform,
      paths: { home: home.path, credentials: '', config: '', data: '' },
      cwd,
      entries: await readEntries(git, cwd),
    };
    const ports: Pick<CheckPorts, 'git' | 'files'> = { git, files: createFiles() };
    return await settingsLock.run(facts as DiagnosisFacts, ports as CheckPorts);
  }

  it('is named, and may be removed where nobody else has said that this is a file of settings', async () => {
    const git = systemGit(home.environment());
    await mkdir(home.file('clone', 'below'), { recursive: true });
    await git.run(['init', '-q'], { cwd: home.file('clone') });
    expect((await found()).level).to.equal('ok');
    // A file of that name is what some package manager keeps, and the clone's author has named it.
    for (const name of ['clone/Cargo', 'mine'])
      await writeFile(home.file(...name.split('/')), '[credential "https://git.example.com"]\n\tusername = ana\n');
    await git.run(['config', 'include.path', '../Cargo'], { cwd: home.file('clone') });
    await git.run(['config', '--global', 'include.path', 'mine'], { cwd: home.file('clone') });
    const lock = async (...path: string[]): Promise<CheckResult> => {
      await writeFile(home.file(...path), '');
      await utimes(home.file(...path), 1_000_000_000, 1_000_000_000);
      const result = await found();
      expect(result.level).to.equal('warn');
      expect(plainText(result.detail)).to.contain(path.at(-1));
      return result;
    };
    expect((await lock('clone', 'Cargo.lock')).fix).to.equal(undefined);
    expect((await lock('mine.lock')).fix).to.not.equal(undefined);
    expect((await lock('clone', '.git', 'config.worktree.lock')).fix).to.not.equal(undefined);
  });
});
