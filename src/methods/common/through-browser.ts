import type { MethodContext } from '../../core/method.js';
import { OpenedTwice } from '../../core/ports/browser.js';
import type { Browser, LoopbackOptions } from '../../core/ports/browser.js';
import type { Authorization } from '../../core/ports/openid.js';
import { printable } from '../../core/text/printable.js';

/** Where browsers come back to on loopback, where nobody says otherwise. */
export const callbackPath = '/oauth/callback';

/** A sign-in in the browser, before it is known where that comes back to. */
export interface BrowserSignIn<T> {
  readonly listen: LoopbackOptions;
  /** What is said before the browser opens: one sentence. */
  readonly announcement: string;
  readonly timeoutMs: number;
  /** Makes the page, once it is known where the browser is to come back to. */
  readonly page: (redirectUri: string) => Promise<Authorization<T>>;
}

/** So often somebody else may open the address first. */
const tries = 3;

/**
 * Sends the person's browser to a page, and waits for it to come back to a listener on loopback. The browser is given
 * an address of that listener; where two browsers begin there, one may be a stranger's, and a new sign-in begins.
 * Source: RFC 8252, section 7.3.
 * @throws Problem `aws` when nobody came back in time, or somebody else opens the address again and again
 */
export async function throughBrowser<T>(
  browser: Browser,
  signIn: BrowserSignIn<T>,
  context: Pick<MethodContext, 'signal' | 'ui'>,
): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await once(browser, signIn, context);
    } catch (error) {
      if (!(error instanceof OpenedTwice) || left <= 1) throw error;
      context.ui.warn(`${error.message} It counts no more, and a new one begins.`);
    }
  }
}

async function once<T>(
  browser: Browser,
  { listen, announcement, timeoutMs, page }: BrowserSignIn<T>,
  { signal, ui }: Pick<MethodContext, 'signal' | 'ui'>,
): Promise<T> {
  const loopback = await browser.listen(listen);
  const left = new AbortController();
  try {
    const sent = await page(loopback.redirectUri);
    const { startUrl, returned } = loopback.expect(sent.url, (query) => sent.accept(query), {
      timeoutMs,
      signal: AbortSignal.any([signal, left.signal]),
    });
    const host = printable(sent.url.host, 200);
    ui.say(
      `${announcement} If it does not, open this address on this computer, which leads to ${host}:\n${startUrl.href}`,
    );
    const redeem = await ui.step(
      'Waiting for you to sign in',
      async (_progress, stop) => {
        stop.addEventListener('abort', () => left.abort(stop.reason), { once: true });
        // Whoever starts the browser may take long, and the person may be faster.
        await Promise.race([returned, open(startUrl, browser, ui)]);
        return await returned;
      },
      { canBeLeft: true },
    );
    return await redeem();
  } finally {
    await loopback.close();
  }
}

// A warning with the address in it: whoever wants no talk has not seen it before.
async function open(url: URL, browser: Browser, ui: MethodContext['ui']): Promise<void> {
  if (!(await browser.open(url)))
    ui.warn(
      'No browser could be started. Open this address yourself; from another computer, run this again with ' +
        `--no-browser.\n${url.href}`,
    );
}
