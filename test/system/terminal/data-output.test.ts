import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect } from 'chai';
import { cleanEnvironment } from '../../helpers/environment.js';
import { needs } from '../../helpers/needs.js';
import { dataOutput } from '../../../src/system/terminal/data-output.js';

describe('the output of data', function () {
  this.timeout(60_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-data-'));
    await build({
      entryPoints: [join(import.meta.dirname, '../../../src/system/terminal/data-output.ts')],
      outfile: join(folder, 'output.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** A program that writes much and exits at once, in a shell pipeline. */
  const pipeline = (
    reader: string,
    last = '',
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } => {
    const program =
      'import { dataOutput } from ' +
      `${JSON.stringify(pathToFileURL(join(folder, 'output.mjs')).href)}; const out = ` +
      `dataOutput(); for (let i = 0; i < 30; i++) out.write('x'.repeat(100000) + '\\n'); ` +
      `${last} process.exit(3);`;
    return spawnSync(
      'sh',
      ['-c', `{ '${process.execPath}' --input-type=module -e "$PROGRAM"; echo "exit $?" >&2; } | ${reader}`],
      { env: cleanEnvironment({ PROGRAM: program }), encoding: 'utf8', maxBuffer: 1e8 },
    );
  };

  it('writes what it is given, and knows a file from a terminal', () => {
    const file = join(folder, 'data');
    const fd = openSync(file, 'w');
    const output = dataOutput(fd);
    output.write('one\n');
    output.write('zwei ü\n');
    closeSync(fd);
    expect(readFileSync(file, 'utf8')).to.equal('one\nzwei ü\n');
    expect(output.isTerminal).to.equal(false);
  });

  it('has written everything when the program exits, however slow the reader is', function () {
    needs('sh').call(this);
    const { stdout, stderr } = pipeline('{ sleep 1; cat; }');
    expect(stdout).to.have.lengthOf(30 * 100_001);
    expect(stderr).to.equal('exit 3\n');
  });

  it('minds no reader that goes away', function () {
    needs('sh').call(this);
    const { stdout, stderr } = pipeline('head -c 10');
    expect(stdout).to.equal('xxxxxxxxxx');
    expect(stderr).to.equal('exit 3\n');
  });
});
