import {
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  chownSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { findPaths } from '../../src/state/paths.js';
import { newOwner, ownerOf } from '../../src/system/lock/owner.js';
import { withFileLock } from '../../src/system/lock/lock.js';
import { sweep } from '../../src/system/sweep.js';

describe('what killed runs left behind', () => {
  let home: string;
  const paths = () => findPaths('linux', {}, home);
  const state = '.local/state/git-codecommit';
  const data = '.local/share/git-codecommit';
  const day = 24 * 60 * 60;
  const yesterday = Date.now() / 1000 - day - 60 * 60;
  /** When nothing was changed for more than a day. */
  const tomorrow = () => Date.now() + (day + 60 * 60) * 1000;
  const hash = '0123456789abcdef0123456789abcdef';

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'git-codecommit-sweep-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** The process behind these has ended: its id belongs to nobody, or to somebody who started at another time. */
  const dead = () => ownerOf({ ...newOwner(), pid: 4_194_303, started: '1' }).token;
  const alive = () => newOwner().token;
  const elsewhere = () => ownerOf({ ...newOwner(), space: 'abcdefabcdef' }).token;
  const put = (path: string, text: string, old = false): string => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    if (old) utimesSync(file, yesterday, yesterday);
    return path;
  };
  const files = (): string[] =>
    readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(home, join(entry.parentPath, entry.name)))
      .sort();

  it('goes with the next run: locks, drafts, copies of the program, in every folder that is written to', async () => {
    const owner = dead();
    put('.aws/credentials.before-git-codecommit.lock', `${owner}\n`);
    put('.aws/config.lock', `${owner}\n`);
    put(`.aws/config.lock.${owner}`, '');
    put(`.aws/config.lock.${elsewhere()}.remove`, `${owner}\n`);
    put('.aws/.credentials.0123456789ab.git-codecommit-tmp', 'a secret');
    put('.aws/sso/cache/abc.json.lock', `${owner}\n`);
    put('.aws/login/cache/abc.json.renewal.lock', `${owner}\n`);
    put('.config/git-codecommit/recipes.ini.lock', `${owner}\n`);
    put('.config/git-codecommit/.recipes.ini.0123456789ab.git-codecommit-tmp', '');
    put(`${state}/${hash}.first.json.lock`, `${owner}\n`);
    put(`${state}/.${hash}.first.json.0123456789ab.git-codecommit-tmp`, '');
    put(`${data}/browser/0123456789abcdef.lock`, `${owner}\n`);
    put(`${data}/program/.copy-${owner}/git-codecommit.js`, '');
    put(`${data}/program/.copy-${owner}-old/git-codecommit.js`, '');
    await sweep(paths());
    expect(files()).to.deep.equal([]);
    expect(existsSync(join(home, data, 'program', `.copy-${owner}`))).to.equal(false);
  });

  it('goes where a process died while it removed the lock of another, that of a third', async () => {
    const [first, second, third] = [dead(), dead(), dead()];
    put('.aws/config.lock', `${first}\n`);
    put(`.aws/config.lock.${first}.remove`, `${second}\n`);
    put(`.aws/config.lock.${second}.remove`, `${third}\n`);
    await sweep(paths());
    expect(files()).to.deep.equal([]);
  });

  it('stays where the process lives, a draft by the lock of its file', async () => {
    const living = [
      put('.aws/config.lock', `${alive()}\n`),
      put(`.aws/config.lock.${alive()}`, ''),
      put(`${data}/program/.copy-${alive()}/git-codecommit.js`, '', true),
      put('.aws/.credentials.0123456789ab.git-codecommit-tmp', 'a secret', true),
    ].sort();
    await withFileLock(join(home, '.aws', 'credentials.lock'), () => sweep(paths()));
    expect(files()).to.deep.equal(living);
    await sweep(paths());
    expect(files()).to.deep.equal(living.filter((file) => !file.endsWith('-tmp')));
  });

  it('of another machine or container goes once it was silent for a day, and stays before, by any clock', async () => {
    const all = [
      put('.aws/config.lock', `${elsewhere()}\n`),
      put(`.aws/config.lock.${elsewhere()}`, ''),
      put('.aws/.config.0123456789ab.git-codecommit-tmp', ''),
      put(`${state}/${hash}.git.json.lock`, `${elsewhere()}\n`),
      put(`${data}/program/.copy-${elsewhere()}/git-codecommit.js`, ''),
      // Their heart beats by a clock that is a day behind.
      put('.aws/credentials.lock', `${elsewhere()}\n`, true),
      put(`${state}/${hash}.codes.json.lock`, `${elsewhere()}\n`, true),
      put(`${data}/program/.copy-${elsewhere()}/git-codecommit.js`, '', true),
    ].sort();
    const future = put(`${state}/${hash}.turn.json.lock`, `${elsewhere()}\n`);
    utimesSync(join(home, future), yesterday + 1e6, yesterday + 1e6);
    utimesSync(dirname(join(home, all.findLast((file) => file.includes('.copy-')) ?? '')), yesterday, yesterday);
    await sweep(paths());
    expect(files()).to.deep.equal([...all, future].sort());
    await sweep(paths(), tomorrow);
    expect(files()).to.deep.equal([future]);
  });

  it('that a power cut emptied goes after a day, in our own folders alone', async () => {
    const others = [
      put('.aws/credentials.lock', '', true),
      put('.aws/sso/cache/abc.json.lock', '', true),
      put(`${state}/notes.lock`, '', true),
    ].sort();
    put(`${state}/git-settings.json.lock`, '', true);
    put('.config/git-codecommit/recipes.ini.lock', dead().slice(0, 20), true);
    const all = files();
    await sweep(paths());
    expect(files()).to.deep.equal(all);
    await sweep(paths(), tomorrow);
    expect(files()).to.deep.equal(others);
  });

  it('is none of what other programs made, nor a link, nor another user’s', async () => {
    const token = dead();
    const others = [
      put('.aws/other.lock', '4194303\n', true),
      put('.aws/config.lock', `${token}\nand more\n`, true),
      put('.aws/.config.swp', '', true),
      put('.aws/.config.0123456789xy.git-codecommit-tmp', '', true),
      put('.aws/cli/alias.lock', `${token}\n`, true),
      put(`${data}/program/.copy-abcdef/file`, '', true),
      put('elsewhere', `${token}\n`, true),
    ];
    symlinkSync(join(home, 'elsewhere'), join(home, '.aws', 'credentials.lock'));
    symlinkSync(join(home, 'elsewhere'), join(home, '.aws', '.credentials.0123456789ab.git-codecommit-tmp'));
    lutimesSync(join(home, '.aws', 'credentials.lock'), yesterday, yesterday);
    others.push('.aws/credentials.lock', '.aws/.credentials.0123456789ab.git-codecommit-tmp');
    if (process.geteuid?.() === 0) {
      others.push(put('.aws/third.lock', `${token}\n`, true), put('.aws/.third.0123456789ab.git-codecommit-tmp', ''));
      for (const file of others.slice(-2)) chownSync(join(home, file), 65_534, 65_534);
    }
    await sweep(paths(), tomorrow);
    expect(files()).to.deep.equal(others.sort());
  });

  it('keeps nobody waiting, and fails for nobody', async () => {
    await sweep(paths());
    expect(files()).to.deep.equal([]);
    put('.local/state/git-codecommit', 'not a folder');
    await sweep({
      ...paths(),
      get loginCache(): string {
        throw new Error('a relative path');
      },
    });
    expect(files()).to.deep.equal(['.local/state/git-codecommit']);
  });
});
