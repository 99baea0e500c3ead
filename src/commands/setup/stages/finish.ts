import type { AnyMethod } from '../../../core/method.js';
import type { Plan } from '../../../core/plan.js';
import type { Ports } from '../../../core/ports/ports.js';
import { jsonWithoutSecrets } from '../../../core/text/hide-secrets.js';
import { isoSeconds } from '../../../core/text/time.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SettledChoices } from '../choices.js';
import { giveToShell } from '../finish/export-to-shell.js';
import { cloneFailure, gitClone } from '../../clone/git-clone.js';
import { sayOutcome } from '../finish/setup-summary.js';
import type { SignedIn } from './sign-in.js';

export interface FinishInput {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly choices: Pick<SettledChoices, 'givesToShell' | 'show' | 'json' | 'helper'>;
  readonly plan: Plan;
  readonly signedIn: SignedIn;
  /** The keys, where the environment of this run alone has them. */
  readonly env: Readonly<Record<string, string | undefined>> | undefined;
  /** Whether Git has proven it. */
  readonly verified: boolean;
}

/**
 * The last stage: hands the keys to the shell where they go there, clones where that is planned, and says what was done,
 * whether or not the clone was made.
 * @throws Problem `git` where it was not
 */
export async function finish(
  input: FinishInput,
  ports: Pick<Ports, 'cwd' | 'env' | 'files' | 'form' | 'git' | 'homeDirectory' | 'output' | 'ui'>,
): Promise<void> {
  const { target, choices, signedIn, env } = input;
  if (choices.givesToShell) giveToShell(signedIn.obtained.credentials, ports, choices);
  const { url, name } = target;
  const folder = input.plan.clone;
  const clone =
    url === undefined || folder === undefined ? undefined : await gitClone({ url, name, folder, env }, ports);
  sayOutcome({ ...input, helper: choices.helper, clone }, ports);
  if (clone !== undefined && clone.code !== 0) throw cloneFailure(clone, { ...input, restIsDone: true });
  if (choices.json) ports.output.write(`${jsonWithoutSecrets(resultOf(input))}\n`);
}

/** The JSON of setup: no secret in it. */
function resultOf({ method, target, plan, signedIn: { obtained, identity }, verified }: FinishInput) {
  const { expiration } = obtained.credentials;
  return {
    profile: plan.profile,
    method: method.id,
    account: identity.account,
    arn: identity.arn,
    expiration: expiration === undefined ? null : isoSeconds(expiration),
    region: target.region,
    credentialsFile: plan.credentialsFile ?? null,
    git: plan.git,
    verified,
  };
}
