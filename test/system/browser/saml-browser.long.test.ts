import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CaptureRequest, SamlBrowser } from '../../../src/core/ports/saml-browser.js';
import { readSamlResponse } from '../../../src/aws/saml/response.js';
import { createFiles } from '../../../src/system/files/files.js';
import { openSamlBrowser } from '../../../src/system/browser/saml-browser.js';
import { rejection } from '../../helpers/aws-client.js';
import { chromiumThrough } from '../../helpers/chromium.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { needs } from '../../helpers/needs.js';
import { undoAfter } from '../../helpers/undo.js';
import type { IdentityProvider } from '../../sandbox/saml/identity-provider.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';

const role = 'arn:aws:iam::111122223333:role/Developer,arn:aws:iam::111122223333:saml-provider/Corp';

describe('a browser in which somebody signs in', function () {
  this.timeout(180_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let home: TemporaryHome;
  let idp: IdentityProvider;
  let browser: SamlBrowser;
  let pidFile: string;

  before(needs('chromium'));
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    home = await temporaryHome();
    undo(() => home.remove());
    // AWS's sign-in and a page of the tests' own: what reaches them is in the log.
    sandbox.serve({
      name: 'aws-sign-in',
      serves: (host) => /(^|\.)signin\.(aws\.amazon\.com|amazonaws\.cn|aws)$/.test(host),
      answer: () => ({ status: 200, body: 'AWS' }),
    });
    sandbox.serve({
      name: 'pages',
      serves: (host) => host === 'pages.example',
      answer: ({ request: { path } }) => ({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: pages.get(path) ?? '',
      }),
    });
    pidFile = home.file('browser.pid');
    browser = browserNamed(await chromiumThrough(sandbox.proxyUrl, home.path, { pidFile }));
  });
  beforeEach(async () => {
    idp = await sandbox.aws.identityProvider();
    idp.person('ana', 'correct horse', [role]);
    idp.typing = { name: 'ana', password: 'correct horse' };
    sandbox.log.clear();
  });
  afterEach(() => browser.forget(idp.signInUrl));

  const pages = new Map<string, string>();
  const browserNamed = (name: string, env: Readonly<Record<string, string>> = {}): SamlBrowser =>
    openSamlBrowser({
      env: { ...home.environment(), BROWSER: name, ...env },
      platform: process.platform,
      homeDirectory: home.path,
      data: home.file('data'),
      unwanted: false,
      files: createFiles(),
    });
  const capture = async (changes: Partial<CaptureRequest> = {}, from = browser) =>
    from.capture(await from.find(), {
      idpUrl: idp.signInUrl,
      timeoutMs: 90_000,
      signal: new AbortController().signal,
      ...changes,
    });
  const toAws = (): string[] => sandbox.log.of('aws-sign-in').map(({ operation }) => operation);
  const browserIsGone = async (): Promise<boolean> => {
    try {
      process.kill(Number(await readFile(pidFile, 'utf8')), 0);
      return false;
    } catch {
      return true;
    }
  };

  it('gives the response that was about to be posted to AWS, and posts nothing', async () => {
    const opened: string[] = [];
    const { response, endpoint } = await capture({ onOpen: () => opened.push('open') });
    expect(endpoint).to.equal('https://signin.aws.amazon.com/saml');
    expect(readSamlResponse(response.reveal()).roles).to.have.length(1);
    expect(opened).to.deep.equal(['open']);
    expect(toAws()).to.deep.equal([]);
    expect(await browserIsGone()).to.equal(true);
  });

  it('remembers who is signed in, so that the next time nobody types anything', async () => {
    await capture();
    idp.typing = undefined;
    expect(sandbox.log.count('POST /sign-in')).to.equal(1);
    const { response } = await capture();
    expect(readSamlResponse(response.reveal()).sessionName).to.equal('ana@example.com');
    expect(sandbox.log.count('POST /sign-in')).to.equal(1);
  });

  it('lets somebody else sign in where that is wanted', async () => {
    await capture();
    idp.person('ben', 'battery staple', [role]);
    idp.typing = { name: 'ben', password: 'battery staple' };
    const { response } = await capture({ afresh: true });
    expect(readSamlResponse(response.reveal()).sessionName).to.equal('ben@example.com');
  });

  it('keeps its folder private, and no response in it', async () => {
    const { response } = await capture();
    const [folder = ''] = await readdir(home.file('data', 'browser'));
    expect((await stat(home.file('data', 'browser', folder))).mode & 0o777).to.equal(0o700);
    const whole = response.reveal();
    for (const file of await filesBelow(home.file('data', 'browser'))) {
      const content = await readFile(file, 'latin1');
      expect(
        content.includes(whole.slice(200, 260)) || content.includes(encodeURIComponent(whole.slice(200, 260))),
        file,
      ).to.equal(false);
    }
    await browser.forget(idp.signInUrl);
    expect(existsSync(home.file('data', 'browser'))).to.equal(false);
  });

  for (const endpoint of [
    'https://us-east-2.signin.aws.amazon.com/saml/acs/SAMLSPD9IMTW2LM46J042K',
    'https://signin.amazonaws.cn/saml',
    'https://us-east-1.sso.signin.aws/platform/saml/acs/x',
  ]) {
    it(`catches what goes to ${endpoint}`, async () => {
      idp.endpoint = endpoint;
      expect((await capture()).endpoint).to.equal(endpoint);
      expect(toAws()).to.deep.equal([]);
    });
  }

  it('catches it in a frame', async () => {
    expect((await capture({ idpUrl: `https://${idp.host}/apps/aws-in-frame` })).endpoint).to.equal(idp.endpoint);
    expect(toAws()).to.deep.equal([]);
  });

  it('catches it in a new tab behind a portal with tiles, and in a popup', async () => {
    // A script clicks here, and scripts may open nothing unless they are let.
    const lenient = browserNamed(
      await chromiumThrough(sandbox.proxyUrl, home.path, { more: ['--disable-popup-blocking'] }),
    );
    expect((await capture({ idpUrl: `https://${idp.host}/` }, lenient)).endpoint).to.equal(idp.endpoint);
    pages.set('/popup', `<script>window.open('${idp.signInUrl}', 'popup', 'width=300,height=300')</script>`);
    expect((await capture({ idpUrl: 'https://pages.example/popup' }, lenient)).endpoint).to.equal(idp.endpoint);
    expect(toAws()).to.deep.equal([]);
  });

  it('catches a response of 320,000 characters whole', async () => {
    idp.options = {
      attributes: {
        groups: Array.from(
          { length: 3000 },
          (_, index) => `CN=Group ${index},OU=Groups,OU=Example Corporation,DC=corp,DC=example`,
        ),
      },
    };
    const { response } = await capture();
    expect(response.reveal().length).to.be.above(320_000);
    expect(Buffer.from(response.reveal(), 'base64').toString()).to.match(/<\/samlp:Response>$/);
  });

  it('catches a form of another encoding', async () => {
    const value = await idp.response({ roles: [role] });
    pages.set(
      '/multipart',
      `<form method="post" enctype="multipart/form-data" action="${idp.endpoint}"><input name="SAMLResponse" ` +
        `value="${value}"></form><script>document.forms[0].submit()</script>`,
    );
    const { response } = await capture({ idpUrl: 'https://pages.example/multipart' });
    expect(readSamlResponse(response.reveal()).assertion.reveal()).to.equal(value);
  });

  it('lets everything else go its way', async () => {
    pages.set(
      '/other',
      '<form method="post" action="https://signin.aws.amazon.com/oauth"><input name="SAMLResponse" ' +
        'value="x"></form><script>document.forms[0].submit()</script>',
    );
    const controller = new AbortController();
    const arrived = async (): Promise<void> => {
      while (!toAws().includes('POST /oauth')) await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort();
    };
    const [problem] = await Promise.all([
      rejection(capture({ idpUrl: 'https://pages.example/other', signal: controller.signal })),
      arrived(),
    ]);
    expect(problem).to.include({ kind: 'cancelled' });
  });

  it('signs in one after the other in one folder, so that the second need not type', async () => {
    const both = await Promise.all([capture(), capture()]);
    expect(both.map(({ endpoint }) => endpoint)).to.deep.equal([idp.endpoint, idp.endpoint]);
    expect(sandbox.log.count('POST /sign-in')).to.equal(1);
  });

  it('says that nobody signed in in time, and closes the window', async () => {
    idp.typing = undefined;
    const problem = await rejection(capture({ timeoutMs: 6000 }));
    expect(problem).to.include({
      reason: 'timeout',
      kind: 'failed',
      message: 'Nobody finished signing in within 6 s.',
    });
    expect(await browserIsGone()).to.equal(true);
  });

  it('says that the window was closed', async () => {
    idp.typing = undefined;
    const onOpen = (): void => void readFile(pidFile, 'utf8').then((pid) => process.kill(Number(pid), 'SIGTERM'));
    expect(await rejection(capture({ onOpen }))).to.include({
      reason: 'closed',
      message: 'chromium-for-tests was closed before anything was sent to AWS.',
    });
  });

  it('takes the last page that is closed for the end, though the browser itself may live on', async () => {
    pages.set('/closing', '<script>window.close()</script>');
    const lenient = browserNamed(
      await chromiumThrough(sandbox.proxyUrl, home.path, {
        more: ['--blink-settings=allowScriptsToCloseWindows=true'],
      }),
    );
    expect(await rejection(capture({ idpUrl: 'https://pages.example/closing' }, lenient))).to.include({
      reason: 'closed',
    });
    expect(await browserIsGone()).to.equal(true);
  });

  it('stops at Ctrl-C', async () => {
    idp.typing = undefined;
    const controller = new AbortController();
    expect(
      await rejection(
        capture({
          signal: controller.signal,
          onOpen: () => {
            controller.abort();
          },
        }),
      ),
    ).to.include({ kind: 'cancelled' });
    expect(await browserIsGone()).to.equal(true);
  });

  it('passes on that a page could not be loaded, and goes on waiting', async () => {
    const failures: string[] = [];
    const controller = new AbortController();
    const onLoadFailure = (words: string): void => {
      failures.push(words);
      setTimeout(() => {
        controller.abort();
      }, 500);
    };
    expect(
      await rejection(capture({ idpUrl: 'https://nobody.example/', signal: controller.signal, onLoadFailure })),
    ).to.include({ kind: 'cancelled' });
    expect(failures.join()).to.match(/^net::ERR_/);
  });

  it('says why a browser did not start', async () => {
    const started = async (script: string): Promise<unknown> => {
      const path = home.file('odd-browser');
      await writeFile(path, `#!/bin/sh\n[ "$1" = --version ] && { echo Chromium 1; exit; }\n${script}\n`, {
        mode: 0o755,
      });
      const odd = browserNamed(path);
      return rejection(
        odd.capture(
          { name: 'Chromium', program: path },
          { idpUrl: idp.signInUrl, timeoutMs: 60_000, signal: new AbortController().signal },
        ),
      );
    };
    expect(await started('exit 21')).to.include({
      reason: 'not-started',
      message: 'Chromium did not start as it should.',
    });
    expect(await started('echo "[1:1:ERROR:ozone] Missing X server or \\$DISPLAY" >&2; exit 1')).to.include({
      message: 'Chromium did not start: it found no display.',
    });
    expect(await started('echo "DevTools remote debugging is disallowed by the system admin." >&2; exit 1')).to.include(
      { message: 'Chromium did not start: your administrator does not let other programs watch it.' },
    );
    if (process.getuid?.() === 0)
      expect(await started('exec chromium --headless=new "$@"')).to.include({
        message: 'Chromium did not start: it does not run as the user root.',
      });
    expect(
      await rejection(
        browser.capture(
          { name: 'Chromium', program: '/nowhere/chromium' },
          { idpUrl: idp.signInUrl, timeoutMs: 60_000, signal: new AbortController().signal },
        ),
      ),
    ).to.include({ reason: 'not-started' });
  });

  it('tells the browser neither the address among its arguments nor anything of AWS', async () => {
    const path = home.file('telling-browser');
    await writeFile(path, `#!/bin/sh\n{ echo "$@"; env; } > '${home.file('told')}'\nexit 1\n`, { mode: 0o755 });
    const telling = browserNamed(path, {
      AWS_SECRET_ACCESS_KEY: 'hush',
      AWS_SESSION_TOKEN: 'hush',
      GIT_CODECOMMIT_PASSWORD: 'hush',
      KEPT: 'yes',
    });
    await rejection(
      telling.capture(
        { name: 'X', program: path },
        { idpUrl: `${idp.signInUrl}?ticket=hush`, timeoutMs: 60_000, signal: new AbortController().signal },
      ),
    );
    const told = await readFile(home.file('told'), 'utf8');
    expect(told).to.include('--remote-debugging-pipe').and.include('KEPT=yes');
    expect(told).to.not.include('hush').and.not.include('--remote-debugging-port');
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
