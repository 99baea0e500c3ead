import { sentence } from '../core/advice/advice.js';
import { status } from '../core/advice/own-commands.js';
import { parseGitHost } from '../aws/codecommit/hosts.js';
import { parseRepository, type RepositoryHint } from '../aws/codecommit/repository.js';
import type { AnyMethod } from '../core/method.js';
import { isProblem, Problem } from '../core/problem.js';
import { stateOf } from '../core/session-state.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Recipe } from '../core/recipe.js';
import type { Ports } from '../core/ports/ports.js';
import type { Git } from '../core/ports/git.js';
import { printable } from '../core/text/printable.js';
import type { DiagnosisFacts } from './check.js';
import { readEntries, type ConfigEntry } from '../git/config/entries.js';
import { guardKeys, guardsBareRepositories } from '../git/settings/bare-repository-guard.js';
import { steeringSections } from '../git/config/clone-settings.js';
import { codeCommitHelper } from '../git/settings/codecommit-helper.js';
import type { HelperIdentity } from '../git/settings/helper-value.js';
import { unreadableHint } from '../git/git-failure.js';
import { fillCredential } from '../git/proof.js';
import { profileLookup, profileValues } from '../profile/static-keys.js';
import { findRemote } from '../git/current-remote.js';
import { findInVariables } from '../aws/provider-chain.js';
import { helperKeys } from '../helper/answer/helper-keys.js';
import type { KeySources } from '../helper/answer/key-sources.js';
import type { Stores } from '../stores/stores.js';

/** What the doctor was called with. */
export interface DiagnosisRequest {
  readonly profile?: string | undefined;
  readonly url?: string | undefined;
  /** What the clone brings that somebody has seen and confirmed. */
  readonly confirmed?: readonly ConfigEntry[] | undefined;
}

type FactPorts = Pick<Ports, 'git' | 'cwd' | 'files' | 'env' | 'platform' | 'aws' | 'clock' | 'homeDirectory'>;

/** What Git says of itself and of the clone. */
type GitFacts = Pick<
  DiagnosisFacts,
  'gitProblem' | 'entries' | 'rewrites' | 'remote' | 'foreign' | 'embedded' | 'guardsBareRepositories'
>;

/** Gathers what is known before the checks: which URL, which profile, what stands in the files. */
export async function gatherFacts(
  request: DiagnosisRequest,
  ports: FactPorts,
  stores: Stores,
  methods: readonly AnyMethod[],
): Promise<DiagnosisFacts> {
  const git = await gitFacts(request, ports, stores);
  const { url, remote } = await urlAndRemote(request, git, ports, stores);
  const hint = read(url);
  const cleanUrl = hint?.url ?? hostUrl(url);
  const helper = cleanUrl === undefined ? undefined : codeCommitHelper(known(git), cleanUrl);
  const owner = cleanUrl === undefined ? undefined : await stores.settings.ownerOf(cleanUrl, ports.cwd);
  const texts = {
    credentials: await ports.files.read(stores.paths.credentials),
    config: await ports.files.read(stores.paths.config),
  };
  const named =
    request.profile ?? helper?.profile ?? (helper === undefined ? (owner ?? (await only(stores))) : undefined);
  const region = hint?.region ?? regionOfEnvironment(ports.env);
  const before = await keysOf(named, helper, { texts, region }, ports, stores);
  const renewal =
    cleanUrl === undefined ||
    stateOf(before.keys?.expiration, ports.clock.now()) !== 'expired' ||
    before.profile === undefined
      ? undefined
      : await letGitRenew(cleanUrl, git.foreign.length > 0, ports, stores);
  const after =
    renewal === undefined ? texts : { ...texts, credentials: await ports.files.read(stores.paths.credentials) };
  const found = renewal === undefined ? before : await keysOf(named, helper, { texts: after, region }, ports, stores);
  const recipe = await recipeOf(found.profile, helper, owner, stores);
  return {
    ...git,
    ...found,
    remote,
    url,
    cleanUrl,
    owner,
    ownerHasRecipe: owner !== undefined && (await stores.recipes.read(owner)) !== undefined,
    recipe,
    candidates: helper === undefined && named === undefined && recipe === undefined ? await stores.recipes.list() : [],
    region: hint?.region ?? recipe?.region ?? regionOfEnvironment(ports.env) ?? regionIn(texts.config, found.profile),
    renewsItself:
      helper?.kind === 'codecommit' &&
      recipe !== undefined &&
      methods.find(({ id }) => id === recipe.method)?.needs(recipe.answers) === 'nothing',
    renewal: stateOf(found.keys?.expiration, ports.clock.now()) === 'expired' ? renewal : undefined,
    credentialsText: after.credentials,
    configText: after.config,
    paths: {
      home: ports.homeDirectory,
      credentials: stores.paths.credentials,
      config: stores.paths.config,
      data: stores.paths.data,
    },
    env: ports.env,
    platform: ports.platform,
    cwd: ports.cwd,
  };
}

/**
 * For a folder in the place of its settings Git only warns as long as it is asked for no more than a setting, and stops
 * at all that people type in a clone.
 */
async function demandReadable(git: Pick<Git, 'run'>): Promise<void> {
  const { code, stderr } = await git.run(['version']);
  const folder = /^warning: (unable to access .*: Is a directory)$/m.exec(stderr)?.[1];
  if (folder !== undefined)
    throw new Problem('git', `Git does not work: ${printable(folder)}`, { hint: unreadableHint(code) });
}

async function gitFacts(
  { url, confirmed = [] }: DiagnosisRequest,
  ports: FactPorts,
  { settings }: Pick<Stores, 'settings'>,
): Promise<GitFacts> {
  try {
    await ports.git.ready();
    await demandReadable(ports.git);
    const all = await readEntries(ports.git, ports.cwd, { keys: `${steeringSections}|${guardKeys}` });
    const of = (fits: (key: string) => boolean): readonly ConfigEntry[] => all.filter(({ key }) => fits(key));
    const seen = new Set(confirmed.map(idOf));
    return {
      gitProblem: undefined,
      entries: of((key) => /^(credential|http)\./.test(key)),
      rewrites: of((key) => /^url\..*\.(push)?insteadof$/s.test(key)),
      foreign: (await settings.foreignIn(all)).filter((entry) => !seen.has(idOf(entry))),
      embedded: ports.git.embedded(ports.cwd),
      guardsBareRepositories: guardsBareRepositories(of((key) => key === 'safe.barerepository')),
      remote: url === undefined ? await findRemote(ports) : undefined,
    };
  } catch (error) {
    if (!isProblem(error, 'git')) throw error;
    return {
      gitProblem: error,
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
async function urlAndRemote(
  { profile, url }: DiagnosisRequest,
  { remote, ...git }: GitFacts,
  ports: FactPorts,
  stores: Stores,
): Promise<Pick<DiagnosisFacts, 'url' | 'remote'>> {
  if (url !== undefined) return { url, remote: undefined };
  if (profile === undefined || (remote !== undefined && (await usesIt(profile, remote.url, known(git), ports, stores))))
    return { url: remote?.url, remote };
  const own = (await stores.settings.uses()).get(profile)?.find((one) => !one.includes('*'));
  return own === undefined ? { url: remote?.url, remote } : { url: own, remote: undefined };
}

async function usesIt(
  profile: string,
  url: string,
  entries: readonly ConfigEntry[],
  ports: FactPorts,
  stores: Stores,
): Promise<boolean> {
  const clean = read(url)?.url;
  return (
    clean !== undefined &&
    (codeCommitHelper(entries, clean)?.profile === profile ||
      (await stores.settings.ownerOf(clean, ports.cwd)) === profile)
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

/** The recipe behind the keys; a helper without a profile may have come by others than those it was set up for. */
async function recipeOf(
  profile: string | undefined,
  helper: HelperIdentity | undefined,
  owner: string | undefined,
  { recipes }: Pick<Stores, 'recipes'>,
): Promise<Recipe | undefined> {
  const own = profile === undefined ? undefined : await recipes.read(profile);
  return (
    own ??
    (profile !== undefined && helper?.profile !== undefined
      ? undefined
      : await recipes.read(owner ?? environmentRecipe))
  );
}

async function only({ recipes }: Pick<Stores, 'recipes'>): Promise<string | undefined> {
  const [first, second] = await recipes.list();
  return second === undefined ? first : undefined;
}

/** What a look for keys goes by. */
interface KeysAt {
  readonly texts: { readonly credentials: string | undefined; readonly config: string | undefined };
  readonly region: string | undefined;
}

/**
 * What the helper would sign with, by its own rules. Where there is no helper, and nobody set one up, it is what the
 * variables here have: a helper could take those.
 */
async function keysOf(
  profile: string | undefined,
  helper: HelperIdentity | undefined,
  { texts, region }: KeysAt,
  { env, aws }: FactPorts,
  stores: Stores,
): Promise<Pick<DiagnosisFacts, 'keys' | 'keysFrom' | 'keysProblem' | 'profile'>> {
  const isOfNoProfile =
    profile !== undefined &&
    ((await stores.recipes.read(profile))?.method === 'instance' || profile === environmentRecipe);
  const named = (helper !== undefined && helper.profile === undefined) || isOfNoProfile ? undefined : profile;
  const none = { keys: undefined, keysFrom: undefined, keysProblem: undefined, profile: named };
  try {
    if (helper === undefined && profile === undefined && findInVariables(env) === undefined)
      return { ...none, profile };
    const sources: KeySources = {
      env,
      ...profileLookup(texts),
      webIdentityKeys: (webIdentity, at) => aws.webIdentityCredentials(webIdentity, { region: at }),
      roleKeys: () => aws.instanceCredentials(),
    };
    const { credentials, from, profile: own } = await helperKeys(named, sources, region ?? fallbackRegion);
    const keysFrom = from === 'container' || from === 'instance' ? 'role' : from;
    return { keys: credentials, keysFrom, keysProblem: undefined, profile: own };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { ...none, keysProblem: error };
  }
}

/** Where STS is asked for a web identity's session while nothing says where the repository is. */
const fallbackRegion = 'us-east-1';

function regionOfEnvironment(env: FactPorts['env']): string | undefined {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
}

function regionIn(config: string | undefined, profile: string | undefined): string | undefined {
  return config === undefined || profile === undefined
    ? undefined
    : profileValues(config, 'config', profile)?.['region'];
}

/** Lets the helper do what it does when Git asks: it may renew the session. @returns what it said when it could not */
async function letGitRenew(
  url: string,
  outside: boolean,
  { git, cwd }: FactPorts,
  { helperMemory }: Pick<Stores, 'helperMemory'>,
): Promise<string> {
  const { stderr } = await fillCredential(
    url,
    { cwd, outside },
    { git, forgetPassword: (password) => helperMemory.forget(password) },
  );
  return /^git-credential-codecommit: (.*)$/m.exec(stderr)?.[1] ?? '';
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
