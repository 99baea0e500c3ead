import type { Session } from '../../aws/session.js';
import type { XmlElements } from '../../wire/xml.js';
import { credentialsXml, utilization } from './credentials.js';

/** What every AssumeRole* call answers. */
export function roleSessionXml(session: Session, packedPolicySize: number | undefined): XmlElements {
  const { account, role, name, sourceIdentity } = session.origin;
  const [roleName, roleId, sessionName] = [role?.name ?? '', role?.id ?? '', name ?? ''];
  return {
    Credentials: credentialsXml(session),
    AssumedRoleUser: {
      AssumedRoleId: `${roleId}:${sessionName}`,
      Arn: account.arn('sts', `assumed-role/${roleName}/${sessionName}`),
    },
    PackedPolicySize: packedPolicySize,
    SourceIdentity: sourceIdentity,
    SessionTokenUtilization: utilization(session),
  };
}
