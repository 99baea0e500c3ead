import { joined } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { administratorMessage, explain } from '../aws/refusals/explain.js';
import type { Cause, Explanation } from '../aws/refusals/explain.js';
import type { AnyMethod } from '../core/method.js';
import { Refusal, askedElsewhere, isProblem } from '../core/problem.js';
import type { Problem } from '../core/problem.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import { flagOf } from '../core/interview/question.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { AnswerName } from '../methods/answers.js';
import { Stopped, anotherWay, lastChoice, lastChoices } from '../methods/common/last-choices.js';
import type { CauseHandlers, SignInAttempt } from './attempt.js';
import { settleForeignDevice } from './foreign-device.js';
import { WrongAccount } from './identity.js';
import { takeWay, waysOn } from './ways-on.js';
import { sentBy, sentByAnswers } from './sent-by.js';

/** Puts the question that was wrong once more. True where something was changed and the call is worth another try. */
export type RefusalHandler = (problem: Problem, attempt: SignInAttempt) => Promise<boolean>;

/**
 * Tries the cause that is likely for this person, before the others are shown.
 * @returns undefined where none is; else whether the call is worth another try
 */
export type TryLikelyCause = (causes: readonly Cause[], attempt: SignInAttempt) => Promise<boolean | undefined>;

type RefusalUi = Pick<Ui, 'ask' | 'say' | 'warn' | 'interactive'>;

/**
 * The refusal in words that can be acted on where nobody can be asked: what may be wrong is told by its flags.
 * @returns a problem of the same kind and facts; a hint that it had, by whoever knows more of the call, stays
 */
export function advised(
  problem: Problem,
  { method, interview: { known }, context }: Pick<SignInAttempt, 'method' | 'interview' | 'context'>,
): Problem {
  if (!(problem instanceof Refusal)) return problem;
  const { message, hint: general, causes = [] } = explain(problem, sentByAnswers(known, context));
  const flags = [...new Set(causes.flatMap((cause) => flagsOf(cause, method)))];
  const hint = problem.hint ?? general;
  return new Refusal(message, problem.facts, {
    hint:
      flags.length === 0 || problem.hint !== undefined
        ? hint
        : `One of these may be wrong or missing: ${flags.join(', ')}. In a terminal, the wizard helps to find out.`,
    cause: problem,
  });
}

/** The answers that more than one field may be, and those that are no field of a call. */
const answersOfCause: Readonly<Partial<Record<Cause['id'], readonly string[]>>> = {
  mfa: ['mfaSerial', 'mfaCode'],
  'mfa-device': ['mfaSerial', 'mfaCode'],
  source: ['sourceProfile', 'sourceKeys'],
};

function flagsOf({ id, field }: Cause, method: AnyMethod): readonly string[] {
  const questions = method.questions as Questions;
  const names = answersOfCause[id] ?? [field === undefined ? undefined : questionOf(method, field)];
  return names.flatMap((name) => {
    const question = name === undefined ? undefined : questions[name];
    return name === undefined || question === undefined ? [] : flagOf(name, question);
  });
}

/** What a refusal is handled with. */
export interface RefusalHandlerOptions {
  readonly ui: RefusalUi;
  /** Gives a message to the person, to be sent. */
  readonly handOver: (text: string) => Promise<void>;
  readonly handlers: CauseHandlers;
  readonly tryLikelyCause: TryLikelyCause;
  /** Whether another way to sign in may be chosen: while a profile is set up. */
  readonly mayChangeMethod: boolean;
}

/** A handler that talks with a person; with nobody there it changes nothing. */
export function refusalHandler(parts: RefusalHandlerOptions): RefusalHandler {
  const { ui, tryLikelyCause } = parts;
  return async (problem, attempt) => {
    if (!ui.interactive || problem instanceof Stopped) return false;
    if (!(problem instanceof Refusal))
      return problem.question === undefined || !(problem.question in attempt.method.questions)
        ? await startAgain(problem, attempt, parts)
        : await askWhatWasWrong(problem, problem.question, attempt, parts);
    const sent = await sentBy(attempt);
    const settled = await settleForeignDevice(sent, attempt, parts);
    if (settled !== undefined) return settled;
    const explanation = explain(problem, sent);
    const name =
      explanation.causes === undefined && explanation.field !== undefined
        ? questionOf(attempt.method, explanation.field)
        : undefined;
    if (name !== undefined) return await askAgain(name, said(problem, explanation.message, problem.hint), attempt, ui);
    const tried = await tryLikelyCause(explanation.causes ?? [], attempt);
    if (tried !== undefined) return tried;
    ui.warn(said(problem, explanation.message, explanation.hint));
    return await causesMenu(problem, explanation, attempt, parts);
  };
}

/** A failure in one line, with the host that was asked where that is not AWS's. */
function said(problem: Problem, message: Text, hint?: Text): Text {
  return joined([message, askedElsewhere(problem), hint]);
}

/** Keys have a question of two halves; a file that could not be read is suggested again, for it may come to be there. */
async function askWhatWasWrong(
  problem: Problem,
  named: string,
  attempt: SignInAttempt,
  { ui, handlers }: RefusalHandlerOptions,
): Promise<boolean> {
  const why = said(problem, problem.said, problem.hint);
  const handler = named === 'sourceKeys' ? handlers.key : named === 'sourceProfile' ? handlers.source : undefined;
  if (handler === undefined) {
    const before = problem.kind === 'file' ? attempt.interview.raw(named as AnswerName) : undefined;
    return await askAgain(named, why, attempt, ui, before);
  }
  ui.warn(why);
  return await handler(attempt);
}

async function askAgain(
  named: string,
  why: Text | undefined,
  { method, interview }: SignInAttempt,
  ui: Pick<Ui, 'warn'>,
  before?: string,
): Promise<boolean> {
  const question = (method.questions as Questions)[named];
  if (question === undefined) return false;
  const name = named as AnswerName;
  if (why !== undefined) ui.warn(why);
  interview.refuse(name);
  // The code is asked by the method itself, directly before the call.
  if (name !== 'mfaCode')
    await interview.now(name, question, { again: true, ...(before !== undefined && { fallback: () => before }) });
  return true;
}

function questionOf(method: AnyMethod, field: string): string | undefined {
  return Object.entries(method.questions as Questions).find(
    ([, question]: [string, Question]) => question.field === field,
  )?.[0];
}

/**
 * No answer is known to be wrong: the browser was closed, the network is down, a file cannot be read, the source's keys
 * cannot be had.
 */
async function startAgain(
  problem: Problem,
  attempt: SignInAttempt,
  { ui, handlers, mayChangeMethod }: RefusalHandlerOptions,
): Promise<boolean> {
  if (!mayChangeMethod) return false;
  const isAccount = problem instanceof WrongAccount;
  if (!isAccount) ui.warn(said(problem, problem.said, problem.hint));
  const occasion = isAccount ? 'account' : problem.kind === 'network' ? 'network' : 'failure';
  const picked = await ui.ask({
    kind: 'choice',
    message: 'What shall we do?',
    choices: [
      ...(isAccount ? [] : [{ value: 'again', name: 'Try again' }]),
      ...waysOn(occasion, attempt),
      ...lastChoices(mayChangeMethod),
    ],
  });
  if (picked === lastChoice.other) throw anotherWay();
  return picked === 'again' || (await takeWay(picked, attempt, handlers));
}

async function causesMenu(
  refusal: Refusal,
  { causes }: Explanation,
  attempt: SignInAttempt,
  parts: RefusalHandlerOptions,
): Promise<boolean> {
  const { ui, handlers, handOver } = parts;
  const possible = causes ?? [];
  for (;;) {
    const picked = await ui.ask({
      kind: 'choice',
      message: 'What shall we try?',
      choices: menuOf(possible, attempt, parts),
    });
    const cause = possible.find(({ id }) => id === picked);
    if (picked === lastChoice.stop) return false;
    if (picked === 'again') return true;
    if (picked === lastChoice.other) throw anotherWay();
    if (cause?.id === 'administrator')
      await handOver(administratorMessage(refusal, await sentBy(attempt), attempt.context.clock.now()));
    else if (cause !== undefined) {
      try {
        return await follow(cause, attempt, ui, handlers);
      } catch (error) {
        // No MFA device that can be used, say: there are other causes to look at.
        if (!isProblem(error, 'aws')) throw error;
        ui.warn(said(error, error.said, error.hint));
      }
    }
  }
}

async function follow(cause: Cause, attempt: SignInAttempt, ui: RefusalUi, handlers: CauseHandlers): Promise<boolean> {
  const handler = handlers[cause.id];
  if (handler !== undefined) return await handler(attempt);
  const name = cause.field === undefined ? undefined : questionOf(attempt.method, cause.field);
  return name !== undefined && (await askAgain(name, undefined, attempt, ui));
}

function menuOf(
  causes: readonly Cause[],
  { method }: SignInAttempt,
  { handlers, mayChangeMethod }: RefusalHandlerOptions,
): Choice[] {
  const usable = causes.filter(
    ({ id, field }) =>
      id === 'administrator' ||
      handlers[id] !== undefined ||
      (field !== undefined && questionOf(method, field) !== undefined),
  );
  return [
    ...usable.map(({ id, text }) => ({ value: id, name: text })),
    { value: 'again', name: 'Try the same once more' },
    ...lastChoices(mayChangeMethod),
  ];
}
