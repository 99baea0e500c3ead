import type { MethodContext } from '../../core/method.js';
import type { Browser, LoopbackOptions } from '../../core/ports/browser.js';
import type { Authorization } from '../../core/ports/openid.js';

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

/**
 * Sends the person's browser to a page, and waits for it to come back to a listener on loopback.
 * Source: RFC 8252, section 7.3.
 * @throws Problem `aws` when nobody came back in time, or when it is no answer to this sign-in
 */
export async function throughBrowser<T>(
  browser: Browser,
  { listen, announcement, timeoutMs, page }: BrowserSignIn<T>,
  { signal, ui }: Pick<MethodContext, 'signal' | 'ui'>,
): Promise<T> {
  const loopback = await browser.listen(listen);
  try {
    const sent = await page(loopback.redirectUri);
    ui.say(`${announcement} If it does not, open this address on this computer:\n${sent.url.href}`);
    const redeem = await ui.step('Waiting for you to sign in', async () => {
      const returned = loopback.callback((query) => sent.accept(query), { timeoutMs, signal });
      // Whoever starts the browser may take long, and the person may be faster.
      await Promise.race([returned, open(sent.url, browser, ui)]);
      return await returned;
    });
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
