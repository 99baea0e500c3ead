import type { Call, Service } from '../../wire/exchange.js';
import { answerRest, type JsonBody, type RestOperation } from '../../wire/rest-json.js';
import { ServiceError } from '../../wire/service-error.js';
import type { Assignment } from '../../aws/identity-center.js';
import { centersIn } from './places.js';

const largestPage = 100;

/** The access portal's API. Source: IAM Identity Center Portal API reference. */
export const ssoPortal: Service = {
  name: 'sso',
  serves: (_host, place) => place?.service === 'portal.sso',
  answer: (call) => answerRest(operations, call),
};

const operations: readonly RestOperation[] = [
  { name: 'ListAccounts', route: 'GET /assignment/accounts', run: listAccounts },
  { name: 'ListAccountRoles', route: 'GET /assignment/roles', run: listAccountRoles },
  { name: 'GetRoleCredentials', route: 'GET /federation/credentials', run: getRoleCredentials },
];

function listAccounts(input: JsonBody, call: Call): JsonBody {
  const accounts = new Map(assignments(call).map((assignment) => [assignment.account.id, assignment]));
  const { items, next } = page([...accounts.values()], input);
  return {
    accountList: items.map(({ account, accountName, email }) => ({
      accountId: account.id,
      accountName,
      emailAddress: email,
    })),
    ...next,
  };
}

function listAccountRoles(input: JsonBody, call: Call): JsonBody {
  const inAccount = assignments(call).filter(({ account }) => account.id === input['account_id']);
  if (inAccount.length === 0) throw new ServiceError('ForbiddenException', 'No access', 403);
  const { items, next } = page(inAccount, input);
  return {
    roleList: items.map(({ account, permissionSet }) => ({ accountId: account.id, roleName: permissionSet })),
    ...next,
  };
}

/** The expiration is in milliseconds. */
function getRoleCredentials(input: JsonBody, call: Call): JsonBody {
  const assignment = assignments(call).find(
    ({ account, permissionSet }) => account.id === input['account_id'] && permissionSet === input['role_name'],
  );
  if (!assignment) throw new ServiceError('ForbiddenException', 'No access', 403);
  const { account, role, user } = assignment;
  const session = call.aws.issue({ kind: 'role-session', account, role, name: user.name }, role.maxSessionDuration);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session;
  return { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiration.getTime() } };
}

/** What the token's bearer may do. */
function assignments(call: Call): readonly Assignment[] {
  const token = call.request.headers['x-amz-sso_bearer_token'];
  for (const center of centersIn(call)) {
    const user = typeof token === 'string' ? center.bearer(token) : undefined;
    if (user) {
      call.entry.caller = user.name;
      return center.assignments.filter((assignment) => assignment.user === user);
    }
  }
  throw new ServiceError('UnauthorizedException', 'Session token not found or invalid', 401);
}

function page<T>(items: readonly T[], input: JsonBody): { items: readonly T[]; next: { nextToken?: string } } {
  const start = Number(input['next_token'] ?? 0);
  const end = start + Math.min(Number(input['max_result'] ?? largestPage), largestPage);
  return { items: items.slice(start, end), next: end < items.length ? { nextToken: String(end) } : {} };
}
