import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

import { openClipboard } from '../../src/system/clipboard.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

describe('the clipboard', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('bin'));
  });
  afterEach(() => home.remove());

  /** A program that notes how it was called, and what it was given. */
  const program = async (name: string, more = ''): Promise<void> => {
    const script = `#!/bin/sh\necho "$0 $*" > '${home.file('called')}'\nenv > '${home.file('env')}'\ncat > '${home.file('given')}'\n${more}\n`;
    await writeFile(home.file('bin', name), script);
    await chmod(home.file('bin', name), 0o755);
  };
  const environment = (more: Readonly<Record<string, string>>) => ({
    PATH: `${home.file('bin')}:/usr/bin:/bin`,
    ...more,
  });
  const called = async (): Promise<string> => (await readFile(home.file('called'), 'utf8')).trim();

  for (const [name, platform, env, args] of [
    ['pbcopy', 'darwin', {}, ''],
    ['wl-copy', 'linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, ''],
    ['xclip', 'linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, ' -selection clipboard'],
    ['xsel', 'linux', { DISPLAY: ':0' }, ' --clipboard --input'],
    ['termux-clipboard-set', 'linux', { TERMUX_VERSION: '0.118' }, ''],
  ] as const)
    it(`is reached by ${name} where that is there, with the text on standard input alone`, async () => {
      await program(name);
      const clipboard = openClipboard(environment({ ...env, AWS_SECRET_ACCESS_KEY: 'x' }), platform);
      expect(clipboard.isThere()).to.equal(true);
      expect(await clipboard.copy('Hello,\nnö')).to.equal(true);
      expect(await called()).to.equal(`${join(home.file('bin'), name)}${args}`);
      expect(await readFile(home.file('given'), 'utf8')).to.equal('Hello,\nnö');
      expect(await readFile(home.file('env'), 'utf8')).to.not.contain('AWS_SECRET');
    });

  it("is Windows' own in its Linux, in the encoding that clip.exe knows without its code page", async () => {
    await program('clip.exe');
    expect(await openClipboard(environment({ WSL_DISTRO_NAME: 'Ubuntu' }), 'linux').copy('a\nö')).to.equal(true);
    expect((await readFile(home.file('given'))).toString('utf16le')).to.equal('\ufeffa\r\nö');
  });

  it('is not there without a display, or without a program', async () => {
    await program('xclip');
    expect(openClipboard(environment({}), 'linux').isThere()).to.equal(false);
    expect(openClipboard({ PATH: home.file('nowhere'), DISPLAY: ':0' }, 'linux').isThere()).to.equal(false);
    expect(await openClipboard({ PATH: '', DISPLAY: ':0' }, 'linux').copy('a')).to.equal(false);
  });

  it('says where the program failed, or did not read, and does not wait for one that stays', async () => {
    await program('xclip', 'exit 1');
    expect(await openClipboard(environment({ DISPLAY: ':0' }), 'linux').copy('a')).to.equal(false);
    await writeFile(home.file('bin', 'xclip'), '#!/bin/sh\nexit 3\n');
    expect(await openClipboard(environment({ DISPLAY: ':0' }), 'linux').copy('a'.repeat(300_000))).to.equal(false);
    await program('xclip', 'sleep 2 &');
    expect(await openClipboard(environment({ DISPLAY: ':0' }), 'linux').copy('a')).to.equal(true);
    const stop = new AbortController();
    await writeFile(home.file('bin', 'xclip'), '#!/bin/sh\nsleep 60\n');
    const copying = openClipboard(environment({ DISPLAY: ':0' }), 'linux', stop.signal).copy('a');
    stop.abort();
    expect(await copying).to.equal(false);
  });
});
