import { join, resolve } from 'node:path';
import { usedOperations } from '../../scripts/drift/used-operations.js';
import { cleanEnvironment } from './environment.js';
import { run } from './run.js';

const program = join(resolve(import.meta.dirname, '..', '..'), 'scripts', 'drift', 'models.py');

/**
 * What AWS's newest models say of the operations that the program calls, a name and a value each: `CodeCommit in
 * eu-west-1`, `sts.AssumeRole takes Tags`, `sts.AssumeRole refuses with RegionDisabledException`.
 * The test that asks needs('newest-botocore').
 */
export async function awsModels(): Promise<Readonly<Record<string, string>>> {
  const { code, stdout, stderr } = await run('python-newest-botocore', [program, ...usedOperations()], {
    env: cleanEnvironment(),
  });
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { facts: Record<string, string> }).facts;
}
