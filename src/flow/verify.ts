import { Problem } from '../core/problem.js';
import { printable } from '../core/printable.js';
import type { Git, GitResult } from '../core/ports/git.js';
import type { Ui } from '../core/ports/ui.js';
import type { Rooms } from './rooms.js';

/** Longer than any answer of a service that works; short enough for somebody who waits. */
const patienceMs = 60_000;

export interface Verification {
  /** The repository's URL; without one only the helper's answer is asked for. */
  readonly url: string | undefined;
  /** The Git host, for `git credential fill`. */
  readonly host: string;
  /** The clone whose own settings count, for the scope `local`. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Proves the settings with real Git: `git ls-remote` of the repository, or, where there is none yet, `git credential
 * fill`.
 * @throws Problem `aws`, `network` or `git`, by what Git said
 */
export async function verifyWithGit({ url, host, cwd, env }: Verification, { git, ui }: { git: Pick<Git, 'run'>; ui: Pick<Ui, 'step'> }, { answers }: Pick<Rooms, 'answers'>): Promise<void> {
  const options = { cwd, env, timeoutMs: patienceMs };
  const result = url === undefined
    ? await ui.step('Asking Git for the credentials', () => git.run(['credential', 'fill'], { ...options, input: `protocol=https\nhost=${host}\npath=v1/repos/any\n\n` }))
    : await ui.step('Verifying with Git', () => git.run(['ls-remote', '--heads', url], options));
  const password = url === undefined ? /^password=(.+)$/m.exec(result.stdout)?.[1] : undefined;
  if (password !== undefined) await answers.forget(password);
  if (result.code === 0 && (url !== undefined || password !== undefined)) return;
  throw explainGit(result, url ?? `https://${host}`);
}

/**
 * What a failed request of Git's means.
 * @param result what Git said, in English (`LC_ALL=C`)
 */
export function explainGit({ code, stderr }: GitResult, url: string): Problem {
  const said = stderr.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const last = printable(said.find((line) => line.startsWith('git-credential-codecommit:')) ?? said.at(-1) ?? `Git ended with ${code}.`);
  const hint = `git codecommit doctor ${url}`;
  if (code === 124) return new Problem('network', `Git got no answer from ${url} in time.`, { hint });
  const [kind, message] = meaning(stderr);
  return new Problem(kind, `${message} Git said: ${last}`, { hint: `\`${hint}\` finds the cause.` });
}

const meanings: readonly (readonly [RegExp, 'aws' | 'network' | 'git', string])[] = [
  [/returned error: 403/, 'aws', 'CodeCommit refuses these credentials (403).'],
  [/repository '.*' not found|returned error: 404/, 'aws', 'There is no such repository in this account and Region.'],
  [/returned error: 429|rate limited/, 'aws', 'CodeCommit is answering too many requests (429); try again in a minute.'],
  [/Could not resolve host|Could not resolve proxy/, 'network', 'The address could not be resolved.'],
  [/Failed to connect|Connection refused|Connection timed out|Connection reset|Proxy CONNECT|response 40[37] from proxy|CONNECT tunnel failed/i, 'network', 'CodeCommit could not be reached.'],
  [/SSL certificate problem|certificate verif|gnutls_handshake|SSL_ERROR/i, 'network', 'The connection is not trusted: a TLS certificate could not be verified.'],
  [/git-credential-codecommit: .*session/, 'aws', 'The credential helper refuses.'],
];

function meaning(stderr: string): readonly ['aws' | 'network' | 'git', string] {
  const found = meanings.find(([pattern]) => pattern.test(stderr));
  return found === undefined ? ['git', 'Git could not use the settings.'] : [found[1], found[2]];
}
