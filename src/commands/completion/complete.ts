import type { Flag } from '../../core/interview/flag.js';
import { flagsOfQuestions } from '../../core/interview/flag.js';
import type { AnyMethod } from '../../core/method.js';
import type { Questions } from '../../core/interview/question.js';
import { topics } from '../help/topics/index.js';
import { wordsOf } from '../help/topics/topic.js';
import type { Command } from '../common/command.js';
import { commonFlags } from '../common/flags.js';

/** A word that could stand here, and what it means. */
export interface Candidate {
  readonly word: string;
  readonly means: string;
}

/** What could stand at the end of a command line: words, or the names that the shell itself finds. */
export interface Completion {
  readonly words: readonly Candidate[];
  readonly paths?: 'files' | 'folders' | undefined;
}

/**
 * The tables that help is made from, and the names in the user's files; those are looked up only where one could stand.
 */
export interface Vocabulary {
  readonly commands: readonly Command[];
  readonly methods: readonly AnyMethod[];
  readonly names: Readonly<Record<NameKind, () => Promise<readonly Candidate[]>>>;
}

export type NameKind = 'profiles' | 'managed' | 'ssoSessions';

/**
 * Completes a command line.
 * @param line what stands behind `git codecommit`; the last word is the one under the cursor, and may be empty
 * @returns candidates that begin with that word
 */
export async function complete(line: readonly string[], vocabulary: Vocabulary): Promise<Completion> {
  const typed = line.at(-1) ?? '';
  const found = await candidates(line.slice(0, -1), typed, vocabulary);
  return { ...found, words: found.words.filter(({ word }) => word.startsWith(typed)) };
}

const nothing: Completion = { words: [] };

async function candidates(before: readonly string[], typed: string, vocabulary: Vocabulary): Promise<Completion> {
  const command = commandOf(before, vocabulary.commands);
  const table = command ?? commandNamed('setup', vocabulary.commands);
  const flags = [...(table?.flags ?? []), ...commonFlags];
  const assigned = /^(--[a-z-]+)=/.exec(typed);
  if (assigned?.[1] !== undefined)
    return prefixed(`${assigned[1]}=`, await valuesOf(flagNamed(assigned[1], flags), vocabulary));
  const awaiting = flagNamed(before.at(-1) ?? '', flags);
  if (awaiting?.kind === 'value') return await valuesOf(awaiting, vocabulary);
  if (typed.startsWith('-')) return { words: flagWords(wanted(flags, table, before, vocabulary.methods), before) };
  if (awaiting?.kind === 'optional') return await valuesOf(awaiting, vocabulary);
  if (command === undefined)
    return {
      words: before.every(mayPrecedeCommand)
        ? vocabulary.commands.map(({ name, summary }) => ({ word: name, means: summary }))
        : [],
    };
  return await operands(command, before, flags, vocabulary);
}

function commandNamed(name: string | undefined, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => command.name === name);
}

/** The first word that is a command's name, as long as no value of a flag looks like one. */
function commandOf(before: readonly string[], commands: readonly Command[]): Command | undefined {
  const index = before.findIndex(
    (word, at) =>
      commandNamed(word, commands) !== undefined && flagNamed(before[at - 1] ?? '', commonFlags)?.kind !== 'value',
  );
  return commandNamed(before[index], commands);
}

/** The common flags and their values may stand before the command; with a flag of setup's it is setup. */
function mayPrecedeCommand(word: string): boolean {
  return !word.startsWith('-') || flagNamed(word.replace(/=.*/s, ''), commonFlags) !== undefined;
}

function flagNamed(word: string, flags: readonly Flag[]): Flag | undefined {
  if (!word.startsWith('-')) return undefined;
  return flags.find(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`));
}

/** With a method chosen, the flags that only the others ask for would be in the way. */
function wanted(
  flags: readonly Flag[],
  command: Pick<Command, 'methodFlags'> | undefined,
  before: readonly string[],
  methods: readonly AnyMethod[],
): readonly Flag[] {
  const ofMethods = command?.methodFlags;
  const chosen = methods.find(({ id }) =>
    before.some(
      (word, at) =>
        word === `--method=${id}` ||
        word === `-m${id}` ||
        (word === id && ['--method', '-m'].includes(before[at - 1] ?? '')),
    ),
  );
  if (chosen === undefined || ofMethods === undefined) return flags;
  const own = new Set<string>(flagsOfQuestions(chosen.questions as Questions).map(({ name }) => name));
  return flags.filter((flag) => own.has(flag.name) || !ofMethods.includes(flag));
}

function flagWords(flags: readonly Flag[], before: readonly string[]): readonly Candidate[] {
  const given = new Set(before.map((word) => word.replace(/=.*/s, '')));
  return flags
    .filter(
      ({ name, short, repeatable }) =>
        repeatable === true || !(given.has(`--${name}`) || (short !== undefined && given.has(`-${short}`))),
    )
    .map(({ name, help }) => ({ word: `--${name}`, means: help }));
}

async function valuesOf(flag: Flag | undefined, { names }: Pick<Vocabulary, 'names'>): Promise<Completion> {
  if (flag?.values !== undefined) return { words: flag.values.map((word) => ({ word, means: '' })) };
  const kind = flag === undefined ? undefined : namesFor[flag.name];
  if (kind !== undefined) return { words: await names[kind]() };
  if (flag?.valueName?.split('|').some((name) => name === 'DIRECTORY' || name === 'DIR') === true)
    return { words: [], paths: 'folders' };
  return flag?.valueName?.split('|').some((name) => name === 'PATH' || name === 'FILE') === true
    ? { words: [], paths: 'files' }
    : nothing;
}

const namesFor: Readonly<Record<string, NameKind>> = {
  profile: 'profiles',
  'source-profile': 'profiles',
  'sso-session': 'ssoSessions',
  recipe: 'managed',
};

/** An operand's place says what it is: `[REPOSITORY [DIRECTORY]]`, `bash|zsh`. */
async function operands(
  command: Command,
  before: readonly string[],
  flags: readonly Flag[],
  vocabulary: Vocabulary,
): Promise<Completion> {
  const places = command.operands.split(' ').map((place) => place.replace(/[[\]]/g, '').split('|'));
  const given = before.filter(
    (word, at) =>
      !word.startsWith('-') && word !== command.name && flagNamed(before[at - 1] ?? '', flags)?.kind !== 'value',
  );
  const found = await Promise.all((places[given.length] ?? []).map((place) => operandNamed(place, vocabulary)));
  return { words: found.flatMap(({ words }) => words), paths: found.find(({ paths }) => paths !== undefined)?.paths };
}

async function operandNamed(place: string, { commands, methods, names }: Vocabulary): Promise<Completion> {
  if (place === 'PROFILE') return { words: await names.managed() };
  if (place === 'COMMAND') return { words: commands.map(({ name, summary }) => ({ word: name, means: summary })) };
  if (place === 'METHOD') return { words: methods.map(({ id, title }) => ({ word: id, means: title })) };
  if (place === 'WORD')
    return {
      words: topics
        .flatMap(wordsOf)
        .filter(isOneWord)
        .map((word) => ({ word, means: '' })),
    };
  if (place === 'DIRECTORY') return { words: [], paths: 'folders' };
  return { words: place !== '' && place === place.toLowerCase() ? [{ word: place, means: '' }] : [] };
}

function prefixed(prefix: string, { words, paths }: Completion): Completion {
  return { words: words.map(({ word, means }) => ({ word: `${prefix}${word}`, means })), paths };
}

function isOneWord(word: string): boolean {
  return !word.includes(' ');
}
