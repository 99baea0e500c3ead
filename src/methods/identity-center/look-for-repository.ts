import type { MethodContext } from '../../core/method.js';
import type { SsoPortal } from '../../core/ports/aws/identity-center.js';
import type { TemporaryCredentials } from '../../core/credentials.js';
import { Refusal, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { inParallel } from './in-parallel.js';
import type { Place } from './place.js';

/** The most accounts that a repository is looked for in, how many at once, and the milliseconds that each may take. */
export const mostSearched = 20;
const atOnce = 4;
const withinMs = 10_000;

type LookContext = Pick<MethodContext, 'aws' | 'region' | 'settingsProfile' | 'signal' | 'ui'>;

/** What GetRepository says: undefined where it says neither, for the role may be allowed to pull all the same. */
async function hasRepository(
  name: string,
  credentials: TemporaryCredentials,
  { aws, region, settingsProfile: profile, signal }: LookContext,
): Promise<boolean | undefined> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  try {
    await (await aws.codecommit({ region, credentials, profile, signal: stop })).getRepository(name);
    return true;
  } catch (error) {
    if (signal.aborted || !isProblem(error)) throw error;
    return error instanceof Refusal && error.facts.code === 'RepositoryDoesNotExistException' ? false : undefined;
  }
}

/** Whether AWS says that the repository is not in a role's account, before anything is written. */
export async function isMissing(
  name: string,
  credentials: TemporaryCredentials,
  context: LookContext,
): Promise<boolean> {
  const has = await context.ui.step(`Looking for ${printable(name, 100)} in that account`, () =>
    hasRepository(name, credentials, context),
  );
  return has === false;
}

/**
 * Looks for a repository in other accounts, as somebody asked for: by GetRepository alone, with keys that are kept
 * nowhere.
 * @param places one for each account, at most `mostSearched` of which are looked at
 * @returns what was found out about each, in words, and where it is
 */
export async function searchAccounts(
  name: string,
  places: readonly Place[],
  portal: SsoPortal,
  context: LookContext,
): Promise<readonly { readonly place: Place; readonly has: boolean | undefined }[]> {
  const searched = places.slice(0, mostSearched);
  const title = `Looking for ${printable(name, 100)} in ${searched.length} account${searched.length === 1 ? '' : 's'}`;
  const found: { place: Place; has: boolean | undefined }[] = [];
  await context.ui.step(title, async (progress) => {
    await inParallel(searched, atOnce, context.signal, async (place) => {
      found.push({ place, has: await hasAt(name, place, portal, context) });
      progress.update(`${title}: ${found.length} done`);
    });
  });
  return found;
}

async function hasAt(
  name: string,
  { accountId, roleName }: Place,
  portal: SsoPortal,
  context: LookContext,
): Promise<boolean | undefined> {
  try {
    return await hasRepository(name, await portal.roleCredentials(accountId, roleName), context);
  } catch (error) {
    if (error instanceof Refusal || isProblem(error, 'network')) return undefined;
    throw error;
  }
}
