import type { AdviceKind } from './kinds.js';

/** A word for which the reader puts one of their own: `PROFILE`. */
export interface Blank {
  readonly blank: string;
}

/** A word of a command line, unquoted. */
export type Word = string | Blank;

/**
 * What a person is told to do, as a value: what it is, not how it is written. It is plain data, so that it can be run,
 * kept in a document and put into words by whoever knows the shell. Made by the functions of this folder alone.
 */
export type Advice = Step & {
  /** Which of the things it is that are ever advised. */
  readonly kind: AdviceKind;
  /** The profile that it is about, if about one; `environment` is the recipe of no profile. */
  readonly profile?: string | undefined;
};

/** A command of ours. */
export type Call = Extract<Advice, { readonly does: 'call' }>;

/** One thing to do. */
export type Step =
  /** Our own command: its words behind `git codecommit`; `gitDir` where another repository than the folder's is meant */
  | { readonly does: 'call'; readonly words: readonly Word[]; readonly gitDir?: string | undefined }
  /** another program, its name first; `input` are lines for its standard input */
  | { readonly does: 'run'; readonly words: readonly Word[]; readonly input?: readonly string[] | undefined }
  /** our own command, whose output sets variables of the shell */
  | { readonly does: 'load'; readonly words: readonly Word[] }
  | { readonly does: 'unset-variables'; readonly names: readonly string[] }
  | { readonly does: FileStep; readonly path: string }
  | { readonly does: 'delete-lines'; readonly path: string; readonly from: number; readonly to: number };

/** What is done to a file or a folder, or with it. */
export type FileStep =
  'change-folder' | 'delete-file' | 'look-at' | 'make-private' | 'make-writable' | 'make-executable';

/** Words and advice, in the order in which they are said. Plain data. */
export interface Sentence {
  readonly parts: readonly (string | Advice)[];
}

/** What is said to a person: words alone, or with advice among them. */
export type Text = string | Sentence;

/** What goes between the words of a sentence. */
type Piece = Text | Advice | number;

/** Words with advice in them: sentence`Set it up once: ${setUp({ profile })}`. */
export function sentence(words: TemplateStringsArray, ...pieces: readonly Piece[]): Sentence {
  return { parts: merged(words.flatMap((text, index) => [text, ...partsOf(pieces[index] ?? '')])) };
}

/**
 * Several texts one behind the other; what is undefined or empty is left out.
 * @param between what stands between two of them
 */
export function joined(texts: readonly (Text | undefined)[], between = ' '): Text {
  const said = texts.filter((text) => text !== undefined && text !== '') as readonly Text[];
  if (said.every((text) => typeof text === 'string')) return said.join(between);
  return { parts: merged(said.flatMap((text, index) => [index === 0 ? '' : between, ...partsOf(text)])) };
}

/** What a text advises, in its order. */
export function adviceIn(text: Text | undefined): readonly Advice[] {
  return text === undefined || typeof text === 'string'
    ? []
    : text.parts.flatMap((part) => (typeof part === 'string' ? [] : [part]));
}

/** The same text with its words, but not its advice, seen through a function: without secrets, say. */
export function mapWords(text: Text, change: (words: string) => string): Text {
  if (typeof text === 'string') return change(text);
  return { parts: text.parts.map((part) => (typeof part === 'string' ? change(part) : part)) };
}

/** Whether it is a command that leads to new credentials: ours, or one of the AWS CLI's. */
export function signsIn({ does, kind }: Advice): boolean {
  return does === 'call' || does === 'load' || kind === 'aws login' || kind === 'aws sso login';
}

/** Whether it changes the very shell that it is typed into: only a person can do that. */
export function changesShell({ does }: Advice): boolean {
  return does === 'load' || does === 'unset-variables' || does === 'change-folder';
}

function partsOf(piece: Piece): readonly (string | Advice)[] {
  if (typeof piece === 'object') return 'parts' in piece ? piece.parts : [piece];
  return [String(piece)];
}

function merged(parts: readonly (string | Advice)[]): readonly (string | Advice)[] {
  const result: (string | Advice)[] = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '') result.push(part);
  }
  return result;
}
