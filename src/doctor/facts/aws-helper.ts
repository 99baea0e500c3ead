import { readAwsCliFailure, type AwsCliFailure } from '../../aws/aws-cli/failure.js';
import { findAwsCliSource, signInProfile, type AwsCliSource } from '../../aws/aws-cli/source.js';
import type { Ports } from '../../core/ports/ports.js';
import type { ConfigEntry } from '../../git/config/entries.js';
import { askHelperAlone } from '../../git/proof.js';
import type { ReceivedLogin } from '../../git/received-login.js';
import { readAwsHelperCall } from '../../git/settings/helper-value.js';
import type { Stores } from '../../stores/stores.js';
import { profileLookup, type Texts } from '../../profile/static-keys.js';

/** What the AWS CLI's helper answers, where Git asks it, and where it gets its keys. */
export interface AwsHelperFacts {
  /** Where it is set. */
  readonly entry: ConfigEntry;
  readonly source: AwsCliSource;
  /** The profile in which somebody signs in for it: its own, or the one that its role is taken from. */
  readonly signIn: string | undefined;
  /** Whether git-codecommit can sign that one in again. */
  readonly signInHasRecipe: boolean;
  /** What it gave Git; undefined where it had nothing. */
  readonly login: ReceivedLogin | undefined;
  /** Why it had nothing. */
  readonly failure: AwsCliFailure | undefined;
}

/** Asks the AWS CLI's helper alone, as Git asks it: it goes by its own rules, and nobody knows them better. */
export async function askAwsHelper(
  entry: ConfigEntry,
  url: string,
  texts: Texts,
  outside: boolean,
  { git, cwd, env }: Pick<Ports, 'git' | 'cwd' | 'env'>,
  { recipes }: Pick<Stores, 'recipes'>,
): Promise<AwsHelperFacts> {
  const value = entry.value ?? '';
  const { profile, variables } = readAwsHelperCall(value);
  const { staticKeys, settings } = profileLookup(texts);
  const source = findAwsCliSource(profile, {
    env: { ...env, ...variables },
    settings,
    keysIn: (name) => staticKeys(name)?.from,
  });
  const signIn = source.profile === undefined ? undefined : signInProfile(source.profile, settings);
  const { login, stderr } = await askHelperAlone(value, url, { cwd, outside }, git);
  return {
    entry,
    source,
    signIn,
    signInHasRecipe: signIn !== undefined && (await recipes.read(signIn)) !== undefined,
    login,
    failure: login === undefined ? readAwsCliFailure(stderr) : undefined,
  };
}
