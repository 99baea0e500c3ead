/** A separate AWS: its regions, accounts and host names know nothing of the others. */
export interface Partition {
  /** As ARNs name it: `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly name: string;
  /** What its host names end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/**
 * Which regions belong to which partition, those not opened yet included; `aws-cn-global` and its like stand in the
 * SDKs
 * for what a partition has once. Source: the AWS SDKs' `partitions.json`, with which the test compares it.
 */
const partitions: readonly (Partition & { readonly regions: RegExp })[] = [
  { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn', regions: /^(?:cn-\w+-\d+|aws-cn-global)$/ },
  { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com', regions: /^(?:us-gov-\w+-\d+|aws-us-gov-global)$/ },
  { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu', regions: /^eusc-de-\w+-\d+$/ },
  { name: 'aws-iso', dnsSuffix: 'c2s.ic.gov', regions: /^(?:us-iso-\w+-\d+|aws-iso-global)$/ },
  { name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov', regions: /^(?:us-isob-\w+-\d+|aws-iso-b-global)$/ },
  { name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk', regions: /^(?:eu-isoe-\w+-\d+|aws-iso-e-global)$/ },
  { name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov', regions: /^(?:us-isof-\w+-\d+|aws-iso-f-global)$/ },
];

/** The partition of a region, known or not; a region that looks like none of any other partition counts as of `aws`. */
export function partitionOf(region: string): Partition {
  const { name, dnsSuffix } = partitions.find(({ regions }) => regions.test(region)) ?? {
    name: 'aws',
    dnsSuffix: 'amazonaws.com',
  };
  return { name, dnsSuffix };
}

/** A name that could be a region's, known or not: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/.test(text) && text.length <= 32;
}

const stsRegions: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-east-1', 'us-west-2', 'eu-west-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/** Other regional STS of the same partition to ask, where an account has turned this region's off. */
export function otherStsRegions(region: string): readonly string[] {
  return (stsRegions[partitionOf(region).name] ?? []).filter((candidate) => candidate !== region);
}
