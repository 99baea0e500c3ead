import * as os from 'node:os';
import type { Credentials } from '../core/credentials.js';
import { isFresh } from '../core/session-state.js';
import { failureDocument, sharedFailure } from '../sign-in/shared-failure.js';
import type { Cancellation } from '../system/process/cancellation.js';
import { endingWithGit } from './ending-with-git.js';
import { findPaths, lockedFiles } from '../state/paths.js';
import { openState } from '../state/state.js';
import { staticKeys } from '../profile/static-keys.js';
import { readWhole } from '../system/files/descriptors.js';
import { createFiles } from '../system/files/files.js';
import { homeOf } from '../system/home-folder.js';

/** As long as somebody who looks for a telephone may take; without a person it is over much sooner. */
const waitMs = 200_000;

/**
 * The entry point that the credential helper loads when a session has ended, and then only. However many Git processes
 * come through it, one has its turn and loads what is slow; the others watch, and go on with what it gets, or fail with
 * it.
 * @param state.ended whether the session is over, so that a person may be asked for a code
 * @param state.dead the access key id that AWS takes no more, whatever the profile says of its end
 * @throws Problem saying which command helps
 */
export async function renewFromHelper(
  profile: string,
  { ended, dead }: { readonly ended: boolean; readonly dead?: string },
): Promise<Credentials> {
  return await endingWithGit((cancellation) => renewInTurn(profile, { ended, dead }, cancellation));
}

async function renewInTurn(
  profile: string,
  { ended, dead }: { readonly ended: boolean; readonly dead?: string | undefined },
  cancellation: Cancellation,
): Promise<Credentials> {
  const began = Date.now();
  const paths = findPaths(process.platform, process.env, homeOf(os));
  const files = createFiles(cancellation.signal, { others: () => lockedFiles(paths) });
  const state = openState(files, paths.state);
  const instead = (): Credentials | undefined => {
    const failure = sharedFailure(documentIn(state.path(profile, failureDocument)), began, Date.now());
    if (failure) throw failure;
    const keys = staticKeys(profile, { credentials: textOf(paths.credentials), config: undefined });
    return keys !== undefined && isFresh(keys, new Date(), dead) ? keys : undefined;
  };
  return await files.withLock(
    state.path(profile, 'turn'),
    async () => {
      const { renewNow } = await import('./renew-now.js');
      return await renewNow(profile, { ended, dead, began }, cancellation);
    },
    { waitMs, instead },
  );
}

function textOf(path: string): string | undefined {
  try {
    return readWhole(path);
  } catch {
    return undefined;
  }
}

function documentIn(path: string): unknown {
  try {
    return JSON.parse(Buffer.from(readWhole(path), 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}
