import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { cleanEnvironment } from '../../helpers/environment.js';
import { TalkProgram } from './talk-program.js';

const talk = new TalkProgram();

/** Runs a scenario where nothing is a terminal. */
function piped(
  scenario: string,
  variables: Record<string, string> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const [program, ...args] = talk.command(...scenario.split(' '));
  // A stdin that never ends: whoever reads it hangs.
  return spawnSync(program, args, {
    env: cleanEnvironment({ LANG: 'C.UTF-8' }, variables),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
}

describe('the conversation', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  it('looks like this', async () => {
    const terminal = talk.start('show', { columns: 90, variables: { NO_COLOR: '1' } });
    await terminal.exit();
    expect(terminal.screen()).to.equal(
      [
        '',
        'git-codecommit · temporary AWS credentials for you and for git',
        'Whatever is said in a long sentence is broken at blanks, but never inside',
        '`git clone https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/demo`.',
        'An aside, for those who read asides',
        '✔ Profile written',
        '  [work] in ~/.aws/credentials',
        '! The session ends soon',
        '✖ Git says 403',
        '→ Advice that has no room on one line goes on in one column, below its first word and not',
        '  below the arrow.',
        '– No AWS CLI',
        '  write  [work] in ~/.aws/credentials  (other sections untouched)',
        '  set    git helper for eu-west-1',
        '  profile  signs in by  left',
        '  work     role         █████░░░░░ 30 min',
        '  old      keys         ░░░░░░░░░░ ended',
        '{',
        '  "copied": "as it is"',
        '}',
        'hostile \\x1b[2J\\x9b31m\\u202etext',
      ].join('\n'),
    );
  });

  it('fits on 40 columns, tables too', async () => {
    const terminal = talk.start('show', { columns: 40 });
    await terminal.exit();
    expect(terminal.screen()).to.include(
      ['  write', '    [work] in ~/.aws/credentials', '    (other sections untouched)'].join('\n'),
    );
    expect(terminal.screen()).to.include(
      ['  work', '    signs in by  role', '    left         █████░░░░░ 30 min'].join('\n'),
    );
  });

  it('keeps sentences readable on 200 columns', async () => {
    const terminal = talk.start('show', { columns: 200 });
    await terminal.exit();
    const longest = Math.max(
      ...terminal
        .screen()
        .split('\n')
        .map((line) => line.length),
    );
    expect(longest).to.be.at.most(100);
  });

  it('colours what stands between backticks, and nothing with NO_COLOR', async () => {
    const coloured = talk.start('show');
    await coloured.exit();
    expect(coloured.raw()).to.include('\u001b[36mgit clone https://');
    expect(piped('show').stderr).to.not.include('\u001b');
    expect(piped('show', { FORCE_COLOR: '1' }).stderr).to.include('\u001b[36mgit clone https://');
  });

  it('is silent when quiet, but for warnings and failures', () => {
    expect(piped('show --quiet').stderr).to.equal('! The session ends soon\n✖ Git says 403\n');
    expect(piped('step --quiet').stderr).to.equal('');
  });

  it('leaves standard output alone', () => {
    expect(piped('show').stdout).to.equal('');
    expect(piped('step').stdout).to.equal('');
  });

  it('shows a step as a spinner that becomes a mark, with lines said meanwhile above it', async () => {
    const terminal = talk.start('step --by-hand');
    const goOn = async (times: number): Promise<void> => {
      // The title is set when the program waits for the next signal.
      await terminal.waitUntil(() => terminal.raw().split('\u001b]0;waiting').length > times, 'program that waits');
      terminal.signal('SIGUSR2');
    };
    await terminal.waitFor(/^\S Asking AWS$/m);
    await goOn(1);
    await terminal.waitFor(/^Something was said meanwhile\n\S Asking AWS$/m);
    await goOn(2);
    await terminal.waitFor(/^\S Still asking AWS$/m);
    await goOn(3);
    await terminal.exit();
    expect(terminal.screen()).to.equal('Something was said meanwhile\n✔ Signed in as ana');
    expect(terminal.cursor().visible).to.equal(true);
  });

  it('leaves nothing of what is waited for behind where the size of the terminal changes', async () => {
    const terminal = talk.start('waits', { columns: 100 });
    await terminal.waitFor(/in a browser that takes its time$/m);
    for (const columns of [30, 80, 20, 64]) {
      terminal.resize(columns, 24);
      await terminal.waitUntil(
        () => /^Said before\n\S Waiting for [^\n]*$/.test(terminal.screen()),
        `one line of ${columns} columns`,
      );
    }
    // Terminals that break lines anew keep the cursor with its text: from there on all of it is taken away.
    expect(terminal.cursor().column).to.equal(0);
  });

  it('marks a step that failed', async () => {
    const terminal = talk.start('failing-step');
    await terminal.exit();
    expect(terminal.screen()).to.equal('✖ Asking AWS\n! It did not work.');
  });

  it('steps aside for a question inside a step', async () => {
    const terminal = talk.start('ask-in-step');
    await terminal.waitFor('? Code');
    terminal.type('123456\r');
    await terminal.waitFor('✔ Signing in');
    expect(terminal.screen()).to.match(/^✔ Code {21}123456\n/);
  });

  it('says of steps in a log that they began, and what came of them', () => {
    expect(piped('step').stderr).to.equal('Asking AWS…\nSomething was said meanwhile\n✔ Signed in as `ana`\n');
    expect(piped('failing-step').stderr).to.equal('Asking AWS…\n! It did not work.\n');
  });

  it('counts seconds down on one line, and leaves none', async () => {
    const terminal = talk.start('countdown');
    await terminal.exit();
    expect(terminal.raw()).to.include('Next code in 2 s');
    expect(terminal.screen()).to.equal('Now');
    expect(piped('countdown').stderr).to.equal('Next code in 2 s\nNow\n');
  });

  it('asks nobody where nobody is, and does not read standard input', () => {
    const { status, stderr } = piped('text');
    expect(stderr).to.equal('problem usage: Nobody is there to answer: Role ARN\n');
    expect(status).to.equal(2);
  });

  it('asks nobody at a terminal either where that was said', async () => {
    const terminal = talk.start('text --nobody');
    expect(await terminal.exit()).to.deep.equal({ code: 2, signal: undefined });
    expect(terminal.screen()).to.include('Nobody is there to answer');
  });
});
