import { partitionOf } from '../../aws/partitions.js';
import { parseRepository, repositoryUrl } from '../../aws/codecommit/repository.js';
import { isProblem, Refusal } from '../../core/problem.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { oncePerDiagnosis } from './once-per-diagnosis.js';

/**
 * Whether the repository lies in the Region that the profile was set up for, and not in the URL's. AWS is asked only
 * where the two differ.
 * @returns the URL in that Region; undefined where it is not so, or AWS could not be asked
 */
export const isElsewhere = oncePerDiagnosis(look);

async function look(
  { cleanUrl, keys, profile, recipe, region }: DiagnosisFacts,
  { aws }: Pick<CheckPorts, 'aws'>,
): Promise<string | undefined> {
  const name = cleanUrl === undefined ? undefined : parseRepository(cleanUrl).name;
  if (
    name === undefined ||
    keys === undefined ||
    recipe === undefined ||
    region === undefined ||
    recipe.region === '' ||
    recipe.region === region
  )
    return undefined;
  const isThere = async (place: string): Promise<boolean> => {
    await (await aws.codecommit({ region: place, credentials: keys, profile })).getRepository(name);
    return true;
  };
  try {
    // Another partition would not know the keys.
    const isHere =
      partitionOf(region).name === partitionOf(recipe.region).name && (await isThere(region).catch(unlessMissing));
    return isHere || !(await isThere(recipe.region)) ? undefined : repositoryUrl({ region: recipe.region, name });
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

function unlessMissing(error: unknown): boolean {
  if (error instanceof Refusal && error.facts.code === 'RepositoryDoesNotExistException') return false;
  throw error;
}
