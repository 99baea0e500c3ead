import type { Browser } from '../../src/core/ports/browser.js';
import { listenOnLoopback } from '../../src/system/browser/loopback.js';

/** The listener of the product; notes where browsers are led, which else nobody sees but them. */
export function listenNoting(led: URL[]): Browser['listen'] {
  return async (options) => {
    const loopback = await listenOnLoopback(options);
    return {
      ...loopback,
      expect: (authorizationUrl, ...rest) => {
        led.push(authorizationUrl);
        return loopback.expect(authorizationUrl, ...rest);
      },
    };
  };
}

/** A browser that was led from an address on loopback to a sign-in: where that is, and what it comes back with. */
export interface LedBrowser {
  readonly authorizationUrl: URL;
  readonly redirectUri: string;
  readonly cookie: string;
}

/** Begins at an address that a browser is given. */
export async function beginAt(startUrl: URL): Promise<LedBrowser> {
  const { headers } = await fetch(startUrl, { redirect: 'manual' });
  const authorizationUrl = new URL(headers.get('location') ?? '');
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return { authorizationUrl, cookie, redirectUri: authorizationUrl.searchParams.get('redirect_uri') ?? '' };
}

/** Begins at an address that a browser is given, and comes back at once; gives the page that it shows. */
export async function comeBackFrom(startUrl: URL, answer: Readonly<Record<string, string>>): Promise<string> {
  const { authorizationUrl, redirectUri, cookie } = await beginAt(startUrl);
  const query = new URLSearchParams({
    state: authorizationUrl.searchParams.get('state') ?? '',
    iss: authorizationUrl.origin,
    ...answer,
  });
  return await (await fetch(`${redirectUri}?${query.toString()}`, { headers: { cookie } })).text();
}
