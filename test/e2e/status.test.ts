import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { localMinutes } from '../../src/core/text/time.js';
import { built } from '../helpers/built.js';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';

const escape = '\u001b';
const minutes = 60_000;

/** The profiles, and how much each has left, in milliseconds. */
const left: Readonly<Record<string, number | undefined>> = {
  long: 11.99 * 60 * minutes,
  work: 47.5 * minutes,
  hurry: 9.5 * minutes,
  hour: 47.5 * minutes,
  old: -61 * minutes,
  open: undefined,
};

describe('status', function () {
  this.timeout(120_000);
  let home: TemporaryHome;
  let ends: Record<string, Date>;

  before(async () => {
    home = await temporaryHome();
    ends = Object.fromEntries(
      Object.entries(left).flatMap(([name, ms]) => (ms === undefined ? [] : [[name, new Date(Date.now() + ms)]])),
    );
    await mkdir(home.file('.aws'));
    await mkdir(home.file('.config', 'git-codecommit'), { recursive: true });
    const names = Object.keys(left);
    const endOf = (name: string): string =>
      ends[name] === undefined ? '' : `x_security_token_expires = ${ends[name].toISOString()}\n`;
    await writeFile(
      home.file('.aws', 'credentials'),
      names
        .map(
          (name) =>
            `[${name}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = ` +
            `secret\naws_session_token = token\n${endOf(name)}`,
        )
        .join(''),
      { mode: 0o600 },
    );
    await writeFile(
      home.file('.config', 'git-codecommit', 'recipes.ini'),
      names
        .map(
          (name) =>
            `[${name}]\nmethod = "keys"\nregion = "eu-west-1"\naccount = "111122223333"\n` +
            (name === 'hour' ? 'lasts = "3600"\n' : ''),
        )
        .join(''),
    );
  });
  after(() => home.remove());

  const program = (...args: string[]): [string, ...string[]] => [
    process.execPath,
    `${built()}/git-codecommit.js`,
    'status',
    ...args,
  ];
  const atTerminal = async (variables: Record<string, string> = {}): Promise<TestTerminal> => {
    const terminal = new TestTerminal(program(), {
      env: home.environment({ TZ: process.env['TZ'] }),
      variables,
      cwd: home.path,
      columns: 160,
    });
    try {
      expect(await terminal.exit(60_000), terminal.text()).to.deep.equal({ code: 0, signal: undefined });
      return terminal;
    } finally {
      await terminal.close();
    }
  };
  const lineOf = (text: string, name: string): string =>
    text.split('\n').find((line) => line.trim().startsWith(`${name} `)) ?? '';

  it('draws what is left as a bar, in words, and as the end by the local clock', async () => {
    const text = (await atTerminal()).text();
    const at = (name: string): string => localMinutes(ends[name] ?? new Date(0));
    expect(lineOf(text, 'long'))
      .to.match(/^ *long +█{9}░ 11 h 5\d min \(/)
      .and.include(`(${at('long')})`);
    expect(lineOf(text, 'work'))
      .to.match(/^ *work +█░{9} 4[67] min \(/)
      .and.include(`(${at('work')})`);
    // By the length of its own session.
    expect(lineOf(text, 'hour')).to.match(/^ *hour +█{7}░{3} 4[67] min \(/);
    expect(lineOf(text, 'hurry')).to.match(/^ *hurry +█░{9} [89] min \(/);
    expect(lineOf(text, 'old')).to.match(/^ *old +░{10} ended 1 h \d+ min ago/);
    expect(lineOf(text, 'open')).to.match(/^ *open +unknown/);
  });

  it('says what to run for what has ended, and for nothing else', async () => {
    const text = (await atTerminal()).text();
    expect(text).to.include('→ git codecommit refresh old');
    expect(text.match(/codecommit refresh/g)).to.have.length(1);
  });

  it('shows its colours at a terminal, and with NO_COLOR not one control sequence', async () => {
    expect((await atTerminal()).raw()).to.include(`${escape}[`);
    const plain = await atTerminal({ NO_COLOR: '1' });
    expect(plain.raw()).to.not.include(escape);
    expect(lineOf(plain.text(), 'work')).to.match(/█░{9} 4[67] min/);
  });

  it('writes none into a pipe either', async () => {
    const [file, ...args] = program();
    const { code, stdout, stderr } = await run(file, args, { env: home.environment() });
    expect([code, stdout]).to.deep.equal([0, '']);
    expect(stderr).to.not.include(escape);
    expect(stderr).to.match(/ended 1 h \d+ min ago/);
  });

  it('says in JSON which is valid, which ends within a quarter of an hour, which has ended, and which does not say', async () => {
    const [file, ...args] = program('--json');
    const { code, stdout, stderr } = await run(file, args, { env: home.environment() });
    expect([code, stderr]).to.deep.equal([0, '']);
    const all = JSON.parse(stdout) as {
      readonly profile: string;
      readonly state: string;
      readonly expiration: string | null;
    }[];
    expect(Object.fromEntries(all.map(({ profile, state }) => [profile, state]))).to.deep.equal({
      long: 'valid',
      work: 'valid',
      hour: 'valid',
      hurry: 'expiring',
      old: 'expired',
      open: 'unknown',
    });
    expect(all.find(({ profile }) => profile === 'work')?.expiration).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(all.find(({ profile }) => profile === 'open')?.expiration).to.equal(null);
  });
});
