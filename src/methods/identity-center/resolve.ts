import { accessPortal } from '../../aws/saml/access-portal.js';
import type { MethodContext } from '../../core/method.js';
import type { SsoSession } from '../../core/ports/aws/identity-center.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';

/** A portal whose Region may have to be found. */
export type Portal = Omit<SsoSession, 'region'> & { readonly region: string | undefined };

/** Whether an address is a company's own, which leads to its portal at AWS by a redirect. */
export function isVanity(startUrl: string): boolean {
  const url = URL.canParse(startUrl) ? new URL(startUrl) : undefined;
  return url?.protocol === 'https:' && accessPortal(url) === undefined;
}

/**
 * The portal that an address leads to, with its Region: the address itself where it is AWS's, else where it redirects
 * to, once. The Region is the one that the portal's host names, else the configured one. Source: AWS CLI,
 * `sso/resolve.py` (July 2026).
 * @throws Problem `usage` where it leads to no access portal of AWS's, `network` where it leads nowhere
 */
export async function resolvePortal<P extends Portal>(
  session: P,
  { aws, signal }: Pick<MethodContext, 'aws' | 'signal'>,
): Promise<P> {
  if (!isVanity(session.startUrl)) return session;
  const target = await aws.startUrlRedirect(session.startUrl, { signal });
  const portal = target && accessPortal(target);
  if (portal === undefined) throw leadsElsewhere(session.startUrl, target);
  return { ...session, startUrl: portal.startUrl, region: portal.region ?? session.region };
}

function leadsElsewhere(startUrl: string, target: URL | undefined): Problem {
  const where = target === undefined ? '' : ` but to ${printable(target.host, 200)}`;
  return new Problem('usage', `${printable(startUrl, 200)} does not lead to an AWS access portal${where}.`, {
    hint: 'Check the start URL with your administrator: --start-url.',
    question: 'startUrl',
  });
}
