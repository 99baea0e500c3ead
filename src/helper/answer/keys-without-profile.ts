import { findProvider } from '../../aws/provider-chain.js';
import { sentence } from '../../core/advice/advice.js';
import { startHere } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import { noKeys } from './key-hints.js';
import type { HelperKeys, KeySources } from './key-sources.js';

/** The keys of whoever comes first where no profile is named. @throws Problem when there are none */
export async function keysWithoutProfile(sources: KeySources, region: string): Promise<HelperKeys> {
  const provider = findProvider(sources);
  if (provider.from === 'profile-without-keys') throw await noKeys(provider.profile, sources);
  if (provider.from === 'environment') return { ...provider, profile: undefined };
  if (provider.from === 'profile') return provider;
  const { from } = provider;
  const handedOut =
    from === 'web-identity'
      ? await sources.webIdentityKeys?.(provider.webIdentity, region)
      : from === 'nobody'
        ? undefined
        : await sources.roleKeys?.();
  if (handedOut && from !== 'nobody') return { credentials: handedOut, from, profile: undefined };
  throw new Problem(
    'aws',
    'No AWS credentials were found: none in the environment, none in the profile default, none from a role ' +
      'of this machine.',
    { hint: sentence`Run: ${startHere()}` },
  );
}
