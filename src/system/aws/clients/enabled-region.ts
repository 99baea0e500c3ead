import { otherStsRegions } from '../../../aws/partitions.js';
import { isProblem, type Refusal } from '../../../core/problem.js';

/** Where STS was found turned off in this run, and where it is asked instead. */
export interface EnabledRegions {
  /**
   * Calls STS in a Region, and where the account has turned STS off there, at other regional endpoints of the same
   * partition, whose sessions are as good everywhere. What is found counts for the calls that follow: a one-time code
   * may be spent on the first refusal, so its successor has to go to the right place at once.
   * Source: IAM user guide, "Manage AWS STS in an AWS Region".
   * @param call makes the call in a Region
   * @throws the first refusal, where STS is off in all of them
   */
  ask<T>(region: string, call: (region: string) => Promise<T>): Promise<T>;
}

/** Nothing known yet. */
export function enabledRegions(): EnabledRegions {
  const off = new Set<string>();
  return {
    async ask(region, call) {
      let refused: unknown;
      for (const candidate of candidates(region, off)) {
        try {
          return await call(candidate);
        } catch (error) {
          if (!isDisabled(error)) throw error;
          off.add(candidate);
          refused ??= error;
        }
      }
      throw refused;
    },
  };
}

/** The Regions worth a call; the first again where all are off, so that the refusal is AWS's own. */
function* candidates(region: string, off: ReadonlySet<string>): Generator<string> {
  const first = !off.has(region);
  if (first) yield region;
  const others = otherStsRegions(region).filter((other) => !off.has(other));
  yield* others;
  if (!first && others.length === 0) yield region;
}

function isDisabled(error: unknown): boolean {
  return isProblem(error, 'aws') && (error as Partial<Refusal>).facts?.code === 'RegionDisabledException';
}
