import { parseGitHost } from '../aws/codecommit/hosts.js';
import { parseRepository, type RepositoryHint } from '../aws/codecommit/repository.js';
import type { Credentials } from '../core/credentials.js';
import type { AnyMethod } from '../core/method.js';
import { isProblem, Problem } from '../core/problem.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Recipe } from '../core/recipe.js';
import type { House } from '../core/ports/ports.js';
import type { Patient } from './check.js';
import { readEntries, type ConfigEntry } from '../git/config/entries.js';
import { guardKeys, guardsBareRepositories } from '../git/settings/bare-repository-guard.js';
import { steeringSections } from '../git/config/clone-settings.js';
import { effectiveCredentials } from '../git/config/effective.js';
import { readHelperValue, type HelperIdentity } from '../git/settings/helper-value.js';
import { receivedLogin } from '../git/received-login.js';
import { profileValues, staticKeys } from '../profile/static-keys.js';
import { findRemote } from '../git/current-remote.js';
import { helperKeys } from '../helper/answer/helper-keys.js';
import type { Rooms } from '../stores/stores.js';

/** What the doctor was called with. */
export interface Complaint {
  readonly profile?: string | undefined;
  readonly url?: string | undefined;
  /** What the clone brings that somebody has seen and confirmed. */
  readonly confirmed?: readonly ConfigEntry[] | undefined;
}

type Chest = Pick<House, 'git' | 'cwd' | 'files' | 'env' | 'platform' | 'aws' | 'clock' | 'homeDirectory'>;

/** What Git says of itself and of the clone. */
type GitFacts = Pick<
  Patient,
  'gitTrouble' | 'entries' | 'rewrites' | 'remote' | 'foreign' | 'embedded' | 'guardsBareRepositories'
>;

/** Gathers what is known before the checks: which URL, which profile, what stands in the files. */
export async function admit(
  complaint: Complaint,
  house: Chest,
  rooms: Rooms,
  methods: readonly AnyMethod[],
): Promise<Patient> {
  const git = await gitFacts(complaint, house, rooms);
  const { url, remote } = await subject(complaint, git, house, rooms);
  const hint = read(url);
  const cleanUrl = hint?.url ?? hostUrl(url);
  const helper = cleanUrl === undefined ? undefined : helperOf(known(git), cleanUrl);
  const owner = cleanUrl === undefined ? undefined : await rooms.settings.ownerOf(cleanUrl, house.cwd);
  const texts = {
    credentials: await house.files.read(rooms.paths.credentials),
    config: await house.files.read(rooms.paths.config),
  };
  const named =
    complaint.profile ?? helper?.profile ?? (helper === undefined ? (owner ?? (await only(rooms))) : undefined);
  const before = await keysOf(named, helper, texts, house, rooms);
  const renewal =
    cleanUrl === undefined || !hasEnded(before.keys, house.clock.now()) || before.profile === undefined
      ? undefined
      : await letGitRenew(cleanUrl, git.foreign.length > 0, house, rooms);
  const after =
    renewal === undefined ? texts : { ...texts, credentials: await house.files.read(rooms.paths.credentials) };
  const found = renewal === undefined ? before : await keysOf(named, helper, after, house, rooms);
  const recipe = await recipeOf(found.profile, helper, owner, rooms);
  return {
    ...git,
    ...found,
    remote,
    url,
    cleanUrl,
    owner,
    recipe,
    region:
      hint?.region ??
      recipe?.region ??
      house.env['AWS_REGION'] ??
      house.env['AWS_DEFAULT_REGION'] ??
      regionIn(texts.config, found.profile),
    renewsItself:
      helper?.kind === 'codecommit' &&
      recipe !== undefined &&
      methods.find(({ id }) => id === recipe.method)?.needs(recipe.answers) === 'nothing',
    renewal: hasEnded(found.keys, house.clock.now()) ? renewal : undefined,
    credentialsText: after.credentials,
    configText: after.config,
    paths: {
      home: house.homeDirectory,
      credentials: rooms.paths.credentials,
      config: rooms.paths.config,
      data: rooms.paths.data,
    },
    env: house.env,
    platform: house.platform,
    cwd: house.cwd,
  };
}

async function gitFacts(
  { url, confirmed = [] }: Complaint,
  house: Chest,
  { settings }: Pick<Rooms, 'settings'>,
): Promise<GitFacts> {
  try {
    await house.git.ready();
    const all = await readEntries(house.git, house.cwd, { keys: `${steeringSections}|${guardKeys}` });
    const of = (fits: (key: string) => boolean): readonly ConfigEntry[] => all.filter(({ key }) => fits(key));
    const seen = new Set(confirmed.map(idOf));
    return {
      gitTrouble: undefined,
      entries: of((key) => /^(credential|http)\./.test(key)),
      rewrites: of((key) => /^url\..*\.(push)?insteadof$/s.test(key)),
      foreign: (await settings.foreignIn(all)).filter((entry) => !seen.has(idOf(entry))),
      embedded: house.git.embedded(house.cwd),
      guardsBareRepositories: guardsBareRepositories(of((key) => key === 'safe.barerepository')),
      remote: url === undefined ? await findRemote(house) : undefined,
    };
  } catch (error) {
    if (!isProblem(error, 'git')) throw error;
    return {
      gitTrouble: error,
      entries: [],
      rewrites: [],
      foreign: [],
      embedded: undefined,
      guardsBareRepositories: false,
      remote: undefined,
    };
  }
}

function idOf({ origin, key, value }: ConfigEntry): string {
  return JSON.stringify([origin, key, value]);
}

/** What is not of unknown origin: by a helper that is, nobody's profile is chosen. */
function known({ entries, foreign }: Pick<GitFacts, 'entries' | 'foreign'>): readonly ConfigEntry[] {
  return entries.filter((entry) => !foreign.includes(entry));
}

/** The URL that is meant: the one given, else the clone's, else one that the profile is set up for. */
async function subject(
  { profile, url }: Complaint,
  { remote, ...git }: GitFacts,
  house: Chest,
  rooms: Rooms,
): Promise<Pick<Patient, 'url' | 'remote'>> {
  if (url !== undefined) return { url, remote: undefined };
  if (profile === undefined || (remote !== undefined && (await usesIt(profile, remote.url, known(git), house, rooms))))
    return { url: remote?.url, remote };
  const own = (await rooms.settings.uses()).get(profile)?.find((one) => !one.includes('*'));
  return own === undefined ? { url: remote?.url, remote } : { url: own, remote: undefined };
}

async function usesIt(
  profile: string,
  url: string,
  entries: readonly ConfigEntry[],
  house: Chest,
  rooms: Rooms,
): Promise<boolean> {
  const clean = read(url)?.url;
  return (
    clean !== undefined &&
    (helperOf(entries, clean)?.profile === profile || (await rooms.settings.ownerOf(clean, house.cwd)) === profile)
  );
}

function read(url: string | undefined): RepositoryHint | undefined {
  try {
    return url === undefined ? undefined : parseRepository(url);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/** The bare address of a host, as it stands in a section of Git's settings. */
function hostUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https:\/\/[^/]+\/?$/.test(url) && parseGitHost(new URL(url).host) !== undefined
    ? url.replace(/\/$/, '')
    : undefined;
}

function helperOf(entries: readonly ConfigEntry[], url: string): HelperIdentity | undefined {
  return effectiveCredentials(entries, url)
    .helpers.map(({ value = '' }) => readHelperValue(value))
    .find(({ kind }) => kind !== 'other');
}

/** The recipe behind the keys; a helper without a profile may have come by others than those it was set up for. */
async function recipeOf(
  profile: string | undefined,
  helper: HelperIdentity | undefined,
  owner: string | undefined,
  { recipes }: Pick<Rooms, 'recipes'>,
): Promise<Recipe | undefined> {
  const own = profile === undefined ? undefined : await recipes.read(profile);
  return (
    own ??
    (profile !== undefined && helper?.profile !== undefined
      ? undefined
      : await recipes.read(owner ?? environmentRecipe))
  );
}

async function only({ recipes }: Pick<Rooms, 'recipes'>): Promise<string | undefined> {
  const [first, second] = await recipes.list();
  return second === undefined ? first : undefined;
}

/** What the helper would sign with, by its own rules; nothing where it has none. */
async function keysOf(
  profile: string | undefined,
  helper: HelperIdentity | undefined,
  texts: { credentials: string | undefined; config: string | undefined },
  { env, aws }: Chest,
  rooms: Rooms,
): Promise<Pick<Patient, 'keys' | 'keysFrom' | 'profile'>> {
  const handsOut =
    profile !== undefined &&
    ((await rooms.recipes.read(profile))?.method === 'instance' || profile === environmentRecipe);
  const named = helper !== undefined && helper.profile === undefined ? undefined : handsOut ? undefined : profile;
  if (named === undefined && helper === undefined && !handsOut)
    return { keys: undefined, keysFrom: undefined, profile };
  try {
    const found = await helperKeys(named, {
      env,
      staticKeys: (name) => staticKeys(name, texts),
      roleKeys: () => aws.instanceCredentials(),
    });
    return {
      keys: found.credentials,
      keysFrom: found.ofMachine === true ? 'role' : found.profile === undefined ? 'environment' : 'profile',
      profile: found.profile,
    };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { keys: undefined, keysFrom: undefined, profile: named };
  }
}

function regionIn(config: string | undefined, profile: string | undefined): string | undefined {
  return config === undefined || profile === undefined
    ? undefined
    : profileValues(config, 'config', profile)?.['region'];
}

function hasEnded(keys: Credentials | undefined, now: Date): boolean {
  return keys?.expiration !== undefined && keys.expiration <= now;
}

/** Lets the helper do what it does when Git asks: it may renew the session. @returns what it said when it could not */
async function letGitRenew(
  url: string,
  outside: boolean,
  { git, cwd }: Chest,
  { answers }: Pick<Rooms, 'answers'>,
): Promise<string> {
  const { host, pathname } = new URL(url);
  const { stdout, stderr } = await git.run(['credential', 'fill'], {
    cwd,
    outside,
    timeoutMs: 60_000,
    input: `protocol=https\nhost=${host}\npath=${pathname.slice(1) || 'v1/repos/any'}\n\n`,
  });
  const login = receivedLogin(stdout);
  if (login !== undefined) await answers.forget(login.password.reveal());
  return /^git-credential-codecommit: (.*)$/m.exec(stderr)?.[1] ?? '';
}

/**
 * Reads the doctor's operand: a URL, else the name of a profile.
 * @throws Problem `usage` for what is neither
 */
export async function readComplaint(
  operand: string | undefined,
  profile: string | undefined,
  rooms: Pick<Rooms, 'recipes' | 'profiles'>,
): Promise<Complaint> {
  if (operand === undefined) return { profile };
  const isProfile =
    (await rooms.recipes.read(operand)) !== undefined ||
    (await rooms.profiles.list()).some(({ name }) => name === operand);
  if (isProfile) return { profile: operand };
  if (/[:/]/.test(operand) && parseRepository(operand).region !== undefined) return { profile, url: operand };
  throw new Problem('usage', `There is no profile ${operand}, and it is no URL of CodeCommit's.`, {
    hint:
      '`git codecommit status` lists the profiles; a URL looks like ' +
      'https://git-codecommit.REGION.amazonaws.com/v1/repos/NAME',
  });
}
