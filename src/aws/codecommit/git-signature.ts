import type { Credentials } from '../../core/credentials.js';
import { Secret } from '../../core/secret.js';
import { basicTime } from '../../core/text/time.js';
import { hmacSha256, sha256 } from './sha256.js';

/** What is signed: the host and the path of a repository's URL. */
export interface GitRequest {
  /** As `parseGitHost` gives it. */
  readonly host: string;
  readonly region: string;
  /** Without a leading slash: `v1/repos/MyDemoRepo`. */
  readonly path: string;
}

/** User name and password for Basic authentication. */
export interface GitPassword {
  /** The access key id, with `%` and the session token behind it where there is one: a secret then. */
  readonly username: Secret;
  /** `YYYYMMDDTHHMMSSZ` and 64 hexadecimal digits. */
  readonly password: Secret;
  /** When CodeCommit stops to take it. */
  readonly expiration: Date;
}

/** AWS says "about 15 minutes" (CodeCommit user guide, "Troubleshooting the credential helper"). */
export const passwordSeconds = 15 * 60;

/**
 * Signs in to a repository as `aws codecommit credential-helper` does: Signature Version 4 over the made-up method
 * `GIT`, the path as it is, and the host alone; no payload, and no `Z` in the time that is signed.
 * The session token is not signed; it travels in the user name.
 */
export function signGitRequest(request: GitRequest, credentials: Credentials, now: Date): GitPassword {
  const time = basicTime(now);
  const scope = [time.slice(0, 8), request.region, 'codecommit', 'aws4_request'];
  const canonical = `GIT\n/${request.path}\n\nhost:${request.host}\n\nhost\n`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope.join('/')}\n${hex(sha256(Buffer.from(canonical)))}`;
  const start: Uint8Array = Buffer.from(`AWS4${credentials.secretAccessKey.reveal()}`);
  const key = scope.reduce((previous, part) => hmacSha256(previous, Buffer.from(part)), start);
  const token = credentials.sessionToken?.reveal() ?? '';
  const signature = hex(hmacSha256(key, Buffer.from(toSign)));
  return {
    username: new Secret(credentials.accessKeyId + (token === '' ? '' : `%${token}`), token),
    password: new Secret(`${time}Z${signature}`, signature),
    expiration: earlier(new Date((Math.floor(now.getTime() / 1000) + passwordSeconds) * 1000), credentials.expiration),
  };
}

function earlier(one: Date, other: Date | undefined): Date {
  return other !== undefined && other < one ? other : one;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
