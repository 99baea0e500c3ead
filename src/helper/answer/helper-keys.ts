import { environmentKeys } from '../../aws/credential-formats/environment-keys.js';
import { exportRecipe, refresh, startHere } from '../../core/advice/own-commands.js';
import { adviceIn, sentence, signsIn } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';

/** Where the credential helper may take keys from. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The static keys of a profile: credentials file, then config file. */
  readonly staticKeys: (profile: string) => Credentials | undefined;
  /** The keys of the container's or the instance's role; asked last, for it needs the network. */
  readonly roleKeys?: (() => Promise<Credentials | undefined>) | undefined;
}

/** Keys, and whose they are. */
export interface HelperKeys {
  readonly credentials: Credentials;
  /** Undefined where they came from the environment, a container or an instance. */
  readonly profile: string | undefined;
  /** They are those of the container or the instance, which hands out new ones by itself. */
  readonly ofMachine?: true;
}

/**
 * The keys for one call of the helper. `--profile NAME` means that profile's keys and nothing else; no profile means
 * environment, `AWS_PROFILE`, `default`, container, instance. AWS's page tells users of the environment to write
 * `--profile default`, so that means the same where `[default]` has no keys.
 * @throws Problem when there are none
 */
export async function helperKeys(profile: string | undefined, sources: KeySources): Promise<HelperKeys> {
  if (profile === undefined) return keysWithoutProfile(sources);
  const credentials = sources.staticKeys(profile);
  if (credentials) return { credentials, profile };
  if (profile === 'default') return keysWithoutProfile(sources);
  throw noKeys(profile);
}

async function keysWithoutProfile(sources: KeySources): Promise<HelperKeys> {
  const inEnvironment = environmentKeys(sources.env);
  if (inEnvironment) return { credentials: inEnvironment, profile: undefined };
  const named = given(sources.env['AWS_PROFILE']);
  const profile = named ?? 'default';
  const credentials = sources.staticKeys(profile);
  if (credentials) return { credentials, profile };
  if (named !== undefined) throw noKeys(named);
  const ofRole = await sources.roleKeys?.();
  if (ofRole) return { credentials: ofRole, profile: undefined, ofMachine: true };
  throw new Problem(
    'aws',
    'No AWS credentials were found: none in the environment, none in the profile default, none from a role ' +
      'of this machine.',
    { hint: sentence`Run: ${startHere()}` },
  );
}

/** A variable set to nothing counts as not set, as in every AWS tool. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function noKeys(profile: string): Problem {
  return new Problem(
    'aws',
    `The profile '${printable(profile, 120)}' holds no access key, neither in AWS's credentials file nor in ` +
      'its config file.',
    {
      hint: refreshHint(profile),
    },
  );
}

/** The command that brings new keys for a profile; `force` for keys that look as if they were still good. */
export function refreshHint(profile: string, { force = false }: { readonly force?: boolean } = {}): Text {
  return sentence`Run: ${refresh(profile, { force })}`;
}

/** The same where no profile has them. */
export function exportHint(): Text {
  return sentence`Export new ones: ${exportRecipe()}`;
}

/**
 * The hint of a problem where it names a command that signs in, else the other: Git shows one line, and that must help.
 */
export function hintOf({ hint }: Problem, otherwise: Text | undefined): Text | undefined {
  return adviceIn(hint).some(signsIn) ? hint : otherwise;
}
