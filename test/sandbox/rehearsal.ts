// npm start: the real wizard, with the sandbox in the place of AWS.
import { fileURLToPath } from 'node:url';
import { conversation } from './rehearsal/conversation.js';
import { openWizard, talk, type WizardCommand } from './rehearsal/live.js';
import { Player } from './rehearsal/player.js';
import { openFixture, type Fixture } from './rehearsal/fixture.js';
import { closing, opening, proof } from './rehearsal/words.js';

const wizard: WizardCommand = {
  program: process.execPath,
  args: [fileURLToPath(new URL('../../dist/git-codecommit.js', import.meta.url))],
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function rehearse(fixture: Fixture, signal: AbortSignal): Promise<number> {
  const { stdin, stdout } = process;
  say(opening(fixture));
  if (stdin.isTTY && stdout.isTTY) return await talk(wizard, fixture, { input: stdin, output: stdout }, signal);
  say('There is no terminal to ask on, so the rehearsal answers by itself.\n');
  // The conversation is told for a terminal that can move its cursor, whatever TERM says where there is none.
  const environment = { ...fixture.environment, TERM: 'xterm-256color', ACCESSIBLE: '' };
  const terminal = openWizard(wizard, { ...fixture, environment }, { columns: 100, rows: 40 });
  signal.addEventListener('abort', () => terminal.kill());
  return await new Player(terminal, conversation, fixture, say).play().finally(() => terminal.kill());
}

async function main(): Promise<number> {
  const abort = new AbortController();
  const signals: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const name of Object.keys(signals)) process.on(name, () => abort.abort(name));
  const fixture = await openFixture();
  try {
    const code = await rehearse(fixture, abort.signal);
    if (abort.signal.aborted) return signals[String(abort.signal.reason)] ?? 1;
    say(code === 0 ? await proof(fixture) : '');
    return code;
  } finally {
    await fixture.clear();
    say(closing);
  }
}

process.exitCode = await main();
