import { sdkPartitions } from '../../helpers/sdk-partitions.js';

/** AWS's partitions: groups of regions that share no credentials. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc';

/** Where a host name of AWS leads. */
export interface Place {
  /** The service's label: `sts`, `git-codecommit`, `portal.sso`. */
  readonly service: string;
  readonly region: string;
  readonly partition: Partition;
  /** The host had no region in it: `sts.amazonaws.com`. */
  readonly global: boolean;
  readonly fips: boolean;
  readonly vpcEndpoint: boolean;
}

// DNS knows these, and no others; `aws-global` and the like are no Regions.
const regions = new Map(
  sdkPartitions.map(({ id, regions }) => [id, Object.keys(regions).filter((name) => !name.endsWith('-global'))]),
);

// Of the partition aws, those that opened before March 2019 are on by themselves.
const onByDefault = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
]);

// The region that signs for a service whose host names none.
const home: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
};

const suffixes: readonly (readonly [string, readonly Partition[]])[] = [
  ['.amazonaws.com.cn', ['aws-cn']],
  ['.api.amazonwebservices.com.cn', ['aws-cn']],
  ['.amazonaws.com', ['aws', 'aws-us-gov']],
  ['.api.aws', ['aws', 'aws-us-gov']],
  ['.amazonaws.eu', ['aws-eusc']],
];

/**
 * Whether an account has to switch a region on before it can be used; version 1 session tokens do not work there.
 * Source: Account Management reference, "Enable or disable AWS Regions in your account".
 */
export function isOptInRegion(region: string): boolean {
  return regions.get('aws')?.includes(region) === true && !onByDefault.has(region);
}

/** Reads an AWS host name; undefined where it is none, or its region does not exist (DNS would not know it either). */
export function placeOf(host: string): Place | undefined {
  const suffix = suffixes.find(([ending]) => host.endsWith(ending));
  if (!suffix) return undefined;
  const labels = host.slice(0, -suffix[0].length).split('.');
  const vpcEndpoint = labels.at(-1) === 'vpce' && labels[0]?.startsWith('vpce-') === true;
  const named = vpcEndpoint ? labels.slice(1, -1) : labels;
  const located = locate(named, suffix[1]);
  if (!located) return undefined;
  const fips = located.service.endsWith('-fips');
  return { ...located, service: fips ? located.service.slice(0, -'-fips'.length) : located.service, fips, vpcEndpoint };
}

function locate(
  labels: readonly string[],
  partitions: readonly Partition[],
): Pick<Place, 'service' | 'region' | 'partition' | 'global'> | undefined {
  const last = labels.at(-1) ?? '';
  const partition = partitions.find((name) => regions.get(name)?.includes(last));
  if (partition) return { service: labels.slice(0, -1).join('.'), region: last, partition, global: false };
  if (labels.length === 1) return global(last, partitions.includes('aws') ? 'aws' : partitions[0]);
  // IAM's host in GovCloud names the partition, not a region.
  if (labels.length === 2 && last === 'us-gov') return global(labels[0] ?? '', 'aws-us-gov');
  return undefined;
}

function global(
  service: string,
  partition: Partition | undefined,
): Pick<Place, 'service' | 'region' | 'partition' | 'global'> | undefined {
  if (partition === undefined || !['sts', 'iam'].includes(service)) return undefined;
  return { service, region: home[partition], partition, global: true };
}
