import type { Problem } from '../../../core/problem.js';
import type { Reaching } from '../../network/network-problem.js';

/** What can be learned from the last request and its answer, whichever client made it. */
export interface LastExchange {
  /** Takes down who is being asked. */
  ask(at: Reaching): void;
  /** Takes down that an answer came, with its `Date` header. */
  answer(dateHeader: string | undefined): void;
  /** Takes down why none came. */
  fail(problem: Problem): void;
  asked(): Reaching | undefined;
  /** Why the last request did not reach its host, if there was any. */
  networkProblem(): Problem | undefined;
  /** AWS's clock, from the last answer that told it. */
  date(): Date | undefined;
  /** How far AWS's clock was ahead of this computer's then, in milliseconds. */
  offset(): number | undefined;
}

/** @param now this computer's clock */
export function lastExchange(now: () => Date): LastExchange {
  let asked: Reaching | undefined;
  let networkProblem: Problem | undefined;
  let last: { readonly date: Date; readonly offset: number } | undefined;
  return {
    ask(at) {
      asked = at;
      networkProblem = undefined;
    },
    answer(dateHeader) {
      const date = new Date(dateHeader ?? Number.NaN);
      if (!Number.isNaN(date.getTime())) last = { date, offset: date.getTime() - now().getTime() };
    },
    fail(problem) {
      networkProblem = problem;
    },
    asked: () => asked,
    networkProblem: () => networkProblem,
    date: () => last?.date,
    offset: () => last?.offset,
  };
}
