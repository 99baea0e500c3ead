import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyCheckout } from '../helpers/checkout-copy.js';
import type { CheckoutCopy } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

/** The files below a folder by their paths in it, as latin1: byte for byte. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]),
  );
}

describe('line ends of Windows', function () {
  this.timeout(180_000);
  let copy: CheckoutCopy;
  let plain: ReadonlyMap<string, string>;

  before(async () => {
    copy = await copyCheckout();
    plain = await build();
  });
  after(() => copy.remove());

  const build = async (): Promise<ReadonlyMap<string, string>> => {
    const { code, stderr } = await run(process.execPath, ['scripts/build.js'], {
      cwd: copy.path,
      env: cleanEnvironment(),
    });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    return filesIn(join(copy.path, 'dist'));
  };
  const git = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run('git', args, {
      cwd: copy.path,
      env: cleanEnvironment({ HOME: copy.path, GIT_CONFIG_NOSYSTEM: '1' }),
    });
    expect({ code, stderr: code === 0 ? '' : stderr }, args.join(' ')).to.deep.equal({ code: 0, stderr: '' });
  };
  const expectSame = (found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): void => {
    expect([...found.keys()]).to.deep.equal([...wanted.keys()]);
    expect([...found].filter(([path, bytes]) => wanted.get(path) !== bytes).map(([path]) => path)).to.deep.equal([]);
  };

  it('do not get into a checkout with core.autocrlf, as Git for Windows makes it', async () => {
    await git('init', '--quiet');
    await git('add', '--', '.gitattributes', 'package.json', 'scripts', 'src', 'templates');
    await git(
      '-c',
      'user.name=Ana',
      '-c',
      'user.email=ana@example.com',
      'commit',
      '--quiet',
      '--message',
      'As it is here',
    );
    await git('clone', '--quiet', '-c', 'core.autocrlf=true', '.', 'clone');
    for (const part of ['scripts', 'src', 'templates']) {
      const there = filesIn(join(copy.path, part));
      expect(there.size).to.be.above(5);
      expectSame(filesIn(join(copy.path, 'clone', part)), there);
    }
  });

  it('do not get into what is built of sources that have them', async () => {
    for (const part of ['scripts', 'src', 'templates']) {
      for (const [path, bytes] of filesIn(join(copy.path, part)))
        writeFileSync(join(copy.path, part, path), bytes.replaceAll('\n', '\r\n'), 'latin1');
    }
    expect(plain.get('git-credential-codecommit')).to.match(/^#!\/bin\/sh\n/);
    expectSame(await build(), plain);
  });
});
