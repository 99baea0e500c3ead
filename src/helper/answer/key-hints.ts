import { adviceIn, sentence, signsIn } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { exportRecipe, refresh } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import type { KeySources } from './key-sources.js';
import { printable } from '../../core/text/printable.js';

/** What is wrong with a profile that has no keys, neither here nor there. */
export async function noKeys(profile: string, { whyUnreadable }: Pick<KeySources, 'whyUnreadable'>): Promise<Problem> {
  const why = await whyUnreadable?.(profile);
  if (why !== undefined) return why;
  return new Problem(
    'aws',
    `The profile '${printable(profile, 120)}' holds no access key, neither in AWS's credentials file nor in ` +
      'its config file.',
    {
      hint: refreshHint(profile),
    },
  );
}

/** The command that brings new keys for a profile; `force` for keys that look as if they were still good. */
export function refreshHint(profile: string, { force = false }: { readonly force?: boolean } = {}): Text {
  return sentence`Run: ${refresh(profile, { force })}`;
}

/** The same where no profile has them: they came from elsewhere, or by our recipe. */
export function exportHint(): Text {
  return sentence`Put new ones there as you did these; if setup made them: ${exportRecipe()}`;
}

/**
 * The hint of a problem where it names a command that signs in, else the other: Git shows one line, and that must help.
 */
export function hintOf({ hint }: Problem, otherwise: Text | undefined): Text | undefined {
  return adviceIn(hint).some(signsIn) ? hint : otherwise;
}
