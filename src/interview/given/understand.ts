import { splitCommandLine } from '../../aws/command-line.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import { printable } from '../../core/text/printable.js';
import { labelled } from './labels.js';
import { filesIn } from './named-files.js';
import type { NamedFile } from './named-files.js';
import { findSecrets, withoutSecrets } from './secrets.js';
import type { FoundSecret } from './secrets.js';
import { accepted, longestThing, thingsIn } from './shapes.js';
import type { Thing } from './shapes.js';
import { remark } from './unused.js';

/** The most bytes that an answer to "What were you given?" has. */
export const mostGivenBytes = 65_536;

/** Where something stands in the text, in UTF-16 code units. */
interface Place {
  readonly from: number;
  readonly to: number;
}

/** A thing that was understood, by its shape or its label. */
export interface Given extends Thing {
  readonly at: Place;
  /** The paths that may be meant, where it is a file: which one there is, is looked at by who can. */
  readonly places?: readonly string[];
}

/** An answer by the name of its flag: out of a command of ours, or out of the lines of a team recipe. */
export interface FlagAnswer {
  readonly flag: string;
  readonly value: string;
  readonly from: 'command' | 'recipe';
  readonly at: Place;
}

/** What a text has in it. */
export interface Understood {
  readonly given: readonly Given[];
  readonly answers: readonly FlagAnswer[];
  /**
   * What looks like a thing and is none that is known: harmless to print, addresses without what may be secret, and how
   * lines begin that say something.
   */
  readonly unused: readonly string[];
  /** How many other words there were. */
  readonly otherWords: number;
  readonly secrets: readonly FoundSecret[];
  /** Access key ids: no secrets, and no answers either. */
  readonly accessKeyIds: number;
}

/**
 * Reads what people were given: a line, or a mail, a page, a team recipe. Fixed shapes alone are understood; nothing is
 * opened, and nothing is guessed. Reads the text a fixed number of times, whatever is in it.
 * @param text hostile, at most `mostGivenBytes` long
 */
export function understand(text: string): Understood {
  const secrets = findSecrets(text);
  const reading = new Reading();
  let at = 0;
  for (const line of joinedLines(withoutSecrets(text, secrets))) {
    reading.line(line, at);
    at += line.length + 1;
  }
  return { ...reading.result(), secrets };
}

/** The lines, those that a shell would continue put together; each as long as it was. */
function joinedLines(text: string): readonly string[] {
  return text
    .replace(/\r/g, ' ')
    .replace(/[ \t][\\`^] ?\n/g, (end) => ' '.repeat(end.length))
    .split('\n');
}

const command = /\bgit[ -]codecommit[ \t]+setup[ \t]+(?=-)/;
const section = /^[ \t]*\[git-codecommit\][ \t]*$/;
const recipeLine = /^[ \t]*([a-z][a-z0-9-]{1,40})[ \t]*=[ \t]*(\S.*)$/;
const labelLine = /^[ \t>*•-]*([A-Za-z][A-Za-z0-9 _()',/?-]{1,60}?)[*`]{0,3}[ \t]*[:=][*`]{0,3}[ \t]+(\S.*)$/;
const word = /[^\s<>"'`|{}[\]\u0000-\u001f\u007f-\u009f]+/g;

class Reading {
  readonly #given: Given[] = [];
  readonly #answers: FlagAnswer[] = [];
  readonly #unused = new Set<string>();
  #otherWords = 0;
  #accessKeyIds = 0;
  #inRecipe = false;

  result(): Omit<Understood, 'secrets'> {
    return {
      given: this.#given,
      answers: this.#answers,
      unused: [...this.#unused],
      otherWords: this.#otherWords,
      accessKeyIds: this.#accessKeyIds,
    };
  }

  line(line: string, at: number): void {
    if (section.test(line)) this.#inRecipe = true;
    else if (!(this.#inRecipe && this.#recipe(line, at)) && !this.#command(line, at)) {
      const before = this.#understood();
      if (!this.#label(line, at) && !this.#cloneCommand(line, at)) this.#rest(line, at);
      const said = this.#understood() > before ? undefined : remark(line.slice(0, longestThing));
      if (said !== undefined) this.#unused.add(said);
    }
  }

  /** How much was made of the text so far. */
  #understood(): number {
    return this.#given.length + this.#unused.size + this.#accessKeyIds;
  }

  /** A line below `[git-codecommit]`; the recipe ends at the first that is none of its own. */
  #recipe(line: string, at: number): boolean {
    if (/^[ \t]*(?:#.*|;.*)?$/.test(line)) return true;
    const [, flag, value] = line.length > longestThing ? [] : (recipeLine.exec(line.trimEnd()) ?? []);
    this.#inRecipe = flag !== undefined;
    if (flag === undefined || value === undefined) return false;
    this.#answers.push({ flag, value, from: 'recipe', at: { from: at, to: at + line.length } });
    return true;
  }

  #command(line: string, at: number): boolean {
    const found = command.exec(line);
    if (found === null) return false;
    this.#rest(line.slice(0, found.index), at);
    const from = at + found.index;
    const words = accepted(() => splitCommandLine(line.slice(found.index + found[0].length), 'linux')) ?? [];
    for (let index = 0; index < words.length; index += 1) {
      const [, flag, joined] = /^--([a-z][a-z0-9-]{1,40})(?:=(.*))?$/s.exec(words[index] ?? '') ?? [];
      const name = words[index] === '-m' ? 'method' : flag;
      // Words of a sentence that goes on behind the command.
      if (name === undefined) break;
      const next = words[index + 1];
      const value = joined ?? (next === undefined || next.startsWith('-') ? undefined : next);
      if (joined === undefined && value !== undefined) index += 1;
      this.#answers.push({
        flag: name,
        value: value ?? '',
        from: 'command',
        at: { from, to: at + line.length },
      });
    }
    return true;
  }

  #label(line: string, at: number): boolean {
    const [whole, label, value] = line.length > longestThing ? [] : (labelLine.exec(line.trimEnd()) ?? []);
    if (whole === undefined || label === undefined || value === undefined) return false;
    if (filesIn(value).length > 0) return false;
    const plain = value.replace(/^[<"'`*]+|[>"'`*.,;]+$/g, '');
    const start = at + line.lastIndexOf(value);
    const things = labelled(label, plain);
    for (const thing of things) this.#given.push({ ...thing, at: { from: start, to: start + value.length } });
    return things.length > 0;
  }

  /** `git clone my-app`, or the two words as people say them. */
  #cloneCommand(line: string, at: number): boolean {
    const [, name = ''] = /^[ \t$]*(?:please )?(?:git )?clone ([A-Za-z0-9._-]{1,100})[ \t.]*$/i.exec(line) ?? [];
    const plain = name.replace(/\.$/, '');
    if (plain === '' || accepted(() => parseRepository(plain))?.name === undefined) return false;
    const from = at + line.indexOf(plain);
    this.#given.push({ kind: 'repository', value: plain, at: { from, to: from + plain.length } });
    return true;
  }

  /** The files that it names, and the words that are left. */
  #rest(line: string, at: number): void {
    let words = line;
    for (const { path, places, from, to } of line.length > longestThing ? filesInWords(line) : filesIn(line)) {
      this.#given.push({ kind: 'file', value: path, places, at: { from: at + from, to: at + to } });
      words = words.slice(0, from) + ' '.repeat(to - from) + words.slice(to);
    }
    this.#words(words, at);
  }

  #words(line: string, at: number): void {
    for (const { 0: piece, index } of line.matchAll(word)) {
      const parts = /^[a-z]+:\/\//i.test(piece) ? [piece] : piece.split(/[,;]/);
      let from = at + index;
      for (const part of parts) {
        this.#word(part, from);
        from += part.length + 1;
      }
    }
  }

  #word(written: string, from: number): void {
    const plain = withoutPunctuation(written);
    if (!/[A-Za-z0-9]/.test(plain)) return;
    const things = thingsIn(plain);
    const at = { from: from + written.indexOf(plain), to: from + written.indexOf(plain) + plain.length };
    for (const thing of things) this.#given.push({ ...thing, at });
    if (things.length > 0) return;
    if (/^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(plain)) this.#accessKeyIds += 1;
    else if (/^(?:[a-z][a-z0-9+.-]*:\/\/|arn:)/i.test(plain)) this.#unused.add(withoutQuery(plain));
    else this.#otherWords += 1;
  }
}

/** In a paragraph that is one line, no folder is looked for, and no path with blanks. */
function filesInWords(line: string): readonly NamedFile[] {
  return [...line.matchAll(/\S+/g)].flatMap(({ 0: text, index }) =>
    (text.length > longestThing ? [] : filesIn(text)).map(({ from, to, ...file }) => ({
      ...file,
      from: from + index,
      to: to + index,
    })),
  );
}

/** Marks of a sentence, or of a link in Markdown, around a thing. */
function withoutPunctuation(text: string): string {
  const open = text.replace(/^[(*_~,;:.!]+/, '');
  let end = open.length;
  while (end > 0 && /[)*_~,;:.!?]/.test(open.charAt(end - 1))) end -= 1;
  // A parenthesis that was opened within belongs to it.
  return open.slice(0, open.charAt(end) === ')' && open.slice(0, end).includes('(') ? end + 1 : end);
}

/** An address may have a password in front of its host, or a code behind it. */
function withoutQuery(text: string): string {
  return printable(text.replace(/[?#].*$/s, '…').replace(/\/\/[^/@]*@/, '//…@'), 120);
}
