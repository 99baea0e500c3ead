import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Fetch } from './fetch.js';

/** The time that a document may take, redirects included, and how many of those there may be. */
const usualMs = 20_000;
const mostRedirects = 5;

/** What a document is fetched with. */
export interface DownloadOptions {
  readonly mostBytes: number;
  /** The milliseconds it may take in all; 20 seconds unless told. */
  readonly withinMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fetches a small text over https, without a cookie or a credential, following redirects to https addresses only.
 * @throws Problem `usage` for another kind of address, `network` where no such document came
 */
export async function download(
  address: string,
  { mostBytes, withinMs = usualMs, signal }: DownloadOptions,
  fetch: Fetch,
): Promise<string> {
  const end = performance.now() + withinMs;
  let url = checked(address, undefined);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await fetch(url.href, {
      mostBytes,
      signal,
      withinMs: Math.max(1, Math.ceil(end - performance.now())),
      headers: { accept: 'text/plain, */*;q=0.1' },
    });
    const next = redirectOf(response);
    if (next === undefined) return await textOf(response, url);
    url = checked(next, url);
  }
  throw new Problem('network', `${printable(new URL(address).host)} redirects again and again.`, {
    hint: 'Check the address.',
  });
}

/** Only what nobody on the way can read or change. */
function checked(address: string, from: URL | undefined): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from?.href) : undefined;
  if (url?.protocol !== 'https:') {
    throw from === undefined
      ? new Problem('usage', 'Only an https address can be fetched.', {
          hint: 'Download it yourself, and give the file.',
        })
      : new Problem(
          'network',
          `${printable(from.host)} redirects to an address that is not https, which is not followed.`,
          { hint: 'Download it yourself, and give the file.' },
        );
  }
  if (url.username !== '' || url.password !== '')
    throw new Problem('usage', 'The address must not hold a user name or a password.', {
      hint: 'Download it yourself, and give the file.',
    });
  return url;
}

function redirectOf({ status, headers }: Response): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? (headers.get('location') ?? undefined) : undefined;
}

async function textOf(response: Response, { host }: URL): Promise<string> {
  if (response.ok) return await response.text();
  throw new Problem('network', `${printable(host)} answers ${response.status}, and not with the document.`, {
    hint: 'Open the address in your browser, save the document, and give the file.',
  });
}
