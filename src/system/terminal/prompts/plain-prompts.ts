import { GoBack } from '../../../core/go-back.js';
import type { WordedChoice, WordedPrompt } from './worded-prompt.js';
import type { Canvas } from './canvas.js';
import { matching } from './matching.js';
import type { KeyboardLease } from '../keyboard/prompt-session.js';
import { readLine } from '../keyboard/line-reader.js';
import { hang } from '../lines.js';
import type { Typed } from '../keyboard/key-splitter.js';
import { SeveralLines, linesOf, shownLines } from './several-lines.js';

const atOnce = 20;

/** The answer that leads to the question before. */
export const backLine = '<';

/**
 * Asks by lines alone: nothing on the screen ever changes, menus are numbered. For screen readers, and for terminals
 * that cannot move the cursor. Answers that cannot be taken are asked again, with the reason.
 */
export async function askPlainly(prompt: WordedPrompt, lease: KeyboardLease, canvas: Canvas): Promise<string> {
  const reader = new PlainReader(prompt, lease, canvas);
  if (prompt.kind === 'confirm') return await reader.confirm();
  if (prompt.kind === 'choice' || prompt.kind === 'search') return await reader.choice();
  return await reader.text();
}

class PlainReader {
  readonly #prompt: WordedPrompt;
  readonly #session: KeyboardLease;
  readonly #canvas: Canvas;

  constructor(prompt: WordedPrompt, lease: KeyboardLease, canvas: Canvas) {
    this.#prompt = prompt;
    this.#session = lease;
    this.#canvas = canvas;
  }

  async text(): Promise<string> {
    const { kind, suggestion, check } = this.#prompt;
    const label = this.#open('Answer');
    const hint = kind === 'secret' ? ' (not shown)' : suggestion === undefined ? '' : ` [${suggestion}]`;
    for (;;) {
      const raw = await this.#line(`${label}${hint}: `);
      const answer = raw === '' && kind !== 'secret' ? (suggestion ?? '') : raw;
      const reason = check?.(answer);
      if (reason === undefined) return answer;
      this.#say(reason);
    }
  }

  async confirm(): Promise<string> {
    const usual = this.#prompt.suggestion === 'yes' ? 'yes' : 'no';
    const label = this.#open('Answer');
    for (;;) {
      const answer = (await this.#line(`${label} (yes or no) [${usual}]: `)).toLowerCase();
      if (answer === '') return usual;
      if ('yes'.startsWith(answer)) return 'yes';
      if ('no'.startsWith(answer)) return 'no';
      this.#say('Please answer yes or no.');
    }
  }

  /** A number of the list, or a part of a name that only one choice has. */
  async choice(): Promise<string> {
    const { choices = [], suggestion } = this.#prompt;
    const style = this.#canvas.style;
    this.#say(this.#prompt.message);
    if (this.#prompt.note !== undefined) this.#say(this.#prompt.note);
    let listed = this.#list(choices);
    const usual = choices.find(({ value }) => value === suggestion);
    for (;;) {
      const answer = await this.#line(
        `Number, or part of a name${usual === undefined ? '' : ` [${style.clean(usual.name)}]`}: `,
      );
      const picked = answer === '' ? usual : pick(answer, choices, listed);
      const found = picked === undefined && answer !== '' ? matching(choices, answer) : [];
      if (picked !== undefined) return picked.value;
      if (found.length > 1) listed = this.#list(found);
      else this.#say(this.#whyNot(answer, listed.length));
    }
  }

  #whyNot(answer: string, count: number): string {
    return answer === '' || /^\d+$/.test(answer)
      ? `Please type a number from 1 to ${count}.`
      : 'Nothing in the list has that in its name.';
  }

  /** Prints the question where there is more to say than a line; gives what stands before the answer. */
  #open(label: string): string {
    const { message, note } = this.#prompt;
    if (note === undefined) return message;
    this.#say(message);
    this.#say(note);
    return label;
  }

  #list(choices: readonly WordedChoice[]): readonly WordedChoice[] {
    const { screen, style } = this.#canvas;
    const shown = choices.slice(0, atOnce);
    const width = String(shown.length).length;
    shown.forEach(({ name, description }, index) => {
      const text = style.clean(description === undefined ? name : `${name}: ${description}`);
      screen.print(style.prose(hang(text, screen.columns, `  ${String(index + 1).padStart(width)}. `)));
    });
    if (choices.length > shown.length)
      this.#say(`And ${choices.length - shown.length} more: type part of the name to see fewer.`);
    return shown;
  }

  #shown(added: string): string {
    return this.#prompt.hides?.(added) === true ? '(not shown)' : shownLines(added);
  }

  #say(text: string): void {
    const { screen, style } = this.#canvas;
    screen.print(style.prose(hang(style.clean(text), screen.columns, '')));
  }

  async #line(label: string): Promise<string> {
    const { screen, style } = this.#canvas;
    const secret = this.#prompt.kind === 'secret';
    screen.write(style.prose(style.clean(label)));
    const line = linesOf(
      await readLine(this.#session, {
        echo: !secret,
        joint: secret ? '' : ' ',
        write: (text) => screen.write(text),
        ...(this.#prompt.severalLines === true && {
          shown: (added: string) => this.#shown(added),
          through: (receive: (typed: Typed) => void, signal: AbortSignal) => new SeveralLines(receive, signal).receive,
        }),
      }),
    );
    if (this.#prompt.back === true && line === backLine) throw new GoBack();
    return line;
  }
}

/** The choice meant by a number of the list, by a whole name or value, or by a part that only one has. */
function pick(
  answer: string,
  choices: readonly WordedChoice[],
  listed: readonly WordedChoice[],
): WordedChoice | undefined {
  const exact = choices.find(({ name, value }) =>
    [name, value].some((text) => text.toLowerCase() === answer.toLowerCase()),
  );
  const numbered = /^\d+$/.test(answer) ? listed[Number(answer) - 1] : undefined;
  const found = matching(choices, answer);
  return numbered ?? exact ?? (found.length === 1 ? found[0] : undefined);
}
