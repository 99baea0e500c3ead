import { Chalk } from 'chalk';
import { printable } from '../../core/text/printable.js';
import type { Mark } from '../../core/ports/ui.js';
import { hideSecrets } from '../../core/text/hide-secrets.js';
import type { Appearance } from './appearance.js';

/** What each kind of text looks like. Every function takes and gives whole texts, lines apart or not. */
export interface Style {
  readonly appearance: Appearance;
  readonly strong: Paint;
  readonly dim: Paint;
  /** Answers, and commands to type. */
  readonly accent: Paint;
  readonly wrong: Paint;
  readonly marks: Readonly<Record<Mark, string>>;
  readonly symbols: Symbols;
  /** Our own text: backticks and the symbols beyond ASCII are put into what the terminal can show. */
  readonly prose: Paint;
  /** Text of others or our own, made harmless and without secrets; line breaks are kept. */
  readonly clean: Paint;
}

type Paint = (text: string) => string;

interface Symbols {
  readonly question: string;
  readonly pointer: string;
  readonly arrow: string;
  readonly ellipsis: string;
  readonly full: string;
  readonly empty: string;
  readonly frames: readonly string[];
}

const pretty: Symbols = {
  question: '?',
  pointer: '❯',
  arrow: '›',
  ellipsis: '…',
  full: '█',
  empty: '░',
  frames: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};
const ascii: Symbols = {
  question: '?',
  pointer: '>',
  arrow: '>',
  ellipsis: '...',
  full: '#',
  empty: '-',
  frames: ['-', '\\', '|', '/'],
};

/** The look for one terminal. */
export function styleFor(appearance: Appearance): Style {
  const chalk = new Chalk({ level: appearance.colour });
  const marks = appearance.unicode
    ? { done: '✔', warn: '!', fail: '✖', skip: '–' }
    : { done: '+', warn: '!', fail: 'x', skip: '-' };
  const spell = appearance.unicode ? (text: string) => text : toAscii;
  return {
    appearance,
    strong: chalk.bold,
    dim: chalk.dim,
    accent: chalk.cyan,
    wrong: chalk.red,
    marks: {
      done: chalk.green(marks.done),
      warn: chalk.yellow(marks.warn),
      fail: chalk.red(marks.fail),
      skip: chalk.dim(marks.skip),
    },
    symbols: appearance.unicode ? pretty : ascii,
    prose: (text) =>
      spell(appearance.colour === 0 ? text : text.replace(/`([^`\n]+)`/g, (_, words: string) => chalk.cyan(words))),
    clean: (text) =>
      hideSecrets(text)
        .split(/\r?\n/)
        .map((line) => printable(line, Infinity))
        .join('\n'),
  };
}

const spellings: Readonly<Record<string, string>> = {
  '…': '...',
  '·': '-',
  '–': '-',
  '—': '-',
  '→': '->',
  '›': '>',
  '≤': '<=',
  '≥': '>=',
  '×': 'x',
  '’': "'",
  '“': '"',
  '”': '"',
  '✔': '+',
  '✖': 'x',
};

/** Our own symbols in ASCII; letters of other languages stay as they are. */
function toAscii(text: string): string {
  return text.replace(/[…·–—→›≤≥×’“”✔✖]/g, (symbol) => spellings[symbol] ?? symbol);
}
