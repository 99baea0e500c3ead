import { readFile } from 'node:fs/promises';
import { checkToken } from '../../../aws/openid/check-token.js';
import { readToken } from '../../../aws/openid/read-token.js';
import type { TemporaryCredentials } from '../../../core/credentials.js';
import type { Sts, WebIdentity } from '../../../core/ports/aws/aws.js';
import { Problem, isProblem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import { demandAbsolute } from '../../../core/text/absolute-path.js';
import { printable } from '../../../core/text/printable.js';

/**
 * The token in a file that a setting or a variable names, without the line feed that most have at their end.
 * @param whose the token, in words; `setting` what names the file
 * @throws Problem `file` where it cannot be read, `usage` for a relative path
 */
export async function readTokenFile(whose: string, path: string, setting = whose): Promise<string> {
  demandAbsolute(setting, path, process.platform);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new Problem('file', `The web identity token of ${whose} cannot be read: ${printable(path)}`, {
      hint: 'Whatever gives this job or pod its identity has to put it there.',
      cause,
    });
  }
}

/**
 * A session of the role that variables name, by the token in the file that they name.
 * Source: AWS SDKs and tools reference, "Assume role with web identity".
 * @throws Refusal, or Problem naming the variable at fault
 */
export async function webIdentityCredentials(
  { tokenFile, roleArn, sessionName }: WebIdentity,
  { sts, now }: { readonly sts: Pick<Sts, 'assumeRoleWithWebIdentity'>; readonly now: Date },
): Promise<TemporaryCredentials> {
  const token = checked(await readTokenFile('AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile), now);
  return await sts.assumeRoleWithWebIdentity({
    roleArn,
    sessionName: sessionName ?? passingSessionName(now),
    token: new Secret(token),
  });
}

/** Tells sessions apart that need no name of their own. */
export function passingSessionName(now: Date): string {
  return `git-codecommit-${Math.floor(now.getTime() / 1000)}`;
}

/** What AWS would refuse is said before it is sent, and of the file. */
function checked(text: string, now: Date): string {
  try {
    const token = readToken(text);
    checkToken(token, { provider: 'oidc', now });
    return token;
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(error.kind, `AWS_WEB_IDENTITY_TOKEN_FILE names no token that AWS takes. ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}
