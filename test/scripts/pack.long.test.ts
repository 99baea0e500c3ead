import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyCheckout } from '../helpers/checkout-copy.js';
import type { CheckoutCopy } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

interface Manifest extends Readonly<Record<string, unknown>> {
  readonly bin: Readonly<Record<string, string>>;
  readonly man: readonly string[];
}

describe('packing', function () {
  this.timeout(180_000);
  let copy: CheckoutCopy;
  let original: string;

  before(async () => {
    copy = await copyCheckout();
    original = await readFile(join(copy.path, 'package.json'), 'utf8');
  });
  after(() => copy.remove());
  afterEach(async () => {
    expect(await readFile(join(copy.path, 'package.json'), 'utf8')).to.equal(original);
    for (const file of await packedIn(copy.path)) await rm(join(copy.path, file));
  });

  const packedIn = async (folder: string): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const unpacked = async (file: string, name: string): Promise<string> =>
    (await run('tar', ['-xzOf', file, `package/${name}`], { env: cleanEnvironment() })).stdout;

  it('makes a package that depends on nothing, runs nothing, and has what it names', async () => {
    const { code, stderr } = await copy.npm(['run', 'pack']);
    expect(code, stderr).to.equal(0);
    const [file = '', ...others] = await packedIn(copy.path);
    expect(others).to.deep.equal([]);
    const packed = JSON.parse(await unpacked(join(copy.path, file), 'package.json')) as Manifest;
    const { private: isPrivate, scripts, dependencies, devDependencies, ...rest } = JSON.parse(original) as Manifest;
    expect(isPrivate).to.equal(true);
    expect([scripts, dependencies, devDependencies]).to.not.include(undefined);
    expect(packed).to.deep.equal(rest);
    for (const name of [...Object.values(packed.bin), ...packed.man])
      expect(await unpacked(join(copy.path, file), name), name).to.not.equal('');
  });

  it("takes npm pack's flags, prints what a program can read, and puts the file where it is called", async () => {
    const elsewhere = join(copy.path, 'else where');
    await mkdir(elsewhere);
    const words = ['run', '--silent', 'pack', '--', '--json'];
    const dry = await run('npm', ['--prefix', copy.path, ...words, '--dry-run'], {
      cwd: elsewhere,
      env: cleanEnvironment({ HOME: copy.path }),
      timeoutMs: 120_000,
    });
    expect(JSON.parse(dry.stdout)).to.be.an('array').with.lengthOf(1);
    expect([...(await packedIn(elsewhere)), ...(await packedIn(copy.path))]).to.deep.equal([]);
    const { stdout } = await copy.npm([...words, '--pack-destination', elsewhere]);
    const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
    expect(await packedIn(elsewhere)).to.deep.equal([filename]);
    expect(await packedIn(copy.path)).to.deep.equal([]);
  });

  it('leaves nothing of an earlier package in the next', async () => {
    await mkdir(join(copy.path, '.package', 'dist', 'old'), { recursive: true });
    const { code, stderr } = await copy.npm(['run', 'pack', '--', '--dry-run']);
    expect(code, stderr).to.equal(0);
    expect(await readdir(join(copy.path, '.package', 'dist'))).to.not.include('old');
  });

  it('fails where npm pack fails', async () => {
    const { code, stderr } = await copy.npm([
      'run',
      'pack',
      '--',
      '--pack-destination',
      join(copy.path, 'package.json', 'no-folder'),
    ]);
    expect(code).to.not.equal(0);
    expect(stderr).to.include('no-folder');
  });

  for (const words of [['pack'], ['pack', '--dry-run'], ['publish', '--dry-run'], ['publish']]) {
    it(`is not done to the checkout itself: npm ${words.join(' ')}`, async () => {
      const { code, stderr } = await copy.npm(words);
      expect(code).to.not.equal(0);
      expect(stderr).to.match(
        /^The checkout itself is not packed or published: run `npm run pack`, and publish the file that it makes\.$/m,
      );
      expect(await packedIn(copy.path)).to.deep.equal([]);
    });
  }

  it('is not needed to try the checkout as a command: npm link', async () => {
    const prefix = join(copy.path, 'prefix');
    expect((await copy.npm(['run', 'build'])).code).to.equal(0);
    const { code, stderr } = await copy.npm(['link'], { npm_config_prefix: prefix });
    expect(code, stderr).to.equal(0);
    const { stdout } = await run(join(prefix, 'bin', 'git-codecommit'), ['--version'], { env: cleanEnvironment() });
    expect(stdout).to.match(/^git-codecommit \d/);
  });
});
