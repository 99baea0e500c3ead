import { partition as sdkPartition } from '@aws-sdk/core/client';

/** A separate AWS: its regions, accounts and host names know nothing of the others. */
export interface Partition {
  /** As ARNs name it: `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly name: string;
  /** What its host names end in: `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/** The partition of a region by the SDK's own data; one that nobody has heard of yet counts as `aws`. */
export function partitionOf(region: string): Partition {
  const { name, dnsSuffix } = sdkPartition(region);
  return { name, dnsSuffix };
}

/** A name that could be a region's, known or not: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(?:-[a-z]+){1,3}-\d{1,2}$/.test(text) && text.length <= 32;
}

const stsRegions: Readonly<Record<string, readonly string[]>> = {
  'aws': ['us-east-1', 'us-west-2', 'eu-west-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/** Other regional STS of the same partition to ask, where an account has turned this region's off. */
export function otherStsRegions(region: string): readonly string[] {
  return (stsRegions[partitionOf(region).name] ?? []).filter((candidate) => candidate !== region);
}
