import { sentence } from '../../core/advice/advice.js';
import { remove, removeAll } from '../../core/advice/own-commands.js';
import { credentialVariables } from '../../aws/credential-formats/export-formats.js';
import type { Interview } from '../../core/interview/interview.js';
import type { AnyMethod } from '../../core/method.js';
import type { Plan } from '../../core/plan.js';
import { cancelled, isProblem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import type { Target } from '../../interview/clone-target.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import type { Stores } from '../../stores/stores.js';
import type { InvocationOf } from '../common/call.js';
import { goAhead } from './answers.js';
import type { SetupAnswers } from './answers.js';
import { settle } from './choices.js';
import type { SetupChoices } from './choices.js';
import type { SetupFlag } from './flags.js';
import { askRest } from './stages/ask.js';
import { linkCommand } from './finish/link-command.js';
import { finish } from './stages/finish.js';
import { agreeOnPlan } from './stages/plan.js';
import { signInAndIdentify } from './stages/sign-in.js';
import type { SignedIn } from './stages/sign-in.js';
import { verify } from './stages/verify.js';
import type { VerifyInput } from './stages/verify.js';
import type { OngoingSignIn } from '../../sign-in/open-sign-in.js';
import { writeDown } from './stages/write.js';

/** What is known when the method is chosen. */
export interface SetupRequest {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly choices: SetupChoices;
  readonly given: InvocationOf<SetupFlag>;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried: Map<string, string>;
  /** The profiles that could not read the repository. */
  readonly refused: Set<string>;
}

/**
 * One way through the wizard, in its stages: the rest of the questions, the plan, the sign-in, the writing, the proof,
 * and what is said at the end.
 * @returns whether it is done
 * @throws OtherMethod where an answer leads to another method; GoBack; Problem
 */
export async function setUpByMethod(asked: SetupRequest, ports: Ports, stores: Stores): Promise<boolean> {
  const { method, target, interview } = asked;
  const choices = settle(asked.choices, method, asked.given);
  const request = { ...asked, choices };
  const { profile, signIn } = await askRest(request, ports, stores);
  const plan = await agreeOnPlan({ ...request, profile }, ports, stores);
  if (plan === undefined) return false;
  if (choices.dryRun) {
    if (choices.json) ports.output.write(`${jsonWithoutSecrets(plan)}\n`);
    return true;
  }
  const signedIn = await signInAndIdentify({ ...request, plan, signIn }, ports);
  if (ports.signal.aborted) throw cancelled();
  interview.endWayBack();
  await writeDown({ plan, signedIn, overwrite: choices.overwrite, cwd: ports.cwd }, stores, ports.ui);
  noteWritten(plan, ports);
  await clearCompiled(ports.files, stores);
  const env = choices.givesToShell ? credentialVariables(signedIn.obtained.credentials) : undefined;
  const verified =
    choices.verify && (await verifyUntilDone({ ...request, plan, env, signIn, signedIn }, ports, stores));
  if (verified === undefined) return false;
  const done = await linkCommand(plan, { ui: ports.ui, commandLink: stores.commandLink });
  if (done.link !== undefined)
    ports.changes.note('git-codecommit is linked', sentence`This takes it back: ${removeAll()}`);
  await finish({ method, target, choices, plan: done, signedIn, env, verified }, ports);
  return true;
}

interface ToVerify extends SetupRequest, Pick<VerifyInput, 'plan' | 'env'> {
  readonly signIn: OngoingSignIn;
  readonly signedIn: SignedIn;
}

/**
 * Has Git prove it; where it does not, a person says how to go on.
 * @returns whether there was anything to prove; undefined where the conversation begins again with another answer
 */
async function verifyUntilDone(
  { plan, target, env, signIn, signedIn, tried, refused, interview }: ToVerify,
  ports: Ports,
  stores: Stores,
): Promise<boolean | undefined> {
  for (;;) {
    try {
      return await verify({ plan, target, env }, ports, stores);
    } catch (error) {
      if (!isProblem(error) || error.kind === 'cancelled' || !ports.ui.interactive) throw error;
      const { afterFailedProof } = await import('./verify/after-failed-proof.js');
      // A key that was kept is a profile by now, and a code is good once.
      if (signedIn.extraProfiles.some(({ profile }) => profile === interview.known.sourceProfile))
        interview.learn('sourceKeys', undefined);
      interview.learn('mfaCode', undefined);
      if ((await afterFailedProof(error, { plan, signIn, recipe: signedIn.recipe, tried }, ports)) === 'again')
        continue;
      refused.add(plan.profile);
      interview.disagree(goAhead);
      return undefined;
    }
  }
}

/** For whoever stops what follows. */
function noteWritten({ profile, credentialsFile, git, recipesFile }: Plan, { changes }: Pick<Ports, 'changes'>): void {
  const takenBack = recipesFile === undefined ? undefined : sentence`This takes it back: ${remove(profile)}`;
  if (credentialsFile !== undefined) changes.note(`profile ${profile} is written`, takenBack);
  if (git.length > 0) changes.note("Git's settings are written", takenBack);
}
