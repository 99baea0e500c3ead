import { joined } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import type { HelperMemory, SessionFault } from '../../core/ports/helper-memory.js';
import { printable } from '../../core/text/printable.js';
import { Problem, isProblem } from '../../core/problem.js';
import type { GitRequest } from '../../aws/codecommit/git-signature.js';
import type { CheckSession } from './check-session.js';
import { exportHint, hintOf, refreshHint, type HelperKeys } from './helper-keys.js';

export interface CheckedKeysPorts {
  readonly memory: HelperMemory;
  readonly check: CheckSession;
  /**
   * New credentials for a profile whose session has ended, or is about to; slow to load. Throws Problem.
   * @param state.dead the access key id that AWS takes no more, whatever the profile says of its end
   */
  readonly renew: (profile: string, state: { readonly ended: boolean; readonly dead?: string }) => Promise<Credentials>;
}

/**
 * Keys that AWS has nothing against, as far as is known: where an earlier answer of theirs was never confirmed, AWS is
 * asked once, and a session that is over is renewed or refused. All else, a check that cannot be made included, is no
 * reason not to sign: Git's own 403 says it then.
 * @throws Problem `aws` where AWS says that the session is over, and there is no new one
 */
export async function checkedKeys(keys: HelperKeys, request: GitRequest, ports: CheckedKeysPorts): Promise<HelperKeys> {
  if (keys.ofMachine === true) return keys;
  const { accessKeyId } = keys.credentials;
  const known = ports.memory.recall(accessKeyId);
  if (known.kind === 'trust') return keys;
  const verdict =
    known.kind === 'fault'
      ? known.fault
      : await ports.check(request, keys.credentials, keys.profile).catch(() => 'no-answer' as const);
  if (known.kind === 'doubt') known.settle(verdict);
  if (verdict === 'good' || verdict === 'no-answer') return keys;
  return await renewed(keys, verdict, ports);
}

async function renewed(keys: HelperKeys, fault: SessionFault, { renew }: CheckedKeysPorts): Promise<HelperKeys> {
  const {
    profile,
    credentials: { accessKeyId },
  } = keys;
  if (profile === undefined) throw refused(keys, fault);
  try {
    const credentials = await renew(profile, { ended: true, dead: accessKeyId });
    if (credentials.accessKeyId !== accessKeyId) return { ...keys, credentials };
  } catch (error) {
    throw refused(keys, fault, error);
  }
  throw refused(keys, fault);
}

function refused(keys: HelperKeys, fault: SessionFault, cause?: unknown): Problem {
  const { profile } = keys;
  const why = isProblem(cause) ? cause : undefined;
  const own = profile === undefined ? exportHint() : refreshHint(profile, { force: true });
  const hint = why === undefined ? own : hintOf(why, own);
  return new Problem('aws', joined([sayFault(keys, fault), why?.said]), { hint, cause });
}

function sayFault({ profile, credentials: { sessionToken } }: HelperKeys, fault: SessionFault): string {
  const whose =
    profile === undefined ? 'of the credentials in the environment' : `of the profile '${printable(profile, 120)}'`;
  if (fault === 'revoked') return `AWS refuses everything to the session ${whose}: it was revoked.`;
  if (fault === 'ended') return `AWS says that the session ${whose} has ended.`;
  return sessionToken === undefined
    ? `AWS does not know the access key ${whose}: it was deleted or turned off.`
    : `AWS does not know the session ${whose} any more.`;
}
