import type { Files } from '../core/ports/files.js';

/** Where answers to Git are remembered, below our private state. */
export const answersFolder = 'answers';

// A signed password: the time, and HMAC-SHA256 in hexadecimal.
const signed = /^\d{8}T\d{6}Z[0-9a-f]{48}([0-9a-f]{16})$/;

/**
 * The name that an answer is remembered by: a quarter of its signature, of which the rest can not be found out. The
 * shell
 * in front of the helper cuts it out too (src/helper/git-credential.sh), for it cannot hash.
 * @param password as Git got it
 * @returns undefined for a password that is not one of ours
 */
export function answerName(password: string): string | undefined {
  return signed.exec(password)?.[1];
}

/** What commands have to do with the memory of answers. */
export interface Answers {
  /** Forgets an answer that nobody will confirm, for it was asked for without a request to CodeCommit behind it. */
  forget(password: string): Promise<void>;
}

/** Opens the memory of answers. @param state the folder of private state */
export function openAnswers(files: Pick<Files, 'remove'>, state: string): Answers {
  return {
    async forget(password) {
      const name = answerName(password);
      if (name !== undefined) await files.remove(`${state}/${answersFolder}/${name}`);
    },
  };
}
