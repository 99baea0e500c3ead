import type { Credentials } from '../../core/credentials.js';
import type { Verdict } from '../../core/ports/helper-memory.js';
import type { Ports } from '../../core/ports/ports.js';
import { Refusal } from '../../core/problem.js';
import type { GitRequest } from '../../aws/codecommit/git-signature.js';
import { signGitRequest } from '../../aws/codecommit/git-signature.js';

/** Git waits meanwhile. */
const patienceMs = 3_000;

/**
 * Asks AWS whether a session is still good.
 * @param profile whose keys they are, for its settings; undefined for those of the environment
 */
export type CheckSession = (request: GitRequest, credentials: Credentials, profile?: string) => Promise<Verdict>;

type CheckSessionPorts = Pick<Ports, 'aws' | 'probe' | 'clock'>;

/**
 * Asks AWS whether a session is still good: within three seconds, without a word, and never with an error. What AWS
 * does not say plainly is no fault of the session.
 */
export async function checkSession(
  request: GitRequest,
  credentials: Credentials,
  profile: string | undefined,
  ports: CheckSessionPorts,
): Promise<Verdict> {
  // What has to be loaded first takes no time of AWS's.
  const sts = await ports.aws.sts({ region: request.region, credentials, profile });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      resolve('no-answer');
    }, patienceMs);
  });
  const asked = sts
    .getCallerIdentity()
    .then(async ({ arn }): Promise<Verdict> =>
      isSession(arn) && (await deniesEverything(request, credentials, profile, ports)) ? 'revoked' : 'good',
    )
    .catch(verdictOf);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Source: IAM user guide, "Troubleshoot temporary security credentials"; CodeCommit and STS API references, "Common
 * Errors".
 */
function verdictOf(error: unknown): Verdict {
  if (!(error instanceof Refusal)) return 'no-answer';
  if (error.facts.code.startsWith('ExpiredToken')) return 'ended';
  return /^(?:InvalidClientTokenId|UnrecognizedClient)/.test(error.facts.code) ? 'unknown' : 'no-answer';
}

function isSession(arn: string): boolean {
  return arn.includes(':assumed-role/') || arn.includes(':federated-user/');
}

const explicitly = /explicit deny in an identity-based policy/i;

/**
 * Whether the role's sessions were revoked. AWS does that with a policy that denies everything, GetCallerIdentity
 * aside, and does not name it: so it is two refusals in the same words, of this pull and of something else, that tell
 * it from a right that is missing. Source: IAM user guide, "Revoke IAM role temporary security credentials".
 */
async function deniesEverything(
  request: GitRequest,
  credentials: Credentials,
  profile: string | undefined,
  { aws, probe, clock }: CheckSessionPorts,
): Promise<boolean> {
  const { status, body } = await probe(
    `https://${request.host}/${request.path}`,
    'git-upload-pack',
    signGitRequest(request, credentials, clock.now()),
  );
  if (status !== 403 || !explicitly.test(body)) return false;
  const codecommit = await aws.codecommit({ region: request.region, credentials, profile });
  try {
    await codecommit.listRepositories()[Symbol.asyncIterator]().next();
    return false;
  } catch (error) {
    return error instanceof Refusal && explicitly.test(error.message);
  }
}
