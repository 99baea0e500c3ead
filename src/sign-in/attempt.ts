import type { Cause } from '../aws/refusals/explain.js';
import type { Interview } from '../core/interview/interview.js';
import type { AnyMethod, MethodContext } from '../core/method.js';
import type { SignInAnswers } from '../methods/answers.js';

/** Where a call was refused. */
export interface SignInAttempt {
  readonly method: AnyMethod;
  readonly interview: Interview<SignInAnswers>;
  readonly context: MethodContext;
}

/** Causes that need more than their own question: an MFA device is found, another source is another question. */
export type CauseHandlers = Readonly<Partial<Record<Cause['id'], (attempt: SignInAttempt) => Promise<boolean>>>>;
