import { findProvider } from '../../../aws/provider-chain.js';
import { sentence } from '../../../core/advice/advice.js';
import { unsetVariables } from '../../../core/advice/other-programs.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import { printable } from '../../../core/text/printable.js';
import type { Stores } from '../../../stores/stores.js';

/**
 * Whether Git's helper, which is given no profile, takes what the variables give: a profile that `AWS_PROFILE` names
 * may come before their web identity, as in botocore.
 * @throws Problem `usage` where it does, or where the variables give nothing whole
 */
export async function demandFoundByHelper(
  { env }: Pick<Ports, 'env'>,
  { profiles }: Pick<Stores, 'profiles'>,
): Promise<void> {
  const provider = findProvider({ env, ...(await profiles.lookup()) });
  if (provider.from !== 'profile-without-keys') return;
  throw new Problem(
    'usage',
    `AWS_PROFILE names the profile ${printable(provider.profile, 200)}, which counts before the web identity in the ` +
      'environment, and has no keys for Git.',
    { hint: sentence`Unset it: ${unsetVariables(['AWS_PROFILE'])}` },
  );
}
