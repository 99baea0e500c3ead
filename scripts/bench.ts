// Measures what people wait for, side by side in one run, beside the targets; draws how changing a profile grows with
// the file.
// usage: npm run bench -- [--full] [--rounds N] [--sizes N,N…] [--plot FILE]
// It plays in the tests' sandbox. NODE_EXTRA_CA_CERTS is not set: on Node 20 it alone costs more than everything here.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openFixture } from '../test/e2e/fixture.js';
import { contenders } from './bench/contenders.js';
import { growthPlot } from './bench/growth-plot.js';
import { growth } from './bench/growth.js';
import { measure } from './bench/measure.js';
import { table } from './bench/table.js';

const { values: given } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    sizes: { type: 'string' },
    plot: { type: 'string' },
  },
});
const rounds = Number(given.rounds ?? (given.full ? 31 : 5));
const sizes = given.sizes?.split(',').map(Number) ?? [10, 100, 1000, 10_000, ...(given.full ? [100_000] : [])];
const plot = resolve(given.plot ?? join(import.meta.dirname, '..', 'docs', 'growth.svg'));

const fixture = await openFixture();
try {
  const setup = await fixture.codecommit([...fixture.common, '--yes', '--keep-source']);
  if (setup.code !== 0) throw new Error(setup.stderr);
  process.stdout.write(`Node ${process.versions.node}, medians of ${rounds} interleaved rounds.\n\n`);
  process.stdout.write(`${table(await measure(contenders(fixture), rounds), process.versions.node)}\n`);
  process.stdout.write('One profile changed in a file of so many (target: ≤ 60 ms for 10,000, and linear):\n');
  const points = await growth(sizes, given.full ? 9 : 3);
  for (const { profiles, milliseconds } of points)
    process.stdout.write(`${profiles.toLocaleString('en').padStart(9)} ${milliseconds.toFixed(1).padStart(9)} ms\n`);
  await writeFile(plot, growthPlot(points));
} finally {
  await fixture.clear();
}
