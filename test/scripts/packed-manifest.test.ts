import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { copyCheckout, npmVariables } from '../helpers/checkout-copy.js';
import type { CheckoutCopy } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';

describe('package.json while npm packs', function () {
  this.timeout(180_000);
  let copy: CheckoutCopy;
  let original: string;

  before(async () => {
    copy = await copyCheckout();
    original = await manifest();
  });
  after(() => copy.remove());
  afterEach(async () => {
    await writeFile(join(copy.path, 'package.json'), original);
    await rm(join(copy.path, '.package.json.kept'), { force: true });
  });

  const manifest = (): Promise<string> => readFile(join(copy.path, 'package.json'), 'utf8');
  const leftovers = async (): Promise<string[]> => (await readdir(copy.path)).filter((name) => name.startsWith('.package'));

  /** Waits until something is so; the test's own time ends it. */
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await delay(5);
  };
  const isExchanged = (): boolean => readFileSync(join(copy.path, 'package.json'), 'utf8') !== original;

  /** Starts packing and stops npm dead while package.json is exchanged. */
  const stopWhileExchanged = async (): Promise<ReturnType<typeof spawn>> => {
    const npm = spawn('npm', ['pack'], { cwd: copy.path, env: cleanEnvironment({ HOME: copy.path }, npmVariables(copy.path)), stdio: 'ignore' });
    await until(isExchanged);
    npm.kill('SIGSTOP');
    return npm;
  };

  it('is as it was when packing is done', async () => {
    const { code, stderr } = await copy.npm(['pack']);
    expect(code, stderr).to.equal(0);
    expect(await manifest()).to.equal(original);
    expect(await leftovers()).to.deep.equal([]);
  });

  it('is as it was when packing fails', async () => {
    const { code } = await copy.npm(['pack', '--pack-destination', join(copy.path, 'package.json', 'no-folder')]);
    expect(code).to.not.equal(0);
    await until(() => !isExchanged());
    expect(await manifest()).to.equal(original);
    expect(await leftovers()).to.deep.equal([]);
  });

  it('is as it was when npm is killed', async () => {
    const npm = await stopWhileExchanged();
    expect(JSON.parse(await manifest())).to.not.have.property('dependencies');
    npm.kill('SIGKILL');
    await once(npm, 'exit');
    await until(() => !isExchanged());
    expect(await manifest()).to.equal(original);
    expect(await leftovers()).to.deep.equal([]);
  });

  it('fails the packing where it was put back too early, for that package is not to be used', async () => {
    const npm = await stopWhileExchanged();
    const ended = once(npm, 'exit');
    const { code } = await copy.npm(['run', 'build']);
    expect(code).to.equal(0);
    expect(await manifest()).to.equal(original);
    npm.kill('SIGCONT');
    expect((await ended)[0]).to.not.equal(0);
  });

  it('is not put back over what somebody wrote meanwhile', async () => {
    const npm = await stopWhileExchanged();
    const ended = once(npm, 'exit');
    const edited = original.replace('"MIT"', '"ISC"');
    await writeFile(join(copy.path, 'package.json'), edited);
    npm.kill('SIGCONT');
    expect((await ended)[0]).to.not.equal(0);
    expect(await manifest()).to.equal(edited);
    expect(await readFile(join(copy.path, '.package.json.kept'), 'utf8')).to.equal(original);
  });

  it('is never published from the folder, for npm would read it once more', async () => {
    const { code, stderr } = await copy.npm(['publish', '--dry-run']);
    expect(code).to.equal(1);
    expect(stderr).to.include('npm pack && npm publish ./git-codecommit-*.tgz');
  });
});
