import { isatty } from 'node:tty';
import { sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { help } from '../core/advice/own-commands.js';
import { Invocation } from '../commands/common/call.js';
import type { Askable } from '../commands/common/call.js';
import { allCommands, commandNames, loadCommand } from '../commands/index.js';
import type { Command } from '../commands/common/command.js';
import { Changes } from '../core/changes.js';
import type { Ports } from '../core/ports/ports.js';
import { Problem, cancelled, exitCodes, isProblem } from '../core/problem.js';
import { unknownWordIn } from '../core/interview/unknown-word.js';
import type { Cancellation } from '../system/process/cancellation.js';
import { untilCancelled } from '../system/process/until-cancelled.js';
import type { HeldStream } from '../system/terminal/held-stream.js';
import { withoutAnswers } from '../system/process/child-environment.js';
import { dataOutput } from '../system/terminal/data-output.js';
import { outputColumns } from '../system/terminal/output-columns.js';
import { parseInvocation, splitCommand } from './argv.js';
import { report, reportDocument, wantsDebug, wantsJson } from './report.js';
import { version } from '../core/version.js';

/** So long a command may take, once it was told to end, to put everything back into order. */
const orderlyEndMs = 15_000;

/**
 * Runs one command line.
 * @param words what stands behind the program's name
 * @param cancellation what ends it early
 * @returns the exit code
 */
export async function run(words: readonly string[], cancellation: Cancellation): Promise<number> {
  if (words[0] === '__complete') return print(await (await import('./complete.js')).answerCompletion(words.slice(1)));
  const running: Running = { cancellation, changes: new Changes() };
  try {
    return await untilCancelled(
      () =>
        words.length === 0 && !hasAnswers(process.env)
          ? perform(new Invocation<Askable>([], {}, {}, []), startHere, running, { asksFirst: true })
          : runWords(words, running),
      cancellation.signal,
      orderlyEndMs,
    );
  } catch (error) {
    return await complainOf(error, words, running);
  }
}

/** What a command runs with, besides its words. */
interface Running {
  readonly cancellation: Cancellation;
  readonly changes: Changes;
  /** What is said, where an error must be all that stands on standard error. */
  held?: HeldStream | undefined;
}

/**
 * Says what went wrong, and gives the exit code.
 * @param words of the command line, which may want the causes too
 * @param running what the command ran with
 */
export async function complainOf(
  error: unknown,
  words: readonly string[],
  { cancellation, changes = new Changes(), held }: Pick<Running, 'cancellation'> & Partial<Running>,
): Promise<number> {
  const failed = cancellation.signal.aborted ? asCancelled(error) : error;
  const options = { debug: wantsDebug(words, process.env), changes };
  const { lines, exitCode } = report(failed, options);
  // Of a terminal that has gone nobody reads, and Node breaks off where it is touched.
  if (cancellation.by === 'SIGHUP') return exitCode;
  if (wantsJson(words, process.env) && !process.stderr.isTTY) await complainInJson(failed, options, held?.take() ?? '');
  else await complain(lines, exitCode === exitCodes.cancelled);
  return exitCode;
}

/** One document, on one line. */
async function complainInJson(error: unknown, options: Parameters<typeof report>[1], said: string): Promise<void> {
  const [{ commandFormHere }, { jsonWithoutSecrets }] = await Promise.all([
    import('../system/command-form.js'),
    import('../core/text/hide-secrets.js'),
  ]);
  const log = said.split('\n').filter((line) => line !== '');
  const document = reportDocument(error, options, log, commandFormHere(process.env, process.platform));
  process.stderr.write(`${jsonWithoutSecrets(document)}\n`);
}

/** Whatever fails because everything was told to end is no failure of its own. */
function asCancelled(error: unknown): Problem {
  return isProblem(error, 'cancelled') ? error : cancelled(error);
}

/** Where nothing is said, the first question does not wait for the table of all that could be said. */
function hasAnswers(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(withoutAnswers(env)).length < Object.keys(env).length;
}

async function runWords(words: readonly string[], running: Running): Promise<number> {
  try {
    return await runCommand(words, running);
  } catch (error) {
    throw await withHelpForWord(error);
  }
}

async function runCommand(words: readonly string[], running: Running): Promise<number> {
  const { command: name, rest } = splitCommand(words, commandNames);
  const command = await loadCommand(name ?? 'setup');
  const invocation = parseInvocation(command, rest, process.env);
  const common: Invocation = invocation;
  if (common.on('version')) return print(`git-codecommit ${version}\n`);
  if (common.on('help')) return print(await helpPage(command, name !== undefined, rest));
  return await perform(invocation, name === undefined ? startHere : command.run, running);
}

/** The same failure, with what its unknown word is called here where help knows it. */
async function withHelpForWord(error: unknown): Promise<unknown> {
  const unknown = unknownWordIn(error);
  if (unknown === undefined || unknown.close !== undefined) return error;
  const { hasPage } = await import('../commands/help/find-page.js');
  const { methods } = await import('../methods/index.js');
  if (!hasPage(unknown.word, { commands: await allCommands(), methods })) return error;
  return new Problem('usage', (error as Error).message, {
    hint: sentence`\`${help(unknown.word)}\` says what that is called here.`,
    cause: error,
  });
}

type Work = Command['run'];

async function startHere(invocation: Invocation<Askable>, ports: Ports): ReturnType<Work> {
  return await (await import('../commands/start/run.js')).startHere(invocation, ports);
}

/** Only a command that really runs opens the ports: help and version start without it. */
async function perform(
  invocation: Invocation<Askable>,
  work: Work,
  running: Running,
  options: { readonly asksFirst?: boolean } = {},
): Promise<number> {
  const common: Invocation = invocation;
  const { openPorts } = await import('../system/open-ports.js');
  // Somebody at a terminal sees what is waited for, and how to sign in.
  if (common.on('json') && !isatty(0) && !isatty(2))
    running.held = new (await import('../system/terminal/held-stream.js')).HeldStream();
  const { held, ...rest } = running;
  const ports = openPorts({
    nobody: common.on('yes'),
    quiet: common.on('quiet'),
    noBrowser: common.on('no-browser'),
    ...rest,
    ...options,
    stream: held,
  });
  const [{ sweep }, { findPaths }] = await Promise.all([import('../system/sweep.js'), import('../state/paths.js')]);
  await sweep(findPaths(ports.platform, ports.env, ports.homeDirectory));
  const code = (await work(invocation, ports)) ?? 0;
  if (held) process.stderr.write(held.take());
  return code;
}

/**
 * The page that `-h` asks for.
 * @param isNamed whether the command was named: without a name and a way to sign in it is the page of all commands
 * @param words the flags and operands: what a variable says asks for no other page
 * @throws Problem `usage` for a way to sign in that there is not
 */
async function helpPage(command: Command, isNamed: boolean, words: readonly string[]): Promise<string> {
  const [{ helpWidth }, { overview }, pages, { methods }, { unknownMethod }, { commandFormHere }] = await Promise.all([
    import('../commands/help/layout.js'),
    import('../commands/help/overview.js'),
    import('../commands/help/pages.js'),
    import('../methods/index.js'),
    import('../core/interview/unknown-word.js'),
    import('../system/command-form.js'),
  ]);
  const layout = { width: helpWidth(outputColumns()), form: { ...commandFormHere(process.env, process.platform) } };
  const id = command.methodFlags && parseInvocation(command, words, {}).text('method');
  const method = methods.find((one) => one.id === id);
  if (method !== undefined) return pages.methodFlagsHelp(method, layout);
  if (id !== undefined)
    throw unknownMethod(
      id,
      methods.map((one) => one.id),
    );
  return isNamed
    ? pages.commandHelp(command, methods, layout)
    : overview(await allCommands(), layout.width, layout.form);
}

async function complain(lines: readonly Text[], cancelled: boolean): Promise<void> {
  const [{ openTerminal }, { systemClock }, { commandFormHere }] = await Promise.all([
    import('../system/terminal/open-terminal.js'),
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
