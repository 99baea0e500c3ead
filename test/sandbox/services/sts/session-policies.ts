import { deflateRawSync } from 'node:zlib';
import type { Parameters } from '../../wire/query-protocol.js';
import { members } from '../../wire/query-protocol.js';
import { ServiceError, validationError } from '../../wire/service-error.js';
import type { Account } from '../../aws/account.js';
import type { PolicyDocument, Statement } from '../../aws/policy.js';

/** What a session is narrowed to, and how full that is. */
export interface Narrowing {
  /** Undefined: not narrowed. */
  readonly policies: readonly PolicyDocument[] | undefined;
  /** Per cent; undefined if there was nothing to pack. */
  readonly packedPolicySize: number | undefined;
}

// AWS packs policies and tags into a space it does not publish; this one is as tight as people report.
const packedBytes = 1024;

/** Reads `Policy`, `PolicyArns` and the session tags of a call. Source: IAM user guide, "Session policies". */
export function readNarrowing(
  parameters: Parameters,
  account: Account,
  tags: ReadonlyMap<string, string> = new Map(),
): Narrowing {
  const inline = parameters.get('Policy');
  const arns = members(parameters, 'PolicyArns', 'arn');
  if (arns.length > 10)
    throw validationError(
      `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have ` +
        'length less than or equal to 10',
    );
  const policies = [
    ...(inline === undefined ? [] : [parsePolicy(inline)]),
    ...arns.map((arn) => managed(account, arn)),
  ];
  const packed = [inline ?? '', ...arns, ...[...tags].flat()].join('');
  if (packed === '') return { policies: undefined, packedPolicySize: undefined };
  const packedPolicySize = Math.ceil((deflateRawSync(packed).length / packedBytes) * 100);
  if (packedPolicySize > 100)
    throw new ServiceError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${packedPolicySize}% of allotted space, please use smaller policy.`,
      400,
    );
  return { policies: policies.length > 0 ? policies : undefined, packedPolicySize };
}

/** Reads `Tags.member.N` as name → value. */
export function readTags(parameters: Parameters): Map<string, string> {
  const values = members(parameters, 'Tags', 'Value');
  return new Map(members(parameters, 'Tags', 'Key').map((key, index) => [key, values[index] ?? '']));
}

function managed(account: Account, arn: string): PolicyDocument {
  const document = account.managedPolicy(arn);
  if (!document)
    throw new ServiceError('MalformedPolicyDocument', `Policy arn:${arn} does not exist or is not attachable.`, 400);
  return document;
}

function parsePolicy(text: string): PolicyDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isObject(value) || !('Statement' in value)) throw malformed('Missing required field Statement');
  const statements = [value['Statement']].flat() as Partial<Statement>[];
  for (const statement of statements) checkStatement(statement);
  return value as unknown as PolicyDocument;
}

function checkStatement(statement: Partial<Statement>): void {
  if (!isObject(statement) || !['Allow', 'Deny'].includes(String(statement.Effect)))
    throw malformed('Missing required field Effect');
  if (statement.Action === undefined && statement.NotAction === undefined)
    throw malformed('Missing required field Action');
  if (statement.Resource === undefined && statement.NotResource === undefined)
    throw malformed('Missing required field Resource');
  if (statement.Principal !== undefined) throw malformed('Policy document should not specify a principal.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', message, 400);
}
