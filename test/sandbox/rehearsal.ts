// npm start: the real wizard, on a stage where AWS is played by the sandbox.
import { fileURLToPath } from 'node:url';
import { conversation } from './rehearsal/conversation.js';
import { openWizard, talk, type WizardCommand } from './rehearsal/live.js';
import { Player } from './rehearsal/player.js';
import { setStage, type Stage } from './rehearsal/fixture.js';
import { closing, opening, proof } from './rehearsal/words.js';

const wizard: WizardCommand = {
  program: process.execPath,
  args: [fileURLToPath(new URL('../../dist/git-codecommit.js', import.meta.url))],
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function rehearse(stage: Stage, signal: AbortSignal): Promise<number> {
  const { stdin, stdout } = process;
  say(opening(stage));
  if (stdin.isTTY && stdout.isTTY) return await talk(wizard, stage, { input: stdin, output: stdout }, signal);
  say('There is no terminal to ask on, so the rehearsal answers by itself.\n');
  const terminal = openWizard(wizard, stage, { columns: 100, rows: 40 });
  signal.addEventListener('abort', () => terminal.kill());
  return await new Player(terminal, conversation, stage, say).play().finally(() => terminal.kill());
}

async function main(): Promise<number> {
  const abort = new AbortController();
  const signals: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const name of Object.keys(signals)) process.on(name, () => abort.abort(name));
  const stage = await setStage();
  try {
    const code = await rehearse(stage, abort.signal);
    if (abort.signal.aborted) return signals[String(abort.signal.reason)] ?? 1;
    say(code === 0 ? await proof(stage) : '');
    return code;
  } finally {
    await stage.clear();
    say(closing);
  }
}

process.exitCode = await main();
