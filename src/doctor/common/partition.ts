import { parseArn } from '../../aws/arns.js';
import { partitionOf } from '../../aws/partitions.js';
import { isProblem, Refusal } from '../../core/problem.js';
import { profileValues } from '../../profile/static-keys.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { oncePerDiagnosis } from './once-per-diagnosis.js';

/**
 * The partition that the keys are of, where it is not the URL's: partitions share neither accounts nor keys. AWS is
 * asked only where what is known of the keys makes that likely.
 * Source: AWS general reference, "Amazon Resource Names (ARNs)", partitions.
 * @returns `aws`, `aws-cn`, …; undefined where it is not so, or AWS could not be asked
 */
export const foreignPartition = oncePerDiagnosis(look);

/** Whether a refusal says that nobody knows the key here. */
export function isUnknownKey({ facts }: Refusal): boolean {
  return /InvalidClientTokenId|UnrecognizedClient/.test(facts.code);
}

async function look(facts: DiagnosisFacts, { aws }: Pick<CheckPorts, 'aws'>): Promise<string | undefined> {
  const { region, keys, profile } = facts;
  const own = likely(facts);
  if (own === undefined || region === undefined || keys === undefined || own === partitionOf(region).name)
    return undefined;
  try {
    await (await aws.sts({ region, credentials: keys, profile })).getCallerIdentity();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return isUnknownKey(error) ? own : undefined;
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/** Where the keys come from, by the recipe or by AWS's config. */
function likely({ recipe, profile, configText }: DiagnosisFacts): string | undefined {
  const arn = parseArn(recipe?.arn ?? '');
  if (arn !== undefined) return arn.partition;
  const region =
    recipe?.region ??
    (profile === undefined || configText === undefined
      ? undefined
      : profileValues(configText, 'config', profile)?.['region']);
  return region === undefined || region === '' ? undefined : partitionOf(region).name;
}
