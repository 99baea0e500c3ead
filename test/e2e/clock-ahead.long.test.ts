import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Ended } from '../helpers/run.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/** Loaded before a program of ours, it moves the program's clock. */
const otherClock = `
const Right = Date;
const ahead = Number(process.env.CLOCK_AHEAD_S) * 1000;
globalThis.Date = class Date extends Right {
  constructor(...given) { given.length === 0 ? super(Right.now() + ahead) : super(...given); }
  static now() { return Right.now() + ahead; }
};
`;

describe('a clock that was ahead', function () {
  this.timeout(300_000);
  let fixture: Fixture;
  let clock: string;

  before(async () => {
    fixture = await openFixture();
    clock = await fixture.home.write('clock.cjs', otherClock);
    await fixture.setUp('--keep-source', '--clone', 'clone');
  });
  after(() => fixture.clear());

  const by = (ahead: number): Record<string, string> => ({
    NODE_OPTIONS: `--require=${clock}`,
    CLOCK_AHEAD_S: String(ahead),
  });
  const fetch = (env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone'), env });
  const remembered = async (): Promise<readonly string[]> => {
    const state = fixture.home.file('.local', 'state', 'git-codecommit');
    return existsSync(state) ? (await readdir(state)).filter((name) => name.endsWith('.renewal.json')) : [];
  };
  const failsAhead = async (ahead: number): Promise<void> => {
    await endSessions(fixture);
    const { code, stderr } = await fetch(by(ahead));
    expect(code, stderr).to.equal(128);
    expect(stderr).to.match(/^git-credential-codecommit: .*clock/m);
    expect(await remembered()).to.have.length(1);
  };

  for (const [name, ahead] of [
    ['an hour', 3600],
    ['a day', 86_400],
    ['a year', 31_536_000],
  ] as const) {
    it(`by ${name} keeps nobody out once it is right again, and what was remembered is gone for good`, async () => {
      await failsAhead(ahead);
      const { code, stderr } = await fetch();
      expect(code, stderr).to.equal(0);
      expect(await remembered()).to.deep.equal([]);
    });

    it(`by ${name} is fixed by refresh, for this session and the next`, async () => {
      await failsAhead(ahead);
      const { code, stderr } = await fixture.codecommit(['refresh', 'my-app']);
      expect(code, stderr).to.equal(0);
      expect(await remembered()).to.deep.equal([]);
      await endSessions(fixture);
      expect((await fetch()).code).to.equal(0);
    });

    it(`by ${name} is fixed by setup`, async () => {
      await failsAhead(ahead);
      await fixture.setUp('--keep-source');
      expect(await remembered()).to.deep.equal([]);
    });

    it(`by ${name} leaves nothing that doctor --fix does not fix`, async () => {
      await failsAhead(ahead);
      const { code, stderr } = await fixture.codecommit(['doctor', '--fix'], { cwd: fixture.home.file('clone') });
      expect(code, stderr).to.equal(0);
      expect(await remembered()).to.deep.equal([]);
      await endSessions(fixture);
      expect((await fetch()).code).to.equal(0);
    });
  }
});
