import { sentence } from '../core/advice/advice.js';
import { helpOf, usage } from '../core/advice/own-commands.js';
import { parseArgs } from 'node:util';

import { Invocation } from '../commands/common/call.js';
import type { Askable } from '../commands/common/call.js';
import type { Command } from '../commands/common/command.js';
import { commonFlags } from '../commands/common/flags.js';
import type { Flag, GivenFlags } from '../core/interview/flag.js';
import { Problem } from '../core/problem.js';
import { nearest } from '../core/text/nearest.js';
import { UnknownWord } from '../core/interview/unknown-word.js';

/** The command that was named, and every other word. */
export interface CommandLine<Name extends string> {
  readonly command: Name | undefined;
  readonly rest: readonly string[];
}

/** Finds the command's name among the words: the common flags may stand before it. */
export function splitCommand<Name extends string>(words: readonly string[], names: readonly Name[]): CommandLine<Name> {
  const valueFlags = new Set(
    commonFlags
      .filter((flag: Flag) => flag.kind === 'value')
      .flatMap((flag: Flag) => [`--${flag.name}`, `-${flag.short ?? ''}`]),
  );
  const index = words.findIndex(
    (word, position) => !word.startsWith('-') && !valueFlags.has(words[position - 1] ?? ''),
  );
  const word = words[index];
  const firstFlag = words.findIndex((candidate) => candidate.startsWith('-') && !isCommon(candidate));
  if (word === undefined || (firstFlag !== -1 && firstFlag < index)) return { command: undefined, rest: words };
  const command = names.find((name) => name === word);
  if (command !== undefined) return { command, rest: words.filter((_, position) => position !== index) };
  const close = nearest(word, names);
  throw unknownCommand(word, close);
}

/** A word where a command should stand. @param close the command that was probably meant */
function unknownCommand(word: string, close: string | undefined): UnknownWord {
  const hint =
    close === undefined ? sentence`\`${helpOf()}\` lists the commands.` : sentence`Did you mean \`${usage(close)}\`?`;
  return new UnknownWord(`There is no command "${word}".`, word, hint, close);
}

function isCommon(word: string): boolean {
  return commonFlags.some(
    (flag: Flag) =>
      word === `--${flag.name}` ||
      word.startsWith(`--${flag.name}=`) ||
      (flag.short !== undefined && word.startsWith(`-${flag.short}`) && !word.startsWith('--')),
  );
}

/**
 * Reads a command's flags and operands.
 * @throws Problem `usage` for what the command does not know
 */
export function parseInvocation<A extends Askable>(
  command: Command<A>,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Invocation<A> {
  const flags = [...command.flags, ...commonFlags];
  const { values, positionals } = parse(words, flags);
  if (positionals.length > command.most) {
    throw new Problem(
      'usage',
      sentence`\`${usage(command.name)}\` takes ${command.most === 0 ? 'no operand' : `at most ${command.most}`}: what is "${String(positionals[command.most])}"?`,
      {
        hint: sentence`\`${helpOf(command.name)}\` shows how to call it.`,
      },
    );
  }
  return new Invocation(positionals, values, env, flags);
}

function parse(
  words: readonly string[],
  flags: readonly Flag[],
): { values: GivenFlags; positionals: readonly string[] } {
  const options = Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      {
        type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withOptionalValues(words, flags),
      options,
      allowPositionals: true,
      strict: true,
    });
    const texts = Object.entries(values).map(
      ([name, value]) => [name, [value].flat().map((one) => (one === true ? '1' : String(one)))] as const,
    );
    return { values: Object.fromEntries(texts), positionals };
  } catch (error) {
    throw usageProblem(error, flags);
  }
}

/** parseArgs knows no flag with an optional value, so `--clone` alone becomes `--clone=`. */
function withOptionalValues(words: readonly string[], flags: readonly Flag[]): string[] {
  const optional = new Set(flags.filter((flag) => flag.kind === 'optional').map((flag) => `--${flag.name}`));
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    if (optional.has(word)) return [next === undefined || next.startsWith('-') ? `${word}=` : `${word}=${next}`];
    return index > 0 && optional.has(words[index - 1] ?? '') && !word.startsWith('-') ? [] : [word];
  });
}

function usageProblem(error: unknown, flags: readonly Flag[]): Problem {
  const message = error instanceof Error ? error.message : '';
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined)
    return withoutValue(message, flags, error) ?? new Problem('usage', firstSentence(error), { cause: error });
  const close = nearest(
    unknown.replace(/^-+/, ''),
    flags.map((flag) => flag.name),
  );
  return new Problem('usage', `There is no flag ${unknown}.`, {
    hint: close === undefined ? '`-h` lists the flags.' : `Did you mean --${close}?`,
    cause: error,
  });
}

/** A flag at the end of the line, or in front of another one. */
function withoutValue(message: string, flags: readonly Flag[], cause: unknown): Problem | undefined {
  const name = /--([\w-]+)(?: <value>' argument missing|=-XYZ)/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const { valueName = 'VALUE', values } = flags.find((flag) => flag.name === name) ?? {};
  const dashed = message.includes('ambiguous')
    ? `One that begins with a dash is given as --${name}=${valueName}.`
    : undefined;
  return new Problem('usage', `--${name} wants a value: --${name} ${valueName}.`, {
    hint: values === undefined ? dashed : `It is one of ${values.join(', ')}.`,
    cause,
  });
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.split(/[.\n]/)[0] ?? message}.`.replace(/^Option '([^']+)'/, '$1');
}
