import type { Files } from '../core/ports/files.js';
import { tryToKeep } from '../core/try-to-keep.js';

/** Where the passwords given to Git are remembered, below our private state. */
export const helperMemoryFolder = 'answers';

// A signed password: the time, and HMAC-SHA256 in hexadecimal.
const signed = /^\d{8}T\d{6}Z[0-9a-f]{48}([0-9a-f]{16})$/;

/**
 * The name that an answer is remembered by: a quarter of its signature, of which the rest can not be found out. The
 * shell in front of the helper cuts it out too (src/helper/git-credential.sh), for it cannot hash.
 * @param password as Git got it
 * @returns undefined for a password that is not one of ours
 */
export function rememberedName(password: string): string | undefined {
  return signed.exec(password)?.[1];
}

/** What commands have to do with the helper's memory. */
export interface HelperMemoryStore {
  /**
   * Forgets a password that nobody will confirm, for it was asked for without a request to CodeCommit behind it. Where
   * that fails, the helper asks AWS once more than it need.
   */
  forget(password: string): Promise<void>;
}

/** Opens the helper's memory. @param state the folder of private state */
export function openHelperMemoryStore(files: Pick<Files, 'remove'>, state: string): HelperMemoryStore {
  return {
    async forget(password) {
      const name = rememberedName(password);
      if (name !== undefined) await tryToKeep(() => files.remove(`${state}/${helperMemoryFolder}/${name}`));
    },
  };
}
