import { commands } from '../commands/index.js';
import type { Call } from '../commands/call.js';
import type { Command } from '../commands/command.js';
import { isProblem } from '../core/problem.js';
import { methods } from '../methods/index.js';
import { parseCall, splitCommand } from './argv.js';
import { commandHelp, helpWidth, overview } from '../commands/help-pages.js';
import { report } from './report.js';
import { version } from './version.js';

/**
 * Runs one command line.
 * @param words what stands behind the program's name
 * @returns the exit code
 */
export async function run(words: readonly string[]): Promise<number> {
  if (words[0] === '__complete') return print(await (await import('./complete.js')).answerCompletion(words.slice(1)));
  const debug = words.includes('--debug') || process.env['GIT_CODECOMMIT_DEBUG'] === '1';
  try {
    const { command: name, rest } = splitCommand(words, commands.map((command) => command.name));
    const start = commands.find((command) => command.name === (name ?? 'setup'));
    if (start === undefined) return 2;
    const call = parseCall(start, rest, process.env);
    if (call.on('version')) return print(`git-codecommit ${version}\n`);
    if (call.on('help')) return print(name === undefined ? overview(commands, helpWidth(process.stdout.columns)) : commandHelp(start, methods, helpWidth(process.stdout.columns)));
    return await perform(start, call, name === undefined);
  } catch (error) {
    const { lines, exitCode } = report(error, { debug });
    await complain(lines, isProblem(error, 'cancelled'));
    return exitCode;
  }
}

/** Only a command that really runs opens the plumbing: help and version start without it. */
async function perform(command: Command, call: Call, bare: boolean): Promise<number> {
  const { openHouse } = await import('./house.js');
  const house = openHouse({ nobody: call.on('yes'), quiet: call.on('quiet'), noBrowser: call.on('no-browser') });
  return (bare ? await (await import('../commands/start-here.js')).startHere(call, house) : await command.run(call, house)) ?? 0;
}

async function complain(lines: readonly string[], cancelled: boolean): Promise<void> {
  const [{ openTerminal }, { systemClock }] = await Promise.all([import('../system/terminal/terminal.js'), import('../system/clock.js')]);
  const ui = openTerminal({ env: process.env, clock: systemClock, nobody: true });
  const [first = '', ...rest] = lines;
  ui.mark(cancelled ? 'skip' : 'fail', first);
  for (const line of rest) ui.say(line);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
