import { redact } from '../log.js';
import type { Answer, Call } from './exchange.js';
import { ServiceError } from './service-error.js';

export type JsonBody = Readonly<Record<string, unknown>>;

/** An operation of a REST service, found by method and path. */
export interface RestOperation {
  readonly name: string;
  /** `POST /token` */
  readonly route: string;
  run(input: JsonBody, call: Call): JsonBody;
}

/** How a service writes an error's members; AWS's default is `message`. */
export type ErrorBody = (error: ServiceError) => JsonBody;

/** Answers a call of the AWS restJson1 protocol. Source: Smithy, "AWS restJson1 protocol". */
export function answerRest(
  operations: readonly RestOperation[],
  call: Call,
  errorBody: ErrorBody = (error) => ({ message: error.message }),
): Answer {
  try {
    return answer(call, 200, run(operations, call));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    call.entry.errorCode = error.code;
    return answer(call, error.status, errorBody(error), { 'x-amzn-errortype': error.code });
  }
}

function run(operations: readonly RestOperation[], call: Call): JsonBody {
  const { request, entry, trouble } = call;
  const operation = operations.find(({ route }) => route === `${request.method} ${request.path}`);
  if (!operation) throw new ServiceError('UnknownOperationException', 'The requested operation is not known', 404);
  entry.operation = operation.name;
  const input = {
    ...Object.fromEntries(new URLSearchParams(request.query)),
    ...readBody(request.body.toString('utf8')),
  };
  entry.parameters = redact(input);
  if (trouble === 'throttle') throw new ServiceError('TooManyRequestsException', 'HTTP 429 Unknown Code', 429);
  if (trouble === 'unavailable') throw new ServiceError('InternalServerException', 'Internal Server Error', 500);
  return operation.run(input, call);
}

function readBody(text: string): JsonBody {
  if (text === '') return {};
  try {
    return JSON.parse(text) as JsonBody;
  } catch {
    throw new ServiceError('InvalidRequestException', 'Invalid request', 400);
  }
}

function answer(call: Call, status: number, body: JsonBody, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': call.requestId, ...headers },
    body: JSON.stringify(body),
  };
}
