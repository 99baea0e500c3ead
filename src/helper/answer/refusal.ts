import { sayText } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import { joined } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { hideSecrets } from '../../core/text/hide-secrets.js';
import { printable } from '../../core/text/printable.js';
import { isProblem } from '../../core/problem.js';
import type { Problem } from '../../core/problem.js';
import { quit } from '../../git/credential-protocol.js';

/** What goes to standard output and standard error; the exit code is 0, for Git looks at what was said. */
export interface HelperOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What Git is told where there is no answer: to stop, and why, without a secret in it.
 * @param error anything that was thrown
 * @param form how commands are written here
 */
export function refusal(error: unknown, form: CommandForm): HelperOutput {
  return { stdout: quit, stderr: hideSecrets(`git-credential-codecommit: ${oneLine(error, form)}\n`) };
}

function oneLine(error: unknown, form: CommandForm): string {
  if (isProblem(error)) return sayText(joined([stopped(error), error.hint]), form);
  return `Something unforeseen went wrong: ${printable(error instanceof Error ? error.message : String(error), 200)}`;
}

/** What a problem says with a full stop, for what others said often has none. */
export function stopped({ message, said }: Problem): Text {
  return /[.!?:]$/.test(message) ? said : joined([said, '.'], '');
}
