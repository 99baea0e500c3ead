import { Problem, Refusal, cancelled, isProblem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import { networkProblem, type Reaching } from '../../network/network-problem.js';

/** Which call it was, and where it went. */
export interface Call extends Reaching {
  /** In AWS's words: `AssumeRole`. */
  readonly operation: string;
  /** AWS's clock, from the answer that is being read. */
  readonly date?: Date | undefined;
  /** The caller's own wish to stop, if there is one. */
  readonly signal?: AbortSignal | undefined;
  /** The host, and where it is configured, where it is none of AWS's own. */
  readonly endpoint?: string | undefined;
}

/** The parts of the SDK's exceptions that matter here; every one may be missing. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly Code?: string;
  /** OAuth's own words, in SSO-OIDC's errors. */
  readonly error?: string;
  readonly error_description?: string;
  readonly Error?: { readonly Code?: string };
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number };
}

/**
 * Turns whatever an SDK client threw into our own errors: a Refusal where AWS said no, a Problem `network`
 * where nobody, or somebody who is not AWS, answered.
 */
export function problemFrom(error: unknown, call: Call): Problem {
  const sdk = error as SdkError;
  return atEndpoint(
    problemInside(error) ??
      interruption(error, call) ??
      refusalFrom(sdk, call) ??
      notAws(sdk, call) ??
      networkProblem(error, call) ??
      unexpected(sdk, call),
    call.endpoint,
  );
}

/** The same failure, knowing which host that is none of AWS's was asked. */
export function atEndpoint(problem: Problem, asked: string | undefined): Problem {
  const { message, hint, cause, question } = problem;
  if (asked === undefined || problem.asked !== undefined || problem.kind === 'cancelled') return problem;
  if (problem instanceof Refusal) return new Refusal(message, problem.facts, { hint, cause, asked });
  return new Problem(problem.kind, message, { hint, cause, question, asked });
}

/** Why a call was broken off: the person wanted to stop, or time was up, ours or the caller's. */
export function interruption(error: unknown, call: Call): Problem | undefined {
  const names = [error, (error as SdkError).cause].map((one) => (one as SdkError | undefined)?.name);
  const isTimeout = (name: string | undefined): boolean => name === 'TimeoutError';
  if (call.signal?.aborted && !isTimeout((call.signal.reason as SdkError | undefined)?.name)) return cancelled(error);
  return names.some((name) => name === 'AbortError' || isTimeout(name))
    ? networkProblem({ name: 'TimeoutError', cause: error }, call)
    : undefined;
}

/** The request handler throws Problems; the SDK hands them on as they are, or as a cause. */
function problemInside(error: unknown): Problem | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (isProblem(at)) return at;
  }
  return undefined;
}

function refusalFrom(error: SdkError, call: Call): Refusal | undefined {
  const code = error.Error?.Code ?? error.Code ?? error.name;
  const status = error.$metadata?.httpStatusCode;
  if (code === undefined || status === undefined || isUnreadable(error, code)) return undefined;
  return new Refusal(
    printable(messageOf(error) ?? code, 2000),
    { operation: call.operation, code: printable(code, 100), status, requestId: printableId(error), date: call.date },
    { cause: error },
  );
}

/** The SDK's names for an answer in which it found no error code of AWS's. */
function isUnreadable(error: SdkError, code: string): boolean {
  return (
    /^(Unknown(Error)?|Error|SyntaxError|TypeError|\d+)$/.test(code) ||
    (code === error.name && messageOf(error) === undefined)
  );
}

function messageOf({ message, error, error_description: description }: SdkError): string | undefined {
  const own = message === 'UnknownError' ? undefined : message;
  return [own, description, error].find((text) => text !== undefined && text !== '');
}

function printableId(error: SdkError): string | undefined {
  const id = error.$metadata?.requestId;
  return id === undefined ? undefined : printable(id, 100);
}

/** A sign-in page of a hotel or a filtering proxy, say, that answers in AWS's place. */
function notAws(error: SdkError, call: Call): Problem | undefined {
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (status === undefined) return undefined;
  return new Problem(
    'network',
    `What answered at ${printable(call.host)} is not AWS, or is out of order (HTTP status ${status}).`,
    {
      hint:
        'Check the proxy settings and AWS_ENDPOINT_URL, and whether this network wants you to sign in ' +
        'first; then try again.',
      cause: error,
    },
  );
}

function unexpected(error: SdkError, call: Call): Problem {
  return new Problem(
    'network',
    `The call ${call.operation} to ${printable(call.host)} failed: ${printable(error.message ?? 'no reason given')}`,
    {
      hint: 'Run the same command with --debug to see the cause.',
      cause: error,
    },
  );
}
