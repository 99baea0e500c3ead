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

const regions: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'af-south-1',
    'ap-east-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ca-central-1',
    'eu-central-1',
    'eu-north-1',
    'eu-south-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'sa-east-1',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-eusc': ['eusc-de-east-1'],
};

const optIn = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'eu-south-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
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

/** Whether an account has to switch a region on before it can be used; version 1 session tokens do not work there. */
export function isOptInRegion(region: string): boolean {
  return optIn.has(region);
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
  const partition = partitions.find((name) => regions[name].includes(last));
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
