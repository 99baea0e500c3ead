import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { candidates, findInstalled, findNamed, isSnap } from '../../../src/system/browser/find-browser.js';
import { findWatchable } from '../../../src/system/browser/find-watchable.js';
import { rejection } from '../../helpers/aws-client.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe('finding a browser', () => {
  let home: TemporaryHome;
  // Programs are shell scripts here, and paths those of Linux and macOS.
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  const program = async (path: string, script = 'exit 0'): Promise<string> => {
    const file = home.file(...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const linux = (env: Readonly<Record<string, string>> = {}) => ({
    platform: 'linux' as const,
    homeDirectory: home.path,
    unwanted: false,
    env: { PATH: home.file('bin'), DISPLAY: ':0', ...env },
  });

  it('looks where Windows installs them, for all users and for one', () => {
    const env = {
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
      ProgramW6432: 'C:\\Program Files',
      LOCALAPPDATA: 'C:\\Users\\ana\\AppData\\Local',
    };
    const found = candidates({ env, platform: 'win32', homeDirectory: 'C:\\Users\\ana' }).map((one) => one.program);
    expect(found.slice(0, 3)).to.deep.equal([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Users\\ana\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
    ]);
    expect(found)
      .to.include('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe')
      .and.include('C:\\Users\\ana\\AppData\\Local\\BraveSoftware\\Brave-Browser\\Application\\brave.exe');
    expect(found).to.have.length(12);
  });

  it('looks into the applications of macOS', () => {
    const found = candidates({ env: {}, platform: 'darwin', homeDirectory: '/Users/ana' });
    expect(found.slice(0, 2)).to.deep.equal([
      { name: 'Google Chrome', program: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' },
      { name: 'Google Chrome', program: '/Users/ana/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' },
    ]);
    expect(found.map(({ name }) => name))
      .to.include('Microsoft Edge')
      .and.include('Brave')
      .and.include('Chromium');
  });

  it('looks on PATH of Linux, in absolute folders alone', async () => {
    await program('bin/microsoft-edge');
    const brave = await program('more/brave-browser');
    expect(await findInstalled(linux({ PATH: `${home.file('bin')}:.::${home.file('more')}` }))).to.deep.equal({
      name: 'Brave',
      program: brave,
    });
    expect(candidates(linux({ PATH: '.:bin:' }))).to.deep.equal([]);
  });

  it('takes no folder and no file that cannot be run for a browser', async () => {
    await mkdir(home.file('bin', 'google-chrome'), { recursive: true });
    await writeFile(home.file('bin', 'chromium'), 'text', { mode: 0o644 });
    const edge = await program('bin/microsoft-edge-stable');
    expect(await findInstalled(linux())).to.deep.equal({ name: 'Microsoft Edge', program: edge });
  });

  it('takes the one that is wanted by path, by name, or as an application', async () => {
    const chrome = await program('odd place/google-chrome');
    const other = await program('bin/my-chrome');
    const inside = await program('Applications/Brave Browser.app/Contents/MacOS/Brave Browser');
    expect(await findWatchable(chrome, linux())).to.deep.equal({ name: 'Google Chrome', program: chrome });
    expect(await findWatchable('my-chrome', linux())).to.deep.equal({ name: 'my-chrome', program: other });
    expect(
      await findNamed(home.file('Applications', 'Brave Browser.app'), { ...linux(), platform: 'darwin' }),
    ).to.deep.equal({ name: 'Brave', program: inside });
    expect(await rejection(findWatchable('no-such-browser', linux()))).to.include({
      kind: 'usage',
      message: "There is no browser 'no-such-browser'.",
    });
  });

  it('takes the first of BROWSER that can be watched, whatever it is called', async () => {
    await program('bin/google-chrome');
    await program('bin/firefox', 'echo Mozilla Firefox 150.0');
    const wrapper = await program('bin/work browser', 'echo "Chromium 156.0.8078.79 built on Debian"');
    expect(await findWatchable(undefined, linux({ BROWSER: `firefox:${wrapper} %s` }))).to.deep.equal({
      name: 'work browser',
      program: wrapper,
    });
    const chromium = await program('bin/chromium');
    expect(await findWatchable(undefined, linux({ BROWSER: 'chromium' }))).to.deep.equal({
      name: 'Chromium',
      program: chromium,
    });
  });

  it('passes over a BROWSER that cannot be watched, or is not there', async () => {
    const chrome = await program('bin/google-chrome');
    await program('bin/firefox', 'echo Mozilla Firefox 150.0');
    await program('bin/broken', 'exit 1');
    for (const name of ['firefox', 'broken', 'nowhere', '/usr/bin/nowhere', '', ':']) {
      expect((await findWatchable(undefined, linux({ BROWSER: name }))).program, name).to.equal(chrome);
    }
  });

  it('says that there is none', async () => {
    expect(await rejection(findWatchable(undefined, linux()))).to.include({ reason: 'no-browser', kind: 'failed' });
  });

  it('opens no window that nobody would see', async () => {
    await program('bin/google-chrome');
    const { DISPLAY, ...env } = linux().env;
    expect(await rejection(findWatchable(undefined, { ...linux(), env }))).to.include({
      reason: 'not-here',
      message: 'No browser window can be opened: this computer has no display.',
    });
    expect(await rejection(findWatchable(undefined, linux({ SSH_CONNECTION: 'x' })))).to.include({
      reason: 'not-here',
      message: 'No browser window can be opened: this is an SSH session.',
    });
    expect(
      await rejection(findWatchable(undefined, { ...linux(), env: { ...env, WSL_DISTRO_NAME: 'Ubuntu' } })),
    ).to.include({ reason: 'not-here' });
    expect(await rejection(findWatchable('google-chrome', { ...linux(), unwanted: true }))).to.include({
      reason: 'not-here',
      message: 'No browser window can be opened: --no-browser was given.',
    });
    expect(DISPLAY).to.equal(':0');
    expect(
      (await findWatchable(undefined, { ...linux(), env: { ...env, WAYLAND_DISPLAY: 'wayland-0' } })).name,
    ).to.equal('Google Chrome');
  });

  it('knows a snap, which may not see hidden folders', async () => {
    expect(await isSnap('/snap/bin/chromium')).to.equal(true);
    expect(await isSnap(await program('bin/chromium'))).to.equal(false);
    expect(await isSnap(home.file('nowhere'))).to.equal(false);
  });
});
