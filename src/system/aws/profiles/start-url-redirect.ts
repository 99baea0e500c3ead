import { Problem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { Fetch } from '../../network/fetch.js';

/** The time that a company's address may take to say where it leads. Source: AWS CLI, `sso/resolve.py`. */
const withinMs = 10_000;

/** Asks an address where it leads: by HEAD, and by GET where that is not known there. See the port. */
export async function startUrlRedirect(startUrl: string, fetch: Fetch, signal?: AbortSignal): Promise<URL | undefined> {
  // Its page is of no interest.
  const options = { withinMs, signal, isCut: true };
  const head = await fetch(startUrl, { ...options, method: 'HEAD' });
  const { status, headers } = [405, 501].includes(head.status) ? await fetch(startUrl, options) : head;
  if (status >= 200 && status < 300) return undefined;
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null;
  if (location !== null && URL.canParse(location, startUrl)) return new URL(location, startUrl);
  throw new Problem(
    'network',
    `${printable(new URL(startUrl).host, 200)} answers ${status}, and does not lead to an access portal.`,
    { hint: 'Check the start URL with your administrator: --start-url.', question: 'startUrl' },
  );
}
