import { join } from 'node:path';
import { unsetGitSetting } from '../../core/advice/other-programs.js';
import type { Ports } from '../../core/ports/ports.js';
import { environmentRecipe } from '../../core/recipe.js';
import { inHome } from '../../core/text/home-path.js';
import { printable } from '../../core/text/printable.js';
import { keyParts } from '../../git/config/entries.js';
import type { StandingSetting } from '../../git/settings/settings.js';
import { tokenFileName } from '../../profile/sso-cache.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { Stores } from '../../stores/stores.js';
import { rememberedPage } from './forget-browser.js';
import type { Leaving, Listing, Staying } from './listing.js';

export type PlanPorts = Pick<Ports, 'files' | 'homeDirectory'>;

/** Everything that was written for a profile, as it stands now: what of it goes, and what stays and why. */
export async function planProfile(
  profile: string,
  going: ReadonlySet<string>,
  stores: Stores,
  ports: PlanPorts,
): Promise<Listing> {
  const parts = [
    await keysOf(profile, stores, ports),
    await settingsOf(profile, stores, ports),
    await signInOf(profile, going, stores, ports),
  ];
  return { removes: parts.flatMap(({ removes }) => removes), stays: parts.flatMap(({ stays }) => stays) };
}

async function keysOf(
  profile: string,
  { profiles, paths }: Pick<Stores, 'profiles' | 'paths'>,
  { homeDirectory }: PlanPorts,
): Promise<Listing> {
  if (profile === environmentRecipe) return { removes: [], stays: [] };
  const { keys, region } = await profiles.written(profile);
  const removes: Leaving[] = [];
  const stays: Staying[] = [];
  const ofKeys = { what: 'keys', where: `of [${profile}] in ${inHome(paths.credentials, homeDirectory)}` };
  const ofRegion = { what: 'region', where: `of ${profile} in ${inHome(paths.config, homeDirectory)}` };
  if (keys === 'ours') removes.push(ofKeys);
  else if (keys !== undefined) stays.push({ ...ofKeys, why: whyKeysStay[keys] });
  if (region === 'ours') removes.push(ofRegion);
  else if (region !== undefined) stays.push({ ...ofRegion, why: 'it was changed since' });
  return { removes, stays };
}

/** Why keys of a profile are left alone. */
export const whyKeysStay = {
  found: 'the same access key stood there before',
  changed: 'they are not the ones that git-codecommit wrote',
} as const;

async function settingsOf(
  profile: string,
  { settings }: Pick<Stores, 'settings'>,
  { homeDirectory }: PlanPorts,
): Promise<Listing> {
  const standing = await settings.standing(profile);
  const leaves = new Set(standing.filter(({ fate }) => fate !== 'goes').map((one) => saySetting(one, homeDirectory)));
  const row = (one: StandingSetting): Leaving => {
    const where = saySetting(one, homeDirectory);
    // Of a section that stays in part, each setting is named.
    return { what: 'setting', where: one.fate === 'goes' && leaves.has(where) ? printable(one.key, 200) : where };
  };
  const known = new Set(standing.map(({ key }) => keyParts(key).url));
  const unknown = ((await settings.uses()).get(profile) ?? []).filter(
    (url) => !known.has(url) && !known.has(undefined),
  );
  return {
    removes: standing.filter(({ fate }) => fate === 'goes').map(row),
    stays: [
      ...standing
        .filter(({ fate }) => fate !== 'goes')
        .map((one) => ({
          ...row(one),
          why: one.fate === 'shared' ? 'another profile was set up with the same' : 'it was changed since',
        })),
      ...unknown.map((url) => ({
        what: 'setting',
        where: helperFor(printable(url, 200)),
        why: 'there is no record that git-codecommit wrote it',
        instead: unsetGitSetting(['--global'], `credential.${url}.helper`),
      })),
    ],
  };
}

function saySetting({ scope, cwd, key }: StandingSetting, homeDirectory: string): string {
  const { section, url, name } = keyParts(key);
  const isHelper = section === 'credential' && ['helper', 'usehttppath'].includes(name.toLowerCase());
  const what = isHelper ? helperFor(printable(url ?? 'every address', 200)) : printable(key, 200);
  return scope === 'local' ? `${what} in the clone ${printable(inHome(cwd, homeDirectory), 200)}` : what;
}

function helperFor(url: string): string {
  return `the credential helper for ${url}`;
}

/** The recipe, and what the sign-in by it has left. */
async function signInOf(
  profile: string,
  going: ReadonlySet<string>,
  stores: Stores,
  { files, homeDirectory }: PlanPorts,
): Promise<Listing> {
  const { recipes, tokens, paths } = stores;
  const recipe = await recipes.read(profile);
  const page = await rememberedPage(profile, stores, going);
  const kept = await tokens.read(profile);
  const removes: Leaving[] = [];
  if (kept !== undefined) removes.push({ what: 'sign-in', where: `kept for ${printable(kept.issuer, 200)}` });
  if (page !== undefined) removes.push({ what: 'browser', where: `who is signed in at ${printable(page, 200)}` });
  if (recipe !== undefined)
    removes.push({ what: 'recipe', where: `[${profile}] in ${inHome(paths.recipes, homeDirectory)}` });
  const texts: RecipeTexts = recipe?.answers ?? {};
  const stays: Staying[] = [];
  if (recipe?.method === 'identity-center') stays.push(...(await portalOf(texts, stores, { files, homeDirectory })));
  if (recipe?.method === 'console-login' && (await files.stat(paths.loginCache)) !== undefined)
    stays.push({ what: 'cache', where: inHome(paths.loginCache, homeDirectory), why: "it is the AWS CLI's" });
  return { removes, stays };
}

async function portalOf(
  { ssoSession: name, startUrl }: RecipeTexts,
  { profiles, paths }: Pick<Stores, 'profiles' | 'paths'>,
  { files, homeDirectory }: PlanPorts,
): Promise<readonly Staying[]> {
  const session = (await profiles.ssoSessions()).find((one) =>
    name === undefined ? one.startUrl === startUrl : one.name === name,
  );
  const stays: Staying[] = [];
  if (session !== undefined)
    stays.push({
      what: 'session',
      where: `[sso-session ${printable(session.name)}] in ${inHome(paths.config, homeDirectory)}`,
      why: 'the AWS CLI uses it too',
    });
  const address = startUrl ?? session?.startUrl ?? '';
  for (const names of [
    { name: session?.name, startUrl: address },
    { name: undefined, startUrl: address },
  ]) {
    const path = join(paths.ssoCache, tokenFileName(names));
    if ((await files.stat(path)) !== undefined && !stays.some(({ where }) => where === inHome(path, homeDirectory)))
      stays.push({
        what: 'token',
        where: inHome(path, homeDirectory),
        why: "the access portal's, shared with the AWS CLI",
      });
  }
  return stays;
}
