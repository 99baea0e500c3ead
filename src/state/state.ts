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
    write: (profile, document, content) => files.edit(path(profile, document), () => written(content)),
    change: (profile, document, change) =>
      files.edit(path(profile, document), (text) => {
        const content = change(text === undefined ? undefined : readable(text));
        return content === undefined ? undefined : written(content);
      }),
    remove: (profile, document) => files.remove(path(profile, document)),
    async forget(profile) {
      for (const document of profileDocuments) await files.remove(path(profile, document));
    },
  };
}

function written(content: unknown): string {
  return `${Buffer.from(JSON.stringify(content)).toString('latin1')}\n`;
}

function readable(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString());
  } catch {
    return undefined;
  }
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

/** So many used codes are kept of a device; one of a million is shown twice, and then the next one is taken. */
const mostCodes = 100;

/**
 * Remembers MFA codes that were sent, as hashes: they are no use any more, but need not be read either. A code may stand
 * in a variable for as long as its terminal is open, so that no time makes it good again. What cannot be kept is
 * remembered by this process alone: a code that was used already AWS refuses by itself.
 */
export function openUsedCodes(state: Pick<PrivateState, 'change'>): UsedCodes {
  const own = new Set<string>();
  return {
    async take(device, code) {
      const hash = createHash('sha256').update(`${device}\n${code}`).digest('hex');
      let isUnused = !own.has(hash);
      await tryToKeep(() =>
        state.change(device, 'codes', (kept) => {
          const codes: readonly unknown[] = Array.isArray(kept) ? kept : [];
          isUnused = !own.has(hash) && !codes.includes(hash);
          return isUnused ? [...codes, hash].slice(-mostCodes) : undefined;
        }),
      );
      own.add(hash);
      return isUnused;
    },
  };
}
