import { isRegionName, partitionOf } from '../partitions.js';
import { tagsOf } from './html-tags.js';

const first = ['aws', 'aws-us-gov'];

/**
 * The hosts of access portals, with the Region as a group where they name one, and the partitions that have such.
 * Sources: IAM Identity Center user guide, "Customizing the AWS access portal URL"; AWS CLI, `sso/resolve.py` (July
 * 2026); AWS GovCloud (US) user guide and the guide of AWS in China, "IAM Identity Center".
 */
const portals: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^start\.([a-z0-9-]+)\.us-gov-home\.awsapps\.com$/, ['aws-us-gov']],
  [/^start\.([a-z0-9-]+)\.home\.awsapps\.cn$/, ['aws-cn']],
  [/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.awsapps\.(?:com|cn)$/, []],
  [/^[a-z0-9-]+\.portal\.([a-z0-9-]+)\.app\.aws$/, first],
  [/^[a-z0-9-]+\.([a-z0-9-]+)\.portal\.amazonaws\.com$/, first],
  [/^[a-z0-9-]+\.portal\.([a-z0-9-]+)\.app\.amazonwebservices\.com\.cn$/, ['aws-cn']],
  [/^[a-z0-9-]+\.([a-z0-9-]+)\.portal\.amazonaws\.com\.cn$/, ['aws-cn']],
  [/^[a-z0-9-]+\.portal\.([a-z0-9-]+)\.(?:api|app)\.amazonwebservices\.eu$/, ['aws-eusc']],
  [/^[a-z0-9-]+\.([a-z0-9-]+)\.portal\.amazonaws\.eu$/, ['aws-eusc']],
  // An instance's issuer is a start URL too: `https://identitycenter.amazonaws.com/ssoins-…`.
  [/^identitycenter\.(?:amazonaws\.(?:com|com\.cn|eu)|us-gov\.amazonaws\.com)$/, []],
];

/** The address of an AWS access portal, which is signed in to with IAM Identity Center and not with SAML. */
export interface AccessPortal {
  /** As the AWS CLI wants it in `sso_start_url`: without what the browser's page appends. */
  readonly startUrl: string;
  /** Where the address names it. */
  readonly region: string | undefined;
}

/**
 * Reads an access portal's address: `https://NAME.awsapps.com/start`, `…/directory/ID` of the other partitions,
 * `https://INSTANCE.REGION.portal.amazonaws.com`, `https://INSTANCE.portal.REGION.app.aws`, and an instance's issuer.
 * @returns undefined when it is none
 */
export function accessPortal(url: URL): AccessPortal | undefined {
  const hostname = url.hostname.replace(/\.$/, '');
  if (url.protocol !== 'https:' || url.port !== '') return undefined;
  for (const [hosts, partitions] of portals) {
    const match = hosts.exec(hostname);
    if (match === null) continue;
    const region = match[1];
    if (region !== undefined && !(isRegionName(region) && partitions.includes(partitionOf(region).name))) continue;
    return { startUrl: `https://${hostname}${pathOf(url.pathname, hostname)}`, region };
  }
  return undefined;
}

/** The partition that a portal is in, by its host; of one whose host names a Region, that of the Region. */
export function portalPartition(hostname: string): string {
  if (hostname.endsWith('.cn')) return 'aws-cn';
  if (hostname.endsWith('.eu')) return 'aws-eusc';
  return /\.us-gov[.-]/.test(hostname) ? 'aws-us-gov' : 'aws';
}

/**
 * The Region that a portal's page names: `<meta name="region" content="eu-central-1">`. Source: Granted, pull request
 * #413.
 * @param page hostile until it was read
 * @returns undefined where it names none, more than one, or one of another partition than the portal's
 */
export function regionOnPage(page: string, hostname: string): string | undefined {
  const named = new Set(
    tagsOf(page, 'meta')
      .filter((attributes) => attributes.get('name')?.toLowerCase() === 'region')
      .map((attributes) => attributes.get('content')?.trim() ?? ''),
  );
  const [region = '', ...more] = named;
  const isGood = more.length === 0 && isRegionName(region) && partitionOf(region).name === portalPartition(hostname);
  return isGood ? region : undefined;
}

function pathOf(pathname: string, hostname: string): string {
  const path = /^\/(?:start|directory\/[^/]+|ssoins-[^/]+)(?=\/|$)/.exec(pathname)?.[0];
  return path ?? (/\.awsapps\.(?:com|cn)$/.test(hostname) ? '/start' : '');
}

/** Whether two start URLs are one portal's: what the browser's page appends, a last slash and capitals do not count. */
export function isSamePortal(one: string | undefined, other: string): boolean {
  return one !== undefined && bare(one) === bare(other);
}

function bare(address: string): string {
  return address
    .replace(/[#?].*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}
