import { exampleOf, usage } from '../../core/advice/own-commands.js';
import { commandLine, commandWords, plainForm } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import type { Example } from '../../core/advice/example.js';
import type { Flag } from '../../core/interview/flag.js';
import { wrap } from '../../core/text/wrap.js';
import type { Command } from '../common/command.js';

/** What the page of all commands says of each. */
export type Described = Pick<Command, 'name' | 'operands' | 'summary'>;

/** How a page is laid out: its columns, and how commands are written here. */
export interface Layout {
  readonly width: number;
  readonly form: CommandForm;
}

/**
 * How wide a page is on a terminal of that many columns; 0 where a terminal does not know, undefined where there is
 * none.
 */
export function helpWidth(columns: number | undefined): number {
  return Math.min(100, Math.max(40, columns === 0 ? 80 : (columns ?? 80)));
}

/** How a command is called: `git codecommit refresh [PROFILE]`. */
export function callOf({ name, operands }: Pick<Command, 'name' | 'operands'>, form = plainForm): string {
  return commandLine(usage(name, operands), form);
}

/** A flag as help shows it: `-p, --profile NAME`. */
export function flagSynopsis(flag: Flag): string {
  const name = `${flag.short === undefined ? '    ' : `-${flag.short}, `}--${flag.name}`;
  if (flag.kind === 'switch') return name;
  return flag.kind === 'optional' ? `${name} [${flag.valueName ?? 'VALUE'}]` : `${name} ${flag.valueName ?? 'VALUE'}`;
}

/** What a flag says, its values, and the variable that stands in for the file with a secret. */
export function flagHelp({ help, values, textVariable }: Flag): string {
  return [
    help,
    ...(values === undefined ? [] : [` (${values.join(', ')})`]),
    ...(textVariable === undefined ? [] : [`; the text itself: ${textVariable}`]),
  ].join('');
}

/** Flags in two columns. */
export function flagTable(flags: readonly Flag[], width: number): string[] {
  return table(
    flags.map((flag) => [flagSynopsis(flag), flagHelp(flag)]),
    width,
  );
}

/** Two columns; on a narrow terminal the second goes below the first. */
export function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(34, Math.max(0, ...rows.map(([name]) => name.length)) + 2);
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

/**
 * Examples, each with what it does below it.
 * @param before the words of the command: `['setup', '--method', 'saml']`
 */
export function exampleTable(before: readonly string[], examples: readonly Example[], layout: Layout): string[] {
  return examples.flatMap(({ words, does }) => [
    ...exampleLines([...before, ...words], layout),
    ...wrap(does, layout.width - 6).map((line) => `      ${line}`),
  ]);
}

/** A call in as many lines as it takes, which the shell reads as one; broken before flags alone. */
function exampleLines(words: readonly string[], { width, form }: Layout): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of inPairs(commandWords(exampleOf(words), form))) {
    if (line.trim() !== '' && word.startsWith('-') && line.length + 1 + word.length + 2 > width) {
      lines.push(`${line}${form.shell.continued}`);
      line = '       ';
    }
    line = `${line} ${word}`;
  }
  return [...lines, line];
}

/** Words, where a flag and its value are one. */
function inPairs(words: readonly string[]): readonly string[] {
  return words.reduce<string[]>((pairs, word) => {
    const last = pairs.at(-1);
    if (last === undefined || !/^--?[\w-]+$/.test(last) || word.startsWith('-')) return [...pairs, word];
    return [...pairs.slice(0, -1), `${last} ${word}`];
  }, []);
}
