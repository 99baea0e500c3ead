import { sentence } from '../../core/advice/advice.js';
import { doctor, help, policy, setUp, startHere, usage } from '../../core/advice/own-commands.js';
import { commandLine, plainForm, sayText } from '../../core/advice/say.js';
import type { Command } from '../common/command.js';
import { commonFlags } from '../common/flags.js';
import type { Flag } from '../../core/interview/flag.js';
import type { AnyMethod } from '../../core/method.js';
import { flagsOfQuestions } from '../../core/interview/flag.js';
import type { Questions } from '../../core/interview/question.js';
import { wrap } from '../../core/text/wrap.js';

/** What the page of all commands says of each. */
export type Described = Pick<Command, 'name' | 'operands' | 'summary'>;

/**
 * How wide a page is on a terminal of that many columns; 0 where a terminal does not know, undefined where there is
 * none.
 */
export function helpWidth(columns: number | undefined): number {
  return Math.min(100, Math.max(40, columns === 0 ? 80 : (columns ?? 80)));
}

/** The page of `git codecommit -h`: every command in a line. */
export function overview(commands: readonly Described[], width: number, form = plainForm): string {
  const rows = commands.map((command) => [callOf(command, form), command.summary] as const);
  return [
    ...wrap(
      'Temporary access to AWS CodeCommit repositories: signs you in, keeps the credentials in a profile, sets Git up.',
      width,
    ),
    '',
    sayText(sentence`Usage: ${usage('[COMMAND]', '[FLAGS]')}`, form),
    '',
    ...table([[commandLine(startHere(), form), 'start here: the wizard, and later what to do next'], ...rows], width),
    '',
    'Flags of every command:',
    ...flagTable(commonFlags, width),
    '',
    ...wrap('Every flag has an environment name: GIT_CODECOMMIT_ and the flag in capitals, switches 1 or 0.', width),
    ...[
      sentence`\`${help({ blank: 'COMMAND' })}\` or \`${help({ blank: 'METHOD' })}\` says more.`,
      sentence`If Git says 403: \`${doctor()}\`.`,
    ].flatMap((line) => wrap(sayText(line, form), width)),
    '',
  ].join('\n');
}

/** The page of `git codecommit COMMAND -h`. */
export function commandHelp(command: Command, methods: readonly AnyMethod[], width: number, form = plainForm): string {
  const own = command.flags.filter((flag) => !methodFlags(methods).has(flag.name));
  const asked = command.name === 'setup' ? methods : [];
  return [
    `Usage: ${callOf(command, form)} [FLAGS]`,
    '',
    ...wrap(sayText(command.about, form), width),
    '',
    ...(own.length > 0 ? ['Flags:', ...flagTable(own, width), ''] : []),
    'Flags of every command:',
    ...flagTable(commonFlags, width),
    ...asked.flatMap((method) => [
      '',
      ...wrap(`--method ${method.id}: ${method.title} (${method.term})`, width),
      ...flagTable(flagsOfQuestions(method.questions as Questions), width),
    ]),
    '',
  ].join('\n');
}

/** The page of `git codecommit help METHOD`: what it is, what must be prepared, what it asks. */
export function methodHelp(method: AnyMethod, width: number, form = plainForm): string {
  return [
    ...wrap(`${method.title} (${method.term})`, width),
    '',
    commandLine(setUp('method', method.id), form),
    '',
    'What must be there:',
    ...wrap(sayText(method.prerequisites, form), width - 2).map((line) => `  ${line}`),
    '',
    'An administrator gets it, ready to install, with:',
    `  ${commandLine(policy(method.id), form)}`,
    '',
    'What it asks; each may be given as a flag:',
    ...flagTable(flagsOfQuestions(method.questions as Questions), width),
    '',
    ...(method.byHand === undefined
      ? []
      : [
          `${method.byHand.title}:`,
          ...method.byHand.steps.flatMap((step, index) => numbered(index + 1, step, width)),
          '',
        ]),
    '',
  ].join('\n');
}

function numbered(number: number, step: string, width: number): string[] {
  return wrap(step, width - 5).map((line, index) => `  ${index === 0 ? `${number}.` : '  '} ${line}`);
}

/** How a command is called: `git codecommit refresh [PROFILE]`. */
export function callOf({ name, operands }: Described, form = plainForm): string {
  return commandLine(usage(name, operands), form);
}

/** A flag as help shows it: `-p, --profile NAME`. */
export function flagSynopsis(flag: Flag): string {
  const name = `${flag.short === undefined ? '    ' : `-${flag.short}, `}--${flag.name}`;
  if (flag.kind === 'switch') return name;
  return flag.kind === 'optional' ? `${name} [${flag.valueName ?? 'VALUE'}]` : `${name} ${flag.valueName ?? 'VALUE'}`;
}

function flagTable(flags: readonly Flag[], width: number): string[] {
  return table(
    flags.map((flag) => [
      flagSynopsis(flag),
      flag.values === undefined ? flag.help : `${flag.help} (${flag.values.join(', ')})`,
    ]),
    width,
  );
}

function methodFlags(methods: readonly AnyMethod[]): ReadonlySet<string> {
  return new Set(methods.flatMap((method) => flagsOfQuestions(method.questions as Questions)).map((flag) => flag.name));
}

/** Two columns; on a narrow terminal the second goes below the first. */
function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(34, Math.max(...rows.map(([name]) => name.length)) + 2);
  if (width < left + 30)
    return rows.flatMap(([name, help]) => [
      `  ${name}`,
      ...wrap(help, Math.max(20, width - 6)).map((line) => `      ${line}`),
    ]);
  return rows.flatMap(([name, help]) => {
    const lines = wrap(help, width - left - 2);
    const own = name.length + 2 > left ? [`  ${name}`] : [];
    const first = own.length > 0 ? ' '.repeat(left) : name.padEnd(left);
    return [...own, ...lines.map((line, index) => `  ${index === 0 ? first : ' '.repeat(left)}${line}`)];
  });
}
