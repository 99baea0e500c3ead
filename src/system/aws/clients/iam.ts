import { GetRoleCommand, IAMClient, paginateListMFADevices } from '@aws-sdk/client-iam';
import type { AwsAccess, Iam } from '../../../core/ports/aws/aws.js';
import type { ClientKit } from './client-kit.js';

/** IAM through AWS's client. */
export async function openIam(kit: ClientKit, access: AwsAccess): Promise<Iam> {
  const client = new IAMClient(await kit.options('IAM', access));
  return {
    listMfaDevices: () =>
      kit.call('ListMFADevices', access, async ({ abortSignal }) => {
        const serials: string[] = [];
        for await (const page of paginateListMFADevices({ client }, {}, { abortSignal })) {
          serials.push(...(page.MFADevices ?? []).flatMap((device) => device.SerialNumber ?? []));
        }
        return serials;
      }),
    maxSessionDuration: (roleName) =>
      kit.call('GetRole', access, async (send) => {
        const { Role } = await client.send(new GetRoleCommand({ RoleName: roleName }), send);
        // "If you do not specify a value for this setting, the default value of one hour is applied."
        return Role?.MaxSessionDuration ?? 3600;
      }),
  };
}
