/**
 * The services that are called, by the first labels of their hosts. Source: AWS general reference, "Service endpoints
 * and quotas".
 */
const services = '(?:sts|iam|codecommit|oidc|portal\\.sso|cognito-identity|cognito-idp)';
const region = '[a-z]{2,4}(?:-[a-z]{2,16}){1,3}-\\d{1,2}';
/** Of every partition, dual stack included. Source: the SDK's `partitions.json`. */
const suffixes = [
  'amazonaws\\.com(?:\\.cn)?',
  'amazonaws\\.eu',
  'api\\.aws',
  'api\\.amazonwebservices\\.com\\.cn',
  'api\\.amazonwebservices\\.eu',
  'c2s\\.ic\\.gov',
  'sc2s\\.sgov\\.gov',
  'cloud\\.adc-e\\.uk',
  'csp\\.hci\\.ic\\.gov',
  'api\\.aws\\.(?:ic|scloud|hci\\.ic)\\.gov',
  'api\\.cloud-aws\\.adc-e\\.uk',
].join('|');

// Not simply everything below amazonaws.com: machines, buckets and load balancers of AWS's customers have names there
// too.
const grammar = new RegExp(
  `^(?:(?:vpce-[0-9a-z-]{1,58}\\.)?${services}(?:-fips)?\\.${region}\\.vpce|${services}(?:-fips)?(?:\\.${region}|\\.us-gov|\\.global)?)\\.(?:${suffixes})$`,
);
const signIn = new RegExp(
  `^(?:${region}\\.)?signin(?:-fips)?\\.(?:aws\\.amazon\\.com|amazonaws\\.cn|amazonaws-us-gov\\.com|amazonaws-eusc\\.eu|aws\\.eu)$`,
);

/**
 * Whether a URL is one of AWS's own: over TLS, at the usual port, a host of a service that is called, a VPC's endpoint
 * included.
 */
export function isAwsUrl({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && (grammar.test(hostname) || signIn.test(hostname));
}
