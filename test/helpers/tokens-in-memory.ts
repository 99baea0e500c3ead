import type { KeptSignIn, TokenStore } from '../../src/core/ports/token-store.js';

/** Sign-ins that are kept in memory; the lock is a queue. */
export interface TokensInMemory extends TokenStore {
  readonly kept: Map<string, KeptSignIn>;
}

export function tokensInMemory(): TokensInMemory {
  const kept = new Map<string, KeptSignIn>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    kept,
    read: (profile) => Promise.resolve(kept.get(profile)),
    write(profile, signIn) {
      if (signIn) kept.set(profile, signIn);
      else kept.delete(profile);
      return Promise.resolve();
    },
    withLock(_profile, work) {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
