import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import { bundle, start } from '../system/processes.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const comments = Array.from(
  { length: 40 },
  (_, index) => `# comment ${index}\n[kept${index}]\nregion = eu-west-1\n`,
).join('');

/** What a section holds, read line by line and by no parser of ours. */
function keyOf(text: string, section: string): string | undefined {
  return new RegExp(`^\\[${section}\\]\\n(?:(?!\\[).*\\n)*?aws_access_key_id = (\\S+)`, 'm').exec(text)?.[1];
}

describe("many who write AWS's credentials at once", function () {
  this.timeout(300_000);
  let folder: string;
  let script: string;
  let path: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-writers-'));
    script = await bundle('writer', folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    path = join(mkdtempSync(join(folder, 'aws-')), 'credentials');
    writeFileSync(path, comments, { mode: 0o600 });
  });

  it('all find their profile there, round after round, with every comment kept: 3 rounds of 100 processes', async () => {
    for (const round of ['a', 'b', 'c']) {
      const names = Array.from({ length: 100 }, (_, index) => `${round}${index}`);
      const ends = await Promise.all(names.map((name) => start(script, 'add', path, name).ended));
      expect(ends.filter(({ code }) => code !== 0).map(({ stderr }) => stderr)).to.deep.equal([]);
    }
    const text = readFileSync(path, 'latin1');
    expect(text.startsWith(comments)).to.equal(true);
    for (const round of ['a', 'b', 'c'])
      for (let index = 0; index < 100; index += 1)
        expect(keyOf(text, `${round}${index}`)).to.equal(`ASIA${round}${index}`);
    expect(readdirSync(join(path, '..'))).to.deep.equal(['credentials']);
  });

  it('come through an empty lock, a cut one, and one of a process that was killed', async () => {
    for (const rest of ['', '0123', undefined]) {
      if (rest === undefined) {
        const holder = start(script, 'hold', `${path}.lock`);
        await holder.line;
        holder.child.kill('SIGKILL');
        await holder.ended;
      } else writeFileSync(`${path}.lock`, rest);
      const names = ['x', 'y', 'z'].map((name) => `${name}${rest ?? 'killed'}`);
      const ends = await Promise.all(names.map((name) => start(script, 'add', path, name).ended));
      expect(
        ends.map(({ code }) => code),
        ends.map(({ stderr }) => stderr).join(),
      ).to.deep.equal([0, 0, 0]);
      for (const name of names) expect(keyOf(readFileSync(path, 'latin1'), name)).to.equal(`ASIA${name}`);
    }
    expect(readdirSync(join(path, '..'))).to.deep.equal(['credentials']);
  });

  describe('while clocks jump', () => {
    before(needs('faketime'));

    it('lose nothing and do not wait for ever', async () => {
      const times = ['+0', '+10y', '-10y', '+1h', '@2038-01-19 03:14:00', '-1d'];
      const ends = await Promise.all(
        times.map((time, index) =>
          run(
            'faketime',
            ['-f', time.startsWith('@') ? time : time, process.execPath, script, 'refresh', path, `t${index}`, '15'],
            {
              env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
              timeoutMs: 120_000,
            },
          ),
        ),
      );
      expect(ends.filter(({ code }) => code !== 0).map(({ stderr }) => stderr)).to.deep.equal([]);
      const text = readFileSync(path, 'latin1');
      for (const index of times.keys())
        expect(text).to.match(new RegExp(`^\\[t${index}\\]\\n(?:(?!\\[).*\\n)*?turn = 15$`, 'm'));
      expect(text.startsWith(comments)).to.equal(true);
    });
  });

  describe('of whom one is aws configure set', () => {
    before(needs('aws'));

    it('keep what the others wrote, and theirs', async function () {
      // Who takes no lock can read before our replacement and write after it, and nobody but that program could prevent
      // it. It is so seldom that another run tells it from a fault of ours.
      this.retries(3);
      const aws = async (): Promise<void> => {
        for (let turn = 0; turn < 4; turn += 1) {
          const { code, stderr } = await run(
            'aws',
            ['configure', 'set', 'aws_access_key_id', `ASIAAWS${turn}`, '--profile', `aws${turn}`],
            {
              env: {
                PATH: process.env['PATH'] ?? '',
                HOME: folder,
                AWS_SHARED_CREDENTIALS_FILE: path,
                AWS_CONFIG_FILE: join(folder, 'config'),
              },
              timeoutMs: 120_000,
            },
          );
          expect(code, stderr).to.equal(0);
        }
      };
      const ours = ['o1', 'o2', 'o3'].map((name) => start(script, 'refresh', path, name, '40').ended);
      const [ends] = await Promise.all([Promise.all(ours), aws()]);
      expect(ends.map(({ code, stderr }) => `${String(code)}${stderr}`)).to.deep.equal(['0', '0', '0']);
      const text = readFileSync(path, 'latin1');
      expect(text.startsWith(comments)).to.equal(true);
      for (let turn = 0; turn < 4; turn += 1) expect(keyOf(text, `aws${turn}`)).to.equal(`ASIAAWS${turn}`);
      for (const name of ['o1', 'o2', 'o3'])
        expect(text).to.match(new RegExp(`^\\[${name}\\]\\n(?:(?!\\[).*\\n)*?turn = 40$`, 'm'));
    });
  });

  describe('of whom one is refresh', () => {
    let fixture: Fixture;
    before(async () => {
      fixture = await openFixture();
      await fixture.setUp('--keep-source');
    });
    after(() => fixture.clear());

    it("lose neither the renewed session nor the others' profiles", async () => {
      const file = fixture.home.file('.aws', 'credentials');
      appendFileSync(file, '# of mine\n');
      mkdirSync(fixture.home.file('.aws'), { recursive: true });
      const others = Array.from({ length: 20 }, (_, index) => start(script, 'add', file, `w${index}`).ended);
      const renewals = [1, 2, 3].map(() => fixture.codecommit(['refresh', 'my-app', '--force']));
      const [ends, renewed] = await Promise.all([Promise.all(others), Promise.all(renewals)]);
      expect(ends.map(({ code }) => code)).to.deep.equal(others.map(() => 0));
      expect(renewed.map(({ code, stderr }) => (code === 0 ? '' : stderr))).to.deep.equal(['', '', '']);
      const text = readFileSync(file, 'latin1');
      expect(text).to.contain('# of mine\n');
      for (const index of others.keys()) expect(keyOf(text, `w${index}`)).to.equal(`ASIAw${index}`);
      expect(fixture.sandbox.aws.sessions.map(({ accessKeyId }) => accessKeyId)).to.include(keyOf(text, 'my-app'));
    });
  });
});
