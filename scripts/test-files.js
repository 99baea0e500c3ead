import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const tests = resolve(import.meta.dirname, '..', 'test');

/** What takes longest, in work or in waiting, comes first in its set, so that no worker waits for another in the end. */
export const longest = [
  'e2e/crash.long.test.ts',
  'e2e/doctor.long.test.ts',
  'e2e/secrets.long.test.ts',
  'system/network/bounds.long.test.ts',
  'system/browser/saml-browser.long.test.ts',
  'templates/policies-installed.long.test.ts',
  'system/git/git.long.test.ts',
  'methods/web-identity/index.test.ts',
  'git/settings/settings.test.ts',
  'system/lock/lock.long.test.ts',
];

/**
 * The test files of each set, by their path in the project, in the order in which they are played. `short`: needs
 * nothing but Node and Git, and is over in four minutes. `long`, by name `*.long.test.ts`: takes longer, or compares
 * with other programs.
 * @returns {{ short: string[], long: string[] }}
 */
export function testFiles() {
  const all = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts'))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const isLong = (name) => name.endsWith('.long.test.ts');
  const paths = (names) => names.map((name) => `test/${name}`);
  return { short: paths(all.filter((name) => !isLong(name))), long: paths(all.filter(isLong)) };
}

function place(name) {
  if (longest.includes(name)) return longest.indexOf(name);
  return longest.length + (name.startsWith('e2e/') ? 0 : 1);
}
