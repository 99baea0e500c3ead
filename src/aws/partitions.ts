/** A separate AWS: its regions, accounts and host names know nothing of the others. */
export interface Partition {
  /** As ARNs name it: `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly name: string;
  /** What its host names end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
}

interface PartitionFacts extends Partition {
  /** What the host names end in that IPv6 reaches too. */
  readonly dualStackDnsSuffix: string;
  /** Its regions, those not opened yet included, and the `aws-cn-global` that the SDKs know what it has once by. */
  readonly regions: RegExp;
  /** What its sign-in and its console are found below: `signin.aws.amazon.com`, `console.aws.amazon.com`. */
  readonly pages: string;
  /** It has CodeCommit. */
  readonly codeCommit?: true;
}

/**
 * Sources: the AWS SDKs' `partitions.json` and the endpoint rules of AWS's own `signin` service model, with which the
 * test compares it; AWS general reference, "AWS CodeCommit endpoints and quotas".
 */
const first: PartitionFacts = {
  name: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackDnsSuffix: 'api.aws',
  regions: /^(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+|aws-global)$/,
  pages: 'aws.amazon.com',
  codeCommit: true,
};
const others: readonly PartitionFacts[] = [
  {
    name: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    dualStackDnsSuffix: 'api.amazonwebservices.com.cn',
    regions: /^(?:cn-\w+-\d+|aws-cn-global)$/,
    pages: 'amazonaws.cn',
    codeCommit: true,
  },
  {
    name: 'aws-us-gov',
    dnsSuffix: 'amazonaws.com',
    dualStackDnsSuffix: 'api.aws',
    regions: /^(?:us-gov-\w+-\d+|aws-us-gov-global)$/,
    pages: 'amazonaws-us-gov.com',
    codeCommit: true,
  },
  {
    name: 'aws-eusc',
    dnsSuffix: 'amazonaws.eu',
    dualStackDnsSuffix: 'api.amazonwebservices.eu',
    regions: /^eusc-de-\w+-\d+$/,
    pages: 'amazonaws-eusc.eu',
  },
  {
    name: 'aws-iso',
    dnsSuffix: 'c2s.ic.gov',
    dualStackDnsSuffix: 'api.aws.ic.gov',
    regions: /^(?:us-iso-\w+-\d+|aws-iso-global)$/,
    pages: 'c2shome.ic.gov',
  },
  {
    name: 'aws-iso-b',
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackDnsSuffix: 'api.aws.scloud',
    regions: /^(?:us-isob-\w+-\d+|aws-iso-b-global)$/,
    pages: 'sc2shome.sgov.gov',
  },
  {
    name: 'aws-iso-e',
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackDnsSuffix: 'api.cloud-aws.adc-e.uk',
    regions: /^(?:eu-isoe-\w+-\d+|aws-iso-e-global)$/,
    pages: 'csphome.adc-e.uk',
  },
  {
    name: 'aws-iso-f',
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackDnsSuffix: 'api.aws.hci.ic.gov',
    regions: /^(?:us-isof-\w+-\d+|aws-iso-f-global)$/,
    pages: 'csphome.hci.ic.gov',
  },
];

function factsOf(region: string): PartitionFacts {
  return [first, ...others].find(({ regions }) => regions.test(region)) ?? first;
}

/** The partition of a region, known or not; a region that looks like none of any other partition counts as of `aws`. */
export function partitionOf(region: string): Partition {
  const { name, dnsSuffix } = factsOf(region);
  return { name, dnsSuffix };
}

/**
 * What CodeCommit's hosts end in, in a region; undefined where there is no CodeCommit. A region that looks like none
 * there is may be new; but not one of an isolated partition.
 */
export function codeCommitSuffix(region: string): string | undefined {
  const { codeCommit, dnsSuffix } = factsOf(region);
  return codeCommit === true && !/^eusc-|-iso[a-z]*-/.test(region) ? dnsSuffix : undefined;
}

/** What CodeCommit's hosts end in, anywhere. */
export function codeCommitSuffixes(): readonly string[] {
  return [...new Set([first, ...others].flatMap(({ codeCommit, dnsSuffix }) => (codeCommit ? [dnsSuffix] : [])))];
}

/** What the hosts of AWS's services end in, of every partition, dual stack included. */
export function serviceSuffixes(): readonly string[] {
  return [
    ...new Set([first, ...others].flatMap(({ dnsSuffix, dualStackDnsSuffix }) => [dnsSuffix, dualStackDnsSuffix])),
  ];
}

/** A region's name in a pattern, known or not: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`. */
export const regionPattern = '[a-z]{2,4}(?:-[a-z]{2,16}){1,3}-\\d{1,2}';

const wholeRegion = new RegExp(`^${regionPattern}$`);

/** A name that could be a region's, known or not. */
export function isRegionName(text: string): boolean {
  return wholeRegion.test(text) && text.length <= 32;
}

/** Where one of AWS's pages for people is. */
export interface PagePlace {
  readonly partition: string;
  /** Undefined where the host names none. */
  readonly region: string | undefined;
  /** Which of several sessions in one browser, where the host says so: `111122223333-abcd1234`. */
  readonly session: string | undefined;
}

/**
 * Reads the host of the sign-in or the console: `[[SESSION.]REGION.]signin.aws.amazon.com`.
 * Sources: AWS general reference, "AWS Sign-In endpoints"; AWS Management Console user guide, "Multi-session support".
 * @returns undefined when it is none of AWS's
 */
export function pagePlace(page: 'signin' | 'console', hostname: string): PagePlace | undefined {
  for (const { name, pages } of [first, ...others]) {
    const host = `${page}.${pages}`;
    if (hostname === host) return { partition: name, region: undefined, session: undefined };
    if (!hostname.endsWith(`.${host}`)) continue;
    const labels = hostname.slice(0, -host.length - 1).split('.');
    const region = labels.pop() ?? '';
    const [session, ...more] = labels;
    const isGood = isRegionName(region) && more.length === 0 && (session === undefined || /^[a-z0-9-]+$/.test(session));
    return isGood ? { partition: name, region, session } : undefined;
  }
  return undefined;
}

// GovCloud's sign-in by FIPS 140 alone, which access portals there post to.
const fipsSignIn = 'signin-fips.amazonaws-us-gov.com';

/**
 * Reads the host of the sign-in by FIPS: `[REGION.]signin-fips.amazonaws-us-gov.com`.
 * Source: AWS general reference, "AWS Sign-In endpoints"; AWS GovCloud (US) user guide.
 * @returns undefined when it is none of AWS's
 */
export function fipsSignInPlace(hostname: string): Pick<PagePlace, 'partition' | 'region'> | undefined {
  if (hostname === fipsSignIn) return { partition: 'aws-us-gov', region: undefined };
  const region = hostname.endsWith(`.${fipsSignIn}`) ? hostname.slice(0, -fipsSignIn.length - 1) : '';
  const { name: partition } = partitionOf(region);
  return isRegionName(region) && partition === 'aws-us-gov' ? { partition, region } : undefined;
}

/** The hosts of the sign-in, of every partition, that name no region; the one by FIPS included. */
export function signInHosts(): readonly string[] {
  return [...pageHosts('signin'), fipsSignIn];
}

/** The hosts of a page that name no region, in the order of the partitions. */
export function pageHosts(page: 'signin' | 'console'): readonly string[] {
  return [first, ...others].map(({ pages }) => `${page}.${pages}`);
}

/** The sign-in host of a partition; that of `aws` for one that is not known. */
export function signInHost(partition: string | undefined): string {
  return `signin.${(others.find(({ name }) => name === partition) ?? first).pages}`;
}

const stsRegions: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-east-1', 'us-west-2', 'eu-west-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/** The Regions of a partition whose sign-in and STS are asked where another Region's cannot be; none where unknown. */
export function fallbackRegions(partition: string | undefined): readonly string[] {
  return stsRegions[partition ?? 'aws'] ?? [];
}

/** Other regional STS of the same partition to ask, where an account has turned this region's off. */
export function otherStsRegions(region: string): readonly string[] {
  return fallbackRegions(partitionOf(region).name).filter((candidate) => candidate !== region);
}
