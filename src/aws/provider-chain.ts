import type { Credentials } from '../core/credentials.js';
import type { WebIdentity } from '../core/ports/aws/aws.js';
import { Problem } from '../core/problem.js';
import { environmentKeys, given } from './credential-formats/environment-keys.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What the chain looks at; files only when it comes to them. */
export interface ChainSources {
  readonly env: Env;
  /** The static keys of a profile: credentials file, then config file. */
  readonly staticKeys: (profile: string) => Credentials | undefined;
  /** What both of AWS's files say of a profile; undefined where neither has it. */
  readonly settings: (profile: string) => Readonly<Record<string, string>> | undefined;
}

/** Who gives credentials where no profile is named to a tool; none of them was asked yet. */
export type Provider =
  | { readonly from: 'environment'; readonly credentials: Credentials }
  | { readonly from: 'web-identity'; readonly webIdentity: WebIdentity }
  | { readonly from: 'profile'; readonly profile: string; readonly credentials: Credentials }
  /** `AWS_PROFILE` names a profile that has no keys, or none at all. */
  | { readonly from: 'profile-without-keys'; readonly profile: string }
  | { readonly from: 'container' | 'instance' | 'nobody' };

/** By these a profile gets credentials that are no keys in a file. */
const otherWays = [
  'role_arn',
  'web_identity_token_file',
  'sso_account_id',
  'sso_role_name',
  'login_session',
  'credential_process',
];

/**
 * Where credentials come from when no profile is named: keys in variables, a web identity in variables, the profile of
 * `AWS_PROFILE` or `default`, the container, the instance. One order for Git's helper, setup and the doctor: botocore's.
 * Of a profile only keys count: nobody could ask for more inside Git. So a profile of another kind is passed over where
 * it is `default`, and an end where `AWS_PROFILE` names it.
 * Source: botocore, `create_credential_resolver`.
 * @throws Problem `usage` for variables of which a part is missing
 */
export function findProvider({ env, staticKeys, settings }: ChainSources): Provider {
  const inVariables = environmentKeys(env);
  if (inVariables) return { from: 'environment', credentials: inVariables };
  const named = given(env['AWS_PROFILE']);
  const profile = named ?? 'default';
  const own = named === undefined ? {} : settings(named);
  // A role that such a profile names goes before the variables' web identity.
  if (own === undefined || (own['role_arn'] !== undefined && own['web_identity_token_file'] === undefined))
    return { from: 'profile-without-keys', profile };
  const webIdentity = webIdentityVariables(env);
  if (webIdentity) return { from: 'web-identity', webIdentity };
  const credentials = staticKeys(profile);
  if (credentials) return { from: 'profile', profile, credentials };
  if (otherWays.some((setting) => own[setting] !== undefined)) return { from: 'profile-without-keys', profile };
  if (isContainer(env)) return { from: 'container' };
  return { from: isInstanceTurnedOff(env) ? 'nobody' : 'instance' };
}

/** What the variables alone give, whatever the files say. @throws Problem `usage` as `findProvider` */
export function findInVariables(env: Env): Extract<Provider, { from: 'environment' | 'web-identity' }> | undefined {
  const credentials = environmentKeys(env);
  if (credentials) return { from: 'environment', credentials };
  const webIdentity = webIdentityVariables(env);
  return webIdentity && { from: 'web-identity', webIdentity };
}

/** A variable that is set to nothing counts as not set. @throws Problem `usage` for a token without a role */
function webIdentityVariables(env: Env): WebIdentity | undefined {
  const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn, AWS_ROLE_SESSION_NAME: sessionName } = env;
  if (!tokenFile) return undefined;
  if (!roleArn)
    throw new Problem('usage', 'AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN, the role to take, is not.', {
      hint: 'Set it, or unset the other.',
    });
  return { tokenFile, roleArn, sessionName: given(sessionName) };
}

/** Whether the environment leads to a container's service: then no other is asked. */
export function isContainer(env: Env): boolean {
  return [env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'], env['AWS_CONTAINER_CREDENTIALS_FULL_URI']].some(Boolean);
}

/** The same environment, as it is outside any container. */
export function withoutContainer(env: Env): Env {
  return {
    ...env,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
  };
}

/** Whether the instance's service must not be asked. */
export function isInstanceTurnedOff(env: Env): boolean {
  return env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true';
}
