import { readFileSync } from 'node:fs';

/** One recorded answer of `aws codecommit credential-helper`, and how ours is to answer. */
export interface Vector {
  readonly name: string;
  readonly stdin: string;
  readonly access_key: string;
  readonly secret_key: string;
  readonly session_token: string | null;
  readonly stdout: string;
  /** What AWS's helper printed, where ours differs on purpose. */
  readonly aws_stdout?: string;
  readonly region: string | null;
  readonly expect: 'same' | 'refuse' | 'silent';
}

/** The vectors of test/data; their clock stands at 2026-11-23T12:34:56Z. */
export const { vectors } = JSON.parse(
  readFileSync(new URL('../data/codecommit-vectors.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly Vector[] };

/** The vectors' clock. */
export const vectorTime = new Date('2026-11-23T12:34:56Z');
