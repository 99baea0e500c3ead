import { redact } from '../log.js';
import type { Caller } from '../aws/caller.js';
import { authenticate, type SignatureDialect } from './authenticate.js';
import type { Answer, Call } from './exchange.js';
import { ServiceError } from './service-error.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An operation of a JSON service. */
export type JsonOperation =
  | { readonly signed: true; run(input: JsonObject, call: Call, caller: Caller): JsonObject }
  | { readonly signed: false; run(input: JsonObject, call: Call): JsonObject | Promise<JsonObject> };

export interface JsonApi {
  readonly signingName: string;
  /** What stands before the dot in `X-Amz-Target`. */
  readonly target: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
}

const dialect: SignatureDialect = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  mismatch: 'InvalidSignatureException',
  unknownKey: 'UnrecognizedClientException',
  expiredToken: 'ExpiredTokenException',
  status: 400,
  minutes: 5,
};

/** Answers a call of the AWS JSON 1.1 protocol. Source: Smithy, "AWS JSON 1.1 protocol". */
export async function answerJson(api: JsonApi, call: Call): Promise<Answer> {
  try {
    return answer(200, call, await run(api, call));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    call.entry.errorCode = error.code;
    return answer(error.status, call, { __type: error.code, message: error.message, ...error.members });
  }
}

async function run(api: JsonApi, call: Call): Promise<JsonObject> {
  const target = String(call.request.headers['x-amz-target'] ?? '');
  const name = target.startsWith(`${api.target}.`) ? target.slice(api.target.length + 1) : '';
  call.entry.operation = name || target;
  if (call.trouble === 'throttle') throw new ServiceError('ThrottlingException', 'Rate exceeded', 400);
  if (call.trouble === 'unavailable')
    throw new ServiceError('ServiceUnavailableException', 'Service is unable to handle request.', 503);
  const operation = Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
  if (!operation) throw new ServiceError('UnknownOperationException', 'The requested operation is not known', 400);
  const input = readInput(call.request.body.toString('utf8'));
  call.entry.parameters = redact(input);
  if (!operation.signed) return operation.run(input, call);
  const caller = authenticate(call, dialect, api.signingName);
  call.entry.caller = caller.arn;
  return operation.run(input, call, caller);
}

function readInput(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // falls through to the same refusal as JSON that is no object
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object', 400);
}

function answer(status: number, call: Call, body: JsonObject): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': call.requestId },
    body: JSON.stringify(body),
  };
}

/** AWS's refusal of an action in the JSON services. */
export function accessDeniedException(message: string): ServiceError {
  return new ServiceError('AccessDeniedException', message, 400);
}

/** A text member of the input, or undefined. */
export function text(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}
