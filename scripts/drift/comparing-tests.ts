import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { testFiles } from '../test-files.js';

const root = resolve(import.meta.dirname, '..', '..');
const tools = [
  'aws',
  'botocore',
  'newest-botocore',
  'moto',
  'ministack',
  'pysaml2',
  'iam-simulate',
  'git-remote-codecommit',
];

/** The test files that compare with a program of others that `.ci/tools` installs: those that ask with `needs()`. */
export function comparingTests(): readonly string[] {
  const { short, long } = testFiles();
  return [...short, ...long].filter((path) => {
    const asked = readFileSync(resolve(root, path), 'utf8').matchAll(/\bneeds\(([^)]*)\)/g);
    return [...asked].some(
      ([, names = '']) => tools.some((tool) => names.includes(`'${tool}'`)) || names.includes("-provider'"),
    );
  });
}
