import { printable } from '../../core/text/printable.js';
import { readGitFailure, tellingLine, type GitFailure } from '../../git/git-failure.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { oncePerDiagnosis } from './once-per-diagnosis.js';

/** How a real request of Git's ended; undefined where nothing is wrong. */
export type GitTrial = (GitFailure & { readonly said: string }) | undefined;

/** Longer than any answer of a service that works, and than the helper may take to renew a session. */
const patienceMs = 60_000;

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
  const result = await git.run(['ls-remote', '--heads', target], { cwd, outside, timeoutMs: patienceMs });
  return result.code === 0 ? undefined : { ...readGitFailure(result), said: printable(tellingLine(result), 300) };
}
