import { sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { help } from '../../core/advice/own-commands.js';
import { flagsOfQuestions } from '../../core/interview/flag.js';
import type { Flag } from '../../core/interview/flag.js';
import { environmentNameOf } from '../../core/interview/question.js';
import type { Questions } from '../../core/interview/question.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import { nearest } from '../../core/text/nearest.js';
import { printable } from '../../core/text/printable.js';
import type { Command } from '../common/command.js';
import { commonFlags } from '../common/flags.js';
import { topics } from './topics/index.js';
import { plainWords, wordsOf } from './topics/topic.js';
import type { Topic } from './topics/topic.js';

/** A flag, and whose it is. */
export interface FoundFlag {
  readonly flag: Flag;
  /** The commands that take it; none where all of them do. */
  readonly commands: readonly Command[];
  /** The ways to sign in that ask for it. */
  readonly methods: readonly AnyMethod[];
}

/** What somebody asked help for. */
export type Found =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'method'; readonly method: AnyMethod }
  | { readonly kind: 'topic'; readonly word: string; readonly topic: Topic }
  | { readonly kind: 'flag'; readonly found: FoundFlag };

/** What there is help for. */
interface Tables {
  readonly commands: readonly Command[];
  readonly methods: readonly AnyMethod[];
}

/**
 * What words are about: a command, a way to sign in by its id or AWS's name for it, a topic, a flag or its variable.
 * @throws Problem `usage` where they are nothing of the kind, with what was probably meant, or with all that there is
 */
export function findPage(words: string, tables: Tables): Found {
  const entries = entriesOf(tables);
  const plain = plainWords(words);
  const found = ofVariable(words.trim(), tables) ?? entries.get(plain);
  if (found !== undefined) return found;
  const close = nearest(plain, [...entries.keys()]) ?? longestIn(plain, [...entries.keys()]);
  throw new Problem('usage', `There is no help for "${printable(words, 60)}".`, {
    hint:
      close === undefined ? listOf(tables) : sentence`Did you mean \`${help(...wordOf(close, entries).split(' '))}\`?`,
  });
}

/** Whether there is help for words as they are. */
export function hasPage(words: string, tables: Tables): boolean {
  return entriesOf(tables).has(plainWords(words));
}

/** Everything that there is help for, by its plain words; what stands first counts. */
function entriesOf({ commands, methods }: Tables): ReadonlyMap<string, Found> {
  const all: readonly (readonly [string, Found])[] = [
    ...commands.map((command) => [command.name, { kind: 'command', command }] as const),
    ...methods.map((method) => [method.id, { kind: 'method', method }] as const),
    ...topics.flatMap((topic) => wordsOf(topic).map((word) => [word, { kind: 'topic', word, topic }] as const)),
    ...methods.flatMap((method) => method.term.split(', ').map((term) => [term, { kind: 'method', method }] as const)),
    ...commands
      .filter(({ methodFlags }) => methodFlags !== undefined)
      .flatMap(({ name }) => methods.map((method) => [`${name} ${method.id}`, { kind: 'method', method }] as const)),
    ...flagsIn({ commands, methods }).map((found) => [found.flag.name, { kind: 'flag', found }] as const),
  ];
  const entries = new Map<string, Found>();
  for (const [name, found] of all) {
    const plain = plainWords(name);
    if (!entries.has(plain)) entries.set(plain, found);
  }
  return entries;
}

function ofVariable(name: string, tables: Tables): Found | undefined {
  const found = flagsIn(tables).find(({ flag }) => environmentNameOf(flag.name) === name || flag.textVariable === name);
  return found && { kind: 'flag', found };
}

function flagsIn({ commands, methods }: Tables): readonly FoundFlag[] {
  const flags = new Map<string, Flag>();
  for (const flag of [...commonFlags, ...commands.flatMap((command) => command.flags)] as readonly Flag[])
    if (!flags.has(flag.name)) flags.set(flag.name, flag);
  return [...flags.values()].map((flag) => ({
    flag,
    commands: commands.filter((command) => command.flags.some(({ name }) => name === flag.name)),
    methods: methods.filter(({ questions }) =>
      flagsOfQuestions(questions as Questions).some(({ name }) => (name as string) === flag.name),
    ),
  }));
}

/** The longest of some words that stands in a text: "how do I use okta" is about Okta. */
function longestIn(text: string, words: readonly string[]): string | undefined {
  return words
    .filter((word) => word.length > 1 && ` ${text} `.includes(` ${word} `))
    .sort((a, b) => b.length - a.length)[0];
}

/** As the word is written: a method's id has dashes. */
function wordOf(plain: string, entries: ReadonlyMap<string, Found>): string {
  const found = entries.get(plain);
  if (found?.kind === 'method') return found.method.id;
  if (found?.kind === 'flag') return found.found.flag.name;
  return plain;
}

function listOf({ commands, methods }: Tables): Text {
  return [
    `Commands: ${commands.map(({ name }) => name).join(', ')}.`,
    `Ways to sign in: ${methods.map(({ id }) => id).join(', ')}.`,
    `Words: ${topics.flatMap((topic) => wordsOf(topic).slice(0, 1)).join(', ')}, and many more.`,
  ].join(' ');
}
