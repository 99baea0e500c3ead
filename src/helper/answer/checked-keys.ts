import type { HelperMemory } from '../../core/ports/helper-memory.js';
import type { GitRequest } from '../../aws/codecommit/git-signature.js';
import type { CheckSession } from './check-session.js';
import { areHandedOutAnew, type HelperKeys } from './key-sources.js';
import type { RenewForHelper } from './renewed-keys.js';

export interface CheckedKeysPorts {
  readonly memory: HelperMemory;
  readonly check: CheckSession;
  readonly renew: RenewForHelper;
}

/**
 * Keys that AWS has nothing against, as far as is known: where an earlier answer of theirs was never confirmed, AWS is
 * asked once, and a session that is over is renewed or refused. All else, a check that cannot be made included, is no
 * reason not to sign: Git's own 403 says it then.
 * @throws Problem `aws` where AWS says that the session is over, and there is no new one
 */
export async function checkedKeys(keys: HelperKeys, request: GitRequest, ports: CheckedKeysPorts): Promise<HelperKeys> {
  if (areHandedOutAnew(keys)) return keys;
  const { accessKeyId } = keys.credentials;
  const known = ports.memory.recall(accessKeyId);
  if (known.kind === 'trust') return keys;
  const verdict =
    known.kind === 'fault'
      ? known.fault
      : await ports.check(request, keys.credentials, keys.profile).catch(() => 'no-answer' as const);
  if (known.kind === 'doubt') known.settle(verdict);
  if (verdict === 'good' || verdict === 'no-answer') return keys;
  return await (await import('./renewed-keys.js')).insteadOfRefused(keys, verdict, ports.renew);
}
