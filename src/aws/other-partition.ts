import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { parseArn } from './arns.js';
import { partitionOf } from './partitions.js';

/**
 * The words for it: `AWS's partition aws-cn, and eu-west-1 is in aws: they share neither accounts nor keys`.
 * @param partition the one that is not the Region's
 */
export function otherPartition(partition: string, region: string): string {
  return (
    `AWS's partition ${printable(partition, 60)}, and ${printable(region, 60)} is in ${partitionOf(region).name}: ` +
    'they share neither accounts nor keys'
  );
}

/**
 * Refuses an ARN of another partition than a Region's; what is no ARN is of none.
 * @throws Problem `usage`
 */
export function refuseOtherPartition(
  arn: string,
  region: string,
  advice: { readonly hint: string; readonly question?: string },
): void {
  const partition = parseArn(arn)?.partition;
  if (partition === undefined || partition === partitionOf(region).name) return;
  throw new Problem('usage', `${printable(arn, 200)} is of ${otherPartition(partition, region)}.`, advice);
}
