import { expect } from 'chai';
import { TestTerminal } from '../helpers/terminal.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const prompt = "MFA-code for 'with-mfa':";
const why = "The session of profile 'with-mfa' has ended; AWS wants an MFA code for a new one.";
const noCode =
  'No MFA code was given, so none is asked for during the next minute. Run: git codecommit refresh with-mfa';

describe('an MFA code, asked at the terminal that Git runs in', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let terminals: TestTerminal[];

  before(async () => {
    fixture = await openFixture();
    const args = fixture.common.map((word) => (word === fixture.role.arn ? fixture.roleWithMfa.arn : word));
    const { code, stderr } = await fixture.codecommit([
      ...args,
      '--yes',
      '--keep-source',
      '--profile',
      'with-mfa',
      '--mfa-code',
      fixture.ana.device.code(),
      '--clone',
      'clone',
    ]);
    expect(code, stderr).to.equal(0);
  });
  after(() => fixture.clear());
  beforeEach(async () => {
    terminals = [];
    await endSessions(fixture);
    await fixture.home.run('rm', ['-rf', '.local/state/git-codecommit']);
    fixture.sandbox.clock.advance(60_000);
    fixture.sandbox.log.clear();
  });
  afterEach(async () => {
    for (const terminal of terminals) await terminal.close();
  });

  const inTerminal = (
    command: readonly [string, ...string[]],
    variables: Readonly<Record<string, string>> = {},
  ): TestTerminal => {
    const terminal = new TestTerminal(command, {
      env: fixture.home.environment(),
      variables: { GIT_TERMINAL_PROMPT: undefined, ...variables },
      cwd: fixture.home.file('clone'),
      columns: 300,
    });
    terminals.push(terminal);
    return terminal;
  };
  const pull = (variables: Readonly<Record<string, string>> = {}, ...config: string[]): TestTerminal =>
    inTerminal(['git', ...config, 'pull'], variables);
  const answer = async (terminal: TestTerminal, text: string, times = 1): Promise<void> => {
    await terminal.waitFor(prompt, { times, timeoutMs: 60_000 });
    terminal.type(text);
    terminal.enter();
  };
  const tried = (): (number | undefined)[] => fixture.sandbox.log.of('AssumeRole').map(({ status }) => status);
  /** The screen without Git's last line, which names the whole helper. */
  const told = (terminal: TestTerminal): string[] =>
    terminal
      .text()
      .split('\n')
      .map((line) =>
        line.startsWith('fatal: credential helper ')
          ? 'fatal: …'
          : line.replace(/ended at 2020-01-01T00:00:00Z \(.*? ago\)/, 'ended'),
      );

  it('is all it takes', async () => {
    const terminal = pull();
    const code = fixture.ana.device.code();
    await answer(terminal, code);
    expect(await terminal.exit(60_000)).to.deep.include({ code: 0 });
    expect(told(terminal)).to.deep.equal([why, `${prompt} ${code}`, 'Already up to date.']);
    expect(tried()).to.deep.equal([200]);
  });

  it('may be mistyped once: why it was not taken is said, and it is asked again', async () => {
    const terminal = pull();
    const [wrong, right] = [fixture.ana.device.wrongCode(), fixture.ana.device.code()];
    await answer(terminal, wrong);
    await answer(terminal, right, 2);
    expect(await terminal.exit(60_000)).to.deep.include({ code: 0 });
    expect(told(terminal)).to.deep.equal([
      why,
      `${prompt} ${wrong}`,
      'The MFA code was wrong, too old, or already used: each is good once.',
      `${prompt} ${right}`,
      'Already up to date.',
    ]);
    expect(tried()).to.deep.equal([403, 200]);
  });

  it('is asked for twice and not a third time', async () => {
    const terminal = pull();
    const wrong = fixture.ana.device.wrongCode();
    await answer(terminal, wrong);
    await answer(
      terminal,
      wrong.replace(/.$/, (digit) => String((Number(digit) + 5) % 10)),
      2,
    );
    expect(await terminal.exit(60_000)).to.deep.include({ code: 1 });
    expect(told(terminal).slice(-2)).to.deep.equal([
      "git-credential-codecommit: The session of the profile 'with-mfa' ended. The MFA code was wrong, too " +
        'old, or already used: each is good once. Run: git codecommit refresh with-mfa',
      'fatal: …',
    ]);
    expect(tried()).to.deep.equal([403, 403]);
  });

  const nothing = [
    { text: '', name: 'Enter alone', times: 1, end: noCode },
    ...['later', '12345', '1234567'].map((text) => ({
      text,
      name: `${text}, three times`,
      times: 3,
      end: 'That is no MFA code, which has six digits. Run: git codecommit refresh with-mfa',
    })),
  ];
  for (const { text, name, times, end } of nothing) {
    it(`is refused by ${name}, for a minute and for every Git process, with no call to AWS`, async () => {
      const terminal = pull();
      for (let time = 1; time <= times; time += 1) await answer(terminal, text, time);
      expect(await terminal.exit(60_000)).to.deep.include({ code: 1 });
      const again = ['That is no MFA code, which has six digits.', `${prompt} ${text}`];
      expect(told(terminal)).to.deep.equal([
        why,
        `${prompt} ${text}`.trimEnd(),
        ...(times === 1 ? [] : [...again, ...again]),
        `git-credential-codecommit: The session of the profile 'with-mfa' ended. ${end}`,
        'fatal: …',
      ]);
      const second = pull();
      expect(await second.exit(60_000)).to.deep.include({ code: 1 });
      expect(told(second)).to.deep.equal([
        `git-credential-codecommit: The session of the profile 'with-mfa' ended. ${end}`,
        'fatal: …',
      ]);
      expect(tried()).to.deep.equal([]);
    });
  }

  it('is asked for again where it was mistyped, and may have the gap that apps show', async () => {
    const terminal = pull();
    const code = fixture.ana.device.code();
    await answer(terminal, code.slice(0, 5));
    await answer(terminal, `${code.slice(0, 3)} ${code.slice(3)}`, 2);
    expect(await terminal.exit(60_000)).to.deep.include({ code: 0 });
    expect(tried()).to.deep.equal([200]);
  });

  it('is taken from GIT_CODECOMMIT_MFA_CODE first, and asked for where that is used up or none', async () => {
    const code = fixture.ana.device.code();
    const terminal = pull({ GIT_CODECOMMIT_MFA_CODE: code });
    expect(await terminal.exit(60_000)).to.deep.include({ code: 0 });
    expect(terminal.text()).to.not.include(prompt);
    await endSessions(fixture);
    for (const [value, reason] of [
      [code, 'used already'],
      ['none', 'GIT_CODECOMMIT_MFA_CODE is no MFA code'],
    ] as const) {
      fixture.sandbox.clock.advance(30_000);
      const second = pull({ GIT_CODECOMMIT_MFA_CODE: value });
      await answer(second, fixture.ana.device.code());
      expect(await second.exit(60_000)).to.deep.include({ code: 0 });
      expect(second.text()).to.include(reason);
      await endSessions(fixture);
    }
    expect(tried()).to.deep.equal([200, 200, 200]);
  });

  it('of GIT_CODECOMMIT_MFA_CODE is sent once, taken or refused, by whichever process has it', async () => {
    for (const [code, status] of [
      [fixture.ana.device.wrongCode(), 403],
      [fixture.ana.device.code(), 200],
    ] as const) {
      fixture.sandbox.log.clear();
      const variables = { GIT_CODECOMMIT_MFA_CODE: code, GIT_TERMINAL_PROMPT: '0' };
      await pull(variables).exit(60_000);
      await endSessions(fixture);
      const again = pull(variables);
      expect(await again.exit(60_000)).to.deep.include({ code: 1 });
      expect(again.text()).to.include('used already');
      const refresh = fixture.wizard(['refresh', 'with-mfa', '--force', '--yes'], { variables });
      expect(await refresh.exit(60_000)).to.deep.include({ code: 2 });
      expect(refresh.text()).to.include('used already').and.include('GIT_CODECOMMIT_MFA_CODE');
      expect(tried()).to.deep.equal([status]);
    }
  });

  it('is asked for once, however many Git processes of that terminal want it', async () => {
    const terminal = inTerminal(['sh', '-c', 'git fetch & git fetch & git fetch & wait; echo done']);
    await answer(terminal, fixture.ana.device.code());
    await terminal.waitFor('done', { timeoutMs: 90_000 });
    expect(terminal.text().split(prompt)).to.have.lengthOf(2);
    expect(terminal.text()).to.not.include('fatal');
    expect(tried()).to.deep.equal([200]);
  });

  it('can be left with Ctrl-C, and holds nobody up afterwards', async () => {
    const terminal = pull();
    await terminal.waitFor(prompt, { timeoutMs: 60_000 });
    terminal.ctrlC();
    await terminal.exit(60_000);
    const second = pull();
    await answer(second, fixture.ana.device.code());
    expect(await second.exit(60_000)).to.deep.include({ code: 0 });
  });

  describe('is not asked for', () => {
    const stops = async (terminal: TestTerminal): Promise<void> => {
      await terminal.exit(60_000);
      expect(terminal.text())
        .to.include('A new one wants an MFA code. Run: git codecommit refresh with-mfa')
        .and.not.include(prompt);
    };

    it('with GIT_TERMINAL_PROMPT=0', () => stops(pull({ GIT_TERMINAL_PROMPT: '0' })));

    it('with credential.interactive set to false', async () => {
      for (const value of ['false', 'never']) await stops(pull({}, '-c', `credential.interactive=${value}`));
    });

    it('by a background job, which the kernel would stop', () =>
      stops(inTerminal(['bash', '-c', 'set -m; git pull & wait'])));
  });
});
