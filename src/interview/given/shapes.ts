import { parseArn } from '../../aws/arns.js';
import { codeCommitRegions } from '../../aws/codecommit/hosts.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import { parseIdentityPoolId, parseUserPoolId, userPoolOfIssuer } from '../../aws/cognito/user-pool.js';
import { parseIssuer } from '../../aws/openid/issuer.js';
import { parseRoleArn } from '../../aws/limits.js';
import { isRegionName, pagePlace } from '../../aws/partitions.js';
import { accessPortal } from '../../aws/saml/access-portal.js';
import { parseIdpUrl } from '../../aws/saml/idp-url.js';
import { isProblem } from '../../core/problem.js';

/** What a thing is that somebody was given. */
export type GivenKind =
  | 'repository'
  | 'region'
  | 'host'
  | 'portal'
  | 'portal-region'
  | 'permission-set'
  | 'sign-in-page'
  | 'console'
  | 'role'
  | 'saml-provider'
  | 'account'
  | 'identity-pool'
  | 'user-pool'
  | 'user-pool-domain'
  | 'issuer'
  | 'client-id'
  | 'external-id'
  | 'method'
  | 'file';

/** A thing that was recognised. `value` is the raw text of its answer. */
export interface Thing {
  readonly kind: GivenKind;
  readonly value: string;
}

/** No address, ARN or name that is wanted here is longer; what is longer is not looked at. */
export const longestThing = 2048;

/** AWS's own Regions; what merely looks like one, `my-app-1`, may be a repository. */
export function isKnownRegion(text: string): boolean {
  return codeCommitRegions.includes(text);
}

/**
 * What a word is, by its shape alone: a deep link of an access portal is several things.
 * @param word without blanks, hostile
 * @returns nothing for what has none of the shapes
 */
export function thingsIn(word: string): readonly Thing[] {
  if (word.length > longestThing || !/^[\x21-\x7e]+$/.test(word)) return [];
  for (const read of [repositoryIn, arnIn, plainIdIn, addressIn]) {
    const found = read(word);
    if (found.length > 0) return found;
  }
  return [];
}

/** The value that a parser takes, or undefined for what it refuses. */
export function accepted<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

function one(kind: GivenKind, value: string | undefined): readonly Thing[] {
  return value === undefined || value === '' ? [] : [{ kind, value }];
}

/** Any form but a bare name, which any word would be. */
function repositoryIn(word: string): readonly Thing[] {
  if (word.length > 400 || !/codecommit/i.test(word)) return [];
  const hint = accepted(() => parseRepository(word));
  const isWhole = hint?.region !== undefined || (hint?.name !== undefined && /^(?:codecommit:|https?:)/i.test(word));
  return isWhole ? one('repository', word) : [];
}

function arnIn(word: string): readonly Thing[] {
  const arn = parseArn(word);
  if (arn === undefined) return [];
  if (arn.service === 'cognito-identity')
    return one(
      'identity-pool',
      accepted(() => parseIdentityPoolId(word)),
    );
  if (arn.service === 'cognito-idp')
    return one(
      'user-pool',
      accepted(() => parseUserPoolId(word)),
    );
  if (arn.service !== 'iam') return [];
  if (/^saml-provider\/[\w.-]+$/.test(arn.resource)) return one('saml-provider', word);
  if (arn.resource.startsWith('oidc-provider/'))
    return one(
      'issuer',
      accepted(() => parseIssuer(word)),
    );
  const reserved = /^role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(
    arn.resource,
  );
  if (reserved?.[1] !== undefined)
    return [...one('account', arn.account), { kind: 'permission-set', value: reserved[1] }];
  return arn.resource.startsWith('role/')
    ? one(
        'role',
        accepted(() => parseRoleArn(word)),
      )
    : [];
}

function plainIdIn(word: string): readonly Thing[] {
  if (/^\d{12}$/.test(word) || /^\d{4}-\d{4}-\d{4}$/.test(word)) return one('account', word.replaceAll('-', ''));
  if (isKnownRegion(word)) return one('region', word);
  if (/^[a-z0-9-]+:[0-9a-f-]{36}$/.test(word))
    return one(
      'identity-pool',
      accepted(() => parseIdentityPoolId(word)),
    );
  const region = /^([a-z0-9-]+)_[0-9A-Za-z]{5,20}$/.exec(word)?.[1];
  return region !== undefined && isRegionName(region)
    ? one(
        'user-pool',
        accepted(() => parseUserPoolId(word)),
      )
    : [];
}

/** The hosts of those who sign people in, whatever the company's name in front. */
const providerHosts =
  /(?:^|\.)(?:okta(?:-emea|-gov)?\.com|oktapreview\.com|myapps\.microsoft\.com|myapplications\.microsoft\.com|login\.microsoftonline\.(?:com|us)|account\.activedirectory\.windowsazure\.com|onelogin\.com|pingone\.(?:com|eu|asia)|connect\.pingidentity\.com|jumpcloud\.com|auth0\.com|sso\.duosecurity\.com|idaptive\.app|cyberark\.cloud)$/;

/** The paths of what is installed at a company itself: ADFS, Keycloak, Shibboleth, SimpleSAMLphp, Google's SAML apps. */
const providerPaths =
  /^\/adfs\/ls(?:\/|$)|\/realms\/[^/]+\/protocol\/saml|\/idp\/profile\/saml2\/|\/saml2?\/(?:idp|sso|initsso)|\/module\.php\/saml|\/samlp\/|\/idp\/startsso|\/idpinitiated/i;

/** Hosts that are taken without `https://` in front. */
const bareHosts =
  /^[a-z0-9.-]+\.(?:awsapps\.(?:com|cn)|app\.aws|portal\.amazonaws\.com|okta(?:-emea|-gov)?\.com|oktapreview\.com|onelogin\.com|amazoncognito\.com)(?:[/?#]|$)/i;

/** Whether a word is an address without its scheme; portals, issuers and user pools are known by their own forms. */
function isBare(word: string): boolean {
  if (bareHosts.test(word)) return true;
  if (word.includes('://') || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+/i.test(word) || !URL.canParse(`https://${word}`))
    return false;
  const url = new URL(`https://${word}`);
  return accessPortal(url) !== undefined || userPoolOfIssuer(withoutDiscovery(url.href)) !== undefined;
}

/** The address that a word is, where it is one that can be spoken of. */
export function readAddress(word: string): URL | undefined {
  const text = isBare(word) ? `https://${word}` : word;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : undefined;
}

function addressIn(word: string): readonly Thing[] {
  const url = readAddress(word);
  if (url === undefined) return [];
  for (const read of [portalAt, consoleAt, cognitoAt, issuerAt, providerAt]) {
    const found = read(url);
    if (found.length > 0) return found;
  }
  return [];
}

/** `https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=Developer` names three things. */
function portalAt(url: URL): readonly Thing[] {
  const portal = accessPortal(url);
  if (portal === undefined) return [];
  const link = new URLSearchParams(url.hash.includes('?') ? url.hash.replace(/^[^?]*\?/, '') : '');
  const account = link.get('account_id') ?? '';
  const role = link.get('role_name') ?? '';
  return [
    { kind: 'portal', value: portal.startUrl },
    ...one('portal-region', portal.region),
    ...one('account', /^\d{12}$/.test(account) ? account : undefined),
    ...one('permission-set', /^[\w+=,.@-]{1,64}$/.test(role) ? role : undefined),
  ];
}

/** The console, its sign-in page, with an account's number in front of it, and a link that switches the role. */
function consoleAt(url: URL): readonly Thing[] {
  const host = url.hostname;
  const [, label, rest] = /^([^.]+)\.(.+)$/.exec(host) ?? [];
  const alias =
    rest !== undefined && pagePlace('signin', rest) !== undefined && pagePlace('signin', host) === undefined;
  const place =
    pagePlace('signin', host) ?? pagePlace('console', host) ?? (alias ? pagePlace('signin', rest) : undefined);
  if (place === undefined) return [];
  if (/^\/switchrole\/?$/.test(url.pathname))
    return one(
      'role',
      accepted(() => parseRoleArn(url.href)),
    );
  const account = label !== undefined && /^\d{12}$/.test(label) ? label : undefined;
  return [{ kind: 'console', value: `https://${host}/` }, ...one('account', account)];
}

function cognitoAt(url: URL): readonly Thing[] {
  if (/^[a-z0-9-]+\.auth(?:-fips)?\.[a-z0-9-]+\.amazoncognito\.com$/.test(url.hostname))
    return one('user-pool-domain', url.hostname);
  return one('user-pool', userPoolOfIssuer(withoutDiscovery(url.href)));
}

function issuerAt(url: URL): readonly Thing[] {
  if (url.protocol !== 'https:' || !url.pathname.includes('/.well-known/openid-configuration')) return [];
  return one('issuer', withoutDiscovery(url.href));
}

function withoutDiscovery(address: string): string {
  return address.replace(/\/?\.well-known\/.*$/, '').replace(/\/$/, '');
}

function providerAt(url: URL): readonly Thing[] {
  const isGoogle = url.hostname === 'accounts.google.com' && url.pathname.startsWith('/o/saml2');
  if (!isGoogle && !providerHosts.test(url.hostname) && !providerPaths.test(url.pathname)) return [];
  return one(
    'sign-in-page',
    accepted(() => parseIdpUrl(url.href)),
  );
}
