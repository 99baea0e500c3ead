import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

const root = resolve(import.meta.dirname, '..', '..');

// How fast anything is depends on the machine and its mood: what is held here is that everybody took part and was
// measured.
describe('the benchmark', function () {
  this.timeout(600_000);
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
  });
  after(() => home.remove());

  it('measures everybody in one run, beside the targets, and draws the growth', async () => {
    const plot = home.file('growth.svg');
    const args = [
      '--import=tsx',
      join(root, 'scripts', 'bench.ts'),
      '--rounds',
      '1',
      '--sizes',
      '10,100',
      '--plot',
      plot,
    ];
    const { code, stdout, stderr } = await run(process.execPath, args, {
      env: home.environment(),
      cwd: root,
      timeoutMs: 540_000,
    });
    expect(code, stderr).to.equal(0);
    for (const who of [
      'node -e 0',
      'helper store',
      'git credential fill, ours',
      'git codecommit -h',
      'the first prompt',
      'refresh by AssumeRole',
    ]) {
      expect(stdout).to.match(new RegExp(`^${who} .* [\\d.]+ ms +[\\d.]+ ×`, 'm'));
    }
    expect(stdout)
      .to.match(/^helper get +≤ 1\.[35] × /m)
      .and.match(/^helper get and store together +≤ 1\.5 × /m);
    expect(stdout).to.match(/^ +10 +[\d.]+ ms\n +100 +[\d.]+ ms\n/m);
    expect((await readFile(plot, 'utf8')).match(/<circle /g)).to.have.lengthOf(2);
  });
});
