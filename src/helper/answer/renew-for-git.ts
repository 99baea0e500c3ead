import { refresh, startHere } from '../../core/advice/own-commands.js';
import { joined, sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import type { AnyMethod, RefreshNeed } from '../../core/method.js';
import { Problem, Refusal, askedElsewhere, isProblem } from '../../core/problem.js';
import type { Recipe } from '../../core/recipe.js';
import { isFresh } from '../../core/session-state.js';
import { tryToKeep } from '../../core/try-to-keep.js';
import type { Ports } from '../../core/ports/ports.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { GivenTexts } from '../../interview/answer-source.js';
import { failureDocument, failureOf, forgetFailure, sharedFailure } from '../../sign-in/shared-failure.js';
import { refreshHint } from './key-hints.js';
import { isSourceForgotten } from '../../sign-in/refresh-need.js';
import { renew } from '../../sign-in/renew.js';
import type { RenewPorts } from '../../sign-in/renew.js';
import type { Stores } from '../../stores/stores.js';

/** What an unattended renewal may take in all, waiting for others included; a dead network must not hang `git pull`. */
export const unattendedMs = 30_000;
/** A person looks for a telephone first. */
const attendedMs = 180_000;
/** A code that AWS refused may be corrected once. */
const codeTries = 2;
/** How often somebody is asked in all: what is no code at all is not sent. */
const mostAsked = 3;

/**
 * Asks a person for an MFA code the way Git itself asks; undefined where nobody can be asked.
 * @param refused why the code before was not taken
 */
export type AskCode = (profile: string, refused: string | undefined) => Promise<string | undefined>;

export interface GitRenewal {
  readonly methods: readonly AnyMethod[];
  readonly askCode: AskCode;
  /** The code of `GIT_CODECOMMIT_MFA_CODE`, which is tried before anybody is asked. */
  readonly code?: string | undefined;
  /** Whether the session has ended: only then is a person asked. */
  readonly ended: boolean;
  /** The access key id that AWS takes no more, whatever the profile says of its end. */
  readonly dead?: string | undefined;
  /** When this Git process began to want it, in milliseconds: whoever failed since then failed for it too. */
  readonly began: number;
  /** When what needs nobody must be done, in milliseconds. */
  readonly until: number;
}

const mfaCodeVariable = 'GIT_CODECOMMIT_MFA_CODE';

/** The person was asked and gave no code. */
class NoCode extends Problem {}

type GitRenewalPorts = RenewPorts & Pick<Ports, 'files'>;

/**
 * New credentials while Git waits: a source of ours first, then the profile itself; each by one process, however many
 * ask at that moment. The others wait and take its result, or its failure.
 * @throws Problem saying which command helps
 */
export async function renewForGit(
  profile: string,
  ports: GitRenewalPorts,
  stores: Stores,
  renewal: GitRenewal,
): Promise<Credentials> {
  const recipe = await stores.recipes.read(profile);
  if (recipe === undefined)
    throw new Problem('aws', 'git-codecommit did not set it up.', {
      hint: sentence`Renew it as it was made, or set it up once: ${startHere()}`,
    });
  const { sourceProfile: source }: RecipeTexts = recipe.answers;
  if (
    source !== undefined &&
    (await stores.recipes.read(source)) !== undefined &&
    !(await isGood(source, ports, stores, renewal))
  )
    await renewForGit(source, ports, stores, renewal);
  return await once(profile, recipe, ports, stores, renewal);
}

async function once(
  profile: string,
  recipe: Recipe,
  ports: GitRenewalPorts,
  stores: Stores,
  renewal: GitRenewal,
): Promise<Credentials> {
  const wantsCode = needOf(profile, recipe, renewal) === 'mfa-code';
  return await ports.files.withLock(
    stores.state.path(profile, 'renewing'),
    async () => {
      const standing = await stores.profiles.keys(profile);
      if (standing !== undefined && (await isGood(profile, ports, stores, renewal))) return standing;
      await failWithOthers(profile, renewal.began, ports, stores);
      try {
        return await (wantsCode
          ? withCode(profile, ports, stores, renewal)
          : unattended(profile, ports, stores, renewal));
      } catch (error) {
        const told = withAsked(error);
        await tellOthers(profile, told, ports, stores);
        throw told;
      }
    },
    { waitMs: wantsCode ? attendedMs : Math.max(0, renewal.until - ports.clock.now().getTime()) },
  );
}

/**
 * The same failure in a message of its own that names the host, for one line is all that Git shows, and others read.
 */
function withAsked(error: unknown): unknown {
  const asked = askedElsewhere(error);
  if (asked === undefined || !isProblem(error) || error instanceof NoCode) return error;
  return new Problem(error.kind, joined([error.said, asked]), { hint: error.hint, cause: error });
}

/** What the recipe wants of a person, if that can be had from inside Git. @throws Problem where it cannot */
function needOf(profile: string, recipe: Recipe, { methods, ended, dead }: GitRenewal): 'nothing' | 'mfa-code' {
  const method = methods.find(({ id }) => id === recipe.method);
  if (isSourceForgotten(method, recipe))
    throw new Problem('aws', 'A new one wants the access key that it was made with, which was not kept.', {
      hint: hintFor(profile, dead),
    });
  const need = method?.needs(recipe.answers) ?? 'paste';
  if (need === 'nothing' || (need === 'mfa-code' && ended)) return need;
  throw new Problem('aws', wants[need], { hint: hintFor(profile, dead) });
}

const wants: Readonly<Record<RefreshNeed, string>> = {
  nothing: 'A new one could not be had.',
  'mfa-code': 'A new one wants an MFA code.',
  browser: 'A new one wants you to sign in with a browser.',
  paste: 'A new one wants a new paste from you.',
  variables: 'A new one wants new credentials in the environment.',
};

async function unattended(
  profile: string,
  ports: GitRenewalPorts,
  stores: Stores,
  { methods, until }: GitRenewal,
): Promise<Credentials> {
  const given: GivenTexts = { texts: () => undefined };
  const stop = new AbortController();
  const work = renew(profile, ports, stores, {
    methods,
    given,
    force: true,
    identify: false,
  });
  const late = ports.clock
    .sleep(Math.min(unattendedMs, Math.max(0, until - ports.clock.now().getTime())), stop.signal)
    .then((): never => {
      throw new Problem(
        'network',
        `New credentials for profile ${profile} took longer than ${unattendedMs / 1000} s.`,
        { hint: sentence`When the network is back: ${refresh(profile)}` },
      );
    });
  try {
    return (await Promise.race([work, late])).credentials;
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}

async function withCode(
  profile: string,
  ports: GitRenewalPorts,
  stores: Stores,
  { methods, askCode, code: ofVariable, dead }: GitRenewal,
): Promise<Credentials> {
  const hint = hintFor(profile, dead);
  let refused: Problem | undefined;
  for (let [sent, asked] = [0, 0]; ;) {
    const isAsked = asked > 0 || sent > 0 || refused !== undefined || ofVariable === undefined;
    const code = isAsked ? await askCode(profile, refused?.message) : ofVariable;
    if (code === undefined) throw refused ?? new Problem('aws', wants['mfa-code'], { hint });
    if (code.trim() === '')
      throw new NoCode('aws', 'No MFA code was given, so none is asked for during the next minute.', { hint });
    asked += isAsked ? 1 : 0;
    const digits = code.replace(/[\s-]/g, '');
    if (!/^\d{6}$/.test(digits)) {
      refused = new NoCode('aws', `${isAsked ? 'That' : mfaCodeVariable} is no MFA code, which has six digits.`, {
        hint,
      });
      if (asked === mostAsked) throw refused;
      continue;
    }
    const given: GivenTexts = { texts: (name) => (name === 'mfa-code' ? [digits] : undefined) };
    try {
      return (await renew(profile, ports, stores, { methods, given, force: true, identify: false })).credentials;
    } catch (error) {
      sent += isAsked ? 1 : 0;
      if (sent === codeTries || asked === mostAsked || !isProblem(error) || !(await wasTheCode(error))) throw error;
      refused = error;
    }
  }
}

/** Whether another code may do where this one did not. */
async function wasTheCode({ question, cause }: Problem): Promise<boolean> {
  return (
    question === 'mfaCode' ||
    (cause instanceof Refusal && (await import('../../aws/refusals/explain.js')).explain(cause).field === 'TokenCode')
  );
}

function hintFor(profile: string, dead: string | undefined): Text {
  return refreshHint(profile, { force: dead !== undefined });
}

async function isGood(
  profile: string,
  { clock }: Pick<GitRenewalPorts, 'clock'>,
  { profiles }: Pick<Stores, 'profiles'>,
  { dead }: Pick<GitRenewal, 'dead'>,
): Promise<boolean> {
  const keys = await profiles.keys(profile);
  return keys !== undefined && isFresh(keys, clock.now(), dead);
}

/** Whoever waited while another process failed fails with it, instead of trying the same a hundred times. */
async function failWithOthers(
  profile: string,
  began: number,
  { clock }: Pick<GitRenewalPorts, 'clock'>,
  { state }: Pick<Stores, 'state'>,
): Promise<void> {
  let document: unknown;
  // One that cannot be read counts for nobody.
  await tryToKeep(async () => {
    document = await state.read(profile, failureDocument);
  });
  const failure = sharedFailure(document, began, clock.now().getTime());
  if (failure) throw failure;
  // What is left counts for nobody, and must not begin to once the time has come that it bears.
  await forgetFailure(profile, state);
}

async function tellOthers(
  profile: string,
  error: unknown,
  { clock, signal }: Pick<GitRenewalPorts, 'clock' | 'signal'>,
  { state }: Pick<Stores, 'state'>,
): Promise<void> {
  // That one was stopped says nothing about the others.
  if (!isProblem(error) || error.kind === 'cancelled' || signal.aborted) return;
  const failure = failureOf(error, { at: clock.now().getTime(), byPerson: error instanceof NoCode });
  // Where it cannot be told, each of the others finds out by itself.
  await tryToKeep(() => state.write(profile, failureDocument, failure));
}
