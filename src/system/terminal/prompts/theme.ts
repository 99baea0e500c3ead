import type { WordedPrompt } from './worded-prompt.js';
import { hang, padTo, widthOf } from '../lines.js';
import type { Style } from '../style.js';

/** A question that has its answer: filled up, so that the answers line up where there is room for that. */
export function asked(message: string, columns: number): string {
  return columns < 60 ? message : padTo(message, 24);
}

/** Inquirer's look, all of it ours: its own colours and symbols know nothing of NO_COLOR and of our terminals. */
export function themeFor(prompt: WordedPrompt, style: Style, columns: number): object {
  const { symbols } = style;
  return {
    prefix: { idle: style.accent(symbols.question), done: style.marks.done },
    spinner: { interval: 80, frames: symbols.frames.map(style.accent) },
    validationFailureMode: prompt.kind === 'secret' ? 'clear' : 'keep',
    keybindings: [],
    keywords: { yes: 'yes', no: 'no', error: () => 'Please answer yes or no.' },
    style: {
      message: (text: string, status: string) =>
        status === 'done' ? style.strong(style.prose(asked(text, columns))) : opening(prompt, style, columns),
      answer: style.accent,
      error: (text: string) => refusal(text, style, columns),
      defaultAnswer: (text: string) => style.dim(`(${style.clean(text)})`),
      help: style.dim,
      highlight: style.accent,
      key: style.strong,
      disabled: style.dim,
    },
  };
}

/** The question, wrapped, with its note below; inquirer has put two columns in front. */
export function opening(prompt: WordedPrompt, style: Style, columns: number): string {
  const message = style.strong(style.prose(hang(style.clean(prompt.message), columns, '  ').slice(2)));
  if (prompt.note === undefined) return message;
  const note = style.dim(style.prose(hang(style.clean(prompt.note), columns, '  ')));
  return prompt.kind === 'choice'
    ? `${message}\n${note}`
    : `${message}\n${note}\n  ${style.accent(style.symbols.arrow)}`;
}

/** Why an answer cannot be taken, below it. */
export function refusal(reason: string, style: Style, columns: number): string {
  return style.wrong(style.prose(hang(style.clean(reason), columns, '  ')));
}

/** A menu of more lines than these is faster to type into than to go through. */
const fewLines = 5;

/** Which keys a menu takes, on one line: in fewer words where there is no room. */
export function tipFor({ kind, choices = [], back = false }: WordedPrompt, style: Style, columns: number): string {
  const filters = kind === 'search' || choices.length > fewLines;
  const inFull = [
    `${style.appearance.unicode ? '↑ ↓' : 'arrow keys'} to move`,
    ...(filters ? ['type to filter'] : []),
    ...(back ? ['Esc to go back'] : []),
    'Enter to choose',
  ].join(', ');
  if (widthOf(inFull) + 2 <= columns) return inFull;
  return [
    style.appearance.unicode ? '↑ ↓' : 'arrows',
    ...(filters ? ['type'] : []),
    ...(back ? ['Esc back'] : []),
    'Enter choose',
  ].join(', ');
}
