import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../aws/codecommit/sha256.js';
import { rememberedName } from '../state/helper-memory-store.js';
import { makeFolder } from '../system/files/make-folder.js';
import { readWhole, writeWhole } from '../system/files/descriptors.js';
import type { HelperMemory, Recollection, SessionFault, Verdict } from '../core/ports/helper-memory.js';

/** A key is looked at once in this time, in milliseconds. */
const checkMs = 60_000;

/** With more files than this, room is made. */
const mostFiles = 64;

const faults: readonly string[] = ['ended', 'unknown', 'revoked'] satisfies readonly SessionFault[];

/**
 * A folder of small files. An answer that waits for its confirmation is a file of the answer's name that holds the hash
 * of its key; `store` removes it. A check is a file named after the key's hash and the minute, so that whoever makes it
 * has the right to look, however many ask; it holds the time, and then what was found.
 */
export function openHelperMemory(folder: string, now: () => Date): HelperMemory {
  return {
    recall(accessKeyId) {
      const names = namesIn(folder).filter((name) => !dropFuture(folder, name, now().getTime()));
      if (names.length > mostFiles) sweep(folder, names, now().getTime());
      const answers = names.filter((name) => /^[0-9a-f]{16}$/.test(name));
      // Most often all were confirmed, and there is nothing to hash.
      if (answers.length === 0) return { kind: 'trust' };
      const key = hash(accessKeyId);
      const doubts = answers.filter((name) => read(join(folder, name)).startsWith(key));
      return doubts.length === 0 ? { kind: 'trust' } : lookOnce(folder, key, doubts, now().getTime());
    },
    note(accessKeyId, password) {
      const name = rememberedName(password);
      if (name === undefined) return;
      const remember = (): boolean => write(join(folder, name), `${hash(accessKeyId)}\n`, 'w');
      if (!remember() && attempt(() => void makeFolder(folder))) remember();
    },
    confirm(password) {
      const name = rememberedName(password);
      if (name !== undefined) attempt(() => unlinkSync(join(folder, name)));
    },
  };
}

function lookOnce(folder: string, key: string, doubts: readonly string[], now: number): Recollection {
  const minute = Math.floor(now / checkMs);
  for (const past of [minute, minute - 1]) {
    const [time, verdict = ''] = read(join(folder, `${key}-${past}`))
      .trim()
      .split(' ');
    // A clock that was set back within this minute leaves a time of the future.
    if (Number(time) > now) attempt(() => unlinkSync(join(folder, `${key}-${past}`)));
    if (!time || !isLastMinute(Number(time), now)) continue;
    return faults.includes(verdict) ? { kind: 'fault', fault: verdict as SessionFault } : { kind: 'trust' };
  }
  const check = join(folder, `${key}-${minute}`);
  // Where it cannot be written down that somebody has looked, everybody would, with every fetch.
  if (!write(check, `${now}\n`, 'wx')) return { kind: 'trust' };
  const settle = (verdict: Verdict): void => {
    write(check, `${now} ${verdict}\n`, 'w');
    // The failure was none of the key's.
    if (verdict === 'good') for (const name of doubts) attempt(() => unlinkSync(join(folder, name)));
  };
  return { kind: 'doubt', settle };
}

function isLastMinute(time: number, now: number): boolean {
  return time <= now && now - time <= checkMs;
}

/**
 * Removes a check of the future: the clock was ahead, and what was found then must not be told once that time has come.
 */
function dropFuture(folder: string, name: string, now: number): boolean {
  const minute = name.split('-')[1];
  return (
    minute !== undefined && Number(minute) > Math.floor(now / checkMs) && attempt(() => unlinkSync(join(folder, name)))
  );
}

function hash(accessKeyId: string): string {
  return Buffer.from(sha256(Buffer.from(accessKeyId))).toString('hex', 0, 16);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Removes checks that nobody asks for any more, and answers but for half of them, whichever: one that failed will fail
 * again.
 */
function sweep(folder: string, names: readonly string[], now: number): void {
  const checks = names.filter((name) => name.includes('-') && (Number(name.split('-')[1]) + 2) * checkMs < now);
  const answers = names.filter((name) => !name.includes('-'));
  for (const name of [...checks, ...answers.slice(mostFiles / 2)]) attempt(() => unlinkSync(join(folder, name)));
}

function read(path: string): string {
  try {
    return readWhole(path);
  } catch {
    return '';
  }
}

function write(path: string, text: string, flag: 'w' | 'wx'): boolean {
  return attempt(() => {
    writeWhole(path, text, flag);
  });
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
