import { noCancellation } from '../system/process/cancellation.js';
import { complete } from '../commands/completion/complete.js';
import type { Candidate, Completion, Vocabulary } from '../commands/completion/complete.js';
import { allCommands } from '../commands/index.js';
import { openStores } from '../stores/open-stores.js';
import type { Stores } from '../stores/stores.js';
import { methods } from '../methods/index.js';
import { openPorts } from '../system/open-ports.js';

/**
 * Answers a shell's completion script, which asks by `__complete` in place of a command.
 * @param words the words before the cursor, `--`, and the word under the cursor, which a shell may leave out where it
 * is empty
 * @returns a candidate a line, what it means behind a tab; `:files` or `:folders` where the shell's own names are
 * wanted.
 * Nothing where something goes wrong: a completion has nobody to tell.
 */
export async function answerCompletion(words: readonly string[]): Promise<string> {
  try {
    const at = words.at(-2) === '--' ? words.length - 2 : words.length - 1;
    return lines(
      await complete([...words.slice(0, at), words[at + 1] ?? ''], {
        commands: await allCommands(),
        methods,
        names: namesInFiles(),
      }),
    );
  } catch {
    return '';
  }
}

function lines({ words, paths }: Completion): string {
  // A name with a line break or an escape in it is none that a shell could be given.
  const fit = words.filter(({ word }) => !/\p{Cc}/u.test(word));
  return [...fit.map(({ word, means }) => `${word}\t${means}`), ...(paths === undefined ? [] : [`:${paths}`])]
    .map((line) => `${line}\n`)
    .join('');
}

function namesInFiles(): Vocabulary['names'] {
  const look = async (read: (stores: Stores) => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> => {
    try {
      return await read(
        openStores(openPorts({ nobody: true, quiet: true, noBrowser: true, cancellation: noCancellation })),
      );
    } catch {
      return [];
    }
  };
  return {
    profiles: () =>
      look(async ({ profiles }) =>
        (await profiles.list()).map(({ name, describes }) => ({ word: name, means: describes })),
      ),
    managed: () => look(async ({ recipes }) => (await recipes.list()).map((word) => ({ word, means: '' }))),
    ssoSessions: () =>
      look(async ({ profiles }) =>
        (await profiles.ssoSessions()).map(({ name, startUrl }) => ({ word: name, means: startUrl ?? '' })),
      ),
  };
}
