import { plainText } from '../../core/advice/say.js';
import { listGitSettings } from '../../core/advice/other-programs.js';
import { joined, sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { sayDuration } from '../../core/text/duration.js';
import { printable } from '../../core/text/printable.js';
import { Problem, isProblem } from '../../core/problem.js';
import { outlasts, stateOf } from '../../core/session-state.js';
import { isoSeconds } from '../../core/text/time.js';
import { gitRequest } from '../../aws/codecommit/git-request.js';
import { signGitRequest } from '../../aws/codecommit/git-signature.js';
import { parseDescription, printAnswer, quit } from '../../git/credential-protocol.js';
import { exportHint, helperKeys, hintOf, refreshHint, type HelperKeys, type KeySources } from './helper-keys.js';
import { checkedKeys, type CheckedKeysPorts } from './checked-keys.js';

/** One call of the credential helper. */
export interface HelperInvocation {
  /** The profile of `--profile`. */
  readonly profile: string | undefined;
  /** What Git wrote to standard input. */
  readonly input: string;
  /** What is wrong with the command line, if anything; told only where the host is ours. */
  readonly usage?: string | undefined;
}

/** What the helper needs from outside. */
export interface HelperPorts extends KeySources, CheckedKeysPorts {
  readonly now: () => Date;
}

/** What goes to standard output and standard error; the exit code is 0, for Git looks at what was said. */
export interface HelperOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Answers `get`: a signed user name and password, silence where the host is not CodeCommit's, or one line that says
 * what is wrong and what helps, and `quit`, so that Git stops instead of asking for a user name.
 */
export async function answerGit(call: HelperInvocation, ports: HelperPorts): Promise<HelperOutput> {
  try {
    const { attributes, fault } = parseDescription(call.input);
    const request = gitRequest({ ...attributes, fault });
    if (!request) return { stdout: '', stderr: '' };
    if (call.usage !== undefined)
      throw new Problem('usage', call.usage, {
        hint: sentence`See: ${listGitSettings('credential.helper')}`,
      });
    const { credentials } = await checkedKeys(
      await lastingKeys(await helperKeys(call.profile, ports), ports),
      request,
      ports,
    );
    const { username, password, expiration } = signGitRequest(request, credentials, ports.now());
    ports.memory.note(credentials.accessKeyId, password.reveal());
    return {
      stdout: printAnswer({ username: username.reveal(), password: password.reveal(), expiration }),
      stderr: '',
    };
  } catch (error) {
    return refusal(error);
  }
}

/** What Git is told where there is no answer: to stop, and why. @param error anything that was thrown */
export function refusal(error: unknown): HelperOutput {
  return { stdout: quit, stderr: `git-credential-codecommit: ${oneLine(error)}\n` };
}

/**
 * Keys that outlast Git's work: those there are, or new ones. While a session lives, a failure to renew it is no
 * failure.
 */
async function lastingKeys(keys: HelperKeys, ports: HelperPorts): Promise<HelperKeys> {
  const {
    profile,
    credentials: { expiration },
  } = keys;
  const now = ports.now();
  if (outlasts(expiration, now)) return keys;
  const ended = stateOf(expiration, now) === 'expired';
  if (profile === undefined) {
    if (ended) throw sessionEnded(keys, now);
    return keys;
  }
  try {
    return { ...keys, credentials: await ports.renew(profile, { ended }) };
  } catch (error) {
    if (ended) throw withReason(sessionEnded(keys, now), error);
    return keys;
  }
}

/** When it ended, and why there is no new one. */
function withReason(ended: Problem, error: unknown): Problem {
  if (!isProblem(error)) return ended;
  return new Problem(error.kind, joined([ended.said, stopped(error)]), {
    hint: hintOf(error, ended.hint),
    cause: error,
  });
}

function sessionEnded({ credentials: { expiration }, profile }: HelperKeys, now: Date): Problem {
  const ended = expiration ?? now;
  const ago = sayDuration((now.getTime() - ended.getTime()) / 1000);
  const whose =
    profile === undefined ? 'of the credentials in the environment' : `of the profile '${printable(profile, 120)}'`;
  return new Problem('aws', `The session ${whose} ended at ${isoSeconds(ended)} (${ago} ago).`, {
    hint: profile === undefined ? exportHint() : refreshHint(profile),
  });
}

function oneLine(error: unknown): string {
  // Git runs us, and nobody knows in which shell Git was: commands are written as documents have them.
  if (isProblem(error)) return plainText(joined([stopped(error), error.hint]));
  return `Something unforeseen went wrong: ${printable(error instanceof Error ? error.message : String(error), 200)}`;
}

/** With a full stop, for what others said often has none. */
function stopped({ message, said }: Problem): Text {
  return /[.!?:]$/.test(message) ? said : joined([said, '.'], '');
}
