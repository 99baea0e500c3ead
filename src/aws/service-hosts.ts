import { fipsSignInPlace, pagePlace, regionPattern, serviceSuffixes } from './partitions.js';

/**
 * The services that are called, by the first labels of their hosts. Source: AWS general reference, "Service endpoints
 * and quotas".
 */
const services = '(?:sts|iam|codecommit|oidc|portal\\.sso|cognito-identity|cognito-idp|signin)';
const suffixes = alternatives(serviceSuffixes());

// Not simply everything below amazonaws.com: machines, buckets and load balancers of AWS's customers have names there
// too.
const grammar = new RegExp(
  `^(?:(?:vpce-[0-9a-z-]{1,58}\\.)?${services}(?:-fips)?\\.${regionPattern}\\.vpce|${services}(?:-fips)?(?:\\.${regionPattern}|\\.us-gov|\\.global)?)\\.(?:${suffixes})$`,
);
// IAM Identity Center's, and the OAuth of `aws login`. Source: the endpoint rules of AWS's `signin` service model.
const signIn = new RegExp(`^${regionPattern}\\.(?:sso\\.|oauth\\.)?signin\\.aws$`);

/**
 * Whether a URL is one of AWS's own: over TLS, at the usual port, a host of a service that is called, a VPC's endpoint
 * included.
 */
export function isAwsUrl({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && isAwsHost(hostname);
}

function isAwsHost(hostname: string): boolean {
  return (
    [grammar, signIn].some((one) => one.test(hostname)) ||
    fipsSignInPlace(hostname) !== undefined ||
    (pagePlace('signin', hostname) ?? { session: '' }).session === undefined
  );
}

function alternatives(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('.', '\\.')).join('|');
}
