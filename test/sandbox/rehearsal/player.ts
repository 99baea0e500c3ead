import type { PseudoTerminal } from '../../helpers/pseudo-terminal.js';
import type { Line, Reply } from './conversation.js';
import { activePrompt, type ActivePrompt } from './prompt.js';
import type { Fixture } from './fixture.js';

/** How long the wizard may work before the player gives up, in milliseconds. */
const patience = 90_000;
const down = '\u001b[B';

/** Plays the newcomer's part until the wizard ends, and writes down what was said, line by line. */
export class Player {
  #printed = 0;

  constructor(
    private readonly terminal: PseudoTerminal,
    private readonly lines: readonly Line[],
    private readonly fixture: Fixture,
    private readonly write: (line: string) => void,
  ) {}

  /** @returns the wizard's exit code */
  async play(): Promise<number> {
    const { terminal } = this;
    try {
      for (let prompt = await this.#next(); prompt !== undefined; prompt = await this.#next(prompt)) {
        this.#writeUpTo(prompt.line);
        const reply = await this.#replyTo(prompt);
        // Meanwhile the code of the device may have been put above the question, which moves that down.
        prompt = activePrompt(terminal) ?? prompt;
        await this.#reply(prompt, reply);
      }
      return await terminal.ended;
    } finally {
      this.#writeUpTo(terminal.text().split('\n').length);
    }
  }

  /** The next prompt; undefined once the wizard has ended. */
  async #next(last?: ActivePrompt): Promise<ActivePrompt | undefined> {
    const fresh = (): ActivePrompt | undefined => {
      const prompt = activePrompt(this.terminal);
      return prompt?.line === last?.line ? undefined : prompt;
    };
    const ended = this.terminal.ended.then(() => true);
    const asked = this.terminal.until(() => fresh() !== undefined, patience).then(() => false);
    asked.catch(() => undefined);
    return (await Promise.race([ended, asked])) ? undefined : fresh();
  }

  async #replyTo({ question, text }: ActivePrompt): Promise<Reply> {
    const line = this.lines.find(({ asked }) => asked.test(question));
    if (!line) throw new Error(`the rehearsal has no answer to this:\n${text}`);
    return await line.reply(this.fixture);
  }

  async #reply(prompt: ActivePrompt, reply: Reply): Promise<void> {
    if ('choose' in reply) await this.#goTo(prompt, reply.choose);
    else this.terminal.type(reply.type);
    this.terminal.type('\r');
  }

  /** Goes down the menu until the marked line is the wanted one. */
  async #goTo({ text }: ActivePrompt, wanted: RegExp): Promise<void> {
    const marked = (): string => /^[❯>] ?(.*)$/m.exec(activePrompt(this.terminal)?.text ?? '')?.[1] ?? '';
    await this.terminal.until(() => marked() !== '', patience);
    for (let step = 0; !wanted.test(marked()); step += 1) {
      const before = marked();
      this.terminal.type(down);
      await this.terminal
        .until(() => marked() !== before, 5000)
        .catch(() => {
          throw new Error(`the menu has no line like ${String(wanted)}:\n${text}`);
        });
    }
  }

  #writeUpTo(line: number): void {
    for (const text of this.terminal.lines().slice(this.#printed, line)) this.write(text);
    this.#printed = Math.max(this.#printed, line);
  }
}
