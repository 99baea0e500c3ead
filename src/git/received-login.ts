import { Secret } from '../core/secret.js';

/** What `git credential fill` printed, whoever answered it. */
export interface ReceivedLogin {
  readonly username: Secret;
  readonly password: Secret;
}

/**
 * Reads what `git credential fill` printed; undefined where there is no password in it. Of a login of ours the access
 * key id and the time are no secret, and may be said.
 */
export function receivedLogin(stdout: string): ReceivedLogin | undefined {
  const password = /^password=(.+)$/m.exec(stdout)?.[1];
  if (password === undefined) return undefined;
  const username = /^username=(.*)$/m.exec(stdout)?.[1] ?? '';
  return {
    username: new Secret(username, username.split('%')[1] ?? ''),
    password: new Secret(password, password.replace(/^\d{8}T\d{6}Z/, '')),
  };
}
