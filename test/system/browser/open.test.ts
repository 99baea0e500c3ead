import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { browserAbsence } from '../../../src/system/browser/browser-absence.js';
import { openBrowser } from '../../../src/system/browser/open.js';
import { rejection } from '../../helpers/aws-client.js';
import { cleanEnvironment } from '../../helpers/environment.js';

describe('whether a browser can be opened', () => {
  const absence = (
    env: Record<string, string>,
    platform: NodeJS.Platform = 'linux',
    unwanted = false,
  ): string | undefined => browserAbsence({ env, platform, unwanted });

  it('is no when it was not wanted', () => {
    expect(absence({ DISPLAY: ':0', BROWSER: 'firefox' }, 'linux', true)).to.contain('--no-browser');
  });

  it('is no over SSH, and on Linux without a display', () => {
    expect(absence({ DISPLAY: ':10', SSH_CONNECTION: '1 2 3 4' })).to.contain('SSH');
    expect(absence({ SSH_TTY: '/dev/pts/0' }, 'darwin')).to.contain('SSH');
    expect(absence({})).to.contain('display');
  });

  it('is yes with a display, on macOS and Windows, and in Linux under Windows', () => {
    expect([
      absence({ DISPLAY: ':0' }),
      absence({ WAYLAND_DISPLAY: 'wayland-0' }),
      absence({}, 'darwin'),
      absence({}, 'win32'),
      absence({ WSL_DISTRO_NAME: 'Debian' }),
    ]).to.deep.equal([undefined, undefined, undefined, undefined, undefined]);
  });

  it('is what BROWSER says, even over SSH, where editors set it', () => {
    expect(absence({ BROWSER: '/opt/editor/browser.sh', SSH_CONNECTION: '1 2 3 4' })).to.equal(undefined);
  });
});

describe('opening a browser', function () {
  let folder: string;
  before(async function () {
    if (process.platform === 'win32') this.skip();
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit browser-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const url = new URL("https://example.com/a?x=1&y=$(touch pwned);'&z=%20");
  /** A browser that takes down what it was started with. */
  const browser = async (name: string, body = ''): Promise<{ path: string; started: () => Promise<string> }> => {
    const [path, out] = [join(folder, name), join(folder, `${name}.out`)];
    await writeFile(
      path,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${out}.draft'\nenv >> '${out}.draft'\nmv '${out}.draft' '${out}'\n${body}\n`,
    );
    await chmod(path, 0o755);
    return { path, started: () => readFile(out, 'utf8') };
  };
  const env = (BROWSER: string): Record<string, string> =>
    cleanEnvironment({
      BROWSER,
      AWS_SECRET_ACCESS_KEY: 'hush',
      AWS_SESSION_TOKEN: 'hush',
      GIT_CODECOMMIT_CLIENT_SECRET: 'hush',
      DISPLAY: ':7',
    });

  it('starts the one that BROWSER names, without a shell and without our secrets', async () => {
    const { path, started } = await browser('plain');
    expect(await openBrowser(url, env(`"${path}" --new-window`), 'linux')).to.equal(true);
    const text = await started();
    expect(text.split('\n').slice(0, 2)).to.deep.equal(['--new-window', url.href]);
    expect(text).to.contain('DISPLAY=:7').and.not.contain('hush');
  });

  it('puts the address where %s stands', async () => {
    const { path, started } = await browser('placed');
    expect(await openBrowser(url, env(`'${path}' --url=%s --last`), 'linux')).to.equal(true);
    expect((await started()).split('\n').slice(0, 2)).to.deep.equal([`--url=${url.href}`, '--last']);
  });

  it('tries the next when one is missing or fails at once', async () => {
    const failing = await browser('failing', 'exit 3');
    const { path, started } = await browser('next');
    expect(await openBrowser(url, env(`/nowhere/browser:"${failing.path}":"${path}"`), 'linux')).to.equal(true);
    expect(await started()).to.contain(url.href);
  });

  it('says no when none could be started', async () => {
    expect(await openBrowser(url, env('/nowhere/browser'), 'linux')).to.equal(false);
    expect(await openBrowser(url, { ...env('"never closed'), PATH: '/nowhere' }, 'linux')).to.equal(false);
    expect(await openBrowser(url, { PATH: '/nowhere' }, 'linux')).to.equal(false);
    expect(await openBrowser(url, { PATH: '/nowhere', WSL_DISTRO_NAME: 'Debian' }, 'linux')).to.equal(false);
  });

  for (const address of [
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ftp://127.0.0.1/',
    'http://127.0.0.1.example.com/',
  ]) {
    it(`is never sent to ${address}`, async () => {
      expect(await rejection(openBrowser(new URL(address), env('true'), 'linux'))).to.include({ kind: 'failed' });
    });
  }

  it('may be sent to loopback', async () => {
    expect(await openBrowser(new URL('http://127.0.0.1:8080/'), env('true'), 'linux')).to.equal(true);
    expect(await openBrowser(new URL('http://localhost:8080/'), env('true'), 'linux')).to.equal(true);
  });
});
