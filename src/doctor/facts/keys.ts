import { isProblem } from '../../core/problem.js';
import { environmentRecipe } from '../../core/recipe.js';
import type { Ports } from '../../core/ports/ports.js';
import type { DiagnosisFacts } from '../check.js';
import type { AwsHelperFacts } from './aws-helper.js';
import type { HelperIdentity } from '../../git/settings/helper-value.js';
import { profileLookup } from '../../profile/static-keys.js';
import { findInVariables } from '../../aws/provider-chain.js';
import { helperKeys } from '../../helper/answer/helper-keys.js';
import type { KeySources } from '../../helper/answer/key-sources.js';
import type { Stores } from '../../stores/stores.js';

/** What a look for keys goes by. */
export interface KeysAt {
  readonly texts: { readonly credentials: string | undefined; readonly config: string | undefined };
  readonly region: string | undefined;
}

/**
 * What the helper would sign with, by its own rules. Where there is no helper, and nobody set one up, it is what the
 * variables here have: a helper could take those.
 */
export async function keysOf(
  profile: string | undefined,
  helper: HelperIdentity | undefined,
  { texts, region }: KeysAt,
  { env, aws }: Pick<Ports, 'env' | 'aws'>,
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

type Keys = Pick<DiagnosisFacts, 'keys' | 'keysFrom' | 'keysProblem' | 'profile'>;

/**
 * What the AWS CLI's helper signs with. Of keys that it takes as they stand, in a file or in variables, more is known than
 * it says; all others it gets itself, and keeps.
 * @param look for keys as our helper finds them; `profile` undefined means those of no profile
 */
export async function keysOfAwsHelper(
  { source, login }: AwsHelperFacts,
  look: (profile: string | undefined) => Promise<Keys>,
): Promise<Keys> {
  const { kind, profile } = source;
  const own = kind === 'environment' || kind === 'web-identity' || kind === 'machine' ? undefined : profile;
  const none: Keys = {
    keys: undefined,
    keysFrom: login === undefined ? undefined : 'aws-cli',
    keysProblem: undefined,
    profile: own,
  };
  const isKnown =
    kind === 'environment' || kind === 'keys' || (source.namedBy === undefined && (kind === 'machine' || !profile));
  if (!isKnown) return { ...none, profile };
  const found = await look(own);
  const stand = found.keysFrom === 'profile' || found.keysFrom === 'environment';
  const isOther = stand && login !== undefined && login.username.reveal().split('%')[0] !== found.keys?.accessKeyId;
  return found.keys === undefined || isOther ? none : found;
}
