import { joined, sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { sayText } from '../core/advice/say.js';
import type { CommandForm } from '../core/advice/say.js';
import { Changes } from '../core/changes.js';
import { Problem, Refusal, askedElsewhere, cancelled, exitCodes, isProblem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { parseSwitch } from '../core/interview/question.js';

/** What is printed on stderr when a command ends badly, and the exit code it ends with. */
export interface Report {
  readonly lines: readonly Text[];
  readonly exitCode: number;
}

/**
 * Whether causes are to be shown, by flag or variable; known before the rest of the command line, which may be what is
 * wrong.
 */
export function wantsDebug(words: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  if (words.includes('--debug')) return true;
  try {
    return parseSwitch(env['GIT_CODECOMMIT_DEBUG'] ?? '');
  } catch {
    // Whoever sets it to anything else (`*`, `verbose`) wants to see more.
    return true;
  }
}

/** Whether errors are to be a document; known before the rest of the command line, which may be what is wrong. */
export function wantsJson(words: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  if (words.includes('--json')) return true;
  try {
    return parseSwitch(env['GIT_CODECOMMIT_JSON'] ?? '');
  } catch {
    return false;
  }
}

/**
 * The same as `report`, for programs (contract, section 4).
 * @param log what was said before it went wrong, line by line
 * @param form how commands are written here
 */
export function reportDocument(
  error: unknown,
  { debug, changes = new Changes() }: { debug: boolean; changes?: Changes },
  log: readonly string[],
  form: CommandForm,
): object {
  const problem = problemOf(error, { debug, changes });
  const asked = askedElsewhere(problem);
  const message = [sayText(problem.said, form), asked].filter((part) => part !== undefined).join(' ');
  const hint = problem.hint === undefined ? null : sayText(problem.hint, form);
  const { operation, code, requestId = null } = problem instanceof Refusal ? problem.facts : {};
  return {
    error: {
      kind: problem.kind,
      exitCode: exitCodes[problem.kind],
      message,
      hint,
      flags: [...new Set(`${message} ${hint ?? ''}`.match(/(?<![\w-])--[a-z][a-z-]*[a-z]/g) ?? [])],
      ...(operation !== undefined && { aws: { operation, code, requestId } }),
      ...(debug && { causes: causes(problem).map((line) => line.trim()) }),
    },
    log,
  };
}

/**
 * Turns whatever was thrown into advice: what happened, one hint; the chain of causes only with `debug`.
 * @param error anything that was thrown
 * @param options.changes what was changed until then
 */
export function report(
  error: unknown,
  { debug, changes = new Changes() }: { debug: boolean; changes?: Changes },
): Report {
  const problem = problemOf(error, { debug, changes });
  const lines = [
    problem.said,
    ...askedLine(problem),
    ...(problem instanceof Refusal ? [refusalLine(problem)] : []),
    ...(problem.hint === undefined ? [] : [joined(['→', problem.hint])]),
    ...(debug ? causes(problem) : []),
  ];
  return { lines, exitCode: exitCodes[problem.kind] };
}

function problemOf(error: unknown, { debug, changes }: { debug: boolean; changes: Changes }): Problem {
  return (
    stopped(error, changes) ??
    (error instanceof Problem
      ? error
      : new Problem('failed', `Something unexpected happened: ${printable(messageOf(error))}`, {
          hint: debug ? undefined : 'The same command with --debug shows where.',
          cause: error,
        }))
  );
}

const nothing = 'Nothing was changed.';

/** Who cancels is told what was changed until then; whoever stopped in the midst of writing has said so already. */
function stopped(error: unknown, { made, hint }: Changes): Problem | undefined {
  if (!isProblem(error, 'cancelled') || ![cancelled().message, nothing].includes(error.message)) return undefined;
  return made.length === 0
    ? new Problem('cancelled', nothing, { cause: error })
    : new Problem('cancelled', sentence`Stopped. So far: ${joined(made, ', ')}.`, { hint, cause: error });
}

function askedLine(problem: Problem): string[] {
  const asked = askedElsewhere(problem);
  return asked === undefined ? [] : [`  ${asked}`];
}

function refusalLine({ facts }: Refusal): string {
  const parts = [
    `${facts.operation}: ${printable(facts.code)}`,
    facts.requestId === undefined ? undefined : `request ${printable(facts.requestId)}`,
  ];
  return `  (${parts.filter((part) => part !== undefined).join(', ')})`;
}

/** The causes, outermost first, each with its place in the code; secrets print as `[secret]` by their own nature. */
function causes(error: Error): string[] {
  const lines = [`  ${error.name} at ${placeOf(error)}`];
  for (let cause = error.cause, depth = 0; cause !== undefined && depth < 8; depth += 1) {
    lines.push(`  caused by ${printable(messageOf(cause))}${cause instanceof Error ? ` at ${placeOf(cause)}` : ''}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function placeOf(error: Error): string {
  return (
    error.stack
      ?.split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim()
      .replace(/^at /, '') ?? 'an unknown place'
  );
}
