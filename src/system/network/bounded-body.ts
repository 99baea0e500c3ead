import { pipeline, Transform, type Readable } from 'node:stream';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';

/** The most bytes of an answer that nobody has said more of. */
export const usualMostBytes = 1024 * 1024;

/** What an answer may take in all. */
export interface Bounds {
  readonly mostBytes: number;
  /** In milliseconds from now to the last byte. */
  readonly withinMs: number;
  /** Who answers, for the message. */
  readonly host: string;
}

/**
 * The same bytes, for a reader who knows no bounds: it ends in an error, and the connection with it, where more of them
 * come than may, or not all of them in time, however steadily they come.
 * @param onTooMuch told the Problem `network` that is the cause of the error
 */
export function boundedBody(
  source: Readable,
  { mostBytes, withinMs, host }: Bounds,
  onTooMuch: (problem: Problem) => void = () => undefined,
): Readable {
  let size = 0;
  const bounded: Transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= mostBytes) {
        done(null, chunk);
        return;
      }
      const problem = tooLong(host);
      onTooMuch(problem);
      // Readers add words of their own to an error's message.
      done(new Error('the answer is too long', { cause: problem }));
    },
  });
  const late = setTimeout(() => bounded.destroy(tooLate()), withinMs);
  pipeline(source, bounded, () => clearTimeout(late));
  return bounded;
}

/** An answer that is longer than any. */
export function tooLong(host: string): Problem {
  return new Problem('network', `The answer of ${printable(host)} is far too long to be one.`, {
    hint: 'Check the address.',
  });
}

function tooLate(): Error {
  return Object.assign(new Error('no whole answer in time'), { name: 'TimeoutError', code: 'ETIMEDOUT' });
}
