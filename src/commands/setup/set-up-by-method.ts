import { sentence } from '../../core/advice/advice.js';
import { remove } from '../../core/advice/own-commands.js';
import { credentialVariables } from '../../aws/credential-formats/export-formats.js';
import type { Interview } from '../../core/interview/interview.js';
import type { AnyMethod } from '../../core/method.js';
import type { Plan } from '../../core/plan.js';
import { cancelled } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import type { Target } from '../../interview/clone-target.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import type { Stores } from '../../stores/stores.js';
import type { InvocationOf } from '../common/call.js';
import type { SetupAnswers } from './answers.js';
import { settle } from './choices.js';
import type { SetupChoices } from './choices.js';
import type { SetupFlag } from './flags.js';
import { askRest } from './stages/ask.js';
import { finish } from './stages/finish.js';
import { agreeOnPlan } from './stages/plan.js';
import { signInAndIdentify } from './stages/sign-in.js';
import { verify } from './stages/verify.js';
import { writeDown } from './stages/write.js';

/** What is known when the method is chosen. */
export interface SetupRequest {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly choices: SetupChoices;
  readonly given: InvocationOf<SetupFlag>;
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
  const verified = choices.verify && (await verify({ plan, target, env }, ports, stores));
  await finish({ method, target, choices, plan, signedIn, env, verified }, ports);
  return true;
}

/** For whoever stops what follows. */
function noteWritten({ profile, credentialsFile, git, recipesFile }: Plan, { changes }: Pick<Ports, 'changes'>): void {
  const takenBack = recipesFile === undefined ? undefined : sentence`This takes it back: ${remove(profile)}`;
  if (credentialsFile !== undefined) changes.note(`profile ${profile} is written`, takenBack);
  if (git.length > 0) changes.note("Git's settings are written", takenBack);
}
