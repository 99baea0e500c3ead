/** The exit code of a run that took too long, as coreutils' timeout has it. */
export const tookTooLong = 124;

/** What to do where Git cannot read its settings. @param code Git's exit code */
export function unreadableHint(code: number): string {
  return code === tookTooLong
    ? 'A file of its settings may be a pipe. Look at GIT_CONFIG_GLOBAL, ~/.gitconfig, .git/config, and what they include.'
    : 'Mend the file that Git names, and run the command again.';
}

/** What a failed request of Git's is about. */
export interface GitFailure {
  /** `aws`: the service said no; `git`: Git never got that far. */
  readonly kind: 'aws' | 'network' | 'git';
  /** One sentence. */
  readonly message: string;
  /** The service answered 429 or 503: it works, but not now. */
  readonly busy?: true;
}

const failures: readonly (readonly [RegExp, GitFailure])[] = [
  [/returned error: 403/, { kind: 'aws', message: 'CodeCommit refuses these credentials (403).' }],
  [
    /repository '.*' not found|returned error: 404/,
    { kind: 'aws', message: 'There is no such repository in this account and Region.' },
  ],
  [
    /returned error: 429|rate limited/,
    { kind: 'aws', message: 'CodeCommit is answering too many requests (429); try again in a minute.', busy: true },
  ],
  [
    /returned error: 50[0-4]/,
    { kind: 'aws', message: 'CodeCommit itself has trouble at the moment; try again in a few minutes.', busy: true },
  ],
  [
    /Could not resolve host|Could not resolve proxy/,
    { kind: 'network', message: 'The address could not be resolved.' },
  ],
  [
    /Failed to connect|Couldn't connect|Connection refused|Connection timed out|Connection reset|Proxy CONNECT|response 40[37] from proxy|response 50\d from proxy|HTTP code 50\d from proxy|CONNECT tunnel failed/i,
    { kind: 'network', message: 'CodeCommit could not be reached.' },
  ],
  [
    /SSL certificate problem|certificate verif|error setting certificate|Problem with the SSL CA cert|gnutls_handshake|SSL_ERROR|SSL connect error/i,
    { kind: 'network', message: 'The connection is not trusted: a TLS certificate could not be verified.' },
  ],
  [/git-credential-codecommit: .*session/, { kind: 'aws', message: 'The credential helper refuses.' }],
];

/**
 * What a failed request of Git's means.
 * @param stderr what Git said, in English (`LC_ALL=C`)
 * @param code Git's exit code; 124 where it was stopped for taking too long
 */
export function readGitFailure({ stderr, code }: { readonly stderr: string; readonly code: number }): GitFailure {
  if (code === tookTooLong) return { kind: 'network', message: 'Git got no answer in time.' };
  return (
    failures.find(([pattern]) => pattern.test(stderr))?.[1] ?? {
      kind: 'git',
      message: 'Git could not use the settings.',
    }
  );
}

/**
 * The line of Git's output that says most: our helper's own, else what another said before Git asked for a user name in
 * vain, else the last.
 */
export function tellingLine({ stderr, code }: { readonly stderr: string; readonly code: number }): string {
  const said = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const before = said.filter((line) => !/^fatal: could not read (?:Username|Password) for /.test(line));
  return (
    said.find((line) => line.startsWith('git-credential-codecommit:')) ??
    before.at(-1) ??
    said.at(-1) ??
    `Git ended with ${code}.`
  );
}
