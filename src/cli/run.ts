import type { Text } from '../core/advice/advice.js';
import { Invocation } from '../commands/shared/call.js';
import type { Askable } from '../commands/shared/call.js';
import { allCommands, commandNames, loadCommand } from '../commands/index.js';
import type { Command } from '../commands/shared/command.js';
import type { Ports } from '../core/ports/ports.js';
import { isProblem } from '../core/problem.js';
import { withoutAnswers } from '../system/process/child-environment.js';
import { dataOutput } from '../system/terminal/data-output.js';
import { outputColumns } from '../system/terminal/output-columns.js';
import { parseInvocation, splitCommand } from './argv.js';
import { report, wantsDebug } from './report.js';
import { version } from '../core/version.js';

/**
 * Runs one command line.
 * @param words what stands behind the program's name
 * @returns the exit code
 */
export async function run(words: readonly string[]): Promise<number> {
  if (words[0] === '__complete') return print(await (await import('./complete.js')).answerCompletion(words.slice(1)));
  try {
    return words.length === 0 && !hasAnswers(process.env)
      ? await perform(new Invocation<Askable>([], {}, {}, []), startHere)
      : await runWords(words);
  } catch (error) {
    return await complainOf(error, words);
  }
}

/** Says what went wrong, and gives the exit code. @param words of the command line, which may want the causes too */
export async function complainOf(error: unknown, words: readonly string[]): Promise<number> {
  const { lines, exitCode } = report(error, { debug: wantsDebug(words, process.env) });
  await complain(lines, isProblem(error, 'cancelled'));
  return exitCode;
}

/** Where nothing is said, the first question does not wait for the table of all that could be said. */
function hasAnswers(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(withoutAnswers(env)).length < Object.keys(env).length;
}

async function runWords(words: readonly string[]): Promise<number> {
  const { command: name, rest } = splitCommand(words, commandNames);
  const command = await loadCommand(name ?? 'setup');
  const invocation = parseInvocation(command, rest, process.env);
  const common: Invocation = invocation;
  if (common.on('version')) return print(`git-codecommit ${version}\n`);
  if (common.on('help')) return print(await helpPage(name === undefined ? undefined : command));
  return await perform(invocation, name === undefined ? startHere : command.run);
}

type Work = Command['run'];

async function startHere(invocation: Invocation<Askable>, ports: Ports): ReturnType<Work> {
  return await (await import('../commands/start/run.js')).startHere(invocation, ports);
}

/** Only a command that really runs opens the ports: help and version start without it. */
async function perform(invocation: Invocation<Askable>, work: Work): Promise<number> {
  const common: Invocation = invocation;
  const { openPorts } = await import('../system/open-ports.js');
  return (
    (await work(
      invocation,
      openPorts({
        nobody: common.on('yes'),
        quiet: common.on('quiet'),
        noBrowser: common.on('no-browser'),
      }),
    )) ?? 0
  );
}

/** @param command undefined for the page of all commands */
async function helpPage(command: Command | undefined): Promise<string> {
  const [{ commandHelp, helpWidth, overview }, { methods }] = await Promise.all([
    import('../commands/help/pages.js'),
    import('../methods/index.js'),
  ]);
  const width = helpWidth(outputColumns());
  return command === undefined ? overview(await allCommands(), width) : commandHelp(command, methods, width);
}

async function complain(lines: readonly Text[], cancelled: boolean): Promise<void> {
  const [{ openTerminal }, { systemClock }, { commandFormHere }] = await Promise.all([
    import('../system/terminal/terminal.js'),
    import('../system/clock.js'),
    import('../system/command-form.js'),
  ]);
  const ui = openTerminal({
    env: process.env,
    clock: systemClock,
    nobody: true,
    form: commandFormHere(process.env, process.platform),
  });
  const [first = '', ...rest] = lines;
  ui.mark(cancelled ? 'skip' : 'fail', first);
  for (const line of rest) ui.say(line);
}

function print(text: string): number {
  dataOutput().write(text);
  return 0;
}
