import type { Credentials } from '../core/credentials.js';
import type { AnyMethod, RefreshNeed } from '../core/method.js';
import { Problem, Refusal, isProblem } from '../core/problem.js';
import type { ProblemKind } from '../core/problem.js';
import type { Recipe } from '../core/recipe.js';
import type { House } from '../core/ports/house.js';
import { explain } from '../aws/explain.js';
import type { GivenTexts } from './answer-source.js';
import { refreshHint } from './helper-keys.js';
import { renew } from './renew.js';
import type { RenewDrawers } from './renew.js';
import type { Rooms } from './rooms.js';

/** Less left than this, in seconds, and a profile that needs nobody is renewed before Git is answered. */
export const unattendedMargin = 300;

/** What an unattended renewal may take in all, waiting for others included. */
const unattendedMs = 30_000;
/** A person looks for a telephone first. */
const attendedMs = 180_000;
/** A refusal to give a code counts for the Git processes that ask within this time. */
const refusalMs = 60_000;
/** A mistyped code may be mended once. */
const codeTries = 2;

/**
 * Asks a person for an MFA code the way Git itself asks; undefined where nobody can be asked.
 * @param refused why the code before was not taken
 */
export type AskCode = (profile: string, refused: string | undefined) => Promise<string | undefined>;

export interface GitRenewal {
  readonly methods: readonly AnyMethod[];
  readonly askCode: AskCode;
  /** Whether the session has ended: only then is a person asked. */
  readonly ended: boolean;
  /** The access key id that AWS takes no more, whatever the profile says of its end. */
  readonly dead?: string | undefined;
}

interface Failure {
  readonly at: number;
  readonly kind: ProblemKind;
  readonly message: string;
  readonly hint: string | undefined;
  readonly byPerson: boolean;
}

/** The person was asked and gave no code. */
class NoCode extends Problem {}

type Drawers = RenewDrawers & Pick<House, 'files'>;

/**
 * New credentials while Git waits: a source of ours first, then the profile itself; each by one process, however many
 * ask at that moment. The others wait and take its result, or its failure.
 * @throws Problem saying which command helps
 */
export async function renewForGit(profile: string, drawers: Drawers, rooms: Rooms, renewal: GitRenewal): Promise<Credentials> {
  const recipe = await rooms.recipes.read(profile);
  if (recipe === undefined) throw new Problem('aws', 'git-codecommit did not set it up.', { hint: 'Renew it as it was made, or set it up once: git codecommit' });
  const source = recipe.answers['sourceProfile'];
  if (source !== undefined && (await rooms.recipes.read(source)) !== undefined && !(await isGood(source, drawers, rooms, renewal))) await renewForGit(source, drawers, rooms, renewal);
  return await once(profile, recipe, drawers, rooms, renewal);
}

async function once(profile: string, recipe: Recipe, drawers: Drawers, rooms: Rooms, renewal: GitRenewal): Promise<Credentials> {
  const wantsCode = needOf(profile, recipe, renewal) === 'mfa-code';
  const began = drawers.clock.now().getTime();
  return await drawers.files.withLock(rooms.state.path(profile, 'renewing'), async () => {
    const standing = await rooms.profiles.keys(profile);
    if (standing !== undefined && (await isGood(profile, drawers, rooms, renewal))) return standing;
    await failWithOthers(profile, began, rooms);
    try {
      return await (wantsCode ? withCode(profile, drawers, rooms, renewal) : unattended(profile, drawers, rooms, renewal));
    } catch (error) {
      await tellOthers(profile, error, drawers, rooms);
      throw error;
    }
  }, { waitMs: wantsCode ? attendedMs : unattendedMs });
}

/** What the recipe wants of a person, if that can be had from inside Git. @throws Problem where it cannot */
function needOf(profile: string, recipe: Recipe, { methods, ended, dead }: GitRenewal): 'nothing' | 'mfa-code' {
  const method = methods.find(({ id }) => id === recipe.method);
  if (method !== undefined && 'sourceKeys' in method.questions && recipe.answers['sourceProfile'] === undefined) throw new Problem('aws', 'A new one wants the access key that it was made with, which was not kept.', { hint: hintFor(profile, dead) });
  const need = method?.needs(recipe.answers) ?? 'paste';
  if (need === 'nothing' || (need === 'mfa-code' && ended)) return need;
  throw new Problem('aws', wants[need], { hint: hintFor(profile, dead) });
}

const wants: Readonly<Record<RefreshNeed, string>> = {
  nothing: 'A new one could not be had.',
  'mfa-code': 'A new one wants an MFA code.',
  browser: 'A new one wants you to sign in with a browser.',
  paste: 'A new one wants a new paste from you.',
};

async function unattended(profile: string, drawers: Drawers, rooms: Rooms, { methods }: GitRenewal): Promise<Credentials> {
  const given: GivenTexts = { texts: () => undefined };
  return (await renew(profile, drawers, rooms, { methods, given, margin: unattendedMargin, force: true, identify: false })).credentials;
}

async function withCode(profile: string, drawers: Drawers, rooms: Rooms, { methods, askCode, dead }: GitRenewal): Promise<Credentials> {
  const hint = hintFor(profile, dead);
  let refused: Problem | undefined;
  for (let tries = 1; ; tries += 1) {
    const code = (await askCode(profile, refused?.message))?.trim();
    if (code === undefined) throw new Problem('aws', wants['mfa-code'], { hint });
    if (!/^\d{6}$/.test(code)) throw new NoCode('aws', 'No MFA code was given, so none is asked for during the next minute.', { hint });
    const given: GivenTexts = { texts: (name) => (name === 'mfa-code' ? [code] : undefined) };
    try {
      return (await renew(profile, drawers, rooms, { methods, given, margin: 0, force: true, identify: false })).credentials;
    } catch (error) {
      if (tries === codeTries || !isProblem(error) || !wasTheCode(error)) throw error;
      refused = error;
    }
  }
}

/** Whether another code may do where this one did not. */
function wasTheCode({ question, cause }: Problem): boolean {
  return question === 'mfaCode' || (cause instanceof Refusal && explain(cause).field === 'TokenCode');
}

function hintFor(profile: string, dead: string | undefined): string {
  return refreshHint(profile, { force: dead !== undefined });
}

async function isGood(profile: string, { clock }: Pick<Drawers, 'clock'>, { profiles }: Pick<Rooms, 'profiles'>, { dead }: Pick<GitRenewal, 'dead'>): Promise<boolean> {
  const keys = await profiles.keys(profile);
  return keys !== undefined && keys.accessKeyId !== dead && (keys.expiration === undefined || keys.expiration.getTime() - clock.now().getTime() > unattendedMargin * 1000);
}

/** Whoever waited while another process failed fails with it, instead of trying the same a hundred times. */
async function failWithOthers(profile: string, began: number, { state }: Pick<Rooms, 'state'>): Promise<void> {
  const failure = (await state.read(profile, 'renewal')) as Failure | undefined;
  if (failure === undefined) return;
  if (failure.at >= began || (failure.byPerson && began - failure.at < refusalMs)) throw new Problem(failure.kind, failure.message, { hint: failure.hint });
}

async function tellOthers(profile: string, error: unknown, { clock }: Pick<Drawers, 'clock'>, { state }: Pick<Rooms, 'state'>): Promise<void> {
  if (!isProblem(error)) return;
  const failure: Failure = { at: clock.now().getTime(), kind: error.kind, message: error.message, hint: error.hint, byPerson: error instanceof NoCode };
  await state.write(profile, 'renewal', failure);
}
