/** What is wrong with a session, in AWS's own judgement. */
export type SessionFault = 'ended' | 'unknown' | 'revoked';

/** What a check found: a session that is good, one that is not, or nothing that can be relied on. */
export type Verdict = 'good' | SessionFault | 'no-answer';

/** What the memory says of a key before it is used again. */
export type Recollection =
  /** Nothing speaks against it, or somebody has looked within the last minute. */
  | { readonly kind: 'trust' }
  /** AWS said within the last minute that it is no good. */
  | { readonly kind: 'fault'; readonly fault: SessionFault }
  /** An answer of it was never confirmed: it is this caller's turn to look, and to tell what it found. */
  | { readonly kind: 'doubt'; readonly settle: (verdict: Verdict) => void };

/**
 * What is remembered of the passwords that the helper gives to Git. Git tells a helper of a success (`store`) and of a
 * 401 (`erase`), never of a 403: an answer that was not confirmed may have failed. Hashes and times only, and never a
 * reason to fail: where nothing can be written, nothing is remembered.
 */
export interface HelperMemory {
  recall(accessKeyId: string): Recollection;
  /** Remembers an answer until it is confirmed. @param password of the answer, which `store` will bring back */
  note(accessKeyId: string, password: string): void;
  /** Git has told that the answer worked. */
  confirm(password: string): void;
}
