import type { ChainSources } from '../../aws/provider-chain.js';
import type { Credentials } from '../../core/credentials.js';
import type { Problem } from '../../core/problem.js';
import type { WebIdentity } from '../../core/ports/aws/aws.js';

/** Where the credential helper may take keys from. */
export interface KeySources extends ChainSources {
  /** Why a profile that is looked for has no keys, where a line of AWS's files explains it. */
  readonly whyUnreadable?: ((profile: string) => Promise<Problem | undefined>) | undefined;
  /** A session of the role that the variables name; asked of STS. @throws Problem */
  readonly webIdentityKeys?: ((webIdentity: WebIdentity, region: string) => Promise<Credentials>) | undefined;
  /** The keys of the container's or the instance's role; asked last, for it needs the network. */
  readonly roleKeys?: (() => Promise<Credentials | undefined>) | undefined;
}

/** Keys, and whose they are. */
export interface HelperKeys {
  readonly credentials: Credentials;
  readonly from: 'profile' | 'environment' | 'web-identity' | 'container' | 'instance';
  /** The profile that they came from, if from one. */
  readonly profile: string | undefined;
}

/** Whether there are new ones each time that they are asked for. */
export function areHandedOutAnew({ from }: Pick<HelperKeys, 'from'>): boolean {
  return from === 'web-identity' || from === 'container' || from === 'instance';
}
