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

/**
 * The sign-in hosts of every partition; a Region may stand before each.
 * Sources: AWS General Reference, "AWS Sign-In endpoints"; the endpoint rules of AWS's own `signin` service model.
 */
const hosts: Readonly<Record<string, string>> = {
  'signin.aws.amazon.com': 'aws',
  'signin.amazonaws.cn': 'aws-cn',
  'signin.amazonaws-us-gov.com': 'aws-us-gov',
  'signin.amazonaws-eusc.eu': 'aws-eusc',
  'signin.c2shome.ic.gov': 'aws-iso',
  'signin.sc2shome.sgov.gov': 'aws-iso-b',
  'signin.csphome.adc-e.uk': 'aws-iso-e',
  'signin.csphome.hci.ic.gov': 'aws-iso-f',
};

/**
 * What responses for a partition are made out for, as trust policies name it (`SAML:aud`): the endpoint without a
 * Region.
 */
export function samlAudience(partition: string | undefined): string {
  const [host] = Object.entries(hosts).find(([, name]) => name === partition) ?? ['signin.aws.amazon.com'];
  return `https://${host}/saml`;
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
  for (const [host, partition] of Object.entries(hosts)) {
    if (hostname === host) return { partition, region: undefined };
    if (hostname.endsWith(`.${host}`)) {
      const region = hostname.slice(0, -host.length - 1);
      return /^[a-z0-9-]+$/.test(region) ? { partition, region } : undefined;
    }
  }
  return undefined;
}

/**
 * Address patterns that cover every sign-in endpoint, in the DevTools protocol's form: `*` stands for anything, slashes
 * too, so what they match must still be read by `signInEndpoint`.
 */
export const endpointPatterns: readonly string[] = [
  ...Object.keys(hosts).flatMap((host) => [`https://${host}/*saml*`, `https://*.${host}/*saml*`]),
  'https://*signin.aws/*saml*',
];
