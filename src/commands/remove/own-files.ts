import { basename, dirname, join } from 'node:path';
import { profileDocuments, otherDocuments } from '../../core/ports/private-state.js';
import type { Files } from '../../core/ports/files.js';
import { isProblem } from '../../core/problem.js';
import { inHome } from '../../core/text/home-path.js';
import { printable } from '../../core/text/printable.js';
import { placeOf } from '../../git/config/fix.js';
import { absentRecord, readAbsent } from '../../state/absent.js';
import { isOwnLock } from '../../state/own-locks.js';
import { linkRecord } from '../../stores/command-link-store.js';
import { helperMemoryFolder } from '../../state/helper-memory-store.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import type { Stores } from '../../stores/stores.js';
import type { Leaving, Listing, Staying } from './listing.js';
import type { PlanPorts } from './profile-plan.js';

type OwnStores = Pick<Stores, 'commandLink' | 'paths' | 'settings' | 'recipes'>;

const documentName = new RegExp(`^[0-9a-f]{32}\\.(?:${[...profileDocuments, ...otherDocuments].join('|')})\\.json$`);
const answerName = /^(?:[0-9a-f]{16}|[0-9a-f]{32}-\d+)$/;
const draftName = /^\..+\.[0-9a-f]{12}\.git-codecommit-tmp$/;
const lockName = /^(.+)\.lock(?:\..+)?$/;
const versionName = /^\d+\.\d+\.\d+\S*$/;
const copyName = /^\.copy-[\w-]+$/;
const browserName = /^[0-9a-f]{16}$/;

/** The files of ours that belong to no profile. */
interface OwnFiles {
  readonly state: readonly string[];
  readonly locks: readonly string[];
  readonly answers: readonly string[];
  readonly programs: readonly string[];
  readonly programsInUse: readonly Staying[];
  readonly browsers: readonly string[];
  readonly recipes: readonly string[];
  /** The link on PATH to one of the programs. */
  readonly link: string | undefined;
  /** What lies in our folders, or where our link was, and is not ours. */
  readonly others: readonly Staying[];
}

/**
 * Our folders may be ones that somebody named (`GIT_CODECOMMIT_HOME`), so what goes is known by its name, never by its
 * place alone.
 */
async function findOwnFiles(
  stores: OwnStores,
  { files, homeDirectory }: PlanPorts,
  going: ReadonlySet<string>,
): Promise<OwnFiles> {
  const { paths } = stores;
  const [inState, inRecipes] = [await files.names(paths.state), await files.names(dirname(paths.recipes))];
  const answers = await files.names(join(paths.state, helperMemoryFolder));
  const own = ['git-settings.json', linkRecord, basename(absentRecord(paths.state))];
  const state = inState.filter((name) => own.includes(name) || documentName.test(name) || draftName.test(name));
  const inBrowser = await files.names(join(paths.data, 'browser'));
  const locks = inState.filter(isOwnLock);
  const folders = [helperMemoryFolder, 'compiled'];
  const backups = paths.backups.map((path) => basename(path));
  const foreign = inState.filter((name) => ![...state, ...locks, ...folders, ...backups].includes(name));
  const link = await stores.commandLink.made();
  const { programs, used } = await programsOf(stores, { files, homeDirectory }, going);
  const ofRecipes = inRecipes.filter((name) => name === basename(paths.recipes) || isDraftOf(paths.recipes, name));
  return {
    state: state.map((name) => join(paths.state, name)),
    locks: [
      ...locks.map((name) => join(paths.state, name)),
      ...inBrowser.filter(isOwnLock).map((name) => join(paths.data, 'browser', name)),
    ],
    answers: answers.filter((name) => answerName.test(name)).map((name) => join(paths.state, helperMemoryFolder, name)),
    programs,
    programsInUse: used,
    browsers: inBrowser.filter((name) => browserName.test(name)).map((name) => join(paths.data, 'browser', name)),
    recipes: ofRecipes.map((name) => join(dirname(paths.recipes), name)),
    link: link?.isOurs === true ? link.path : undefined,
    others: [
      ...(link === undefined || link.isOurs
        ? []
        : [
            {
              what: 'command',
              where: printable(inHome(link.path, homeDirectory), 200),
              why: 'it is no link of ours any more',
            },
          ]),
      ...foreign.map((name) => ({
        what: 'file',
        where: printable(inHome(join(paths.state, name), homeDirectory), 200),
        why: 'git-codecommit did not write it',
      })),
    ],
  };
}

function isDraftOf(path: string, name: string): boolean {
  return name.startsWith(`.${basename(path)}.`) && draftName.test(name);
}

/** Copies of the program that Git was given; one that Git's settings still name stays. */
async function programsOf(
  { paths, settings }: Pick<OwnStores, 'paths' | 'settings'>,
  { files, homeDirectory }: PlanPorts,
  going: ReadonlySet<string>,
): Promise<{ readonly programs: readonly string[]; readonly used: readonly Staying[] }> {
  const folder = join(paths.data, 'program');
  const programs: string[] = [];
  const used: Staying[] = [];
  for (const name of await files.names(folder)) {
    const path = join(folder, name);
    const isCopy = versionName.test(name) && (await files.stat(join(path, 'git-credential-codecommit'))) !== undefined;
    if (!isCopy && !copyName.test(name)) continue;
    const caller = (await settings.helpersBelow(path)).find(({ key }) => !going.has(key));
    if (caller === undefined) programs.push(path);
    else
      used.push({
        what: 'program',
        where: inHome(path, homeDirectory),
        why: `${printable(caller.key, 200)} in ${printable(placeOf(caller), 200)} names it`,
      });
  }
  return { programs, used };
}

/**
 * What of ours goes when the last profile has gone, and what will be in the way. Nothing is changed.
 * @param going the keys of Git's settings that will be taken back by then
 */
export async function planOwnFiles(stores: OwnStores, ports: PlanPorts, going: ReadonlySet<string>): Promise<Listing> {
  const { homeDirectory } = ports;
  const { state, locks, answers, programs, programsInUse, browsers, recipes, link, others } = await findOwnFiles(
    stores,
    ports,
    going,
  );
  const removes: Leaving[] = [
    ...(state.length + locks.length + answers.length === 0
      ? []
      : [{ what: 'state', where: inHome(stores.paths.state, homeDirectory) }]),
    ...[...recipes.filter((path) => path === stores.paths.recipes)].map((path) => row('recipes', path)),
    ...browsers.map((path) => row('browser', path)),
    ...(link === undefined ? [] : [row('command', link)]),
    ...programs.map((path) => row('program', path)),
  ];
  return { removes, stays: [...programsInUse, ...others] };

  function row(what: string, path: string): Leaving {
    return { what, where: inHome(path, homeDirectory) };
  }
}

/**
 * Removes our own files, then whatever is empty and was not there before us. The program comes last, for it may be what
 * runs.
 * @returns what stays
 */
export async function removeOwnFiles(stores: OwnStores, ports: PlanPorts): Promise<readonly Staying[]> {
  const { files, homeDirectory } = ports;
  const { paths } = stores;
  const { absent, looked } = await readAbsent(files, paths.state);
  const found = await findOwnFiles(stores, ports, new Set());
  const held: Staying[] = [];
  const isUnused = (await stores.recipes.list()).length === 0;
  // What is known of the time before us is wanted once more where something of ours stays.
  const record = absentRecord(paths.state);
  const state = found.programsInUse.length > 0 ? found.state.filter((path) => path !== record) : found.state;
  // What it is known by is among the state.
  await stores.commandLink.remove();
  for (const path of [...state, ...found.answers, ...(isUnused ? found.recipes : [])]) await files.remove(path);
  await clearCompiled(files, stores);
  for (const path of found.locks)
    if (!(await isFreed(path, files)))
      held.push({ what: 'lock', where: inHome(path, homeDirectory), why: 'another git-codecommit is at work' });
  for (const folder of [...found.browsers, ...found.programs]) await files.removeFolder(folder);
  const recipes = basename(dirname(paths.recipes)) === 'git-codecommit' ? dirname(paths.recipes) : undefined;
  const own: readonly (readonly [string | undefined, number])[] = [
    [paths.state, found.state.length + found.locks.length + found.answers.length],
    [paths.data, found.browsers.length + found.programs.length],
    [recipes, found.recipes.length],
  ];
  // An empty one that was there before us is somebody's; where nothing was noted, what we have emptied is ours.
  const ofOurMaking = own.flatMap(([path, emptied]) =>
    path !== undefined && (looked.includes(path) ? absent.includes(path) : emptied > 0) ? [path] : [],
  );
  const folders = [
    join(paths.state, helperMemoryFolder),
    join(paths.data, 'program'),
    join(paths.data, 'browser'),
    ...ofOurMaking,
  ];
  for (const path of [...folders, ...[...absent].sort((one, other) => other.length - one.length)])
    await removeEmpty(path, files);
  return [...found.programsInUse, ...found.others, ...held];
}

/** A lock of the dead goes by being taken; what the dead left beside it goes with it. */
async function isFreed(path: string, files: Pick<Files, 'withLock' | 'stat'>): Promise<boolean> {
  const [, guarded = ''] = lockName.exec(basename(path)) ?? [];
  try {
    await files.withLock(join(dirname(path), guarded), () => Promise.resolve(), { waitMs: 2_000 });
    return (await files.stat(path)) === undefined;
  } catch (error) {
    if (isProblem(error, 'file')) return false;
    throw error;
  }
}

async function removeEmpty(path: string, files: Pick<Files, 'removeEmpty'>): Promise<void> {
  try {
    await files.removeEmpty(path);
  } catch (error) {
    // An empty file that may not be removed does no harm.
    if (!isProblem(error, 'file')) throw error;
  }
}
