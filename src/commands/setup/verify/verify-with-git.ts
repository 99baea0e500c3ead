import { sentence } from '../../../core/advice/advice.js';
import { doctor } from '../../../core/advice/own-commands.js';
import { Problem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { Git, GitResult } from '../../../core/ports/git.js';
import type { Ui } from '../../../core/ports/ui.js';
import { readGitFailure, tellingLine } from '../../../git/git-failure.js';
import { fillCredential, listHeads } from '../../../git/proof.js';
import type { Stores } from '../../../stores/stores.js';

export interface Verification {
  /** The repository's URL; without one only the helper's answer is asked for. */
  readonly url: string | undefined;
  /** The Git host, for `git credential fill`. */
  readonly host: string;
  readonly cwd: string;
  /** Whether the settings of the clone at `cwd` count: for the scope `local` alone. They may run programs. */
  readonly inClone: boolean;
  /** For this run alone, as `-c KEY=VALUE`: those of a clone that is still to be made. */
  readonly settings?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Proves the settings with real Git: `git ls-remote` of the repository, or, where there is none yet, `git credential
 * fill`.
 * @throws Problem `aws`, `network` or `git`, by what Git said
 */
export async function verifyWithGit(
  { url, host, cwd, inClone, env, settings }: Verification,
  { git, ui }: { git: Pick<Git, 'run'>; ui: Pick<Ui, 'step'> },
  { helperMemory }: Pick<Stores, 'helperMemory'>,
): Promise<void> {
  const where = { cwd, outside: !inClone, env };
  if (url !== undefined) {
    const result = await ui.step('Verifying with Git', () => listHeads(url, where, git, settings));
    if (result.code !== 0) throw explainGit(result, url);
    return;
  }
  const filled = await ui.step('Asking Git for the credentials', () =>
    fillCredential(`https://${host}`, where, { git, forgetPassword: (password) => helperMemory.forget(password) }),
  );
  if (filled.code !== 0 || filled.login === undefined) throw explainGit(filled, `https://${host}`);
}

/**
 * What a failed request of Git's means.
 * @param result what Git said, in English (`LC_ALL=C`)
 */
function explainGit(result: GitResult, url: string): Problem {
  if (result.code === 124)
    return new Problem('network', `Git got no answer from ${url} in time.`, {
      hint: sentence`${doctor(url)}`,
    });
  const { kind, message } = readGitFailure(result);
  return new Problem(kind, `${message} Git said: ${printable(tellingLine(result))}`, {
    hint: sentence`\`${doctor(url)}\` finds the cause.`,
  });
}
