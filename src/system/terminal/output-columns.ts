import { fstatSync } from 'node:fs';

/**
 * How many columns standard output has; undefined where it is no terminal, which is seen without what Node loads for
 * one.
 */
export function outputColumns(): number | undefined {
  return fstatSync(1).isCharacterDevice() ? process.stdout.columns : undefined;
}
