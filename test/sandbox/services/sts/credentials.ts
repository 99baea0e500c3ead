import type { Session } from '../../aws/session.js';
import type { Xml } from '../../wire/xml.js';

/** A session as every STS answer holds it. */
export function credentialsXml(session: Session): Xml {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: session.expiration,
  };
}

/** How much of the largest session token this one fills, in per cent. */
export function utilization(session: Session): number {
  return Math.ceil((session.sessionToken.length / 4096) * 100);
}
