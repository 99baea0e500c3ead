import { parseRoleArn, parseSessionName } from '../../../aws/limits.js';
import { checkToken } from '../../../aws/openid/check-token.js';
import { readToken } from '../../../aws/openid/read-token.js';
import { withSubject } from '../../../aws/openid/with-subject.js';
import type { TemporaryCredentials } from '../../../core/credentials.js';
import type { Sts, WebIdentity } from '../../../core/ports/aws/aws.js';
import { Problem, isProblem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import { demandAbsolute } from '../../../core/text/absolute-path.js';
import { printable } from '../../../core/text/printable.js';
import { refuseOther } from '../../files/regular-file.js';
import { readGivenText } from '../../files/read-text.js';

/**
 * The token in a file that a setting or a variable names, without the line feed that most have at their end.
 * @param whose the token, in words; `setting` what names the file
 * It is read each time that Git asks, so that a pipe, which gives its text once or waits for ever, is refused.
 * @throws Problem `file` where it cannot be read or is no file, `usage` for a relative path
 */
export async function readTokenFile(whose: string, path: string, setting = whose): Promise<string> {
  demandAbsolute(setting, path, process.platform);
  try {
    refuseOther(path);
    return (await readGivenText(path)).trim();
  } catch (cause) {
    const why = isProblem(cause) ? cause.message : String(cause);
    throw new Problem('file', `The web identity token of ${whose} cannot be read. ${why}`, {
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
  demandNamed('AWS_ROLE_ARN', roleArn, parseRoleArn);
  if (sessionName !== undefined) demandNamed('AWS_ROLE_SESSION_NAME', sessionName, parseSessionName);
  const token = new Secret(checked(await readTokenFile('AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile), now));
  try {
    return await sts.assumeRoleWithWebIdentity({
      roleArn,
      sessionName: sessionName ?? passingSessionName(now),
      token,
    });
  } catch (error) {
    throw withSubject(error, token);
  }
}

/** Every other tool takes a variable as it is, so nothing in it is mended here. @throws Problem `usage` */
function demandNamed(variable: string, value: string, parse: (raw: string) => string): void {
  let why = 'It has white space or other characters around it.';
  try {
    if (parse(value) === value) return;
  } catch (error) {
    if (!isProblem(error)) throw error;
    why = error.message;
  }
  throw new Problem('usage', `${variable} is not what AWS takes (${printable(value, 200)}). ${why}`, {
    hint: `Set ${variable} anew.`,
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
