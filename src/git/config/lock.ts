import { joined, sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { lookAt } from '../../core/advice/other-programs.js';
import type { GitLock } from '../../core/ports/git.js';
import { sayDuration } from '../../core/text/duration.js';
import { printable } from '../../core/text/printable.js';

/** Git holds this lock for the moment in which it writes a file; after so long one that nothing has open is nobody's. */
const settledSeconds = 60;
/** The same where nobody can see which programs have it open. */
const settledUnseenSeconds = 600;

/** Whether a lock may be removed, as far as that can be known from here. */
export function isAbandoned({ isOwn, ageSeconds, holder, isSeen }: GitLock): boolean {
  return isOwn && holder === undefined && ageSeconds >= (isSeen ? settledSeconds : settledUnseenSeconds);
}

/** What is known of a lock, and what cannot be: whose it is, and whether it may be removed. */
export function sayLock(lock: GitLock): Text {
  const { path, isOwn, ageSeconds, holder, isSeen } = lock;
  if (!isOwn) return sentence`It is no file of yours, so no Git of yours made it. Look what it is: ${lookAt(path)}`;
  if (holder !== undefined) return `Process ${holder} has it open: wait until that has ended.`;
  const age = sayDuration(ageSeconds);
  if (!isAbandoned(lock))
    return `It was made ${age} ago, and Git keeps it for a moment only: wait ${isSeen ? 'a minute' : 'ten minutes'}.`;
  return joined([
    `It was made ${age} ago, and Git keeps it for a moment only, so a Git that was killed left it.`,
    isSeen
      ? 'No program of yours has it open; another machine or container that shares the folder cannot be seen from here.'
      : 'Which programs have it open cannot be seen here.',
  ]);
}

/** The path of a lock, for a sentence. */
export function lockPath({ path }: Pick<GitLock, 'path'>): string {
  return printable(path, 200);
}
