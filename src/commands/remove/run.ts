import { joined, sentence } from '../../core/advice/advice.js';

import { remove, removeAll, status } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import { inHome } from '../../core/text/home-path.js';
import { environmentRecipe } from '../../core/recipe.js';
import { printable } from '../../core/text/printable.js';
import type { Ports } from '../../core/ports/ports.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { Stores } from '../../stores/stores.js';
import type { InvocationOf } from '../common/call.js';
import { besideProfiles, leftWithout, usersOf } from './beside.js';
import type { RemoveFlag } from './flags.js';
import { firstStates } from './first-state.js';
import { leavingRows, listingDocument, stayingRows, together, type Listing, type Staying } from './listing.js';
import { planOwnFiles, removeOwnFiles } from './own-files.js';
import { planProfile } from './profile-plan.js';
import { takeBack } from './take-back.js';

/** What is going to be taken back. */
interface Removal {
  readonly profiles: readonly string[];
  /** MFA sessions that were written beside them. */
  readonly sessions: readonly string[];
  /** Profiles of kept access keys; `agreed` once somebody has said so. */
  readonly sources: readonly string[];
  /** Nothing of ours is to be left. */
  readonly all: boolean;
  readonly git: readonly string[];
  readonly credentialsFile: string | null;
  readonly listing: Listing;
}

/** Shows what will go and what stays, asks, and takes it back. @throws Problem */
export async function runRemove(invocation: InvocationOf<RemoveFlag>, ports: Ports): Promise<undefined> {
  const stores = openStores(ports);
  const named = invocation.operands[0] ?? invocation.text('profile');
  const all = invocation.on('all');
  if (all && named !== undefined)
    throw new Problem('usage', `--all is about every profile, and ${named} was named.`, {
      hint: sentence`Only that one: ${remove(named)}; all of them: ${removeAll()}`,
    });
  const profiles = all
    ? await everyProfile(stores)
    : [await knownProfile(await pickProfile(named, ports, stores), stores)];
  for (const profile of profiles) await stores.settings.demandFilesOf(profile);
  const found = await planRemoval(profiles, all, stores, ports);
  const left = await leftWithout(new Set([...profiles, ...found.sessions]), stores);
  if (left.length > 0)
    ports.ui.warn(
      `Profiles that sign in with it get no new credentials any more: ${left.map((one) => printable(one, 100)).join(', ')}.`,
    );
  const isNothing = all && found.listing.removes.length === 0 && found.sources.length === 0;
  const removal = isNothing ? found : await agreeOn(found, invocation, ports, stores);
  const later = isNothing || invocation.on('dry-run') ? [] : await carryOut(removal, ports, stores);
  if (isNothing) ports.ui.say('There is nothing left to remove.');
  if (invocation.on('json')) ports.output.write(`${jsonWithoutSecrets(documentOf(removal, later, ports))}\n`);
}

/** Everything that we know of: recipes, and what a setup has begun to write. */
async function everyProfile({ recipes, settings }: Pick<Stores, 'recipes' | 'settings'>): Promise<readonly string[]> {
  return [...new Set([...(await recipes.list()), ...(await settings.profiles())])];
}

/** @throws Problem `usage` for a profile that we wrote nothing for, or that others of ours are renewed with */
async function knownProfile(profile: string, stores: Stores): Promise<string> {
  if ((await stores.recipes.read(profile)) !== undefined) return profile;
  if (!(await isKnown(profile, stores)))
    throw new Problem('usage', `Profile ${profile} was not set up by git-codecommit, so it is left alone.`, {
      hint: sentence`\`${status()}\` shows the profiles that were.`,
    });
  const users = await usersOf(profile, new Set(), await stores.profiles.list(), stores);
  const profiles = users.filter((user) => user !== 'Git');
  const known = await Promise.all(profiles.map((user) => isKnown(user, stores)));
  const ours = profiles.find((_, index) => known[index]);
  const user = ours ?? profiles[0];
  if (user === undefined) return profile;
  throw new Problem('usage', `Profile ${profile} holds the access key that ${user} signs in with.`, {
    hint:
      ours === undefined
        ? `That one was not set up by git-codecommit: take ${profile} out of it in AWS's files first.`
        : sentence`It goes with that one: ${remove(ours)}`,
  });
}

/** Whether there is something of it that we wrote. */
async function isKnown(profile: string, { recipes, profiles, settings }: Stores): Promise<boolean> {
  if ((await recipes.read(profile)) !== undefined) return true;
  const { isRecorded, keys } = await profiles.written(profile);
  return (isRecorded && keys !== undefined) || (await settings.profiles()).includes(profile);
}

async function planRemoval(profiles: readonly string[], all: boolean, stores: Stores, ports: Ports): Promise<Removal> {
  const beside = await besideProfiles(profiles, { all }, stores, ports);
  const going = new Set([...profiles, ...beside.sessions]);
  const listings: Listing[] = [];
  for (const profile of going) listings.push(await planProfile(profile, going, stores, ports));
  listings.push({ removes: [], stays: beside.stays });
  if (all) {
    listings.push(await firstStates(new Set([...going, ...beside.sources]), stores, ports));
    listings.push(await planOwnFiles(stores, ports, await settingsGoing(going, stores)));
  }
  const uses = await stores.settings.uses();
  const { paths } = stores;
  const hasKeys = await Promise.all(
    profiles
      .filter((profile) => profile !== environmentRecipe)
      .map(async (profile) => (await stores.profiles.keys(profile)) !== undefined),
  );
  const left = (await stores.recipes.list()).some((name) => !going.has(name));
  const link = await stores.commandLink.made();
  const restOfUs: Staying[] =
    all || left
      ? []
      : [
          {
            what: 'state',
            where: inHome(paths.state, ports.homeDirectory),
            why: 'it is kept for the next setup',
            instead: removeAll(),
          },
          ...(link?.isOurs === true
            ? [
                {
                  what: 'command',
                  where: inHome(link.path, ports.homeDirectory),
                  why: 'it is how Git finds this command',
                  instead: removeAll(),
                },
              ]
            : []),
        ];
  return {
    profiles,
    sessions: beside.sessions,
    sources: beside.sources,
    all,
    git: profiles.flatMap((profile) => uses.get(profile) ?? []),
    credentialsFile: hasKeys.includes(true) ? paths.credentials : null,
    listing: together([...listings, { removes: [], stays: restOfUs }]),
  };
}

/** The keys of Git's settings that no profile has any more when all of these have gone. */
async function settingsGoing(going: ReadonlySet<string>, { settings }: Pick<Stores, 'settings'>): Promise<Set<string>> {
  const standing = await Promise.all([...going].map((profile) => settings.standing(profile)));
  return new Set(standing.flatMap((all) => all.filter(({ fate }) => fate !== 'changed').map(({ key }) => key)));
}

/** Shows it, and asks; each kept access key is a question of its own. @throws Problem `cancelled` */
async function agreeOn(
  found: Removal,
  invocation: InvocationOf<RemoveFlag>,
  { ui, homeDirectory }: Ports,
  { paths }: Pick<Stores, 'paths'>,
): Promise<Removal> {
  const rowOf = (source: string) => ({
    what: 'source',
    where: `the access key of [${source}] in ${inHome(paths.credentials, homeDirectory)}`,
  });
  const asks = ui.interactive && !invocation.on('yes') && !invocation.on('dry-run');
  const known = invocation.on('yes')
    ? decidedBy(found.sources)
    : decidedBy([], ui.interactive ? 'it is asked about' : 'nobody is there to be asked; --yes takes it');
  ui.heading('This will remove');
  ui.table(leavingRows(known.removes));
  if (known.stays.length > 0) {
    ui.heading('This stays');
    ui.table(stayingRows(known.stays));
  }
  if (!asks) return { ...found, sources: invocation.on('yes') ? found.sources : [], listing: known };
  if ((await ui.ask({ kind: 'confirm', message: 'Go ahead?', suggestion: 'yes' })) !== 'yes')
    throw new Problem('cancelled', 'Nothing was changed.');
  const sources: string[] = [];
  for (const source of found.sources) if ((await askAbout(source, ui)) === 'yes') sources.push(source);
  return { ...found, sources, listing: decidedBy(sources) };

  function decidedBy(agreed: readonly string[], why = 'it was to be kept'): Listing {
    const kept = found.sources.filter((source) => !agreed.includes(source));
    return together([
      found.listing,
      { removes: agreed.map(rowOf), stays: kept.map((source) => ({ ...rowOf(source), why })) },
    ]);
  }
}

async function askAbout(source: string, ui: Ports['ui']): Promise<string> {
  return await ui.ask({
    kind: 'confirm',
    message: `Remove the access key that was kept as profile ${source} too?`,
    note: 'It is a long-term key, and may stand nowhere else.',
    suggestion: 'yes',
  });
}

/** @returns what stays that was not known before */
async function carryOut(removal: Removal, ports: Ports, stores: Stores): Promise<readonly Staying[]> {
  const { profiles, sessions, sources, all } = removal;
  const { ui, changes } = ports;
  const [one = ''] = profiles;
  const what = all ? 'everything' : `profile ${one}`;
  const again = all ? removeAll() : remove(one);
  const endings: string[] = [];
  const later = await changes.making(
    all ? 'the removal of everything' : `the removal of profile ${one}`,
    `${what} is removed`,
    sentence`This removes the rest: ${again}`,
    async () => {
      // The profiles come last, for what stands beside them is known by them.
      for (const source of sources) await takeBack(source, ports, stores);
      for (const profile of [...sessions, ...profiles]) endings.push(await takeBack(profile, ports, stores));
      return all ? await finishAll(removal, ports, stores) : [];
    },
  );
  ui.mark(
    'done',
    all
      ? 'Everything that git-codecommit wrote is removed from this computer.'
      : one === environmentRecipe
        ? 'Git takes nothing from the environment any more; variables that are set stay as they are.'
        : `Profile ${one} is removed from this computer.`,
  );
  if (endings.includes('revoked')) ui.mark('done', 'The sign-in at the identity provider is revoked.');
  if (profiles.length > 0) ui.say('Nothing was revoked at AWS: a session that somebody copied lives until its end.');
  for (const row of stayingRows(later)) ui.warn(joined(['This stays:', ...row]));
  return later;
}

async function finishAll(
  { listing }: Pick<Removal, 'listing'>,
  ports: Ports,
  stores: Stores,
): Promise<readonly Staying[]> {
  const backups = await firstStates(new Set(), stores, ports);
  for (const path of backups.paths) await ports.files.remove(path);
  const stays = [...backups.stays, ...(await removeOwnFiles(stores, ports))];
  const said = new Set(listing.stays.map(({ where }) => where));
  return stays.filter(({ where }) => !said.has(where));
}

function documentOf(
  { profiles, all, git, credentialsFile, listing }: Removal,
  later: readonly Staying[],
  { form }: Pick<Ports, 'form'>,
): Readonly<Record<string, unknown>> {
  const [profile = null] = profiles;
  return {
    ...(all ? { profiles } : { profile }),
    credentialsFile,
    git,
    ...listingDocument({ removes: listing.removes, stays: [...listing.stays, ...later] }, form),
  };
}
