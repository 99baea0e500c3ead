import type { Credentials, Identity } from '../core/credentials.js';
import { sayDuration } from '../core/text/duration.js';
import { Problem, Refusal } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import type { Aws } from '../core/ports/aws/aws.js';
import type { Clock } from '../core/ports/clock.js';
import type { Ui } from '../core/ports/ui.js';

export interface IdentityPorts {
  readonly aws: Pick<Aws, 'sts'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ui: Pick<Ui, 'interactive' | 'ask' | 'say' | 'step'>;
}

/** The person does not want these credentials: they are of another account, or another person, than was meant. */
export class WrongAccount extends Problem {
  constructor() {
    super('cancelled', 'Nothing was changed.');
  }
}

interface At {
  readonly region: string;
  readonly profile: string | undefined;
}

/**
 * Asks AWS who these credentials are, and shows it, before anything is written. A person is asked only where the
 * account is not the one that the role, the recipe or the repository named.
 * @param at the Region to ask in, and the profile that the credentials are for, whose settings apply
 * @param expected the accounts that were named, if any
 * @param options.told by AWS already, with the credentials: it is not asked then
 * @param options.always whether a person is asked in any case, for nobody has signed in just now
 * @throws WrongAccount when the person does not know the account; Problem `aws` when nobody is there to ask
 */
export async function confirmIdentity(
  credentials: Credentials,
  { region, profile }: At,
  expected: readonly (string | undefined)[],
  ports: IdentityPorts,
  { told, always = false }: { readonly told?: Identity | undefined; readonly always?: boolean | undefined } = {},
): Promise<Identity> {
  const { clock, ui } = ports;
  const identity =
    told ?? (await askIdentity(credentials, { region, profile }, ports).catch(always ? refuseFound : rethrow));
  ui.say(`${always ? 'These are' : 'Signed in as'} ${printable(identity.arn)}${timeLeft(credentials, clock.now())}`);
  const named = expected.find((account) => account !== undefined && account !== identity.account);
  if (named !== undefined) await confirmAccount(identity, named, ui);
  else if (always && ui.interactive)
    await confirm(`Shall Git use these, of account ${printable(identity.account)}?`, 'yes', ui);
  return identity;
}

function rethrow(error: unknown): never {
  throw error;
}

/** Of credentials that nobody has just got AWS's own sentence alone says too little. */
function refuseFound(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  throw new Refusal(`AWS does not take the credentials that are in the environment: ${error.message}`, error.facts, {
    hint: 'Put new ones there, as you did these.',
    cause: error,
  });
}

async function askIdentity(credentials: Credentials, at: At, { aws, ui }: IdentityPorts): Promise<Identity> {
  const sts = await aws.sts({ ...at, credentials });
  return await ui.step('Asking AWS who you are now', () => sts.getCallerIdentity());
}

function timeLeft({ expiration }: Credentials, now: Date): string {
  return expiration === undefined ? '' : `, ${sayDuration((expiration.getTime() - now.getTime()) / 1000)} left`;
}

async function confirmAccount(identity: Identity, named: string, ui: IdentityPorts['ui']): Promise<void> {
  const message = `This is account ${printable(identity.account)}, not ${named}.`;
  if (!ui.interactive)
    throw new Problem('aws', message, { hint: 'Sign in to the other account, or leave out what names it.' });
  ui.say(message);
  await confirm('Go on with it?', 'no', ui);
}

async function confirm(message: string, suggestion: 'yes' | 'no', ui: IdentityPorts['ui']): Promise<void> {
  if ((await ui.ask({ kind: 'confirm', message, suggestion })) !== 'yes') throw new WrongAccount();
}
