import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { usedOperations } from './used-operations.js';

/** What one botocore says: its version, and a value for each name (models.py). */
export interface Models {
  readonly version: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** What the models say that a Python's botocore carries. @throws Error with Python's last line where it has none */
export function modelsOf(python: string): Models {
  const program = resolve(import.meta.dirname, 'models.py');
  const { status, stdout, stderr, error } = spawnSync(python, [program, ...usedOperations()], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return JSON.parse(stdout) as Models;
  throw new Error(`${python}: ${(error?.message ?? stderr).trim().split('\n').at(-1) ?? ''}`);
}

/** What is new, gone or changed, a line each, in the order of the names. */
export function differences(before: Models, after: Models): readonly string[] {
  const names = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before.facts[name], after.facts[name]];
    if (old === now) return [];
    if (old === undefined) return [`new      ${name}: ${now ?? ''}`];
    return [now === undefined ? `gone     ${name}: ${old}` : `changed  ${name}: ${old} -> ${now}`];
  });
}
