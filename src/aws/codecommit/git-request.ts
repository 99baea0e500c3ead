import { sentence } from '../../core/advice/advice.js';
import { setGitSetting } from '../../core/advice/other-programs.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { GitRequest } from './git-signature.js';
import { parseGitHost } from './hosts.js';

/** What Git says about the URL it wants to sign in to; `fault` is a reason not to believe it. */
export interface DescribedUrl {
  readonly protocol?: string | undefined;
  readonly host?: string | undefined;
  readonly path?: string | undefined;
  readonly fault?: string | undefined;
}

// The names that CodeCommit gives (CreateRepository, `repositoryName`), as Git and Git LFS ask for them.
const repositoryPath =
  /^\/*(v1\/repos\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]{1,100}(?:\.git)?(?:\/info\/lfs(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?)\/*$/;

/**
 * Finds out what to sign.
 * @returns undefined for a host that is not CodeCommit's: that is no business of ours
 * @throws Problem `usage` for anything on a CodeCommit host that is not exactly the HTTPS URL of a repository
 */
export function gitRequest({ protocol, host, path, fault }: DescribedUrl): GitRequest | undefined {
  const parsed = parseGitHost(host ?? '');
  if (!parsed) return undefined;
  if (fault !== undefined) throw new Problem('usage', `Not signing in: Git sent ${fault}.`);
  if (protocol !== 'https') throw new Problem('usage', 'Not signing in: CodeCommit is served over https only.');
  if (path === undefined) {
    throw new Problem('usage', 'Git did not say which repository it wants, and the signature is over its path.', {
      hint: sentence`Run: ${setGitSetting(['--global'], `credential.https://${parsed.host}.useHttpPath`, 'true')}`,
    });
  }
  const [, trimmed] = repositoryPath.exec(path) ?? [];
  if (trimmed !== undefined) return { host: parsed.host, region: parsed.region, path: trimmed };
  throw new Problem('usage', `Not signing in: '${printable(path, 120)}' is not the path of a repository.`, {
    hint: `The URL of one is https://${parsed.host}/v1/repos/NAME`,
  });
}
