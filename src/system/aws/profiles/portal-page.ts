import type { Fetch } from '../../network/fetch.js';

/** What a page may take: its head names what is looked for. */
const withinMs = 10_000;
const mostBytes = 64 * 1024;

/** The beginning of an access portal's page. See the port. */
export async function portalPage(startUrl: string, fetch: Fetch, signal?: AbortSignal): Promise<string | undefined> {
  const response = await fetch(startUrl, {
    withinMs,
    mostBytes,
    isCut: true,
    signal,
    headers: { accept: 'text/html' },
  });
  return response.ok ? await response.text() : undefined;
}
