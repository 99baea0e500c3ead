import type { Problem } from '../../core/problem.js';

/** What can be learned from the last request, whichever client made it. */
export interface LastAnswer {
  /** Takes down who answered, and the answer's `Date` header. */
  note(host: string, dateHeader: string | undefined): void;
  /** Takes down why no answer came. */
  noteTrouble(problem: Problem): void;
  /** The network's trouble with the last request, if there was any. */
  trouble(): Problem | undefined;
  host(): string | undefined;
  /** AWS's clock. */
  date(): Date | undefined;
  /** How far AWS's clock was ahead of this computer's, in milliseconds. */
  offset(): number | undefined;
}

/** @param now this computer's clock */
export function lastAnswer(now: () => Date): LastAnswer {
  let from: string | undefined;
  let trouble: Problem | undefined;
  let last: { readonly date: Date; readonly offset: number } | undefined;
  return {
    note(host, dateHeader) {
      from = host;
      trouble = undefined;
      const date = new Date(dateHeader ?? Number.NaN);
      if (!Number.isNaN(date.getTime())) last = { date, offset: date.getTime() - now().getTime() };
    },
    noteTrouble(problem) {
      trouble = problem;
    },
    trouble: () => trouble,
    host: () => from,
    date: () => last?.date,
    offset: () => last?.offset,
  };
}
