// node scripts/test.js short|long [MOCHA'S FLAGS]: plays a set of the test files (test-files.js), one more at a
// time than there are cores: many tests wait, for a lock, a browser or a time limit, and another one uses that time.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { testFiles } from './test-files.js';

const [set = '', ...flags] = process.argv.slice(2);
const sets = testFiles();
if (!Object.hasOwn(sets, set)) {
  process.stderr.write("Use: node scripts/test.js short|long [MOCHA'S FLAGS]\n");
  process.exit(2);
}

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const jobs = String(availableParallelism() + 1);
const { status } = spawnSync(process.execPath, [mocha, '--parallel', '--jobs', jobs, ...flags, ...sets[set]], {
  cwd: resolve(import.meta.dirname, '..'),
  stdio: 'inherit',
});
if (set === 'short')
  process.stdout.write(
    `\nLeft out: the ${sets.long.length} files *.long.test.ts, which take longer or compare with other programs; ` +
      'npm run test:all runs everything.\n',
  );
process.exitCode = status ?? 1;
