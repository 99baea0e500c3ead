import { joined, sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import { fromContainerMetadata, fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import type { Credentials } from '../../../core/credentials.js';
import { Problem, cancelled } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import type { Env } from '../../network/proxy.js';
import { credentialsFromSdk, type SdkCredentials } from './sdk-credentials.js';
import { withProcessEnvironment } from './process-environment.js';
import { untilAborted } from '../../process/until-aborted.js';

/**
 * The credentials of the container or EC2 instance this runs on. A container's are looked for only where its
 * variables are set, and then nowhere else.
 * Source: AWS SDKs and tools reference, "Container credential provider", "IMDS credential provider".
 */
export async function instanceCredentials(
  env: Env,
  { signal, profile }: { readonly signal?: AbortSignal | undefined; readonly profile?: string | undefined } = {},
): Promise<Credentials> {
  const isContainer = Boolean(
    env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? env['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  );
  if (!isContainer && env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    throw new Problem('aws', 'The credentials of this EC2 instance are turned off by AWS_EC2_METADATA_DISABLED.', {
      hint: sentence`Unset AWS_EC2_METADATA_DISABLED, or sign in another way: ${setUp()}`,
    });
  }
  try {
    return credentialsFromSdk(await untilAborted(isContainer ? container() : ofInstance(profile), signal));
  } catch (cause) {
    if (signal?.aborted) throw cancelled(cause);
    throw new Problem(
      'aws',
      `This ${isContainer ? 'container' : 'computer'} has no role of its own: no credentials came from ` +
        `${isContainer ? "the container's" : 'the EC2 instance'} metadata service.`,
      {
        hint: joined([
          'On EC2 attach an instance profile (and allow IMDSv2 hops from a container); elsewhere sign in another way:',
          sentence`${setUp()}`,
        ]),
        cause,
      },
    );
  }
}

/** No profile has such a name, so that none is read. */
const noProfile = ' ';

/**
 * AWS's provider finds where the metadata service is by `AWS_PROFILE` alone, which may name somebody else's profile.
 */
function ofInstance(profile: string | undefined): Promise<SdkCredentials> {
  return withProcessEnvironment({ AWS_PROFILE: profile ?? noProfile }, () =>
    fromInstanceMetadata({ timeout: 1000, maxRetries: 1 })(),
  );
}

async function container(): Promise<SdkCredentials> {
  return fromHttp({ timeout: 1000, maxRetries: 1 })().catch(() =>
    fromContainerMetadata({ timeout: 1000, maxRetries: 1 })(),
  );
}

/** The keys in the environment, or undefined where one half is missing. */
export function credentialsFromEnvironment(env: Env): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = env;
  if (!id || !secret) return undefined;
  const expiration = new Date(env['AWS_CREDENTIAL_EXPIRATION'] ?? Number.NaN);
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    ...(token && { sessionToken: new Secret(token) }),
    ...(!Number.isNaN(expiration.getTime()) && { expiration }),
  };
}
