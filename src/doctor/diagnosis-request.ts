import { sentence } from '../core/advice/advice.js';
import { status } from '../core/advice/own-commands.js';
import { Problem } from '../core/problem.js';
import { parseRepository } from '../aws/codecommit/repository.js';
import type { ConfigEntry } from '../git/config/entries.js';
import type { Stores } from '../stores/stores.js';

/** What the doctor was called with. */
export interface DiagnosisRequest {
  readonly profile?: string | undefined;
  readonly url?: string | undefined;
  /** What the clone brings that somebody has seen and confirmed. */
  readonly confirmed?: readonly ConfigEntry[] | undefined;
}

/**
 * Reads the doctor's operand: a URL, else the name of a profile.
 * @throws Problem `usage` for what is neither
 */
export async function readDiagnosisRequest(
  operand: string | undefined,
  profile: string | undefined,
  stores: Pick<Stores, 'recipes' | 'profiles'>,
): Promise<DiagnosisRequest> {
  if (operand === undefined) return { profile };
  const isProfile =
    (await stores.recipes.read(operand)) !== undefined ||
    (await stores.profiles.list()).some(({ name }) => name === operand);
  if (isProfile) return { profile: operand };
  if (/[:/]/.test(operand) && parseRepository(operand).region !== undefined) return { profile, url: operand };
  throw new Problem('usage', `There is no profile ${operand}, and it is no URL of CodeCommit's.`, {
    hint: sentence`\`${status()}\` lists the profiles; a URL looks like https://git-codecommit.REGION.amazonaws.com/v1/repos/NAME`,
  });
}
