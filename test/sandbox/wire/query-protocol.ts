import { redact } from '../log.js';
import type { Caller } from '../aws/caller.js';
import { authenticate, type SignatureDialect } from './authenticate.js';
import type { Answer, Call } from './exchange.js';
import { ServiceError } from './service-error.js';
import { xml, type XmlElements } from './xml.js';

/** The parameters of a Query call: `Tags.member.1.Key` → value. */
export type Parameters = ReadonlyMap<string, string>;

/** An operation of a Query service. What it gives becomes `<NameResult>`. */
export type QueryOperation =
  | { readonly signed: true; run(parameters: Parameters, call: Call, caller: Caller): XmlElements }
  | { readonly signed: false; run(parameters: Parameters, call: Call): XmlElements | Promise<XmlElements> };

export interface QueryApi {
  readonly signingName: string;
  readonly version: string;
  readonly namespace: string;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

const dialect: SignatureDialect = {
  missing: 'MissingAuthenticationToken',
  incomplete: 'IncompleteSignature',
  mismatch: 'SignatureDoesNotMatch',
  unknownKey: 'InvalidClientTokenId',
  expiredToken: 'ExpiredToken',
  status: 403,
  minutes: 15,
};

/** Answers a call of the AWS Query protocol: form parameters in, XML out. Source: Smithy, "AWS Query protocol". */
export async function answerQuery(api: QueryApi, call: Call): Promise<Answer> {
  try {
    return success(api, call, await run(api, call));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    call.entry.errorCode = error.code;
    return failure(api, call, error);
  }
}

async function run(api: QueryApi, call: Call): Promise<XmlElements> {
  const parameters = readParameters(call);
  const action = parameters.get('Action') ?? '';
  call.entry.operation = action;
  call.entry.parameters = redact(
    Object.fromEntries([...parameters].filter(([name]) => name !== 'Action' && name !== 'Version')),
  );
  if (call.trouble === 'throttle') throw new ServiceError('Throttling', 'Rate exceeded', 400);
  if (call.trouble === 'unavailable')
    throw new ServiceError('ServiceUnavailable', 'Service is unable to handle request.', 503);
  const operation = Object.hasOwn(api.operations, action) ? api.operations[action] : undefined;
  if (!operation || parameters.get('Version') !== api.version)
    throw new ServiceError(
      'InvalidAction',
      `Could not find operation ${action} for version ${parameters.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
      400,
    );
  if (!operation.signed) return operation.run(parameters, call);
  const caller = authenticate(call, dialect, api.signingName);
  call.entry.caller = caller.arn;
  return operation.run(parameters, call, caller);
}

function readParameters({ request }: Call): Parameters {
  return new Map([...new URLSearchParams(request.query), ...new URLSearchParams(request.body.toString('utf8'))]);
}

function success(api: QueryApi, call: Call, result: XmlElements): Answer {
  const name = call.entry.operation;
  const body = {
    [`${name}Response xmlns="${api.namespace}"`]: {
      [`${name}Result`]: result,
      ResponseMetadata: { RequestId: call.requestId },
    },
  };
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: xml(body) };
}

function failure(api: QueryApi, call: Call, error: ServiceError): Answer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body = {
    [`ErrorResponse xmlns="${api.namespace}"`]: {
      Error: { Type: type, Code: error.code, Message: error.message },
      RequestId: call.requestId,
    },
  };
  return { status: error.status, headers: { 'content-type': 'text/xml' }, body: xml(body) };
}

/** A list parameter: `PolicyArns.member.1.arn` … as the values of `arn`; without a field, the members themselves. */
export function members(parameters: Parameters, name: string, field?: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = parameters.get(`${name}.member.${index}${field === undefined ? '' : `.${field}`}`);
    if (value === undefined) return values;
    values.push(value);
  }
}
