import { joined } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { administratorMessage, explain } from '../aws/refusals/explain.js';
import type { Cause, Explanation, Sent } from '../aws/refusals/explain.js';
import { deviceOf } from '../aws/mfa.js';
import type { Interview } from '../core/interview/interview.js';
import { OtherMethod } from '../core/other-method.js';
import type { AnyMethod, MethodContext } from '../core/method.js';
import { Problem, Refusal, askedElsewhere, isProblem } from '../core/problem.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import type { KnownOf, Question, Questions } from '../core/interview/question.js';
import type { AnswerName, SignInAnswers } from '../methods/answers.js';

/** Where a call was refused. */
export interface SignInAttempt {
  readonly method: AnyMethod;
  readonly interview: Interview<SignInAnswers>;
  readonly context: MethodContext;
}

/** Puts the question that was wrong once more. True where something was changed and the call is worth another try. */
export type RefusalHandler = (problem: Problem, attempt: SignInAttempt) => Promise<boolean>;

/** Causes that need more than their own question: an MFA device is found, another source is another question. */
export type CauseHandlers = Readonly<Partial<Record<Cause['id'], (attempt: SignInAttempt) => Promise<boolean>>>>;

/**
 * Tries the cause that is likely for this person, before the others are shown.
 * @returns undefined where none is; else whether the call is worth another try
 */
export type TryLikelyCause = (causes: readonly Cause[], attempt: SignInAttempt) => Promise<boolean | undefined>;

type RefusalUi = Pick<Ui, 'ask' | 'say' | 'show' | 'warn' | 'interactive'>;

/**
 * The refusal in words that a person can act on, for those who cannot be asked.
 * @returns a problem of the same kind and facts
 */
export function advised(problem: Problem): Problem {
  if (!(problem instanceof Refusal)) return problem;
  const { message, hint: general, causes } = explain(problem);
  const hint = problem.hint ?? general;
  const possible = causes?.filter(({ id }) => id !== 'administrator').map(({ text }) => text);
  return new Refusal(message, problem.facts, {
    hint:
      problem.hint !== undefined || possible === undefined || possible.length === 0
        ? hint
        : `It may be one of these: ${possible.join('; ')}. In a terminal, the wizard helps to find out.`,
    cause: problem,
  });
}

/** What a refusal is handled with. */
export interface RefusalHandlerOptions {
  readonly ui: RefusalUi;
  readonly handlers: CauseHandlers;
  readonly tryLikelyCause: TryLikelyCause;
  /** Whether another way to sign in may be chosen: while a profile is set up. */
  readonly mayChangeMethod: boolean;
}

/** A handler that talks with a person; with nobody there it changes nothing. */
export function refusalHandler(parts: RefusalHandlerOptions): RefusalHandler {
  const { ui, tryLikelyCause } = parts;
  return async (problem, attempt) => {
    if (!ui.interactive) return false;
    if (!(problem instanceof Refusal))
      return problem.question === undefined
        ? await startAgain(problem, attempt, parts)
        : await askAgain(problem.question, said(problem, problem.said), attempt, ui);
    const explanation = explain(problem, await sentBy(attempt));
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

async function askAgain(
  named: string,
  why: Text | undefined,
  { method, interview }: SignInAttempt,
  ui: Pick<Ui, 'warn'>,
): Promise<boolean> {
  const question = (method.questions as Questions)[named];
  if (question === undefined) return false;
  const name = named as AnswerName;
  if (why !== undefined) ui.warn(why);
  interview.refuse(name);
  // The code is asked by the method itself, directly before the call.
  if (name !== 'mfaCode') await interview.now(name, question, { again: true });
  return true;
}

function questionOf(method: AnyMethod, field: string): string | undefined {
  return Object.entries(method.questions as Questions).find(
    ([, question]: [string, Question]) => question.field === field,
  )?.[0];
}

/** Nothing that was answered is wrong: the browser was closed, access denied, the network is down. */
async function startAgain(
  problem: Problem,
  { method }: SignInAttempt,
  { ui, mayChangeMethod }: RefusalHandlerOptions,
): Promise<boolean> {
  if (!mayChangeMethod || method.asksAgainItself === true || !['aws', 'network'].includes(problem.kind)) return false;
  ui.warn(said(problem, problem.said, problem.hint));
  const picked = await ui.ask({
    kind: 'choice',
    message: 'What shall we do?',
    choices: [{ value: 'again', name: 'Try again' }, ...lastChoices(mayChangeMethod)],
  });
  if (picked === 'other') throw otherMethod();
  return picked === 'again';
}

function lastChoices(mayChangeMethod: boolean): readonly Choice[] {
  return [
    ...(mayChangeMethod ? [{ value: 'other', name: 'Sign in another way' }] : []),
    { value: 'stop', name: 'Stop here' },
  ];
}

function otherMethod(): OtherMethod {
  return new OtherMethod(
    'Another way to sign in, then; what was answered so far is kept.',
    [],
    {},
    'Choose it with --method.',
  );
}

async function causesMenu(
  refusal: Refusal,
  { causes }: Explanation,
  attempt: SignInAttempt,
  parts: RefusalHandlerOptions,
): Promise<boolean> {
  const { ui, handlers } = parts;
  const possible = causes ?? [];
  for (;;) {
    const picked = await ui.ask({
      kind: 'choice',
      message: 'What shall we try?',
      choices: menuOf(possible, attempt, parts),
    });
    const cause = possible.find(({ id }) => id === picked);
    if (picked === 'stop') return false;
    if (picked === 'again') return true;
    if (picked === 'other') throw otherMethod();
    if (cause?.id === 'administrator')
      ui.show(administratorMessage(refusal, await sentBy(attempt), attempt.context.clock.now()));
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

/** What the call was sent, as far as the answers say it. */
async function sentBy({ interview: { known }, context }: SignInAttempt): Promise<Sent> {
  return {
    roleArn: textOf(known, 'roleArn'),
    principalArn: textOf(known, 'principalArn'),
    sessionName: textOf(known, 'sessionName'),
    externalId: textOf(known, 'externalId'),
    serialNumber: deviceOf(textOf(known, 'mfaSerial')),
    tokenCode: textOf(known, 'mfaCode'),
    sourceIdentity: textOf(known, 'sourceIdentity'),
    sourceProfile: textOf(known, 'sourceProfile'),
    callerArn: await callerArn(known, context),
  };
}

function textOf(known: KnownOf<SignInAnswers>, name: AnswerName): string | undefined {
  const answer = known[name];
  return typeof answer === 'string' ? answer : undefined;
}

async function callerArn(known: KnownOf<SignInAnswers>, context: MethodContext): Promise<string | undefined> {
  if (known.sourceProfile === undefined && known.sourceKeys === undefined) return undefined;
  try {
    return (await (await context.source()).identity()).arn;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
