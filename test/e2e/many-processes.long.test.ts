import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { run } from '../helpers/run.js';
import type { Ended } from '../helpers/run.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a session that ended, met by many Git processes', function () {
  this.timeout(300_000);
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--clone', 'clone');
  });
  after(() => fixture.clear());
  beforeEach(async () => {
    await endSessions(fixture);
    await fixture.home.run('rm', ['-rf', '.local/state/git-codecommit']);
    fixture.sandbox.faults.clear();
    fixture.sandbox.log.clear();
  });

  const fill = (): Promise<Ended> =>
    fixture.home.run('git', ['credential', 'fill'], { input: `url=${fixture.app.url}\n\n` });
  const granted = (): number => fixture.sandbox.log.of('AssumeRole').filter(({ status }) => status === 200).length;

  it('costs one call to AWS, and nobody fails, with a hundred at once', async () => {
    const many = await fillMany(fixture, 100);
    for (const { code, stderr } of many) expect(code, stderr).to.equal(0);
    expect(many).to.have.length(100);
    expect(new Set(many.map(({ stdout }) => /^username=(.*)$/m.exec(stdout)?.[1])).size).to.equal(1);
    expect(granted()).to.equal(1);
    expect(fixture.sandbox.log.count('AssumeRole')).to.equal(1);
  });

  it('is renewed by the next one where the one whose turn it was is killed', async () => {
    fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts', times: 1 });
    const first = fill();
    const state = fixture.home.file('.local', 'state', 'git-codecommit');
    let owner: string | undefined;
    for (let looks = 0; owner === undefined && looks < 600; looks += 1) {
      await delay(100);
      const lock = (await readdir(state).catch(() => [])).find((name) => name.endsWith('.turn.json.lock'));
      if (lock !== undefined && fixture.sandbox.log.count('sts') > 0)
        owner = (await readFile(`${state}/${lock}`, 'utf8')).split('-')[1];
    }
    process.kill(Number(owner), 'SIGKILL');
    expect((await first).code).to.equal(128);
    const second = await fill();
    expect(second.code, second.stderr).to.equal(0);
    expect(granted()).to.equal(1);
  });

  it('does not hang Git on a dead network: all who wait stop within half a minute, with the command that helps', async () => {
    fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts' });
    const started = performance.now();
    const all = await Promise.all([fill(), fill(), fill()]);
    for (const { code, stderr } of all) {
      expect(code).to.equal(128);
      expect(stderr).to.match(
        /^git-credential-codecommit: The session of the profile 'my-app' ended at .* git codecommit refresh my-app$/m,
      );
    }
    expect(performance.now() - started).to.be.within(25_000, 55_000);
  });
});

/**
 * Many Git processes at once. A shell starts them: the sandbox lives in this process, and would answer nobody for as
 * long as Node takes to start a hundred programs on a busy machine, which is longer than the helper waits for AWS.
 */
async function fillMany({ home, app }: Fixture, count: number): Promise<Ended[]> {
  await home.write('wanted', `url=${app.url}\n\n`);
  const script =
    'for i in $(seq "$1"); do (git credential fill <wanted >"$i.out" 2>"$i.err"; echo $? >"$i.code") & done; wait';
  const { code, stderr } = await run('sh', ['-c', script, 'sh', String(count)], {
    env: home.environment(),
    cwd: home.path,
    timeoutMs: 240_000,
  });
  expect(code, stderr).to.equal(0);
  const read = (name: string): Promise<string> => readFile(home.file(name), 'utf8');
  return await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const [ended = '', stdout = '', said = ''] = await Promise.all(
        ['code', 'out', 'err'].map((kind) => read(`${at + 1}.${kind}`)),
      );
      return { code: Number(ended), stdout, stderr: said };
    }),
  );
}
