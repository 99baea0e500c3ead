import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { plainText } from '../../../src/core/advice/say.js';
import { isAbandoned, sayLock } from '../../../src/git/config/lock.js';
import { configLock } from '../../../src/system/git/config-lock.js';

describe("the lock of Git's settings", () => {
  let folder: string;
  let file: string;
  const age = (seconds: number): void => {
    const time = Date.now() / 1000 - seconds;
    utimesSync(`${file}.lock`, time, time);
  };
  const look = () => {
    const lock = configLock(file);
    if (lock === undefined) throw new Error('There is no lock.');
    return lock;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-config-lock-'));
    file = join(folder, 'config');
    writeFileSync(file, '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is none where there is no such file', () => {
    expect(configLock(file)).to.equal(undefined);
    expect(configLock(join(folder, 'missing', 'config'))).to.equal(undefined);
  });

  it('may be removed once it is older than Git keeps it, and nothing has it open', () => {
    writeFileSync(`${file}.lock`, '');
    expect(isAbandoned(look())).to.equal(false);
    expect(plainText(sayLock(look()))).to.match(/^It was made .* ago, and Git keeps it for a moment only: wait /);
    age(3600);
    expect(isAbandoned(look())).to.equal(true);
    expect(plainText(sayLock(look()))).to.match(/a Git that was killed left it\. .*cannot be seen/);
  });

  it('is named with the process that has it open, however old it is', function () {
    if (process.platform !== 'linux') this.skip();
    const descriptor = openSync(`${file}.lock`, 'wx');
    age(3600);
    expect(look().holder).to.equal(process.pid);
    expect(isAbandoned(look())).to.equal(false);
    expect(plainText(sayLock(look()))).to.equal(`Process ${process.pid} has it open: wait until that has ended.`);
    closeSync(descriptor);
    expect(isAbandoned(look())).to.equal(true);
  });

  it('lies beside the file itself where the settings are a link', () => {
    const link = join(folder, 'link');
    symlinkSync(file, link);
    writeFileSync(`${file}.lock`, '');
    expect(configLock(link)?.path).to.equal(`${file}.lock`);
  });

  it('is none of Git’s where a folder or a link is in its place', () => {
    mkdirSync(`${file}.lock`);
    age(3600);
    expect(isAbandoned(look())).to.equal(false);
    rmSync(`${file}.lock`, { recursive: true });
    writeFileSync(join(folder, 'other'), '');
    symlinkSync(join(folder, 'other'), `${file}.lock`);
    expect(isAbandoned(look())).to.equal(false);
    expect(plainText(sayLock(look()))).to.match(
      /^It is no file of yours, so no Git of yours made it\. Look what it is: /,
    );
  });

  it('is left to more time where nobody can see who has it open', () => {
    const lock = { path: '/x.lock', isOwn: true, holder: undefined, isSeen: false };
    expect([61, 601].map((ageSeconds) => isAbandoned({ ...lock, ageSeconds }))).to.deep.equal([false, true]);
    expect(plainText(sayLock({ ...lock, ageSeconds: 61 }))).to.match(/wait ten minutes\.$/);
    expect(plainText(sayLock({ ...lock, ageSeconds: 601 }))).to.match(
      /Which programs have it open cannot be seen here\.$/,
    );
  });
});
