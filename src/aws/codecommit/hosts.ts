import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { codeCommitSuffix, codeCommitSuffixes, partitionOf, regionPattern } from '../partitions.js';

/** A host that CodeCommit serves Git on. */
export interface GitHost {
  /** The host as it is signed: lower case, without a port. */
  readonly host: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly kind: 'public' | 'vpc-endpoint';
  readonly fips: boolean;
}

// Anchored at both ends: AWS's own helper looks for "amazonaws.com" anywhere and so signs for hosts of strangers.
// A label has at most 63 characters; an endpoint's name may carry its Availability Zone (vpce-…-us-east-1a).
const grammar = new RegExp(
  `^(vpce-[0-9a-z](?:[0-9a-z-]{0,56}[0-9a-z])?\\.)?git-codecommit(-fips)?\\.(${regionPattern})\\.(vpce\\.)?` +
    `(${codeCommitSuffixes().join('|').replace(/\./g, '\\.')})$`,
);

/**
 * Reads a host name, with or without a port, as Git sends it.
 * Forms: `git-codecommit[-fips].REGION.amazonaws.com[.cn]` and
 * `vpce-ID.git-codecommit[-fips].REGION.vpce.amazonaws.com[.cn]` (AWS CodeCommit user guide, "Regions and Git
 * connection endpoints" and "Using AWS CodeCommit with interface VPC endpoints"). Regions not known yet are fine.
 * @returns undefined when it is no host of CodeCommit's
 * @throws Problem `usage` when it would be one but for its port, a trailing dot or control characters
 */
export function parseGitHost(text: string): GitHost | undefined {
  const lower = lowerCase(text);
  const exact = match(lower.endsWith(':443') ? lower.slice(0, -4) : lower);
  if (exact) return exact;
  const bare = match(
    lower
      .replace(/[\u0000-\u0020\u007f]/g, '')
      .replace(/:\d*$/, '')
      .replace(/\.$/, ''),
  );
  if (bare) throw new Problem('usage', `The host must be written exactly '${bare.host}', with no other port than 443.`);
  return undefined;
}

// ASCII alone: to JavaScript the Kelvin sign (U+212A) is a capital k, so that a look-alike would become a host.
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());
}

function match(host: string): GitHost | undefined {
  const [, endpoint, fips, region = '', vpce, suffix] = grammar.exec(host) ?? [];
  if (suffix === undefined || suffix !== codeCommitSuffix(region) || (endpoint === undefined) !== (vpce === undefined))
    return undefined;
  return {
    host,
    region,
    partition: partitionOf(region).name,
    kind: endpoint ? 'vpc-endpoint' : 'public',
    fips: fips !== undefined,
  };
}

/**
 * Regions where CodeCommit is known to be. It opens new ones, so another region is worth a warning, never a refusal.
 * Source: AWS general reference, "AWS CodeCommit endpoints and quotas"; botocore's endpoints.json.
 */
export const codeCommitRegions: readonly string[] = [
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
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-east-1',
  'us-gov-west-1',
];

/**
 * Regions whose Git endpoint has a FIPS twin.
 * Source: AWS CodeCommit user guide, "Regions and Git connection endpoints".
 */
export const fipsRegions: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'us-gov-east-1',
  'us-gov-west-1',
];

/** The public Git host of a region. @throws Problem `usage` for what is no region, or has no CodeCommit */
export function gitHost(region: string, options: { readonly fips?: boolean } = {}): string {
  const host = `git-codecommit${options.fips ? '-fips' : ''}.${region}.${codeCommitSuffix(region) ?? ''}`;
  if (match(host)) return host;
  throw new Problem('usage', `AWS CodeCommit has no Git endpoint in '${printable(region, 80)}'.`, {
    hint: 'Give a region such as eu-west-1 with --region.',
  });
}

/**
 * The hosts whose helper is set for a region: the host in use, and the region's public and FIPS hosts with it.
 * An endpoint of a VPC stands alone: whoever uses one does so because the public hosts cannot be reached.
 * @param host the host in use, where it is not the region's public one
 */
export function regionHosts(region: string, host?: string): readonly string[] {
  const inUse = host === undefined ? undefined : parseGitHost(host);
  if (inUse?.kind === 'vpc-endpoint') return [inUse.host];
  const fips = inUse?.fips === true || fipsRegions.includes(region);
  return fips ? [gitHost(region), gitHost(region, { fips: true })] : [gitHost(region)];
}

/**
 * Host patterns of every partition, in Git's own wildcard form: `*` is one whole label (Git 2.26 and newer).
 * Source: gitcredentials(7), "CREDENTIAL CONTEXTS"; git-config(1), `http.<url>.*`.
 */
export function everyHost(): readonly string[] {
  return codeCommitSuffixes().flatMap((suffix) => {
    const isFips = fipsRegions.some((region) => codeCommitSuffix(region) === suffix);
    const services = ['git-codecommit', ...(isFips ? ['git-codecommit-fips'] : [])];
    return [
      ...services.map((service) => `${service}.*.${suffix}`),
      ...services.map((service) => `*.${service}.*.vpce.${suffix}`),
    ];
  });
}

/** A host that a pattern of `everyHost` stands for; undefined for endpoints of a VPC, whose names nobody can guess. */
export function hostOfPattern(pattern: string): string | undefined {
  return codeCommitRegions.map((region) => pattern.replaceAll('*', region)).find((host) => match(host) !== undefined);
}

/**
 * Whether a host in Git's settings is CodeCommit's, or stands for several of them.
 * @param host `*` is one whole label, as in `everyHost`
 */
export function isGitHostPattern(host: string): boolean {
  const [name = '', ...labels] = host.split('.');
  const sample = [name === '*' && labels.includes('vpce') ? 'vpce-any' : name, ...labels].join('.');
  return codeCommitRegions.some((region) => match(sample.replaceAll('*', region)) !== undefined);
}
