import type { AnyMethod } from '../core/method.js';
import { stateOf } from '../core/session-state.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Recipe } from '../core/recipe.js';
import type { Ports } from '../core/ports/ports.js';
import type { DiagnosisFacts } from './check.js';
import type { DiagnosisRequest } from './diagnosis-request.js';
import { askAwsHelper } from './facts/aws-helper.js';
import { gitFacts, hostUrl, known, readUrl, urlAndRemote, type GitFacts } from './facts/git-facts.js';
import { keysOf, keysOfAwsHelper, type KeysAt } from './facts/keys.js';
import type { ConfigEntry } from '../git/config/entries.js';
import { effectiveCredentials } from '../git/config/effective.js';
import { isForCodeCommit, readHelperValue, type HelperIdentity } from '../git/settings/helper-value.js';
import { fillCredential } from '../git/proof.js';
import { profileValues } from '../profile/static-keys.js';
import type { Stores } from '../stores/stores.js';

type FactPorts = Pick<Ports, 'git' | 'cwd' | 'files' | 'env' | 'platform' | 'aws' | 'clock' | 'homeDirectory'>;

/** Gathers what is known before the checks: which URL, which profile, what stands in the files. */
export async function gatherFacts(
  request: DiagnosisRequest,
  ports: FactPorts,
  stores: Stores,
  methods: readonly AnyMethod[],
): Promise<DiagnosisFacts> {
  const git = await gitFacts(request, ports, stores);
  const { url, remote } = await urlAndRemote(request, git, ports, stores);
  const hint = readUrl(url);
  const cleanUrl = hint?.url ?? hostUrl(url);
  const entry = cleanUrl === undefined ? undefined : helperEntry(git, cleanUrl);
  const helper = entry && readHelperValue(entry.value ?? '');
  const owner = cleanUrl === undefined ? undefined : await stores.settings.ownerOf(cleanUrl, ports.cwd);
  const texts = {
    credentials: await ports.files.read(stores.paths.credentials),
    config: await ports.files.read(stores.paths.config),
  };
  const region = hint?.region ?? regionOfEnvironment(ports.env);
  const { named, found, awsHelper, renewal, after } = await keyFacts(
    request,
    { git, cleanUrl, entry, helper, owner, texts, region },
    ports,
    stores,
  );
  const isOwn = awsHelper !== undefined && found.keys === undefined && found.profile !== undefined;
  const recipe = await recipeOf(found.profile, isOwn ? { profile: found.profile } : helper, owner, stores);
  return {
    ...git,
    ...found,
    awsHelper,
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

/** What is known before keys are looked for. */
interface BeforeKeys extends KeysAt {
  readonly git: GitFacts;
  readonly cleanUrl: string | undefined;
  readonly entry: ConfigEntry | undefined;
  readonly helper: HelperIdentity | undefined;
  readonly owner: string | undefined;
}

/** What the helper signs with, after it had its chance to renew a session that has ended. */
async function keyFacts(
  request: DiagnosisRequest,
  { git, cleanUrl, entry, helper, owner, texts, region }: BeforeKeys,
  ports: FactPorts,
  stores: Stores,
) {
  const named =
    request.profile ?? helper?.profile ?? (helper === undefined ? (owner ?? (await only(stores))) : undefined);
  const outside = git.foreign.length > 0;
  const asked =
    cleanUrl === undefined || entry === undefined || helper?.kind !== 'aws'
      ? undefined
      : await askAwsHelper(entry, cleanUrl, texts, outside, ports, stores);
  // Who names a profile asks about that one, whoever else is in use.
  const awsHelper = request.profile === undefined || request.profile === asked?.source.profile ? asked : undefined;
  const before =
    helper === undefined || awsHelper === undefined
      ? await keysOf(named, helper, { texts, region }, ports, stores)
      : await keysOfAwsHelper(awsHelper, (profile) =>
          keysOf(profile, { ...helper, profile }, { texts, region }, ports, stores),
        );
  const renewal =
    cleanUrl === undefined ||
    awsHelper !== undefined ||
    stateOf(before.keys?.expiration, ports.clock.now()) !== 'expired' ||
    before.profile === undefined
      ? undefined
      : await letGitRenew(cleanUrl, outside, ports, stores);
  const after =
    renewal === undefined ? texts : { ...texts, credentials: await ports.files.read(stores.paths.credentials) };
  const found = renewal === undefined ? before : await keysOf(named, helper, { texts: after, region }, ports, stores);
  return { named, found, awsHelper, renewal, after };
}

/** The first helper for CodeCommit that Git asks, of those of known origin. */
function helperEntry(git: GitFacts, url: string): ConfigEntry | undefined {
  return effectiveCredentials(known(git), url).helpers.find(({ value = '' }) => isForCodeCommit(value));
}

/** The recipe behind the keys; a helper without a profile may have come by others than those it was set up for. */
async function recipeOf(
  profile: string | undefined,
  helper: Pick<HelperIdentity, 'profile'> | undefined,
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

function regionOfEnvironment(env: FactPorts['env']): string | undefined {
  return env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
}

function regionIn(config: string | undefined, profile: string | undefined): string | undefined {
  return config === undefined || profile === undefined
    ? undefined
    : profileValues(config, 'config', profile)?.['region'];
}
