import { OtherMethod } from '../other-method.js';
import { Problem, isProblem } from '../problem.js';
import type { Ui } from '../ports/ui.js';
import { promptOf } from './prompt-of.js';
import { emptyAnswer, flagOf, isSecret } from './question.js';
import type { AnswersOf, Known, KnownOf, Question, Questions, Refinement } from './question.js';
import type { LocalFacts } from '../local-facts.js';

/** Where answers come from besides a person. Texts are raw: they go through the question's `parse`. */
export interface AnswerSource {
  /** By flag, or by environment; the text itself for secrets. */
  given(name: string, question: Question): Promise<string | undefined>;
  /** From a recipe that is being repeated: counts as an answer. */
  remembered(name: string, question: Question): string | undefined;
  /** From an earlier run: shown as the suggestion. */
  suggested(name: string): string | undefined;
  /** Whether the author of a team recipe chose this answer, now or in an earlier run. */
  isOfTeam(name: string, raw: string): boolean;
}

/** What an interview needs around it. */
export interface InterviewContext {
  readonly ui: Pick<Ui, 'interactive' | 'ask' | 'say' | 'warn'>;
  readonly source: AnswerSource;
  readonly localFacts: LocalFacts;
  readonly readText: (path: string) => Promise<string>;
  /** A recipe is being repeated: what it leaves open stays open, unless AWS wants it. */
  readonly repeating?: boolean | undefined;
}

type NameIn<A> = keyof A & string;

/**
 * Puts questions, in order, to whoever can answer: flag or environment, recipe, person, default. What nobody answers
 * is collected, so that all missing flags are named at once by `finish`. `A` has the names and the types of the answers
 * that can be asked for one by one: those of the tables of questions.
 */
export class Interview<out A extends object = object> {
  readonly #context: InterviewContext;
  readonly #known: Record<string, unknown> = {};
  readonly #raw = new Map<string, string>();
  readonly #missing: string[] = [];
  readonly #refused = new Set<string>();
  /** Answered by flag or variable, so by somebody of one's own. */
  readonly #given = new Set<string>();
  /** Answers that nobody gave: defaults, which are put to a person once advanced questions are asked. */
  readonly #assumed = new Set<string>();

  constructor(context: InterviewContext) {
    this.#context = context;
  }

  /** Every answer so far. */
  get known(): KnownOf<A> {
    return this.#known as KnownOf<A>;
  }

  /** The text of an answer as it was given, for the recipe; undefined where there was none. */
  raw(name: NameIn<A>): string | undefined {
    return this.#raw.get(name);
  }

  /**
   * Whether the author of a team recipe chose the answer: nobody has given another since, nor the same by flag or
   * variable.
   */
  isOfTeam(name: NameIn<A>): boolean {
    const raw = this.#raw.get(name);
    return raw !== undefined && !this.#given.has(name) && this.#context.source.isOfTeam(name, raw);
  }

  get localFacts(): LocalFacts {
    return this.#context.localFacts;
  }

  /** Asks all of a table's questions. Advanced ones are put to a person only where `advanced` is true. */
  async all<Q extends Questions>(questions: Q, options: { advanced?: boolean } = {}): Promise<AnswersOf<Q>> {
    for (const [name, question] of Object.entries(questions)) {
      this.#known[name] = await this.#answer(name, question, questions, options.advanced ?? false);
    }
    return Object.fromEntries(Object.keys(questions).map((name) => [name, this.#known[name]])) as AnswersOf<Q>;
  }

  /** Asks one question; a missing answer is collected for `finish`. */
  async one<T>(name: NameIn<A>, question: Question<T>): Promise<T | undefined> {
    const answer = await this.#answer(name, question, {}, false);
    this.#known[name] = answer;
    return answer as T | undefined;
  }

  /** Asks a question now, whatever it says of when: AWS wants it, or the answer before was wrong. */
  async now<T>(name: NameIn<A>, question: Question<T>, { fresh, again, ...refined }: Refinement = {}): Promise<T> {
    const asked: Question = { ...(question as Question), ...refined };
    if (fresh !== true && again !== true && this.#known[name] !== undefined) return this.#known[name] as T;
    const raw = (again === true ? undefined : await this.#withoutAsking(name, asked)) ?? (await this.#ask(name, asked));
    if (raw === undefined) {
      this.#missing.push(flagOf(name, asked));
      this.finish();
    }
    this.#known[name] = this.#take(name, asked, raw ?? '');
    return this.#known[name] as T;
  }

  /** AWS refused this answer: from now on only a new one counts. */
  refuse(name: NameIn<A>): void {
    this.#refused.add(name);
    this.learn(name, undefined);
  }

  /** Takes an answer that was found rather than asked for, with its text where the recipe shall keep it. */
  learn(name: NameIn<A>, answer: unknown, raw?: string): void {
    this.#learn(name, answer, raw);
  }

  #learn(name: string, answer: unknown, raw: string | undefined): void {
    this.#assumed.delete(name);
    this.#known[name] = answer;
    if (raw === undefined) this.#raw.delete(name);
    else this.#raw.set(name, raw);
  }

  /** Takes the answers that an answer to another question gave, by which another method is right. */
  learnFrom({ answers }: OtherMethod): void {
    for (const [name, answer] of Object.entries(answers))
      this.#learn(name, answer, typeof answer === 'string' ? answer : undefined);
  }

  /** @throws Problem `usage` naming every flag whose answer nobody gave. */
  finish(): void {
    if (this.#missing.length === 0) return;
    const flags = [...new Set(this.#missing)];
    throw new Problem(
      'usage',
      `${flags.length === 1 ? 'An answer is' : 'Answers are'} missing, and nobody is there to ask: ${flags.join(', ')}.`,
      {
        hint: 'Give each as a flag, or run the same command in a terminal.',
      },
    );
  }

  async #answer(name: string, question: Question, table: Questions, advanced: boolean): Promise<unknown> {
    if (isAnswered(this.#known[name]) && !(advanced && this.#assumed.has(name))) return this.#known[name];
    if (question.when && !question.when(this.#known, this.#context.localFacts)) return emptyAnswer(question);
    const raw = await this.#withoutAsking(name, question);
    if (raw !== undefined) return this.#take(name, question, raw);
    if (question.asked === 'on-demand')
      return this.#context.repeating === true ? emptyAnswer(question) : this.#found(name, question);
    if (this.#context.repeating === true && question.optional) return emptyAnswer(question);
    if (await this.#standsIn(name, question, table)) return undefined;
    const wanted = question.asked === 'always' || advanced;
    if (wanted && this.#context.ui.interactive) {
      if (this.#isEmptyMenu(question)) return undefined;
      const asked = await this.#ask(name, question);
      return asked === undefined ? undefined : this.#take(name, question, asked);
    }
    const fallback = this.#suggestion(name, question);
    if (fallback !== undefined) return this.#assume(name, question, fallback);
    if (!question.optional && question.insteadOf === undefined) this.#missing.push(missingName(name, question, table));
    return emptyAnswer(question);
  }

  #isEmptyMenu(question: Question): boolean {
    return question.kind === 'choice' && question.choices?.(this.#known, this.#context.localFacts).length === 0;
  }

  /** Parses an answer and keeps its text. */
  #take(name: string, question: Question, raw: string): unknown {
    const answer = parseGiven(name, question, raw, this.#known);
    this.#raw.set(name, raw);
    this.#assumed.delete(name);
    return answer;
  }

  #assume(name: string, question: Question, fallback: string): unknown {
    const answer = this.#take(name, question, fallback);
    this.#assumed.add(name);
    return answer;
  }

  /** What this computer already says of something that is asked only when AWS wants it: the MFA device in config. */
  #found(name: string, question: Question): unknown {
    const fallback = question.fallback?.(this.#known, this.#context.localFacts);
    return fallback === undefined ? emptyAnswer(question) : this.#take(name, question, fallback);
  }

  async #withoutAsking(name: string, question: Question): Promise<string | undefined> {
    if (this.#refused.has(name)) return undefined;
    const given = await this.#context.source.given(name, question);
    if (given !== undefined) this.#given.add(name);
    return given ?? this.#context.source.remembered(name, question);
  }

  /** Whether the other question of a pair is answered already, so that this one need not be. */
  async #standsIn(name: string, question: Question, table: Questions): Promise<boolean> {
    const other = Object.entries(table).find(
      ([candidate, { insteadOf }]) => insteadOf === name || candidate === question.insteadOf,
    );
    return (
      other !== undefined &&
      (isAnswered(this.#known[other[0]]) || (await this.#withoutAsking(other[0], other[1])) !== undefined)
    );
  }

  #suggestion(name: string, question: Question): string | undefined {
    return this.#context.source.suggested(name) ?? question.fallback?.(this.#known, this.#context.localFacts);
  }

  async #ask(name: string, question: Question): Promise<string | undefined> {
    const { ui, readText, localFacts } = this.#context;
    if (!ui.interactive) return undefined;
    if (question.converse) return await question.converse(ui, readText);
    const suggestion = isSecret(question) ? undefined : this.#suggestion(name, question);
    return await ui.ask(promptOf(question, suggestion, this.#known, localFacts));
  }
}

function isAnswered(answer: unknown): boolean {
  return answer !== undefined && !(Array.isArray(answer) && answer.length === 0);
}

function parseGiven(name: string, question: Question, raw: string, known: Known): unknown {
  try {
    return question.parse(raw, known);
  } catch (error) {
    if (!isProblem(error, 'usage') || error instanceof OtherMethod) throw error;
    throw new Problem('usage', `${flagOf(name, question)}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function missingName(name: string, question: Question, table: Questions): string {
  const other = Object.entries(table).find(([, candidate]) => candidate.insteadOf === name);
  const flag = flagOf(name, question);
  return other ? `${flag} (or ${flagOf(other[0], other[1])})` : flag;
}
