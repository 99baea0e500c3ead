import { expect } from 'chai';
import type { MethodContext } from '../../../src/core/method.js';
import type { Browser } from '../../../src/core/ports/browser.js';
import type { Authorization } from '../../../src/core/ports/openid.js';
import type { StepOptions } from '../../../src/core/ports/ui.js';
import { openClock } from '../../../src/system/clock.js';
import { throughBrowser } from '../../../src/methods/common/through-browser.js';
import type { SignInContext } from '../../../src/methods/web-identity/in-browser.js';
import { confirmed } from '../../../src/methods/web-identity/in-browser.js';

/** A conversation whose person leaves every wait that can be left, as soon as it has begun. */
function leaving(): { readonly ui: MethodContext['ui']; readonly begun: string[] } {
  const begun: string[] = [];
  const ui = {
    interactive: true,
    say: () => undefined,
    warn: () => undefined,
    countdown: () => Promise.resolve(),
    step: async (title: string, work: (progress: unknown, stop: AbortSignal) => unknown, options?: StepOptions) => {
      begun.push(title);
      const leave = new AbortController();
      const result = work(undefined, leave.signal);
      if (options?.canBeLeft === true) leave.abort(new Error('left'));
      return await result;
    },
  } as unknown as MethodContext['ui'];
  return { ui, begun };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

describe('a wait that is left', () => {
  it('for a browser that comes back ends, and nobody listens any more', async () => {
    const { ui, begun } = leaving();
    let closed = false;
    const browser = {
      absence: undefined,
      open: () => Promise.resolve(true),
      listen: () =>
        Promise.resolve({
          redirectUri: 'http://127.0.0.1:1/callback',
          expect: (_url: URL, _accept: unknown, { signal }: { signal: AbortSignal }) => ({
            startUrl: new URL('http://127.0.0.1:1/start'),
            returned: untilAborted(signal),
          }),
          close: () => Promise.resolve(void (closed = true)),
        }),
    } as unknown as Browser;
    const page = { url: new URL('https://provider.example/authorize') } as unknown as Authorization<string>;
    const signIn = {
      listen: { path: '/callback' },
      announcement: 'It opens.',
      timeoutMs: 600_000,
      page: () => Promise.resolve(page),
    };
    const left = await throughBrowser(browser, signIn, { ui, signal: new AbortController().signal }).catch(
      (error: unknown) => (error as Error).message,
    );
    expect([left, closed, begun]).to.deep.equal(['left', true, ['Waiting for you to sign in']]);
  });

  it('for a code that is confirmed ends, and nobody asks for it any more', async () => {
    const { ui, begun } = leaving();
    let asked = 0;
    const device = {
      verificationUri: 'https://provider.example/device',
      userCode: 'ABCD-EFGH',
      expiresInSeconds: 600,
      intervalSeconds: 300,
      tokens: () => Promise.resolve((asked += 1) > 0 ? 'authorization_pending' : 'slow_down'),
    } as unknown as Parameters<typeof confirmed>[0];
    const browser = { absence: 'unwanted', open: () => Promise.resolve(true) } as unknown as Browser;
    const context = { ui, clock: openClock(), signal: new AbortController().signal } as unknown as SignInContext;
    const request = { name: 'the provider', scope: '', parameters: {}, redirectUri: undefined, timeoutMs: 1000 };
    const left = await confirmed(device, request, browser, context).catch((error: unknown) => String(error));
    expect(left).to.include('Cancelled');
    expect([asked, begun]).to.deep.equal([0, ['Waiting for you to sign in']]);
  });
});
