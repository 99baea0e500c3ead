import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { launch } from '../../src/system/browser/launch.js';
import type { Message } from '../../src/system/browser/devtools.js';
import { chromiumThrough } from './chromium.js';
import { cleanEnvironment } from './environment.js';

/** How a page is looked at. */
export interface Look {
  /** In CSS pixels. */
  readonly width: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

/** A page in a real browser that reaches no network, and everything it did there. */
export interface BrowserPage {
  /** Opens an HTML text as a file, anew. */
  readonly open: (html: string, look: Look) => Promise<void>;
  /** The value of an expression in the page. */
  readonly value: <T>(expression: string) => Promise<T>;
  /** What the page asked for besides itself, and the errors that the browser noted, since it was opened. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
  /** The whole page as a PNG file. */
  readonly screenshot: (file: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the browser. */
export async function browserPage(): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), 'git-codecommit-page-'));
  // Nothing listens there: what a page asks for cannot come.
  const program = await chromiumThrough('http://127.0.0.1:9', folder, {
    more: ['--hide-scrollbars', '--allow-file-access-from-files'],
  });
  const browser = launch(program, join(folder, 'profile'), cleanEnvironment({ HOME: folder }));
  const { devTools, ended } = browser;
  const file = join(folder, 'page.html');
  const [requests, errors]: [string[], string[]] = [[], []];
  let loaded = (): void => undefined;
  devTools.onEvent = ({ method, params }) => {
    if (method === 'Page.loadEventFired') loaded();
    if (method === 'Network.requestWillBeSent') requests.push((params['request'] as { url: string }).url);
    if (['Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled'].includes(method))
      errors.push(JSON.stringify(params));
  };
  const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = (await devTools.send('Target.attachToTarget', { targetId, flatten: true })) as {
    sessionId: string;
  };
  const send = (method: string, params?: Message): Promise<Message> => devTools.send(method, params, sessionId);
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`);
  return {
    requests,
    errors,
    open: async (html, { width, scheme = 'light', media = 'screen' }) => {
      await writeFile(file, html);
      await send('Emulation.setDeviceMetricsOverride', {
        width,
        height: 844,
        deviceScaleFactor: 2,
        mobile: width < 600,
      });
      await send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
      requests.length = 0;
      errors.length = 0;
      const complete = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      await send('Page.navigate', { url: pathToFileURL(file).href });
      await complete;
      requests.splice(0, requests.length, ...requests.filter((url) => url !== pathToFileURL(file).href));
    },
    value: async <T>(expression: string) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: T }).value;
    },
    screenshot: async (path) => {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
      await writeFile(path, Buffer.from(data as string, 'base64'));
    },
    close: async () => {
      browser.kill();
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
