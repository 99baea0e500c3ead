import type { CustomEndpoint } from './ports/aws/aws.js';
import { printable } from './text/printable.js';

/** An endpoint that is not AWS's, and where it is configured, without a password that may stand in it. */
export function sayEndpoint({ url, from }: Pick<CustomEndpoint, 'url' | 'from'>): string {
  const { protocol, host, pathname } = new URL(url);
  return `${printable(`${protocol}//${host}${pathname === '/' ? '' : pathname}`, 200)} (${from})`;
}
