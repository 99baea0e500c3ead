import type { Credentials } from '../core/credentials.js';
import type { Recollection, Verdict } from '../core/ports/helper-memory.js';
import { sayDuration } from '../core/text/duration.js';
import { isoSeconds } from '../core/text/time.js';
import { stateOf } from '../core/session-state.js';
import type { HelperStep } from './answer/helper-step.js';
import type { HelperKeys } from './answer/key-sources.js';

const verdicts: Readonly<Record<Verdict, string>> = {
  good: 'AWS was asked: the session is good, so that the failure was not the keys',
  ended: 'AWS was asked: the session has ended',
  unknown: 'AWS was asked: it does not know the key',
  revoked: 'AWS was asked: the session was revoked',
  'no-answer': 'AWS was asked, and gave no answer that says anything of the session',
};

const origins: Readonly<Record<Exclude<HelperKeys['from'], 'profile'>, string>> = {
  environment: 'from the environment',
  'web-identity': 'from STS, for the token that the environment names',
  container: 'from the container',
  instance: 'from the instance',
};

/** The words for what the helper decides; of a key no more than what tells it from others. */
export function traceWords(now: () => Date) {
  const ending = ({ expiration }: Credentials): string => {
    if (expiration === undefined) return 'ends at no known time';
    const seconds = (expiration.getTime() - now().getTime()) / 1000;
    return stateOf(expiration, now()) === 'expired'
      ? `ended at ${isoSeconds(expiration)}, ${sayDuration(-seconds)} ago`
      : `ends at ${isoSeconds(expiration)}, in ${sayDuration(seconds)}`;
  };
  const keysOf = (credentials: Credentials): string =>
    `${credentials.sessionToken === undefined ? 'long-term key' : 'session'} ${idOf(credentials)}, ${ending(credentials)}`;
  return {
    step(told: HelperStep): string {
      switch (told.step) {
        case 'other-host':
          return 'Git asks for a host that is not CodeCommit: no answer';
        case 'asked':
          return (
            `Git asks for https://${told.request.host}/${told.request.path} (${told.request.region}), ` +
            (told.profile === undefined ? 'no profile is named' : `profile ${told.profile}`)
          );
        case 'keys':
          return `keys ${originOf(told.keys)}: ${keysOf(told.keys.credentials)}: ${told.outlasts ? 'not renewed' : 'to be renewed'}`;
        case 'signed':
          return `signed with ${idOf(told.keys.credentials)}`;
      }
    },
    recollection({ kind }: Recollection): string {
      return kind === 'trust'
        ? 'no earlier answer of this key is in doubt'
        : kind === 'fault'
          ? 'an earlier answer was not confirmed, and AWS said within the last minute that the session is over'
          : 'an earlier answer of this key was never confirmed: AWS is asked';
    },
    renewal: (profile: string, { dead }: { readonly dead?: string | undefined }): string =>
      `profile ${profile} is renewed: ${dead === undefined ? 'the session does not last' : 'AWS takes its key no more'}`,
    renewed: (credentials: Credentials): string => `new credentials: ${keysOf(credentials)}`,
    verdict: (verdict: Verdict): string => verdicts[verdict],
    handedOut:
      (by: string) =>
      (credentials: Credentials): string =>
        `keys handed out by ${by}: ${keysOf(credentials)}`,
  };
}

function originOf({ from, profile }: HelperKeys): string {
  return from === 'profile' ? `of profile ${profile ?? ''}` : origins[from];
}

/** The first four characters say what kind of key it is, the last four which one. */
function idOf({ accessKeyId }: Credentials): string {
  return accessKeyId.length <= 8 ? '****' : `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}
