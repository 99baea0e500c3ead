import { joined } from '../advice/advice.js';
import { OtherMethod } from '../other-method.js';
import { Problem, isProblem } from '../problem.js';
import type { Prompt, Ui } from '../ports/ui.js';
import { answersMissing, wayOf } from './missing.js';
import type { MissingAnswer } from './missing.js';
import { isPassing } from './passing.js';
import { noAnswer, promptOf, whyNot } from './prompt-of.js';
import { emptyAnswer, flagOf, isSecret } from './question.js';
import { AnswersSoFar } from './answers-so-far.js';
import type { NameIn } from './answers-so-far.js';
import type { AnswersOf, Known, Question, Questions, Refinement } from './question.js';
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

/**
 * Puts questions, in order, to whoever can answer: flag or environment, recipe, person, default. What nobody answers
 * is collected, so that all missing flags are named at once by `finish`. `A` has the names and the types of the answers
 * that can be asked for one by one: those of the tables of questions.
 *
 * A person can go back: `goBack` makes everything be as it was before the last answer, and whoever leads the
 * conversation asks from the beginning, for what is answered is not asked again.
 */
export class Interview<out A extends object = object> extends AnswersSoFar<A> {
  readonly #context: InterviewContext;

  constructor(context: InterviewContext) {
    super();
    this.#context = context;
  }

  /**
   * Whether the author of a team recipe chose the answer: nobody has given another since, nor the same by flag or
   * variable.
   */
  isOfTeam(name: NameIn<A>): boolean {
    const raw = this.state.raw.get(name);
    return raw !== undefined && !this.state.given.has(name) && this.#context.source.isOfTeam(name, raw);
  }

  get localFacts(): LocalFacts {
    return this.#context.localFacts;
  }

  /** Asks all of a table's questions. Advanced ones are put to a person only where `advanced` is true. */
  async all<Q extends Questions>(questions: Q, options: { advanced?: boolean } = {}): Promise<AnswersOf<Q>> {
    for (const [name, question] of Object.entries(questions)) {
      const answer = await this.#answer(name, question, questions, options.advanced ?? false);
      this.state.known[name] = answer;
    }
    return Object.fromEntries(Object.keys(questions).map((name) => [name, this.state.known[name]])) as AnswersOf<Q>;
  }

  /** What a flag or variable says, whether it is asked for or not. @throws Problem `usage` where that cannot be */
  async given<T>(name: NameIn<A>, question: Question<T>): Promise<T | undefined> {
    if (this.state.refused.has(name) || this.state.changing.has(name)) return undefined;
    const raw = await this.#context.source.given(name, question);
    return raw === undefined ? undefined : (parseGiven(name, question, raw, this.state.known) as T);
  }

  /** Asks one question; a missing answer is collected for `finish`. */
  async one<T>(name: NameIn<A>, question: Question<T>): Promise<T | undefined> {
    const answer = await this.#answer(name, question, {}, false);
    this.state.known[name] = answer;
    return answer as T | undefined;
  }

  /** Asks a question now, whatever it says of when: AWS wants it, or the answer before was wrong. */
  async now<T>(name: NameIn<A>, question: Question<T>, { fresh, again, ...refined }: Refinement = {}): Promise<T> {
    const asked: Question = { ...(question as Question), ...refined };
    if (fresh !== true && again !== true && this.state.known[name] !== undefined) return this.state.known[name] as T;
    const raw =
      (again === true ? undefined : await this.#withoutAsking(name, asked)) ??
      (await this.#ask(name, asked, fresh !== true));
    if (raw === undefined) {
      if (isPassing(name))
        throw new Problem('usage', `Nobody is there to answer: ${asked.message}`, {
          hint: 'No flag answers this: run the same command in a terminal.',
        });
      this.state.missing.push([wayOf(name, asked)]);
      this.finish();
    }
    const answer = this.#take(name, asked, raw ?? '');
    this.state.known[name] = answer;
    return answer as T;
  }

  /** Asks what no flag answers and no recipe keeps: once, until the person goes back to it. */
  async once(name: string, prompt: Prompt): Promise<string> {
    const known = this.state.passing.get(name);
    if (known !== undefined) return known;
    const before = this.snapshot();
    const answer = await this.#context.ui.ask({ ...prompt, suggestion: this.earlier.get(name) ?? prompt.suggestion });
    this.addStop(name, answer, before);
    this.state.passing.set(name, answer);
    return answer;
  }

  /** @throws Problem `usage` naming every flag whose answer nobody gave. */
  finish(): void {
    if (this.state.missing.length === 0) return;
    throw answersMissing(this.state.missing);
  }

  async #answer(name: string, question: Question, table: Questions, advanced: boolean): Promise<unknown> {
    const { known, done, assumed, changing } = this.state;
    const isKnown = isAnswered(known[name]) || done.has(name);
    if (isKnown && !(advanced && assumed.has(name)) && this.#stillStands(name, question)) return this.state.known[name];
    if (question.when && !question.when(this.state.known, this.#context.localFacts)) return emptyAnswer(question);
    const raw = await this.#withoutAsking(name, question);
    if (raw !== undefined) return this.#take(name, question, (await this.#insteadOf(name, question, raw)) ?? raw);
    if (question.asked === 'on-demand' && !changing.has(name))
      return this.#context.repeating === true ? emptyAnswer(question) : this.#found(name, question);
    if (this.#context.repeating === true && question.optional) return emptyAnswer(question);
    if (await this.#standsIn(name, question, table)) return undefined;
    const wanted = question.asked === 'always' || advanced || changing.has(name);
    if (wanted && this.#context.ui.interactive) {
      if (this.#isEmptyMenu(question)) return undefined;
      const asked = await this.#ask(name, question);
      return asked === undefined ? undefined : this.#take(name, question, asked);
    }
    const fallback = this.#suggestion(name, question);
    if (fallback !== undefined) return this.#assume(name, question, fallback);
    if (!question.optional && question.insteadOf === undefined)
      this.state.missing.push(missingAnswer(name, question, table));
    return emptyAnswer(question);
  }

  /** Whether an answer can still be, after one before it was changed. One that cannot is forgotten, with the reason. */
  #stillStands(name: string, question: Question): boolean {
    const { known, raw: texts, doubtful } = this.state;
    const raw = texts.get(name);
    if (!doubtful.delete(name) || raw === undefined) return true;
    const { ui, localFacts } = this.#context;
    const isPossible = question.when?.(known, localFacts) ?? true;
    const why = isPossible ? whyNot(question, raw, known) : undefined;
    if (isPossible && why === undefined) return true;
    if (why !== undefined) ui.warn(why);
    if (!isSecret(question)) this.earlier.set(name, raw);
    this.forgetOne(name);
    return false;
  }

  /** Of an answer that could be, but not beside those before it, a person is asked for another one. */
  async #insteadOf(name: string, question: Question, raw: string): Promise<string | undefined> {
    const { ui } = this.#context;
    const why = ui.interactive ? whyNot(question, raw, this.state.known) : undefined;
    if (why === undefined || whyNot(question, raw, {}) !== undefined) return undefined;
    ui.warn(why);
    this.state.refused.add(name);
    return await this.#ask(name, question);
  }

  #isEmptyMenu(question: Question): boolean {
    return question.kind === 'choice' && question.choices?.(this.state.known, this.#context.localFacts).length === 0;
  }

  /** Parses an answer and keeps its text. */
  #take(name: string, question: Question, raw: string): unknown {
    const answer = parseGiven(name, question, raw, this.state.known);
    const { raw: texts, done, assumed } = this.state;
    texts.set(name, raw);
    done.add(name);
    assumed.delete(name);
    return answer;
  }

  #assume(name: string, question: Question, fallback: string): unknown {
    const answer = this.#take(name, question, fallback);
    this.state.assumed.add(name);
    return answer;
  }

  /** What this computer already says of something that is asked only when AWS wants it: the MFA device in config. */
  #found(name: string, question: Question): unknown {
    const fallback = question.fallback?.(this.state.known, this.#context.localFacts);
    return fallback === undefined ? emptyAnswer(question) : this.#assume(name, question, fallback);
  }

  async #withoutAsking(name: string, question: Question): Promise<string | undefined> {
    const { refused, changing } = this.state;
    if (refused.has(name) || changing.has(name)) return undefined;
    const given = await this.#context.source.given(name, question);
    if (given !== undefined) this.state.given.add(name);
    return given ?? this.#context.source.remembered(name, question);
  }

  /** Whether the other question of a pair is answered already, so that this one need not be. */
  async #standsIn(name: string, question: Question, table: Questions): Promise<boolean> {
    const other = Object.entries(table).find(
      ([candidate, { insteadOf }]) => insteadOf === name || candidate === question.insteadOf,
    );
    return (
      other !== undefined &&
      (isAnswered(this.state.known[other[0]]) || (await this.#withoutAsking(other[0], other[1])) !== undefined)
    );
  }

  /** What was answered before, in this conversation or in an earlier one. */
  #before(name: string): string | undefined {
    return this.earlier.get(name) ?? this.#context.source.suggested(name);
  }

  #suggestion(name: string, question: Question): string | undefined {
    return this.#before(name) ?? question.fallback?.(this.state.known, this.#context.localFacts);
  }

  /** @param isStop whether the person can come back to this answer: a code that is good once is none */
  async #ask(name: string, question: Question, isStop = true): Promise<string | undefined> {
    if (!this.#context.ui.interactive) return undefined;
    const before = this.snapshot();
    const raw = await this.#put(name, question);
    // What is changed can be gone back to already.
    if (!this.state.changing.delete(name) && isStop) this.addStop(name, isSecret(question) ? undefined : raw, before);
    return raw;
  }

  async #put(name: string, question: Question): Promise<string> {
    const { ui, localFacts } = this.#context;
    const { known } = this.state;
    if (question.converse) return await this.#converse(question, question.converse);
    const isTold = !isSecret(question) && (this.#before(name) ?? '') !== '';
    const suggestion = isSecret(question) ? undefined : this.#suggestion(name, question);
    const raw = await ui.ask(promptOf(question, { suggestion, isTold }, known, localFacts));
    return isTold && raw === noAnswer && question.optional ? '' : raw;
  }

  /** Until there is an answer that can be taken: a file that cannot be read is no end either. */
  async #converse(question: Question, converse: NonNullable<Question['converse']>): Promise<string> {
    const { ui, readText } = this.#context;
    for (;;) {
      try {
        const raw = await converse(ui, readText);
        const why = whyNot(question, raw, this.state.known);
        if (why === undefined) return raw;
        ui.warn(why);
      } catch (error) {
        if (!isProblem(error, 'usage') && !isProblem(error, 'file')) throw error;
        if (error instanceof OtherMethod) throw error;
        ui.warn(joined([error.said, error.hint]));
      }
    }
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

function missingAnswer(name: string, question: Question, table: Questions): MissingAnswer {
  const others = Object.entries(table).filter(([, candidate]) => candidate.insteadOf === name);
  return [wayOf(name, question), ...others.map(([other, candidate]) => wayOf(other, candidate))];
}
