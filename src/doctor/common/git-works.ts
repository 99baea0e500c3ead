import { printable } from '../../core/text/printable.js';
import { readGitFailure, tellingLine, type GitFailure } from '../../git/git-failure.js';
import { listHeads } from '../../git/proof.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { oncePerDiagnosis } from './once-per-diagnosis.js';

/** How a real request of Git's ended; undefined where nothing is wrong. */
export type GitTrial = (GitFailure & { readonly said: string }) | undefined;

/** Whether Git itself gets through, with everything that is set. */
export const tryGit = oncePerDiagnosis(run);

async function run(
  { remote, url, cleanUrl, cwd, foreign }: DiagnosisFacts,
  { git }: Pick<CheckPorts, 'git'>,
): Promise<GitTrial> {
  // By its name, a remote counts with its own settings (`remote.<name>.proxy`). Another way than https is not tried.
  const outside = foreign.length > 0;
  const target =
    !outside && remote?.kind === 'remote' && remote.url === url && url.startsWith('https:')
      ? remote.name
      : (cleanUrl ?? '');
  const result = await listHeads(target, { cwd, outside }, git);
  return result.code === 0 ? undefined : { ...readGitFailure(result), said: printable(tellingLine(result), 300) };
}
