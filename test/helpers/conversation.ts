// Conversations written down, played against the real program and compared as text.
//
// A conversation is a file in test/conversations/*.txt:
//
//   # What it shows, in a sentence. Lines with # say something to the reader only.
//   columns: 80
//   NO_COLOR: 1
//   $ git codecommit setup --no-browser
//   ? What were you given?
//     ›
//   » demo
//   ✔ What were you given?  demo
//   ? Secret access key (not shown)
//   » <secret-key>
//   ✔ Secret access key         (not shown)
//   ? Where?
//   ❯ here
//     there
//   » [down] [enter]
//   …
//   = exit 0
//
// - First the settings, `name: value`: `columns`, `rows`, or a variable of the program's environment.
// - `$ ` starts a program: the words go to the fixture, which knows how to run it. Further `$` lines run further
// programs.
// - Then what appears on the screen: from the first line that changed since the last answer, down to the end. The
// answer
//   is given when the screen is exactly this, no sooner; so no test waits for a time.
// - `» text` types the text and Enter. `» [down] [enter]` presses keys. Neighbouring lines with `»| ` are one paste.
// - `<name>` stands for something that is new each time. In what appears it is found by the stage's `volatile` patterns
//   (blanks behind it count as two); in an answer it is what the fixture's `answers` say.
// - `= exit N` or `= signal N` says how the program ended.
//
// UPDATE_CONVERSATIONS=1 plays the same answers and writes down what appears now.
import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Key, Recording, TestTerminal } from './terminal.js';

/** How a conversation's programs are run, and what is new in it each time. */
export interface Fixture {
  start(
    words: readonly string[],
    options: { readonly columns: number; readonly rows: number; readonly variables: Readonly<Record<string, string>> },
  ): TestTerminal;
  /** What is typed for `<name>`. */
  readonly answers?: Readonly<Record<string, string | (() => string | Promise<string>)>>;
  /** What is shown as `<name>`, the first that fits. */
  readonly volatile?: Readonly<Record<string, string | RegExp>>;
}

type Part =
  | { readonly kind: 'say' | 'program' | 'paste' | 'answer' | 'end'; readonly text: string }
  | { readonly kind: 'screen'; readonly lines: readonly string[] };

/**
 * Plays a conversation and compares it with its file.
 * @param update writes the file anew instead; by default where UPDATE_CONVERSATIONS=1
 * @returns a recording of each program's run
 * @throws AssertionError showing where the conversation went another way
 */
export async function playConversation(
  file: string,
  fixture: Fixture,
  update = process.env['UPDATE_CONVERSATIONS'] === '1',
): Promise<readonly Recording[]> {
  const written = await readFile(file, 'utf8');
  const player = new Player(parse(written), fixture, update);
  try {
    await player.play();
  } finally {
    if (update) await writeFile(file, player.transcript() + player.unplayed());
    await player.close();
  }
  if (!update) expect(player.transcript()).to.equal(written.trimEnd() + '\n');
  return player.recordings;
}

/** What is different before an answer: everything from the first line that is not as it was. */
export function newLines(before: readonly string[], now: readonly string[]): readonly string[] {
  const same = now.findIndex((line, index) => line !== before[index]);
  return same === -1 ? [] : now.slice(same);
}

const settings = /^([A-Za-z_]\w*): (.*)$/;

function parse(written: string): Part[] {
  const parts: Part[] = [];
  let inProgram = false;
  for (const line of written.trimEnd().split('\n')) {
    const part = inProgram ? inside(line) : undefined;
    const last = parts.at(-1);
    if (line.startsWith('$ ')) {
      inProgram = true;
      parts.push({ kind: 'program', text: line.slice(2) });
    } else if (!inProgram) parts.push({ kind: 'say', text: line });
    else if (part?.kind === 'end') {
      inProgram = false;
      parts.push(part);
    } else if (part?.kind === 'paste' && last?.kind === 'paste')
      parts[parts.length - 1] = { kind: 'paste', text: `${last.text}\n${part.text}` };
    else if (part) parts.push(part);
    else if (last?.kind === 'screen') parts[parts.length - 1] = { kind: 'screen', lines: [...last.lines, line] };
    else parts.push({ kind: 'screen', lines: [line] });
  }
  return parts;
}

function inside(line: string): Exclude<Part, { kind: 'screen' }> | undefined {
  if (line === '»|' || line.startsWith('»| ')) return { kind: 'paste', text: line.slice(3) };
  if (line === '»' || line.startsWith('» ')) return { kind: 'answer', text: line.slice(2) };
  return /^= (exit|signal) \d+$/.test(line) ? { kind: 'end', text: line } : undefined;
}

function asWritten({ kind, text }: Exclude<Part, { kind: 'screen' }>): string {
  const marks: Readonly<Record<string, string>> = { program: '$', answer: '»', paste: '»|' };
  const mark = marks[kind];
  return text
    .split('\n')
    .map((line) => (mark === undefined ? line : `${mark} ${line}`.trimEnd()))
    .join('\n');
}

class Player {
  readonly recordings: Recording[] = [];
  readonly #parts: readonly Part[];
  readonly #fixture: Fixture;
  readonly #update: boolean;
  readonly #lines: string[] = [];
  #terminal: TestTerminal | undefined;
  #before: readonly string[] = [];
  #expected: readonly string[] = [];
  #played = 0;
  /** How much of the transcript stood before what appeared last. */
  #written = 0;

  constructor(parts: readonly Part[], fixture: Fixture, update: boolean) {
    this.#parts = parts;
    this.#fixture = fixture;
    this.#update = update;
  }

  /** What happened so far, in the form of the file. */
  transcript(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }

  /** What stands in the file behind the place where an update stopped: nobody's answers are lost. */
  unplayed(): string {
    const rest = this.#parts.slice(this.#played).flatMap((part) => (part.kind === 'screen' ? [] : [asWritten(part)]));
    return rest.length === 0 ? '' : `${rest.join('\n')}\n`;
  }

  async play(): Promise<void> {
    for (const [index, part] of this.#parts.entries()) {
      if (part.kind === 'say') this.#lines.push(part.text);
      else if (part.kind === 'program') this.#start(part.text);
      else if (part.kind === 'screen') this.#expected = part.lines;
      else if (part.kind === 'end') await this.#end();
      else await this.#answer(part);
      this.#played = index + 1;
    }
    // A conversation that is only being written has no end yet.
    if (this.#terminal !== undefined) await this.#end();
  }

  async close(): Promise<void> {
    await this.#terminal?.close();
  }

  #start(text: string): void {
    const found = this.#parts
      .flatMap((part) => (part.kind === 'say' ? [settings.exec(part.text)] : []))
      .filter((match) => match !== null);
    const {
      columns = '100',
      rows = '40',
      ...variables
    } = Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
    this.#lines.push(asWritten({ kind: 'program', text }));
    this.#terminal = this.#fixture.start(words(text), { columns: Number(columns), rows: Number(rows), variables });
    this.#before = [];
    this.#expected = [];
  }

  /** Waits for what appears, writes it down, and answers. */
  async #answer(part: Exclude<Part, { kind: 'screen' }>): Promise<void> {
    const { kind, text } = part;
    if (this.#terminal === undefined) throw new Error(`Nothing runs that could be answered: ${text}`);
    await this.#appears(this.#terminal);
    this.#lines.push(asWritten(part));
    const filled = await this.#fill(text);
    if (kind === 'paste') this.#terminal.paste(filled);
    else if (/^(\[[a-z-]+\] ?)+$/.test(text))
      for (const [, name = ''] of text.matchAll(/\[([a-z-]+)\]/g)) press(this.#terminal, name);
    else this.#terminal.type(`${filled}\r`);
  }

  /** While a file is written anew, a program may want more answers than there are. */
  async #end(): Promise<void> {
    const terminal = this.#terminal;
    if (terminal === undefined) return;
    if (this.#update && (await terminal.settles()) === 'waits') {
      this.#writeDown(terminal);
      throw new Error('The conversation goes on: write the next answer below what appeared, and update again.');
    }
    const { code, signal } = await terminal.exit();
    this.#writeDown(terminal);
    this.#lines.push(signal === undefined ? `= exit ${String(code)}` : `= signal ${signal}`);
    this.recordings.push(terminal.recording());
    this.#terminal = undefined;
  }

  async #appears(terminal: TestTerminal): Promise<void> {
    const expected = this.#expected.join('\n').trimEnd();
    if (this.#update) await terminal.settles();
    else {
      const isThere = (): boolean => newLines(this.#before, this.#screen(terminal)).join('\n').trimEnd() === expected;
      await terminal.waitUntil(isThere, 'such a screen').catch(() => {
        this.#writeDown(terminal);
        // The difference to the file says more than that time is over.
        expect(this.transcript()).to.equal(
          `${[...this.#lines.slice(0, this.#written), ...this.#expected].join('\n').trimEnd()}\n`,
        );
      });
    }
    this.#writeDown(terminal);
  }

  #writeDown(terminal: TestTerminal): void {
    const now = this.#screen(terminal);
    this.#written = this.#lines.length;
    this.#lines.push(...newLines(this.#before, now));
    this.#before = now;
    this.#expected = [];
  }

  #screen(terminal: TestTerminal): readonly string[] {
    const text = Object.entries(this.#fixture.volatile ?? {}).reduce(
      (shown, [name, pattern]) => hide(shown, name, pattern),
      terminal.text(),
    );
    return text === '' ? [] : text.split('\n');
  }

  async #fill(text: string): Promise<string> {
    let filled = text;
    for (const [name, answer] of Object.entries(this.#fixture.answers ?? {})) {
      if (filled.includes(`<${name}>`))
        filled = filled.replaceAll(`<${name}>`, typeof answer === 'string' ? answer : await answer());
    }
    return filled;
  }
}

function hide(text: string, name: string, pattern: string | RegExp): string {
  const source = typeof pattern === 'string' ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : pattern.source;
  const flags = typeof pattern === 'string' ? '' : pattern.flags.replace('g', '');
  // How many blanks fill a column up depends on what stands in it.
  return text.replace(new RegExp(`(?:${source})( {2,})?`, `g${flags}`), (...match: (string | number | undefined)[]) => {
    const blanks = match.slice(0, -2).at(-1);
    return `<${name}>${typeof blanks === 'string' && /^ {2,}$/.test(blanks) ? '  ' : ''}`;
  });
}

function press(terminal: TestTerminal, name: string): void {
  if (name === 'enter') terminal.enter();
  else if (name === 'ctrl-c') terminal.ctrlC();
  else terminal.key(name as Key);
}

/** Splits a command line as a shell would; quotes of both kinds, no escapes. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}
