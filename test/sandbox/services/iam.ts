import type { Service } from '../wire/exchange.js';
import { answerQuery, type Parameters, type QueryApi, type QueryOperation } from '../wire/query-protocol.js';
import { accessDenied, ServiceError } from '../wire/service-error.js';
import { refusal } from '../aws/authorization.js';
import type { Caller } from '../aws/caller.js';

const listMfaDevices: QueryOperation = {
  signed: true,
  run(parameters, _, caller) {
    const name = parameters.get('UserName') ?? (caller.role ? undefined : caller.user?.name);
    if (name === undefined)
      throw new ServiceError('ValidationError', 'Must specify userName when calling with non-User credentials', 400);
    allow(caller, 'iam:ListMFADevices', caller.account.arn('iam', `user/${name}`));
    const user = caller.account.users.get(name);
    if (!user) throw new ServiceError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
    const first = Number(parameters.get('Marker') ?? 0);
    const page = user.devices.slice(first, first + Number(parameters.get('MaxItems') ?? 100));
    const next = first + page.length;
    return {
      IsTruncated: next < user.devices.length,
      Marker: next < user.devices.length ? String(next) : undefined,
      MFADevices: {
        member: page.map((device) => ({
          UserName: name,
          SerialNumber: device.serialNumber,
          EnableDate: device.enableDate,
        })),
      },
    };
  },
};

const getRole: QueryOperation = {
  signed: true,
  run(parameters: Parameters, _, caller) {
    const name = parameters.get('RoleName') ?? '';
    const role = [...caller.account.roles.values()].find((one) => one.name === name);
    allow(caller, 'iam:GetRole', role?.arn ?? caller.account.arn('iam', `role/${name}`));
    if (!role) throw new ServiceError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return {
      Role: {
        Path: role.path,
        RoleName: role.name,
        RoleId: role.id,
        Arn: role.arn,
        CreateDate: role.createDate,
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
        MaxSessionDuration: role.maxSessionDuration,
      },
    };
  },
};

// Sessions of GetSessionToken without MFA, and of GetFederationToken, cannot call IAM at all; AWS then says that the
// token is invalid. Source: IAM user guide, "Compare AWS STS credentials", footnotes.
function allow(caller: Caller, action: string, resource: string): void {
  const origin = caller.session?.origin;
  if (origin?.kind === 'federated-user' || (origin?.kind === 'session-token' && !origin.mfaAt)) {
    throw new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
  }
  const message = refusal(caller, action, resource);
  if (message !== undefined) throw accessDenied(message);
}

const api: QueryApi = {
  signingName: 'iam',
  version: '2010-05-08',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  operations: { ListMFADevices: listMfaDevices, GetRole: getRole },
};

/** AWS Identity and Access Management: the two calls that the product makes. */
export const iam: Service = {
  name: 'iam',
  serves: (_, place) => place?.service === 'iam',
  answer: (call) => answerQuery(api, call),
};
