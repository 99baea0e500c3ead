import { joined, sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import { isContainer, isInstanceTurnedOff } from '../../../aws/provider-chain.js';
import type { Credentials } from '../../../core/credentials.js';
import { Problem, cancelled } from '../../../core/problem.js';
import { readWhole } from '../../files/descriptors.js';
import type { Env } from '../../network/proxy.js';
import { roleKeys } from '../role-keys.js';

/**
 * The credentials of the container or EC2 instance this runs on. A container's are looked for only where its
 * variables are set, and then nowhere else.
 * @param options.settings of the profile on whose behalf they are taken, below the environment's
 * @throws Problem `aws` where there are none
 */
export async function instanceCredentials(
  env: Env,
  { signal, settings }: { readonly signal?: AbortSignal | undefined; readonly settings?: Env | undefined } = {},
): Promise<Credentials> {
  if (!isContainer(env) && isInstanceTurnedOff(env)) {
    throw new Problem('aws', 'The credentials of this EC2 instance are turned off by AWS_EC2_METADATA_DISABLED.', {
      hint: sentence`Unset AWS_EC2_METADATA_DISABLED, or sign in another way: ${setUp()}`,
    });
  }
  const keys = await roleKeys({ env, readText: readWhole, settings, signal });
  if (signal?.aborted) throw cancelled(signal.reason);
  if (keys) return keys;
  throw new Problem(
    'aws',
    "This computer has no role of its own: no credentials came from the EC2 instance's metadata service.",
    {
      hint: joined([
        'On EC2 attach an instance profile (and allow IMDSv2 hops from a container); elsewhere sign in another way:',
        sentence`${setUp()}`,
      ]),
    },
  );
}
