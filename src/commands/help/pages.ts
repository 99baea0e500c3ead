import { joined, sentence } from '../../core/advice/advice.js';
import { help, helpOf, helpOfMethod, policy, setUp, usage } from '../../core/advice/own-commands.js';
import { commandLine, sayText } from '../../core/advice/say.js';
import { flagsOfQuestions } from '../../core/interview/flag.js';
import type { Flag } from '../../core/interview/flag.js';
import { environmentNameOf } from '../../core/interview/question.js';
import type { Questions } from '../../core/interview/question.js';
import type { AnyMethod } from '../../core/method.js';
import { wrap } from '../../core/text/wrap.js';
import type { Command } from '../common/command.js';
import { commonFlags } from '../common/flags.js';
import { callOf, exampleTable, flagTable, table } from './layout.js';
import type { FoundFlag } from './find-page.js';
import type { Layout } from './layout.js';
import type { Topic } from './topics/topic.js';

/**
 * The page of `git codecommit COMMAND -h`. Where a command asks what a way to sign in asks, it lists the ways, and how
 * to see the flags of each.
 */
export function commandHelp(command: Command, methods: readonly AnyMethod[], layout: Layout): string {
  const { width, form } = layout;
  const more = joined([
    sentence`\`${helpOfMethod({ blank: 'ID' })}\` shows the flags of one of them,`,
    sentence`\`${help(command.name)}\` those of all.`,
  ]);
  return commandPage(
    command,
    command.methodFlags === undefined
      ? []
      : [
          'Ways to sign in, for --method, each with flags of its own:',
          ...table(
            methods.map(({ id, title }) => [id, title]),
            width,
          ),
          ...wrap(sayText(more, form), width),
          '',
        ],
    layout,
  );
}

/** The page of `git codecommit help COMMAND`: every flag that it takes, by the way to sign in that asks for it. */
export function fullCommandHelp(command: Command, methods: readonly AnyMethod[], layout: Layout): string {
  return commandPage(
    command,
    (command.methodFlags === undefined ? [] : methods).flatMap((method) => [
      ...wrap(`--method ${method.id}: ${named(method)}`, layout.width),
      ...methodFlagTable(method, layout.width),
      '',
    ]),
    layout,
  );
}

function commandPage(command: Command, ways: readonly string[], layout: Layout): string {
  const { width, form } = layout;
  const own = command.flags.filter((flag) => command.methodFlags?.includes(flag) !== true);
  return [
    `Usage: ${callOf(command, form)} [FLAGS]`,
    '',
    ...wrap(sayText(command.about, form), width),
    '',
    ...(own.length > 0 ? ['Flags:', ...flagTable(own, width), ''] : []),
    'Flags of every command:',
    ...flagTable(commonFlags, width),
    ...wrap(variableOf(own[0] ?? commonFlags[0]), width),
    '',
    ...ways,
    'Examples:',
    ...exampleTable([command.name], command.examples, layout),
    '',
  ].join('\n');
}

/** The page of `git codecommit setup --method ID -h`: what this way to sign in asks, and nothing else. */
export function methodFlagsHelp(method: AnyMethod, layout: Layout): string {
  const { width, form } = layout;
  const [first] = flagsOf(method);
  const call = commandLine(usage('setup', `--method ${method.id} [FLAGS]`), form);
  return [
    `Usage: ${call}`,
    '',
    ...wrap(named(method), width),
    '',
    ...(first === undefined
      ? ['It asks nothing of its own.', '']
      : ['Its flags:', ...methodFlagTable(method, width), ...wrap(variableOf(first), width), '']),
    'Examples:',
    ...exampleTable(['setup', '--method', method.id], method.examples, layout),
    '',
    ...wrap(
      sayText(
        joined([
          sentence`\`${helpOf('setup')}\` shows the flags that every way takes,`,
          sentence`\`${help(method.id)}\` what must be prepared.`,
        ]),
        form,
      ),
      width,
    ),
    '',
  ].join('\n');
}

/** The page of `git codecommit help METHOD`: what it is, what must be prepared, what it asks. */
export function methodHelp(method: AnyMethod, layout: Layout): string {
  const { width, form } = layout;
  return [
    ...wrap(named(method), width),
    '',
    commandLine(setUp('method', method.id), form),
    '',
    'What must be there:',
    ...wrap(sayText(method.prerequisites, form), width - 2).map((line) => `  ${line}`),
    '',
    'An administrator gets it, ready to install, with:',
    `  ${commandLine(policy(method.id), form)}`,
    '',
    ...(flagsOf(method).length === 0
      ? ['It asks nothing of its own.']
      : ['What it asks; each may be given as a flag:', ...methodFlagTable(method, width)]),
    '',
    'Examples:',
    ...exampleTable(['setup', '--method', method.id], method.examples, layout),
    '',
    ...(method.byHand === undefined
      ? []
      : [
          `${method.byHand.title}:`,
          ...method.byHand.steps.flatMap((step, index) => numbered(index + 1, step, width)),
          '',
        ]),
  ].join('\n');
}

/** The page of words that people use: what they are called here, and the commands to go on with. */
export function topicHelp(word: string, { says, see }: Topic, { width, form }: Layout): string {
  return [
    ...wrap(sayText(joined([`${word}:`, says]), form), width),
    '',
    ...see.flatMap(([advice, when]) => [
      `  ${commandLine(advice, form)}`,
      ...wrap(when, width - 6).map((line) => `      ${line}`),
    ]),
    '',
  ].join('\n');
}

/** The page of one flag: what it says, its variable, and who takes it. */
export function flagPage({ flag, commands, methods }: FoundFlag, { width, form }: Layout): string {
  const ways = methods.map(({ id }) => id).join(', ');
  return [
    ...flagTable([flag], width),
    ...wrap(variableOf(flag), width),
    '',
    ...(commands.length === 0
      ? ['Every command takes it.']
      : [
          'Commands that take it:',
          ...table(
            commands.map((command) => [commandLine(help(command.name), form), command.summary]),
            width,
          ),
        ]),
    ...(methods.length === 0 ? [] : wrap(`For setup it belongs to --method ${ways}.`, width)),
    '',
  ].join('\n');
}

function flagsOf({ questions }: AnyMethod): readonly Flag[] {
  return flagsOfQuestions(questions as Questions);
}

function methodFlagTable(method: AnyMethod, width: number): string[] {
  return flagTable(flagsOf(method), width);
}

function named({ title, term }: AnyMethod): string {
  return `${title} (${term})`;
}

function variableOf({ name }: Flag): string {
  return `Each flag has a variable too: --${name} is ${environmentNameOf(name)}.`;
}

function numbered(number: number, step: string, width: number): string[] {
  return wrap(step, width - 5).map((line, index) => `  ${index === 0 ? `${number}.` : '  '} ${line}`);
}
