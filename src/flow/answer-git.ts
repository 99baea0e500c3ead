import { sayDuration } from '../core/duration.js';
import { printable } from '../core/printable.js';
import { Problem } from '../core/problem.js';
import { isoSeconds } from '../core/time.js';
import { gitRequest } from '../aws/git-request.js';
import { signGitRequest } from '../aws/git-signature.js';
import { parseDescription, printAnswer, quit } from '../git/credential-protocol.js';
import { helperKeys, refreshHint, type HelperKeys, type KeySources } from './helper-keys.js';

/** One call of the credential helper. */
export interface HelperCall {
  /** The profile of `--profile`. */
  readonly profile: string | undefined;
  /** What Git wrote to standard input. */
  readonly input: string;
  /** What is wrong with the command line, if anything; told only where the host is ours. */
  readonly usage?: string | undefined;
}

/** What the helper needs from outside. */
export interface HelperWorld extends KeySources {
  readonly now: () => Date;
}

/** What goes to standard output and standard error; the exit code is 0, for Git looks at what was said. */
export interface HelperAnswer {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Answers `get`: a signed user name and password, silence where the host is not CodeCommit's, or one line that says
 * what is wrong and what helps, and `quit`, so that Git stops instead of asking for a user name.
 */
export async function answerGit(call: HelperCall, world: HelperWorld): Promise<HelperAnswer> {
  try {
    const { attributes, fault } = parseDescription(call.input);
    const request = gitRequest({ ...attributes, fault });
    if (!request) return { stdout: '', stderr: '' };
    if (call.usage !== undefined) throw new Problem('usage', call.usage, { hint: 'See: git config --get-all credential.helper' });
    const keys = await helperKeys(call.profile, world);
    const now = world.now();
    refuseEnded(keys, now);
    const { username, password, expiration } = signGitRequest(request, keys.credentials, now);
    return { stdout: printAnswer({ username: username.reveal(), password: password.reveal(), expiration }), stderr: '' };
  } catch (error) {
    return { stdout: quit, stderr: `git-credential-codecommit: ${oneLine(error)}\n` };
  }
}

function refuseEnded({ credentials: { expiration }, profile }: HelperKeys, now: Date): void {
  if (expiration === undefined || now < expiration) return;
  const ago = sayDuration((now.getTime() - expiration.getTime()) / 1000);
  const whose = profile === undefined ? 'of the credentials in the environment' : `of the profile '${printable(profile, 120)}'`;
  throw new Problem('aws', `The session ${whose} ended at ${isoSeconds(expiration)} (${ago} ago).`, {
    hint: profile === undefined ? 'Export new ones: git codecommit export --recipe environment' : refreshHint(profile),
  });
}

function oneLine(error: unknown): string {
  if (error instanceof Problem) return [error.message, error.hint].filter(Boolean).join(' ');
  return `Something unforeseen went wrong: ${printable(error instanceof Error ? error.message : String(error), 200)}`;
}
