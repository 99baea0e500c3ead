import { randomInt } from 'node:crypto';
import type { Context, RootHookObject } from 'mocha';

/** The variable that brings random cases back. */
const variable = 'SEED';
/** Tells mocha's workers what its own process has chosen. */
const chosenVariable = 'GIT_CODECOMMIT_TESTS_SEED';
const greatest = 2 ** 31 - 1;

const given = process.env[variable] === '' ? undefined : process.env[variable];

/** The seed of everything that is random in this run of the tests: that of the variable `SEED`, or a new one each time. */
export const seed = Number(given ?? (process.env[chosenVariable] ??= String(randomInt(greatest))));
if (!Number.isInteger(seed) || seed < 0 || seed > greatest)
  throw new Error(`${variable} is a whole number from 0 to ${greatest}, not ${String(given)}.`);

/** The same for cases that are the same ones in every run, unless `SEED` asks for others. */
export function seedOr(usual: number): number {
  return given === undefined ? usual : seed;
}

/** Says the seed once, before the first test. Mocha calls it, for `.mocharc.json` names this file. */
export function mochaGlobalSetup(): void {
  process.stderr.write(`\n  ${variable}=${seed}\n`);
}

/** Says it once more under each test that fails. */
export const mochaHooks: RootHookObject = {
  afterEach(this: Context): void {
    if (this.currentTest?.state === 'failed')
      process.stderr.write(`\n  ${variable}=${seed} repeats the random cases of: ${this.currentTest.fullTitle()}\n`);
  },
};
