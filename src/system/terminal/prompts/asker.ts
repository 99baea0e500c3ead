import type { WordedPrompt } from './worded-prompt.js';
import { askBlock } from './block-prompt.js';
import { askByInquirer, isMenu, loadInquirer, showChosen } from './inquirer-prompts.js';
import type { Canvas } from './canvas.js';
import { askByMenu } from './menu-prompt.js';
import { GoBack } from '../../../core/go-back.js';
import { cancelled } from '../../../core/problem.js';
import type { Keyboard } from '../keyboard/keyboard.js';
import type { Interruption, KeyboardLease } from '../keyboard/prompt-session.js';
import { askPlainly, backLine } from './plain-prompts.js';
import { refusal } from './theme.js';

/** Puts one question, in the form that the terminal can show, until it has an answer that can be taken. */
export class Asker {
  readonly #keyboard: Keyboard;
  readonly #canvas: Canvas;
  #hasSaidBack = false;

  constructor(keyboard: Keyboard, canvas: Canvas) {
    this.#keyboard = keyboard;
    this.#canvas = canvas;
  }

  /** @throws Problem `cancelled` on Ctrl-C, and on Ctrl-D where nothing is typed; GoBack where the prompt offers it */
  async ask(given: WordedPrompt): Promise<string> {
    const { screen } = this.#canvas;
    screen.pause();
    try {
      const prompt = this.#sayingBack(given);
      for (;;) {
        const answer = await this.#once(prompt);
        const reason = answer === undefined ? undefined : prompt.check?.(answer);
        if (answer !== undefined && reason === undefined) {
          if (isMenu(prompt) && screen.animates) showChosen(prompt, answer, this.#canvas);
          return answer;
        }
        if (reason !== undefined) this.#refuse(reason);
      }
    } finally {
      screen.resume();
    }
  }

  /** Menus say in their own line how to go back; where the first prompt that offers it is none, that one says so. */
  #sayingBack(prompt: WordedPrompt): WordedPrompt {
    const { screen, style } = this.#canvas;
    if (prompt.back !== true || this.#hasSaidBack) return prompt;
    this.#hasSaidBack = true;
    if (!screen.animates) screen.print(style.prose(style.clean(`Type ${backLine} to go back a question.`)));
    if (!screen.animates || isMenu(prompt)) return prompt;
    const said = 'Esc goes back a question.';
    return { ...prompt, note: prompt.note === undefined ? said : `${prompt.note}\n${said}` };
  }

  /** One go; undefined where the prompt must be drawn again, because the process was stopped meanwhile. */
  async #once(prompt: WordedPrompt): Promise<string | undefined> {
    // Before the keyboard is taken, so that what is typed meanwhile is not taken for an answer.
    if (this.#usesInquirer(prompt)) await loadInquirer();
    return await this.#keyboard.session(
      { oneLine: prompt.kind !== 'block' && prompt.severalLines !== true, back: this.#escapes(prompt) },
      async (lease) => {
        try {
          // Cancelled while the keyboard was being taken: a prompt would not hear of it any more.
          if (lease.signal.aborted) throw cancelled();
          return await this.#draw(prompt, lease);
        } catch (error) {
          if (!lease.signal.aborted) throw error;
          const reason = lease.signal.reason as Interruption;
          if (reason === 'cancelled') throw cancelled();
          if (reason === 'back') throw new GoBack();
          return undefined;
        }
      },
    );
  }

  #draw(prompt: WordedPrompt, lease: KeyboardLease): Promise<string> {
    if (prompt.kind === 'block') return askBlock(prompt, lease, this.#canvas);
    if (isMenu(prompt) && this.#canvas.screen.animates) return askByMenu(prompt, lease, this.#canvas);
    return this.#usesInquirer(prompt)
      ? askByInquirer(prompt, lease, this.#canvas)
      : askPlainly(prompt, lease, this.#canvas);
  }

  /** Prompts that are lines take a line for it. */
  #escapes({ back = false }: WordedPrompt): boolean {
    return back && this.#canvas.screen.animates;
  }

  #usesInquirer(prompt: WordedPrompt): boolean {
    return prompt.kind !== 'block' && !isMenu(prompt) && this.#canvas.screen.animates;
  }

  /** For menus, whose own form cannot refuse. */
  #refuse(reason: string): void {
    const { screen, style } = this.#canvas;
    screen.print(refusal(reason, style, screen.columns));
  }
}
