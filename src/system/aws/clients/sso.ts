import {
  GetRoleCredentialsCommand,
  SSOClient,
  paginateListAccountRoles,
  paginateListAccounts,
  type RoleCredentials,
} from '@aws-sdk/client-sso';
import type { TemporaryCredentials } from '../../../core/credentials.js';
import type { AwsAccess } from '../../../core/ports/aws/aws.js';
import type { SsoAccount, SsoPortal } from '../../../core/ports/aws/identity-center.js';
import { Problem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import type { ClientKit } from './client-kit.js';

/** The most that ListAccounts and ListAccountRoles give at a time. Source: IAM Identity Center Portal API reference. */
const pageSize = 100;

/** The access portal through AWS's client; each call carries the token, and is not signed. */
export async function openSsoPortal(kit: ClientKit, access: AwsAccess, token: Secret): Promise<SsoPortal> {
  const client = new SSOClient(await kit.options('SSO', access));
  const accessToken = token.reveal();
  const paging = { client, pageSize };
  return {
    accounts: () =>
      kit.call('ListAccounts', access, async (send) => {
        const accounts: SsoAccount[] = [];
        for await (const { accountList } of paginateListAccounts(paging, { accessToken }, send)) {
          for (const { accountId, accountName, emailAddress } of accountList ?? []) {
            if (accountId) accounts.push({ id: accountId, name: accountName ?? '', email: emailAddress ?? '' });
          }
        }
        return accounts;
      }),
    roles: (accountId) =>
      kit.call('ListAccountRoles', access, async (send) => {
        const roles: string[] = [];
        for await (const { roleList } of paginateListAccountRoles(paging, { accessToken, accountId }, send)) {
          roles.push(...(roleList ?? []).flatMap((role) => role.roleName ?? []));
        }
        return roles;
      }),
    roleCredentials: (accountId, roleName) =>
      kit.call('GetRoleCredentials', access, async (send) => {
        const { roleCredentials } = await client.send(
          new GetRoleCredentialsCommand({ accessToken, accountId, roleName }),
          send,
        );
        return credentialsFrom(roleCredentials);
      }),
  };
}

/** `expiration` is in milliseconds, unlike everywhere else at AWS. */
function credentialsFrom(from: RoleCredentials | undefined): TemporaryCredentials {
  if (!from?.accessKeyId || !from.secretAccessKey || !from.sessionToken) {
    throw new Problem('network', 'What answered in place of IAM Identity Center sent no credentials.', {
      hint: 'Check the proxy settings and AWS_ENDPOINT_URL, then try again.',
    });
  }
  return {
    accessKeyId: from.accessKeyId,
    secretAccessKey: new Secret(from.secretAccessKey),
    sessionToken: new Secret(from.sessionToken),
    ...(from.expiration && { expiration: new Date(from.expiration) }),
  };
}
