// A small program that talks through the real terminal; each scenario is one conversation. The tests bundle it and run
// it in pseudo-terminals. What was answered is printed at the end: secrets as their length and a digest.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { GoBack } from '../../../src/core/go-back.js';
import { isProblem } from '../../../src/core/problem.js';
import type { Prompt, Ui } from '../../../src/core/ports/ui.js';
import { openClock } from '../../../src/system/clock.js';
import { startChild } from '../../../src/system/process/children.js';
import { endProcess, openCancellation } from '../../../src/system/process/cancellation.js';
import { openTerminal } from '../../../src/system/terminal/open-terminal.js';

const colours = ['red', 'green', 'blue'];

/** What the tests ask, by name. */
const prompts: Readonly<Record<string, Prompt>> = {
  text: {
    kind: 'text',
    message: 'Role ARN',
    note: 'From your administrator: arn:aws:iam::123456789012:role/dev',
    check: (raw) => (raw.startsWith('arn:') ? undefined : 'A role ARN begins with `arn:aws:iam::`'),
  },
  path: {
    kind: 'text',
    message: 'The file',
    isPath: true,
    check: (raw) => (raw.startsWith('/') ? undefined : 'That is no whole path.'),
  },
  suggested: { kind: 'text', message: 'Profile', suggestion: 'work' },
  secret: {
    kind: 'secret',
    message: 'Secret access key',
    check: (raw) => (raw.length >= 8 ? undefined : 'That is too short for a secret access key.'),
  },
  choice: {
    kind: 'choice',
    message: 'How do you sign in?',
    choices: [
      { value: 'role', name: 'A role in another AWS account (AssumeRole)', description: 'You were given a role ARN.' },
      { value: 'saml', name: "My company's sign-in page (SAML)" },
      { value: 'sso', name: 'IAM Identity Center' },
    ],
  },
  picky: {
    kind: 'choice',
    message: 'Target',
    choices: [
      { value: 'source', name: 'source' },
      { value: 'target', name: 'target' },
    ],
    check: (raw) => (raw === 'source' ? 'The source itself cannot be the target.' : undefined),
  },
  search: {
    kind: 'search',
    message: 'Which repository?',
    note: 'From eu-west-1',
    choices: Array.from({ length: 500 }, (_, index) => ({
      value: `repository-${index}`,
      name: `repository-${index}-${colours[index % 3] ?? ''}`,
    })),
  },
  confirm: { kind: 'confirm', message: 'Go ahead?', suggestion: 'yes' },
  careful: { kind: 'confirm', message: 'Overwrite it?', suggestion: 'no' },
  block: {
    kind: 'block',
    message: 'The keys',
    note: 'As your administrator sent them',
    isComplete: (text) => text.includes('AWS_SESSION_TOKEN='),
    check: (text) => (text.includes('AWS_') ? undefined : 'There are no AWS keys in that.'),
  },
};

/** Conversations of more than one question, or of none. */
const scenarios: Readonly<Record<string, (ui: Ui) => Promise<void>>> = {
  two: async (ui) => {
    const back = flags.includes('--back');
    tell('secret', await ui.ask({ kind: 'secret', message: 'Token', back }));
    tell('text', await ui.ask({ kind: 'text', message: 'Name', back }));
  },
  hostile: async (ui) => {
    const bad = 'a\u001b[2Jb\u009b31m\u202ec';
    const choices = [{ value: bad, name: bad, description: bad }];
    for (const kind of ['choice', 'search', 'text'] as const)
      await ui.ask({ kind, message: `${kind} ${bad}`, note: bad, choices, suggestion: bad });
  },
  step: async (ui) => {
    await ui.step('Asking AWS', async (progress) => {
      await told();
      ui.say('Something was said meanwhile');
      await told();
      progress.update('Still asking AWS');
      await told();
      progress.done('Signed in as `ana`');
    });
  },
  ahead: async (ui) => {
    tell('text', await ui.ask({ kind: 'text', message: 'First' }));
    await ui.step('Waiting for you to sign in', () => clock.sleep(1500));
    process.stderr.write('[silent]\n');
    await clock.sleep(500);
    await Promise.resolve();
    tell('choice', await ui.ask(prompts['choice'] ?? never()));
    tell('confirm', await ui.ask(prompts['confirm'] ?? never()));
  },
  late: async (ui) => {
    process.stderr.write('[silent]\n');
    await clock.sleep(1500);
    tell('confirm', await ui.ask(prompts['confirm'] ?? never()));
  },
  leave: async (ui) => {
    tell('text', await ui.ask({ kind: 'text', message: 'First' }));
    await ui.step(
      'Waiting for you to sign in, in a browser that takes its time',
      (_progress, stop) => clock.sleep(600_000, stop),
      { canBeLeft: true, back: true },
    );
  },
  waits: async (ui) => {
    ui.say('Said before');
    await ui.step('Waiting for you to sign in, in a browser that takes its time', () => clock.sleep(600_000));
  },
  lend: async (ui) => {
    tell('text', await ui.ask({ kind: 'text', message: 'First' }));
    const script =
      'printf "Passphrase: " > /dev/tty; read -r line < /dev/tty; echo "[child] $line" > /dev/tty; stty -a';
    await terminal.lend(async () => {
      const child = startChild('sh', ['-c', script], { env: process.env, stdio: [0, 2, 2] });
      await once(child.process, 'close');
    });
    tell('confirm', await ui.ask(prompts['confirm'] ?? never()));
  },
  announce: async () => {
    await terminal.announce('Asking AWS (sts:GetCallerIdentity)', () => clock.sleep(300));
    await terminal.announce('Asking AWS (iam:ListMFADevices)', async () => {
      await clock.sleep(1500);
      await told();
    });
    process.stderr.write('[done]\n');
  },
  'ask-in-step': async (ui) => {
    await ui.step('Signing in', async () => {
      tell('text', await ui.ask({ kind: 'text', message: 'Code' }));
    });
  },
  'failing-step': async (ui) => {
    await ui
      .step('Asking AWS', () => Promise.reject(new Error('no such host')))
      .catch(() => ui.warn('It did not work.'));
  },
  'long-step': async (ui) => {
    await ui.step('Waiting for nothing', () => clock.sleep(600_000));
  },
  'long-countdown': async (ui) => {
    await ui.countdown('Next code in', new Date(Date.now() + 600_000));
  },
  countdown: async (ui) => {
    await ui.countdown('Next code in', new Date(Date.now() + 1900));
    ui.say('Now');
  },
  show: (ui) => {
    ui.heading('git-codecommit · temporary AWS credentials for you and for git');
    ui.say(
      'Whatever is said in a long sentence is broken at blanks, but never inside `git clone ' +
        'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/demo`.',
    );
    ui.note('An aside, for those who read asides');
    ui.mark('done', 'Profile written', '[work] in ~/.aws/credentials');
    ui.mark('warn', 'The session ends soon');
    ui.mark('fail', 'Git says 403');
    ui.say(
      '→ Advice that has no room on one line goes on in one column, below its first word and not below the arrow.',
    );
    ui.mark('skip', 'No AWS CLI');
    ui.table([
      ['write', '[work] in ~/.aws/credentials', '(other sections untouched)'],
      ['set', 'git helper for eu-west-1', ''],
    ]);
    ui.table(
      [
        ['work', 'role', `${ui.bar(0.5)} 30 min`],
        ['old', 'keys', `${ui.bar(0)} ended`],
      ],
      { head: ['profile', 'signs in by', 'left'] },
    );
    ui.show('{\n  "copied": "as it is"\n}');
    ui.say('hostile \u001b[2J\u009b31m\u202etext');
    return Promise.resolve();
  },
};

/** Where the test wants to look at what is shown meanwhile: waits until the test goes on. */
async function told(): Promise<void> {
  if (!flags.includes('--by-hand')) return;
  const goOn = once(process, 'SIGUSR2');
  const alive = setInterval(() => undefined, 1000);
  process.stderr.write('\u001b]0;waiting\u0007');
  await goOn;
  clearInterval(alive);
}

function never(): never {
  throw new Error('There is no such prompt.');
}

function tell(name: string, answer: string): void {
  const digest = createHash('sha256').update(answer).digest('hex').slice(0, 12);
  process.stderr.write(
    `[${name}] ` +
      `${['secret', 'block'].includes(name) ? `${answer.length} ${digest}` : JSON.stringify(answer.length > 200 ? [answer.length, digest] : answer)}\n`,
  );
}

const [name = '', ...flags] = process.argv.slice(2);
const cancellation = openCancellation();
const clock = openClock(cancellation.signal);
const terminal = openTerminal({
  env: process.env,
  clock,
  cancellation,
  nobody: flags.includes('--nobody'),
  asksFirst: flags.includes('--asks-first'),
  quiet: flags.includes('--quiet'),
});
const ui: Ui = terminal;
if (flags.includes('--pid')) process.stderr.write(`pid ${process.pid}\n`);
try {
  const prompt = prompts[name];
  if (prompt) tell(prompt.kind, await ui.ask({ ...prompt, back: flags.includes('--back') }));
  else await scenarios[name]?.(ui);
} catch (error) {
  if (error instanceof GoBack) process.stderr.write('[back]\n');
  else if (!isProblem(error)) throw error;
  else {
    if (cancellation.by !== 'SIGHUP') process.stderr.write(`problem ${error.kind}: ${error.message}\n`);
    await endProcess(error.kind === 'cancelled' ? 130 : 2, cancellation);
  }
}
