import type { MissingAnswer } from './missing.js';
import type { KnownOf, Question, Questions } from './question.js';
import { isSecret } from './question.js';
import type { OtherMethod } from '../other-method.js';

/** What is known at one moment of the conversation. */
export interface State {
  readonly known: Record<string, unknown>;
  readonly raw: Map<string, string>;
  /** Answers that need not be asked for again, those among them that are none: an empty line. */
  readonly done: Set<string>;
  readonly missing: MissingAnswer[];
  readonly refused: Set<string>;
  /** Answered by flag or variable, so by somebody of one's own. */
  readonly given: Set<string>;
  /** Answers that nobody gave: defaults, which are put to a person once advanced questions are asked. */
  readonly assumed: Set<string>;
  /** Answers that the person wants to give anew. */
  readonly changing: Set<string>;
  /** Answers that were given before another one changed, and have to be looked at again. */
  readonly doubtful: Set<string>;
  /** What was agreed to, or answered, on the way, and is no question of a table. */
  readonly passing: Map<string, string>;
}

/** Something that a person answered, and can come back to. */
interface Stop {
  readonly name: string;
  /** What was answered, to be suggested then; undefined for secrets. */
  readonly raw: string | undefined;
  readonly before: State;
}

/** The names of answers. */
export type NameIn<A> = keyof A & string;

/**
 * What is known by now, from whomever, and the way back: `goBack` makes everything be as it was before the last answer
 * of a person. `A` has the names and the types of the answers.
 */
export class AnswersSoFar<out A extends object = object> {
  protected state: State = emptyState();
  readonly #stops: Stop[] = [];
  #hasWritten = false;
  /** What was answered before the person went back, by name: suggested when the question comes again. */
  protected readonly earlier = new Map<string, string>();

  /** Every answer so far. */
  get known(): KnownOf<A> {
    return this.state.known as KnownOf<A>;
  }

  /** The text of an answer as it was given, for the recipe; undefined where there was none. */
  raw(name: NameIn<A>): string | undefined {
    return this.state.raw.get(name);
  }

  /** A copy of all that is known now, for a place to go back to. */
  protected snapshot(): State {
    return copyOf(this.state);
  }

  /**
   * A place that the way back leads to.
   * @param raw what was answered, to be suggested then; undefined for secrets
   */
  protected addStop(name: string, raw: string | undefined, before = this.snapshot()): void {
    this.#stops.push({ name, raw, before });
  }

  /** Notes that a person has agreed to something: a place that the way back leads to. */
  agree(name: string): void {
    this.addStop(name, undefined);
    this.state.passing.set(name, '');
  }

  /** Whether a person has agreed to it, and has not gone back since. */
  isAgreed(name: string): boolean {
    return this.state.passing.has(name);
  }

  /** What was agreed to has to be agreed to anew. */
  disagree(name: string): void {
    this.state.passing.delete(name);
  }

  /** Whether a person has answered something that can be gone back to. */
  get mayGoBack(): boolean {
    return this.#stops.length > 0;
  }

  /**
   * Everything is as it was before the last answer of a person, which becomes a suggestion. What flags, variables and
   * recipes answered is no place to go back to.
   * @returns whether there was such an answer
   */
  goBack(): boolean {
    const stop = this.#stops.pop();
    if (stop === undefined) return false;
    if (stop.raw !== undefined) this.earlier.set(stop.name, stop.raw);
    this.state = stop.before;
    return true;
  }

  /** Whether something was written. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Something was written: nothing that was answered so far can be gone back to. */
  endWayBack(): void {
    this.#stops.length = 0;
    this.#hasWritten = true;
  }

  /**
   * The person wants to give this answer anew, whoever gave it. What follows from it is looked at again: what cannot be
   * any more is asked again, and defaults are found anew. Going back leaves the answer as it was.
   */
  change(name: string, question: Pick<Question, 'kind'>): void {
    this.addStop(name, undefined);
    const { raw, assumed, doubtful, changing } = this.state;
    for (const one of [...assumed]) this.forgetOne(one);
    for (const one of raw.keys()) if (one !== name) doubtful.add(one);
    const before = raw.get(name);
    if (before !== undefined && !isSecret(question)) this.earlier.set(name, before);
    this.forgetOne(name);
    changing.add(name);
  }

  /** Forgets answers to questions that are not asked any more: those of another way to sign in. */
  forget(questions: Questions): void {
    for (const [name, question] of Object.entries(questions)) {
      const raw = this.state.raw.get(name);
      if (raw !== undefined && !isSecret(question)) this.earlier.set(name, raw);
      if (this.state.known[name] !== undefined || raw !== undefined) this.forgetOne(name);
    }
  }

  /** As if it had never been asked for. */
  protected forgetOne(name: string): void {
    const { known, raw, done, assumed, doubtful } = this.state;
    known[name] = undefined;
    raw.delete(name);
    for (const names of [done, assumed, doubtful]) names.delete(name);
  }

  /** The text of an answer, and whether it is a default; undefined where there is none. */
  standing(name: string): { readonly raw: string; readonly isDefault: boolean } | undefined {
    const raw = this.state.raw.get(name);
    return raw === undefined ? undefined : { raw, isDefault: this.state.assumed.has(name) };
  }

  /** AWS refused this answer: from now on only a new one counts. */
  refuse(name: NameIn<A>): void {
    this.state.refused.add(name);
    this.learn(name, undefined);
  }

  /** Takes an answer that was found rather than asked for, with its text where the recipe shall keep it. */
  learn(name: NameIn<A>, answer: unknown, raw?: string): void {
    this.#learn(name, answer, raw);
  }

  #learn(name: string, answer: unknown, raw: string | undefined): void {
    this.forgetOne(name);
    this.state.known[name] = answer;
    if (raw === undefined) this.state.raw.delete(name);
    else this.state.raw.set(name, raw);
  }

  /** Takes the answers that an answer to another question gave, by which another method is right. */
  learnFrom({ answers }: OtherMethod): void {
    for (const [name, answer] of Object.entries(answers))
      this.#learn(name, answer, typeof answer === 'string' ? answer : undefined);
  }
}

function emptyState(): State {
  return {
    known: {},
    raw: new Map(),
    done: new Set(),
    missing: [],
    refused: new Set(),
    given: new Set(),
    assumed: new Set(),
    changing: new Set(),
    doubtful: new Set(),
    passing: new Map(),
  };
}

function copyOf(state: State): State {
  return {
    known: { ...state.known },
    raw: new Map(state.raw),
    done: new Set(state.done),
    missing: [...state.missing],
    refused: new Set(state.refused),
    given: new Set(state.given),
    assumed: new Set(state.assumed),
    changing: new Set(state.changing),
    doubtful: new Set(state.doubtful),
    passing: new Map(state.passing),
  };
}
