import { listGitSettings } from '../../core/advice/other-programs.js';
import { sentence } from '../../core/advice/advice.js';
import type { CommandForm } from '../../core/advice/say.js';
import { Problem } from '../../core/problem.js';
import { outlasts } from '../../core/session-state.js';
import { gitRequest } from '../../aws/codecommit/git-request.js';
import { signGitRequest } from '../../aws/codecommit/git-signature.js';
import { parseDescription, printAnswer } from '../../git/credential-protocol.js';
import { helperKeys } from './helper-keys.js';
import type { HelperKeys, KeySources } from './key-sources.js';
import { checkedKeys, type CheckedKeysPorts } from './checked-keys.js';
import type { TellStep } from './helper-step.js';
import type { HelperOutput } from './refusal.js';

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
  /** How commands are written here, for a refusal alone. */
  readonly form: () => Promise<CommandForm>;
  /** What the system said of a file, as advice; anything else as it is. For a refusal alone. */
  readonly explain?: ((error: unknown) => Promise<unknown>) | undefined;
  /** Told what is decided, where somebody traces it. */
  readonly tell?: TellStep | undefined;
}

/**
 * Answers `get`: a signed user name and password, silence where the host is not CodeCommit's, or one line that says
 * what is wrong and what helps, and `quit`, so that Git stops instead of asking for a user name.
 */
export async function answerGit(call: HelperInvocation, ports: HelperPorts): Promise<HelperOutput> {
  try {
    const { attributes, fault } = parseDescription(call.input);
    const request = gitRequest({ ...attributes, fault });
    if (!request) {
      ports.tell?.({ step: 'other-host' });
      return { stdout: '', stderr: '' };
    }
    ports.tell?.({ step: 'asked', request, profile: call.profile });
    if (call.usage !== undefined)
      throw new Problem('usage', call.usage, {
        hint: sentence`See: ${listGitSettings('credential.helper')}`,
      });
    const keys = await checkedKeys(
      await lastingKeys(await helperKeys(call.profile, ports, request.region), ports),
      request,
      ports,
    );
    const { credentials } = keys;
    ports.tell?.({ step: 'signed', keys });
    const { username, password, expiration } = signGitRequest(request, credentials, ports.now());
    ports.memory.note(credentials.accessKeyId, password.reveal());
    return {
      stdout: printAnswer({ username: username.reveal(), password: password.reveal(), expiration }),
      stderr: '',
    };
  } catch (error) {
    const explained = ports.explain === undefined ? error : await ports.explain(error);
    return (await import('./refusal.js')).refusal(explained, await ports.form());
  }
}

/** Keys that outlast Git's work: those there are, or others. */
async function lastingKeys(
  keys: HelperKeys,
  { now, renew, tell }: Pick<HelperPorts, 'now' | 'renew' | 'tell'>,
): Promise<HelperKeys> {
  const time = now();
  const isLasting = outlasts(keys.credentials.expiration, time);
  tell?.({ step: 'keys', keys, outlasts: isLasting });
  if (isLasting) return keys;
  return await (await import('./renewed-keys.js')).insteadOfEnding(keys, time, renew);
}
