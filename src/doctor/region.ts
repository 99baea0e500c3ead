import { gitPartition } from '../aws/hosts.js';
import { parseRepository, repositoryUrl } from '../aws/repository.js';
import { isProblem, Refusal } from '../core/problem.js';
import type { Instruments, Patient } from './check.js';

const answers = new WeakMap<Patient, Promise<string | undefined>>();

/**
 * Whether the repository lies in the Region that the profile was set up for, and not in the URL's. AWS is asked only
 * where the two differ, and once for all checks.
 * @returns the URL in that Region; undefined where it is not so, or AWS could not be asked
 */
export function isElsewhere(patient: Patient, instruments: Pick<Instruments, 'aws'>): Promise<string | undefined> {
  const known = answers.get(patient);
  if (known !== undefined) return known;
  const answer = look(patient, instruments);
  answers.set(patient, answer);
  return answer;
}

async function look({ cleanUrl, keys, recipe, region }: Patient, { aws }: Pick<Instruments, 'aws'>): Promise<string | undefined> {
  const name = cleanUrl === undefined ? undefined : parseRepository(cleanUrl).name;
  if (name === undefined || keys === undefined || recipe === undefined || region === undefined || recipe.region === '' || recipe.region === region) return undefined;
  const isThere = async (place: string): Promise<boolean> => {
    await (await aws.codecommit({ region: place, credentials: keys })).getRepository(name);
    return true;
  };
  try {
    // Another partition would not know the keys.
    const isHere = gitPartition(region) === gitPartition(recipe.region) && (await isThere(region).catch(unlessMissing));
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
