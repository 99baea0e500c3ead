import { fallbackRegions, fipsSignInPlace, pagePlace, signInHost, signInHosts } from '../partitions.js';

/** Where a SAML response is posted to, when it is posted to AWS. */
export interface SignInEndpoint {
  /**
   * `iam` takes a role with SAML; `identity-center` is an access portal's own, and its responses are of no use to STS.
   */
  readonly service: 'iam' | 'identity-center';
  readonly partition: string;
  /** Undefined for the endpoints that name no Region. */
  readonly region: string | undefined;
}

/** A sign-in endpoint of a partition: a Region's own, which AWS recommends, or the one without a Region. */
export function samlEndpoint(partition: string | undefined, region?: string): string {
  return `https://${region === undefined ? '' : `${region}.`}${signInHost(partition)}/saml`;
}

/**
 * What responses for a partition may be made out for, as trust policies name it (`SAML:aud`, which is the response's
 * `Recipient`): the endpoint without a Region, and those of this Region and of the partition's others that stand in for
 * it. Source: IAM user guide, "AWS STS and SAML condition keys" and "Regional endpoints for failover".
 */
export function samlAudiences(partition: string | undefined, region?: string): readonly string[] {
  const regions = [...(region === undefined ? [] : [region]), ...fallbackRegions(partition)];
  return [...new Set([undefined, ...regions])].map((one) => samlEndpoint(partition, one));
}

// IAM Identity Center's newer hosts: `REGION.signin.aws` and, dual-stack, `REGION.sso.signin.aws`.
const portalHost = /^(?:([a-z0-9-]+)\.)?(?:sso\.)?signin\.aws$/;

/**
 * Reads the address that a SAML response is posted to, or made out for (`Recipient`).
 * Forms: `https://[REGION.]HOST/saml` and `https://[REGION.]HOST/saml/acs/PROVIDER-ID` (IAM user guide, "Configure SAML
 * assertions for the authentication response"), and `…/platform/saml/acs/…` of IAM Identity Center.
 * @returns undefined when it is none of AWS's
 */
export function signInEndpoint(address: string): SignInEndpoint | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const place = url.protocol === 'https:' && url.port === '' && url.username === '' ? placeOf(url.hostname) : undefined;
  if (place === undefined) return undefined;
  if (/^\/platform\/saml\/acs\/./.test(url.pathname)) return { service: 'identity-center', ...place };
  if (/^\/saml(\/acs\/[\w-]+)?\/?$/.test(url.pathname) && !portalHost.test(url.hostname))
    return { service: 'iam', ...place };
  return undefined;
}

function placeOf(hostname: string): Pick<SignInEndpoint, 'partition' | 'region'> | undefined {
  const portal = portalHost.exec(hostname);
  if (portal !== null) return { partition: 'aws', region: portal[1] };
  const fips = fipsSignInPlace(hostname);
  if (fips !== undefined) return fips;
  const place = pagePlace('signin', hostname);
  return place?.session === undefined ? place && { partition: place.partition, region: place.region } : undefined;
}

/**
 * Address patterns that cover every sign-in endpoint, in the DevTools protocol's form: `*` stands for anything, slashes
 * too, so what they match must still be read by `signInEndpoint`.
 */
export const endpointPatterns: readonly string[] = [
  ...signInHosts().flatMap((host) => [`https://${host}/*saml*`, `https://*.${host}/*saml*`]),
  'https://*signin.aws/*saml*',
];
