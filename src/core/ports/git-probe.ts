import type { Secret } from '../secret.js';

/** What CodeCommit answered to the first request of a fetch or a push. */
export interface ProbeAnswer {
  readonly status: number;
  /** The body, at most a few thousand characters: a refusal names its reason here, which Git does not show. */
  readonly body: string;
  /** AWS's clock. */
  readonly date: Date | undefined;
}

/**
 * Asks CodeCommit's Git endpoint `GET URL/info/refs?service=…` without Git. Throws Problem `network`.
 * Source: gitprotocol-http(5), "Smart Clients".
 */
export type GitProbe = (
  url: string,
  service: 'git-upload-pack' | 'git-receive-pack',
  login: { readonly username: Secret; readonly password: Secret },
) => Promise<ProbeAnswer>;
