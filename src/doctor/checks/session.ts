import { setUp } from '../../core/advice/own-commands.js';
import { setClock } from '../../core/advice/other-programs.js';
import { sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import { sayDuration } from '../../core/text/duration.js';
import { Refusal, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Secret } from '../../core/secret.js';
import { stateOf } from '../../core/session-state.js';
import { forgivenSkewMs } from '../../aws/refusals/any-call.js';
import { explain } from '../../aws/refusals/explain.js';
import { otherPartition } from '../../aws/other-partition.js';
import { partitionOf } from '../../aws/partitions.js';
import { askByAwsCli } from '../common/aws-cli.js';
import { Busy } from '../common/busy.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { environmentFix, environmentWords, refreshFix, renewFix } from '../fixes.js';
import { foreignPartition, isUnknownKey } from '../common/partition.js';

export const expiry: Check = {
  id: 'expiry',
  title: 'Time left',
  async run(facts, ports) {
    const { keys, keysFrom } = facts;
    if (keysFrom === 'aws-cli') return ok('The AWS CLI gets new keys by itself.');
    if (keys === undefined) return skip('There are no keys.');
    const { expiration } = keys;
    if (keysFrom === 'web-identity') return ok('STS gives new keys each time that Git asks.');
    if (keysFrom === 'role') return ok('The role of this machine hands out new keys by itself.');
    if (expiration === undefined)
      return ok(
        keys.sessionToken === undefined
          ? 'These are long-term keys, which do not end.'
          : 'Nothing says when the session ends.',
      );
    const now = ports.clock.now();
    if (stateOf(expiration, now) !== 'expired') return left(expiration, now, facts);
    const offset = await offsetOf(facts, ports);
    // A clock that is ahead makes a session look over that is not.
    if (offset < -forgivenSkewMs && stateOf(expiration, new Date(now.getTime() + offset)) !== 'expired')
      return ok("By this computer's clock the session has ended, by AWS's it has not.");
    return ended(expiration, now, facts);
  },
};

function left(expiration: Date, now: Date, facts: DiagnosisFacts): CheckResult {
  const seconds = (expiration.getTime() - now.getTime()) / 1000;
  if (facts.renewsItself)
    return ok(`The session lasts for another ${sayDuration(seconds)}; then Git's helper renews it by itself.`);
  return stateOf(expiration, now) === 'expiring'
    ? warn(`The session ends in ${sayDuration(seconds)}.`, refreshFix(facts))
    : ok(`The session lasts for another ${sayDuration(seconds)}.`);
}

function ended(expiration: Date, now: Date, facts: DiagnosisFacts): CheckResult {
  const { profile, keysFrom, renewal } = facts;
  const whose = keysFrom === 'environment' ? 'of the credentials in the environment' : `of profile ${String(profile)}`;
  const ago = sayDuration((now.getTime() - expiration.getTime()) / 1000);
  const fix = keysFrom === 'environment' ? environmentFix(facts) : renewFix(facts);
  // The helper's own sentence begins with the end of the session, which is said already, and ends with the fix.
  const why =
    renewal === undefined
      ? ''
      : (printable(renewal, 400)
          .replace(/^The session .*? ago\)\. ?/, '')
          .split(/ ?Run: (?=.*\bgit[- ]codecommit\b)/)[0] ?? '');
  return fail(
    `The session ${whose} ended ${ago} ` +
      `ago${why === '' ? '.' : `, and Git's helper could not renew it by itself: ${why.replace(/^A /, 'a ')}`}` +
      (keysFrom === 'environment' ? environmentWords(facts) : ''),
    fix,
  );
}

/** How far AWS's clock is ahead, in milliseconds; 0 where AWS cannot be asked. */
async function offsetOf(facts: DiagnosisFacts, { aws }: Pick<CheckPorts, 'aws'>): Promise<number> {
  const { region } = facts;
  if (region === undefined) return 0;
  try {
    if (aws.clockOffset() === undefined) await askAnybody(aws, { ...facts, region });
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
  return aws.clockOffset() ?? 0;
}

export const identity: Check = {
  id: 'identity',
  title: 'Identity',
  online: 'aws',
  async run(facts, ports) {
    const { keys, keysFrom, region, recipe, profile } = facts;
    if (keysFrom === 'aws-cli') return await identityByAwsCli(facts, ports);
    if (keys === undefined || region === undefined) return skip('There are no keys to ask with.');
    try {
      const { arn, account } = await (await ports.aws.sts({ region, credentials: keys, profile })).getCallerIdentity();
      const expected = recipe?.account;
      if (expected === undefined || expected === account) return ok(printable(arn));
      return warn(
        `The keys of ${profile ?? 'the environment'} belong to account ${printable(account)} ` +
          `(${printable(arn)}), and it was set up for account ${printable(expected)}.`,
        refreshFix(facts),
        ['repository', 'pull'],
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return (await ofAnotherPartition(facts, ports)) ?? refused(error, facts);
    }
  },
};

/** Whose keys the AWS CLI got; it keeps them. Whether they are good, the next checks ask CodeCommit itself. */
async function identityByAwsCli(facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const answer = await askByAwsCli(facts, ['sts', 'get-caller-identity'], ports);
  const { Arn: arn } = (answer?.document ?? {}) as { readonly Arn?: unknown };
  return typeof arn === 'string' ? ok(printable(arn)) : skip('The AWS CLI does not say whose its keys are.');
}

async function ofAnotherPartition(
  facts: DiagnosisFacts,
  ports: Pick<CheckPorts, 'aws'>,
): Promise<CheckResult | undefined> {
  const { profile, region = '', cleanUrl } = facts;
  const own = await foreignPartition(facts, ports);
  if (own === undefined) return undefined;
  const whose = profile === undefined ? 'These credentials are' : `Profile ${profile} is`;
  return fail(
    `${whose} of ${otherPartition(own, region)}. Sign in with an account of ${partitionOf(region).name}.`,
    cleanUrl === undefined ? setUp() : setUp('repository', cleanUrl),
  );
}

function refused(refusal: Refusal, facts: DiagnosisFacts): CheckResult {
  const { code } = refusal.facts;
  if (isBusy(refusal)) throw busy(refusal);
  const whose = facts.profile === undefined ? 'of these credentials' : `of profile ${facts.profile}`;
  if (code.includes('ExpiredToken')) {
    const fix = refreshFix(facts);
    const how = fix === undefined && facts.awsHelper !== undefined ? ' Get new keys as you got these.' : '';
    return fail(`AWS says that the session ${whose} has ended.${how}`, fix);
  }
  if (isUnknownKey(refusal) && facts.keys?.sessionToken !== undefined)
    return fail(
      `AWS does not know the session ${whose} (any more): it was revoked, its user or role is gone, or it ` +
        'belongs to another partition.',
      refreshFix(facts),
    );
  return fail(explain(refusal).message, refreshFix(facts));
}

export const clock: Check = {
  id: 'clock',
  title: 'Clock',
  online: 'aws',
  async run(facts, { aws }) {
    if (facts.region === undefined) return skip('No Region is known.');
    if (aws.clockOffset() === undefined) await askAnybody(aws, { ...facts, region: facts.region });
    const offset = aws.clockOffset();
    if (offset === undefined) return skip('AWS did not say what time it is.');
    if (Math.abs(offset) < forgivenSkewMs) return ok("This computer's clock agrees with AWS's.");
    const skew = `${sayDuration(Math.abs(offset) / 1000)} ${offset > 0 ? 'behind' : 'ahead of'}`;
    return fail(
      sentence`This computer's clock is ${skew} AWS's, so AWS takes none of its signatures. ${howToSet(facts)}`,
    );
  },
};

/** Setting the clock takes an administrator, so it is told and not run. */
function howToSet({ platform, env }: DiagnosisFacts): Text {
  if (platform === 'win32') return 'Set it: Settings, Time & language, Sync now.';
  const system = platform === 'darwin' ? 'macos' : env['WSL_DISTRO_NAME'] === undefined ? 'linux' : 'wsl';
  return sentence`Set it: \`${setClock(system)}\`.`;
}

/** AWS's own example: whoever signs with it is refused, and that is an answer too. */
const nobody: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
};

/**
 * Gets any answer from AWS: each carries AWS's time, a refusal too. Throws Problem `network`, `file` or `usage` where
 * there is none.
 */
export async function askAnybody(
  aws: CheckPorts['aws'],
  { region, keys, profile }: Pick<DiagnosisFacts, 'keys' | 'profile'> & { readonly region: string },
): Promise<void> {
  try {
    await (await aws.sts({ region, credentials: keys ?? nobody, profile })).getCallerIdentity();
  } catch (error) {
    // A setting that cannot be used (a certificate file, an endpoint) keeps every call from AWS too.
    if (isProblem(error) && error.kind !== 'aws') throw error;
    if (error instanceof Refusal && isBusy(error)) throw busy(error);
  }
}

/** Whether AWS works, but not now: that says nothing of the credentials. Source: STS API reference, "Common Errors". */
export function isBusy({ facts }: Refusal): boolean {
  return (
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalFailure|InternalError|InternalServer)/.test(
      facts.code,
    ) || facts.status === 429
  );
}

/** What a busy AWS means for the checks: the same as one that cannot be reached. */
export function busy(refusal: Refusal): Busy {
  const throttled = /Throttl|TooMany|RequestLimit|SlowDown/.test(refusal.facts.code) || refusal.facts.status === 429;
  return new Busy(throttled ? 'AWS is answering too many requests (429).' : 'AWS itself has trouble at the moment.');
}
