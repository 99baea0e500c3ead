import { anyRepositoryUrl } from '../aws/codecommit/repository.js';
import type { Git, GitResult, GitRunOptions } from '../core/ports/git.js';
import { receivedLogin, type ReceivedLogin } from './received-login.js';

/** Longer than any answer of a service that works, and than the helper may take to renew a session. */
const patienceMs = 60_000;

type Where = Omit<GitRunOptions, 'input' | 'timeoutMs'>;

/** What asking Git for credentials takes from outside. */
export interface FillPorts {
  readonly git: Pick<Git, 'run'>;
  /**
   * Takes back what our helper remembers of a password that no request follows: it would take it for one that was
   * refused.
   */
  readonly forgetPassword: (password: string) => Promise<void>;
}

/**
 * Asks Git for the credentials of a URL, as it would before a request. Source: git-credential(1), `fill`.
 * @param url of a repository, or of a host alone
 * @returns what Git said, and the login in it; undefined where nobody gave one
 */
export async function fillCredential(
  url: string,
  where: Where,
  { git, forgetPassword }: FillPorts,
): Promise<GitResult & { readonly login: ReceivedLogin | undefined }> {
  const result = await git.run(['credential', 'fill'], {
    ...where,
    timeoutMs: patienceMs,
    input: credentialDescription(url),
  });
  const login = receivedLogin(result.stdout);
  if (login !== undefined) await forgetPassword(login.password.reveal());
  return { ...result, login };
}

/**
 * Asks one helper alone for the credentials of a URL, by Git, whatever else is set.
 * @param value of `credential.helper`
 */
export async function askHelperAlone(
  value: string,
  url: string,
  where: Where,
  git: Pick<Git, 'run'>,
): Promise<GitResult & { readonly login: ReceivedLogin | undefined }> {
  const alone = ['credential.helper=', `credential.helper=${value}`, 'credential.useHttpPath=true'];
  const result = await git.run([...alone.flatMap((setting) => ['-c', setting]), 'credential', 'fill'], {
    ...where,
    timeoutMs: patienceMs,
    input: credentialDescription(url),
  });
  return { ...result, login: receivedLogin(result.stdout) };
}

/**
 * What Git tells its helpers of a URL, as `git credential` takes it. Source: git-credential(1), "INPUT/OUTPUT FORMAT".
 */
export function credentialDescription(url: string): string {
  const { host, pathname } = new URL(url);
  const path = pathname === '/' ? new URL(anyRepositoryUrl(host)).pathname : pathname;
  return `protocol=https\nhost=${host}\npath=${path.slice(1)}\n\n`;
}

/**
 * Asks a remote, or a URL, for its branches: the least that takes a login.
 * @param settings for this run alone, as `-c KEY=VALUE`
 */
export function listHeads(
  target: string,
  where: Where,
  git: Pick<Git, 'run'>,
  settings: readonly string[] = [],
): Promise<GitResult> {
  return git.run([...settings, 'ls-remote', '--heads', target], { ...where, timeoutMs: patienceMs });
}
