import { sentence } from '../../core/advice/advice.js';
import { makeWritable } from '../../core/advice/other-programs.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../core/problem.js';
import { changing, factsOf, isUnchanged, lookAt } from './look.js';
import type { Look } from './look.js';
import { replaceFile } from './replace.js';
import type { ReplaceOptions } from './replace.js';
import type { HeldLock } from '../lock/lock.js';

/** Makes the new text of a file from the old one; undefined leaves the file alone. */
export type Change = (text: string | undefined) => string | undefined;

/** How often an edit is done anew because others write at the same time. */
const attempts = 50;

/**
 * Reads, changes and replaces a file whose lock is held; again when a program that knows no lock wrote in between.
 * @param knownSize how many bytes the file had when this process saw it last
 * @returns how many bytes it has now
 */
export async function editLocked(
  path: string,
  change: Change,
  lock: HeldLock,
  knownSize: bigint | undefined,
  options: ReplaceOptions = {},
): Promise<bigint> {
  let look = await lookAt(path, knownSize);
  try {
    for (let attempt = 0, base = look.text; attempt < attempts; attempt += 1) {
      const next = change(base);
      if (next === undefined || next === look.text) return look.stat?.size ?? 0n;
      refuseReadOnly(path, look);
      const before = look;
      const done = await replaceFile(
        path,
        next,
        before.stat,
        () => isUnchanged(factsOf(path), before.stat) && stillOurs(lock, path),
        options,
      );
      const lost = done ? await foreignText(before) : undefined;
      if (done && lost === undefined) return BigInt(next.length);
      const mine = done ? factsOf(path) : undefined;
      look = await lookAt(path, 0n);
      before.close();
      // Somebody wrote into the old file while it was being replaced: what they wrote comes first, our change on top.
      base = lost !== undefined && isUnchanged(mine, look.stat) ? lost : look.text;
    }
    throw changing(path);
  } finally {
    look.close();
  }
}

// What a program that writes in place (as `aws configure set` does) put into the old file after we had read it.
async function foreignText(before: Look): Promise<string | undefined> {
  let text = before.again();
  if (text === before.text) return undefined;
  for (let attempt = 0, last = text; attempt < 40; attempt += 1, last = text) {
    await sleep(50);
    text = before.again();
    if (text !== '' && text === last) return text;
  }
  // Emptied and left so: a program that died in between. What it emptied is what we had read.
  return undefined;
}

function stillOurs(lock: HeldLock, path: string): boolean {
  if (lock.isOurs()) return true;
  throw new Problem(
    'file',
    `This program was stopped for so long that another took over the lock of ${path}. The file was left as it is.`,
    { hint: 'Repeat the command.' },
  );
}

function refuseReadOnly(path: string, look: Look): void {
  if (look.stat && (look.stat.mode & 0o200n) === 0n) {
    throw new Problem('file', `Cannot write ${path}: it is marked read-only. It was left as it is.`, {
      hint: sentence`If that is not meant: ${makeWritable(path)}`,
    });
  }
}
