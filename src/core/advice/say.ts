import { printable } from '../text/printable.js';
import { posixShell } from '../shells/posix.js';
import type { Shell } from '../shells/shell.js';
import type { Advice, Call, Text, Word } from './advice.js';

/** How commands are written here. */
export interface CommandForm {
  /** The user's shell. */
  readonly shell: Shell;
  /** The words by which this program is called. */
  readonly calledAs: readonly string[];
}

/** How Git finds us. */
export const asGitCommand: readonly string[] = ['git', 'codecommit'];

/** How documents write commands, and programs that do not know who reads. */
export const plainForm: CommandForm = { shell: posixShell, calledAs: asGitCommand };

/** A longer one could not be typed. */
const longestCommand = 4000;

/**
 * A text in words, with each command as it is typed here. Commands are made harmless to print, for a profile or a URL
 * in them may be hostile; the words between them are what they were.
 */
export function sayText(text: Text, form: CommandForm): string {
  if (typeof text === 'string') return text;
  return text.parts
    .map((part) => (typeof part === 'string' ? part : printable(commandLine(part, form), longestCommand)))
    .join('');
}

/** A text as documents have it. */
export function plainText(text: Text): string {
  return sayText(text, plainForm);
}

/** The command line of one piece of advice, quoted for the shell; not made harmless to print. */
export function commandLine(advice: Advice, { shell, calledAs }: CommandForm): string {
  const line = (words: readonly Word[]): string => shell.call(words.map((word) => quoted(word, shell)));
  switch (advice.does) {
    case 'call':
      return ownLine(advice, { shell, calledAs });
    case 'run':
      return advice.input === undefined ? line(advice.words) : shell.feed(advice.input, line(advice.words));
    case 'load':
      return shell.loadOutput(line([...calledAs, ...advice.words, ...shell.exportFlags]));
    case 'unset-variables':
      return shell.unsetVariables(advice.names);
    case 'change-folder':
      return shell.changeFolder(advice.path);
    case 'delete-file':
      return shell.deleteFile(advice.path);
    case 'look-at':
      return shell.lookAt(advice.path);
    case 'make-private':
      return shell.makePrivate(advice.path);
    case 'make-writable':
      return shell.makeWritable(advice.path);
    case 'make-executable':
      return shell.makeExecutable(advice.path);
    case 'delete-lines':
      return shell.deleteLines(advice.path, advice.from, advice.to);
  }
}

/** The words of a command of ours, each quoted for the shell. */
export function commandWords({ words }: Call, { shell, calledAs }: CommandForm): readonly string[] {
  return [...calledAs, ...words].map((word) => quoted(word, shell));
}

function ownLine({ words, gitDir }: Call, { shell, calledAs }: CommandForm): string {
  const [program, ...rest] = calledAs;
  const line = (called: readonly Word[]): string =>
    shell.call([...called, ...words].map((word) => quoted(word, shell)));
  if (gitDir === undefined) return line(calledAs);
  // Only Git itself has the flag; the variable means the same.
  if (program === 'git') return line([program, '--git-dir', gitDir, ...rest]);
  return shell.callWith('GIT_DIR', gitDir, line(calledAs));
}

function quoted(word: Word, shell: Shell): string {
  return typeof word === 'string' ? shell.quote(word) : word.blank;
}
