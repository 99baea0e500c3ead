import type { Credentials } from '../../../core/credentials.js';
import { Secret } from '../../../core/secret.js';

/** Credentials as AWS's providers give them. */
export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/** The same, with the secrets put away. */
export function credentialsFromSdk(from: SdkCredentials): Credentials {
  return {
    accessKeyId: from.accessKeyId,
    secretAccessKey: new Secret(from.secretAccessKey),
    ...(from.sessionToken && { sessionToken: new Secret(from.sessionToken) }),
    ...(from.expiration && { expiration: from.expiration }),
  };
}
