import { administratorMessage, explain } from '../aws/refusals/explain.js';
import type { Cause, Explanation, Sent } from '../aws/refusals/explain.js';
import type { Interview } from '../core/interview/interview.js';
import { OtherMethod } from '../core/other-method.js';
import type { AnyMethod, MethodContext } from '../core/method.js';
import { Problem, Refusal, askedElsewhere, isProblem } from '../core/problem.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import type { Known, Question, Questions } from '../core/interview/question.js';

/** Where a call was refused. */
export interface Refused {
  readonly method: AnyMethod;
  readonly interview: Interview;
  readonly context: MethodContext;
}

/** Puts the question that was wrong once more. True where something was changed and the call is worth another try. */
export type Mender = (problem: Problem, at: Refused) => Promise<boolean>;

/** Causes that need more than their own question: an MFA device is found, another source is another question. */
export type CauseHandlers = Readonly<Partial<Record<Cause['id'], (at: Refused) => Promise<boolean>>>>;

/**
 * Tries the cause that is likely for this person, before the others are shown.
 * @returns undefined where none is; else whether the call is worth another try
 */
export type Suspect = (causes: readonly Cause[], at: Refused) => Promise<boolean | undefined>;

type MendingUi = Pick<Ui, 'ask' | 'say' | 'show' | 'warn' | 'interactive'>;

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
      possible === undefined || possible.length === 0
        ? hint
        : `It may be one of these: ${possible.join('; ')}. In a terminal, the wizard helps to find out.`,
    cause: problem,
  });
}

/** What a mender works with. */
export interface MenderParts {
  readonly ui: MendingUi;
  readonly handlers: CauseHandlers;
  readonly suspect: Suspect;
  /** Whether another way to sign in may be chosen: while a profile is set up. */
  readonly otherWay: boolean;
}

/** A mender that talks with a person; with nobody there it mends nothing. */
export function mender(parts: MenderParts): Mender {
  const { ui, suspect } = parts;
  return async (problem, at) => {
    if (!ui.interactive) return false;
    if (!(problem instanceof Refusal))
      return problem.question === undefined
        ? await startAgain(problem, at, parts)
        : await askAgain(problem.question, said(problem, problem.message), at, ui);
    const explanation = explain(problem, await sentBy(at));
    const name =
      explanation.causes === undefined && explanation.field !== undefined
        ? questionOf(at.method, explanation.field)
        : undefined;
    if (name !== undefined) return await askAgain(name, said(problem, explanation.message, problem.hint), at, ui);
    const suspected = await suspect(explanation.causes ?? [], at);
    if (suspected !== undefined) return suspected;
    ui.warn(said(problem, explanation.message, explanation.hint));
    return await causesMenu(problem, explanation, at, parts);
  };
}

/** A failure in one line, with the host that was asked where that is not AWS's. */
function said(problem: Problem, message: string, hint?: string): string {
  return [message, askedElsewhere(problem), hint].filter((part) => part !== undefined).join(' ');
}

async function askAgain(
  name: string,
  why: string | undefined,
  { method, interview }: Refused,
  ui: Pick<Ui, 'warn'>,
): Promise<boolean> {
  const question = (method.questions as Questions)[name];
  if (question === undefined) return false;
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
async function startAgain(problem: Problem, { method }: Refused, { ui, otherWay }: MenderParts): Promise<boolean> {
  if (!otherWay || method.asksAgainItself === true || !['aws', 'network'].includes(problem.kind)) return false;
  ui.warn(said(problem, problem.message, problem.hint));
  const picked = await ui.ask({
    kind: 'choice',
    message: 'What shall we do?',
    choices: [{ value: 'again', name: 'Try again' }, ...lastChoices(otherWay)],
  });
  if (picked === 'other') throw anotherWay();
  return picked === 'again';
}

function lastChoices(otherWay: boolean): readonly Choice[] {
  return [...(otherWay ? [{ value: 'other', name: 'Sign in another way' }] : []), { value: 'stop', name: 'Stop here' }];
}

function anotherWay(): OtherMethod {
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
  at: Refused,
  parts: MenderParts,
): Promise<boolean> {
  const { ui, handlers } = parts;
  const possible = causes ?? [];
  for (;;) {
    const picked = await ui.ask({
      kind: 'choice',
      message: 'What shall we try?',
      choices: menuOf(possible, at, parts),
    });
    const cause = possible.find(({ id }) => id === picked);
    if (picked === 'stop') return false;
    if (picked === 'again') return true;
    if (picked === 'other') throw anotherWay();
    if (cause?.id === 'administrator') ui.show(administratorMessage(refusal, await sentBy(at), at.context.clock.now()));
    else if (cause !== undefined) {
      try {
        return await follow(cause, at, ui, handlers);
      } catch (error) {
        // No MFA device that can be used, say: there are other causes to look at.
        if (!isProblem(error, 'aws')) throw error;
        ui.warn(said(error, error.message, error.hint));
      }
    }
  }
}

async function follow(cause: Cause, at: Refused, ui: MendingUi, handlers: CauseHandlers): Promise<boolean> {
  const handler = handlers[cause.id];
  if (handler !== undefined) return await handler(at);
  const name = cause.field === undefined ? undefined : questionOf(at.method, cause.field);
  return name !== undefined && (await askAgain(name, undefined, at, ui));
}

function menuOf(causes: readonly Cause[], { method }: Refused, { handlers, otherWay }: MenderParts): Choice[] {
  const usable = causes.filter(
    ({ id, field }) =>
      id === 'administrator' ||
      handlers[id] !== undefined ||
      (field !== undefined && questionOf(method, field) !== undefined),
  );
  return [
    ...usable.map(({ id, text }) => ({ value: id, name: text })),
    { value: 'again', name: 'Try the same once more' },
    ...lastChoices(otherWay),
  ];
}

/** What the call was sent, as far as the answers say it. */
async function sentBy({ interview: { known }, context }: Refused): Promise<Sent> {
  return {
    roleArn: textOf(known, 'roleArn'),
    principalArn: textOf(known, 'principalArn'),
    sessionName: textOf(known, 'sessionName'),
    externalId: textOf(known, 'externalId'),
    serialNumber: textOf(known, 'mfaSerial'),
    tokenCode: textOf(known, 'mfaCode'),
    sourceIdentity: textOf(known, 'sourceIdentity'),
    sourceProfile: textOf(known, 'sourceProfile'),
    callerArn: await callerArn(known, context),
  };
}

function textOf(known: Known, name: string): string | undefined {
  const answer = known[name];
  return typeof answer === 'string' ? answer : undefined;
}

async function callerArn(known: Known, context: MethodContext): Promise<string | undefined> {
  if (known['sourceProfile'] === undefined && known['sourceKeys'] === undefined) return undefined;
  try {
    return (await (await context.source()).identity()).arn;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
