import type { Credentials } from '../core/credentials.js';
import { sayDuration } from '../core/duration.js';
import { Problem, Refusal } from '../core/problem.js';
import { printable } from '../core/printable.js';
import { explain } from '../aws/explain.js';
import { Secret } from '../core/secret.js';
import { stateOf } from '../core/session-state.js';
import { refreshFix } from './aws-files.js';
import { fail, ok, skip, warn } from './check.js';
import type { Check, Instruments } from './check.js';

/** A signature older or newer than this is refused. Source: AWS General Reference, "Signature Version 4", clock skew. */
const skewMs = 5 * 60_000;

export const expiry: Check = {
  id: 'expiry',
  title: 'Time left',
  run(patient, { clock }) {
    if (patient.keys === undefined) return skip('There are no keys.');
    const { expiration } = patient.keys;
    const state = stateOf(expiration, clock.now());
    if (expiration === undefined || state === 'unknown') return ok('The profile does not say when its session ends.');
    const seconds = (expiration.getTime() - clock.now().getTime()) / 1000;
    if (state === 'expired') return fail(`The session of profile ${patient.profile ?? ''} ended ${sayDuration(-seconds)} ago.`, refreshFix(patient)?.replace(' --force', ''));
    return state === 'expiring' ? warn(`The session ends in ${sayDuration(seconds)}.`, refreshFix(patient)) : ok(`The session lasts for ${sayDuration(seconds)}.`);
  },
};

export const identity: Check = {
  id: 'identity',
  title: 'Identity',
  online: true,
  async run(patient, { aws }) {
    if (patient.keys === undefined || patient.region === undefined) return skip('There are no keys to ask with.');
    try {
      const sts = await aws.sts({ region: patient.region, credentials: patient.keys });
      const { arn, account } = await sts.getCallerIdentity();
      const expected = patient.recipe?.account;
      if (expected !== undefined && expected !== account) return warn(`AWS says ${printable(arn)}, but the profile was set up for account ${expected}.`, refreshFix(patient));
      return ok(printable(arn));
    } catch (error) {
      if (!(error instanceof Problem) || error.kind === 'network') throw error;
      return fail(error instanceof Refusal ? explain(error).message : error.message, refreshFix(patient));
    }
  },
};

export const clock: Check = {
  id: 'clock',
  title: 'Clock',
  online: true,
  async run(patient, { aws }) {
    if (patient.region === undefined) return skip('No Region is known.');
    if (aws.clockOffset() === undefined) await askAnybody(aws, patient.region, patient.keys);
    const offset = aws.clockOffset();
    if (offset === undefined) return skip('AWS did not say what time it is.');
    if (Math.abs(offset) < skewMs) return ok('This computer\'s clock agrees with AWS\'s.');
    return fail(`This computer's clock is ${sayDuration(Math.abs(offset) / 1000)} ${offset > 0 ? 'behind' : 'ahead of'} AWS's, so no signature is taken. Set it (on Linux: sudo timedatectl set-ntp true; in WSL: sudo hwclock -s).`);
  },
};

/** AWS's own example: whoever signs with it is refused, and that is an answer too. */
const nobody: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY') };

/** Gets any answer from AWS: each carries AWS's time, a refusal too. Throws Problem `network` where there is none. */
export async function askAnybody(aws: Instruments['aws'], region: string, keys: Credentials | undefined): Promise<void> {
  try {
    await (await aws.sts({ region, credentials: keys ?? nobody })).getCallerIdentity();
  } catch (error) {
    if (error instanceof Problem && error.kind === 'network') throw error;
  }
}
