import { remove } from '../../core/advice/own-commands.js';
import type { KnownProfile } from '../../core/local-facts.js';
import { inHome } from '../../core/text/home-path.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { Stores } from '../../stores/stores.js';
import type { Staying } from './listing.js';
import { whyKeysStay, type PlanPorts } from './profile-plan.js';

type BesideStores = Pick<Stores, 'profiles' | 'recipes' | 'settings' | 'paths'>;

/** What stands beside the profiles that go. */
export interface Beside {
  /** MFA sessions, each a profile with a recipe. */
  readonly sessions: readonly string[];
  /** Profiles of kept access keys, each to be asked for. */
  readonly sources: readonly string[];
  readonly stays: readonly Staying[];
}

/**
 * What setup wrote beside a profile, or beside all of them: a kept access key, an MFA session. It goes with them where
 * it still is as it was written, and nothing else uses it.
 * @param of the profiles that go
 * @param all whether nothing of ours is to be left, so that whatever was kept for profiles of earlier days goes too
 */
export async function besideProfiles(
  of: readonly string[],
  { all }: { readonly all: boolean },
  stores: BesideStores,
  ports: PlanPorts,
): Promise<Beside> {
  const known = await stores.profiles.list();
  const going = new Set(of);
  const found: Beside & { sessions: string[]; sources: string[]; stays: Staying[] } = {
    sessions: [],
    sources: [],
    stays: [],
  };
  const names = await candidates(of, all, known, stores);
  // A session may be what keeps a source in use.
  for (const name of [...names.filter(isManaged(known)), ...names.filter((one) => !isManaged(known)(one))]) {
    if (going.has(name)) continue;
    const verdict = await judge(name, going, known, stores, ports);
    if (verdict === 'session') found.sessions.push(name);
    else if (verdict === 'source') found.sources.push(name);
    else found.stays.push(verdict);
    if (verdict === 'session' || verdict === 'source') going.add(name);
  }
  return found;
}

function isManaged(known: readonly KnownProfile[]): (name: string) => boolean {
  return (name) => known.some((one) => one.name === name && one.managed);
}

async function candidates(
  of: readonly string[],
  all: boolean,
  known: readonly KnownProfile[],
  { profiles, recipes }: Pick<BesideStores, 'profiles' | 'recipes'>,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const first of of) {
    for (let name = await sourceOf(first, recipes); name !== undefined && !names.has(name);) {
      names.add(name);
      name = await sourceOf(name, recipes);
    }
  }
  for (const { name } of known) {
    const { isRecorded, beside, keys } = await profiles.written(name);
    if (beside !== undefined ? of.includes(beside) || all : all && isRecorded && keys !== undefined) names.add(name);
  }
  return [...names].filter((name) => known.some((one) => one.name === name));
}

async function sourceOf(profile: string, recipes: Stores['recipes']): Promise<string | undefined> {
  const { sourceProfile }: RecipeTexts = (await recipes.read(profile))?.answers ?? {};
  return sourceProfile;
}

async function judge(
  name: string,
  going: ReadonlySet<string>,
  known: readonly KnownProfile[],
  stores: BesideStores,
  { homeDirectory }: PlanPorts,
): Promise<'session' | 'source' | Staying> {
  const { isRecorded, keys, beside } = await stores.profiles.written(name);
  const managed = isManaged(known)(name);
  const stays = (why: string): Staying => ({
    what: 'profile',
    where: `[${name}] in ${inHome(stores.paths.credentials, homeDirectory)}`,
    why,
    ...(managed && { instead: remove(name) }),
  });
  if (managed && beside === undefined) return stays('it was set up for itself');
  if (!isRecorded || keys === undefined) return stays('git-codecommit did not write it');
  if (keys !== 'ours') return stays(whyKeysStay[keys]);
  const users = await usersOf(name, going, known, stores);
  // A session goes with the last one that signs in with it, whichever it was written for.
  if (users.length > 0) return stays(`${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} it`);
  return managed ? 'session' : 'source';
}

/** Who else signs in with a profile: recipes, profiles of AWS's files, Git. */
export async function usersOf(
  name: string,
  going: ReadonlySet<string>,
  known: readonly KnownProfile[],
  { recipes, settings }: Pick<BesideStores, 'recipes' | 'settings'>,
): Promise<readonly string[]> {
  const users = new Set<string>();
  for (const one of await recipes.list()) if ((await sourceOf(one, recipes)) === name) users.add(one);
  for (const one of known) if (one.name !== name && isUsedBy(name, one)) users.add(one.name);
  const others = [...users].filter((user) => !going.has(user));
  return (await settings.uses()).has(name) ? [...others, 'Git'] : others;
}

/** The profiles, others than those that go, which sign in with one that goes. */
export async function leftWithout(
  going: ReadonlySet<string>,
  stores: Pick<BesideStores, 'profiles' | 'recipes' | 'settings'>,
): Promise<readonly string[]> {
  const known = await stores.profiles.list();
  const users = new Set<string>();
  for (const name of going)
    for (const user of await usersOf(name, going, known, stores)) if (user !== 'Git') users.add(user);
  return [...users];
}

function isUsedBy(name: string, { sourceProfile, credentialProcess = '' }: KnownProfile): boolean {
  return sourceProfile === name || credentialProcess.split(/[\s"'=]+/).includes(name);
}
