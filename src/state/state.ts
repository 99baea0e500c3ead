import { createHash } from 'node:crypto';

import type { UsedCodes } from '../core/method.js';
import type { Files } from '../core/ports/files.js';
import { profileDocuments } from '../core/ports/private-state.js';
import type { PrivateState } from '../core/ports/private-state.js';
import { Problem } from '../core/problem.js';
import { tryToKeep } from '../core/try-to-keep.js';

/** Opens the folder of private state; it need not be there yet. */
export function openState(files: Pick<Files, 'read' | 'edit' | 'remove'>, folder: string): PrivateState {
  const path = (profile: string, document: string): string => `${folder}/${fileName(profile)}.${document}.json`;
  return {
    path,
    async read(profile, document) {
      const text = await files.read(path(profile, document));
      return text === undefined ? undefined : parse(text, path(profile, document));
    },
    write: (profile, document, content) =>
      files.edit(path(profile, document), () => `${Buffer.from(JSON.stringify(content)).toString('latin1')}\n`),
    remove: (profile, document) => files.remove(path(profile, document)),
    async forget(profile) {
      for (const document of profileDocuments) await files.remove(path(profile, document));
    },
  };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString());
  } catch (error) {
    throw new Problem('file', `${path} is damaged.`, {
      hint: 'Delete it; git-codecommit makes it anew when it is needed.',
      cause: error,
    });
  }
}

function fileName(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/**
 * How long a code can still be taken for a new one; TOTP windows last 30 seconds, and AWS looks at their neighbours.
 */
const memoryMs = 5 * 60_000;

interface UsedCode {
  readonly hash: string;
  readonly at: number;
}

/**
 * Remembers used MFA codes of the last minutes, as hashes: they are no use any more, but need not be read either. What
 * cannot be kept is remembered by this process alone: a code that was used already AWS refuses by itself.
 */
export function openUsedCodes(state: Pick<PrivateState, 'read' | 'write'>, now: () => Date): UsedCodes {
  const own = new Map<string, readonly UsedCode[]>();
  const read = async (serial: string): Promise<readonly UsedCode[]> => {
    let kept: unknown;
    await tryToKeep(async () => {
      kept = await state.read(serial, 'codes');
    });
    return [...(Array.isArray(kept) ? (kept as readonly UsedCode[]) : []), ...(own.get(serial) ?? [])];
  };
  const hash = (serial: string, code: string): string =>
    createHash('sha256').update(`${serial}\n${code}`).digest('hex');
  // What is of the future was written down while the clock was ahead, and says nothing.
  const isRecent = ({ at }: UsedCode): boolean => at <= now().getTime() && now().getTime() - at < memoryMs;
  return {
    wasUsed: async (serial, code) =>
      (await read(serial)).some((used) => used.hash === hash(serial, code) && isRecent(used)),
    async markUsed(serial, code) {
      const codes = [...(await read(serial)).filter(isRecent), { hash: hash(serial, code), at: now().getTime() }];
      if ((await tryToKeep(() => state.write(serial, 'codes', codes))) !== undefined) own.set(serial, codes);
    },
  };
}
