import type { PseudoTerminal } from '../../helpers/pseudo-terminal.js';

/** The prompt that waits for an answer. */
export interface ActivePrompt {
  /** The line it begins on, counted as in `PseudoTerminal.lines`. */
  readonly line: number;
  /** Its first line. */
  readonly question: string;
  /** All of it: question, note, menu. */
  readonly text: string;
}

// A prompt with its note and its menu is no taller than this.
const tallest = 40;

/** The prompt that the cursor is in; undefined while the program works, or after an answer. */
export function activePrompt(terminal: PseudoTerminal): ActivePrompt | undefined {
  const lines = terminal.lines();
  const cursor = terminal.cursorLine;
  for (let line = cursor; line >= Math.max(0, cursor - tallest); line -= 1) {
    const text = lines[line] ?? '';
    if (text.startsWith('? ')) return { line, question: text, text: lines.slice(line).join('\n').trimEnd() };
    // What was answered is marked; below it there is nothing to answer yet.
    if (/^[✔+] /.test(text)) return undefined;
  }
  return undefined;
}

/** Whether a prompt asks for the code of an MFA device. */
export function asksForCode(question: string): boolean {
  return /^(?:\? )?(?:MFA code|The next code)\b/.test(question);
}
