import { environmentRecipe } from '../recipe.js';
import type { Advice, Call, Word } from './advice.js';
import type { AdviceKind } from './kinds.js';

// Our own commands. test/core/advice/own-commands.test.ts reads each as the command line is read.

/** The wizard, or what to do next. */
export const startHere = (): Advice => own('start', []);

/** New credentials by the recipe; `force` for those that look as if they were still good. */
export function refresh(profile?: Word, { force = false }: { readonly force?: boolean } = {}): Advice {
  return own(
    force ? 'refresh --force' : 'refresh',
    ['refresh', ...optional(profile), ...(force ? ['--force'] : [])],
    profile,
  );
}

/** The flags of `setup` that advice gives, at most one at a time. */
type SetUpFlag = 'profile' | 'method' | 'repository' | 'from' | 'git-scope';

/** Sets a profile up, from the beginning. */
export function setUp(flag?: SetUpFlag, value: Word = ''): Advice {
  if (flag === undefined) return own('setup', ['setup']);
  return own(`setup --${flag}`, ['setup', `--${flag}`, value], flag === 'profile' ? value : undefined);
}

/** Sets a profile up, or what stands for the environment, whose name no profile can have. */
export const setUpProfile = (profile: string): Advice =>
  profile === environmentRecipe ? setUp() : setUp('profile', profile);

/** Lets Git use the credentials that are in the environment. @param url of the repository, where one is known */
export function takeEnvironment(url?: string): Advice {
  if (url === undefined) return setUp('method', 'environment');
  return own('setup of the environment', ['setup', '--method', 'environment', '--repository', url, '--yes']);
}

/** Sets a profile up as a team's recipe says. @param answers flags and their values */
export const setUpAsTeam = (answers: readonly string[]): Call => own('setup as the team does', ['setup', ...answers]);

/** @param directory to clone into, where Git would not choose it by itself */
export function clone(repository?: Word, directory?: Word): Advice {
  return own('clone', ['clone', ...optional(repository), ...optional(directory)]);
}

/** Lists the repositories of a Region. */
export const cloneIn = (region: Word): Advice => own('clone --region', ['clone', '--region', region]);

export const status = (): Advice => own('status', ['status']);

export const remove = (profile: Word): Advice => own('remove', ['remove', profile], profile);

/** Takes back all that was ever set up, and what is kept for it. */
export const removeAll = (): Advice => own('remove --all', ['remove', '--all']);

export const share = (): Advice => own('share', ['share']);

/** One page of a profile's set-up for those who are new. */
export const sharePage = (profile: Word): Advice => own('share', ['share', profile, '--page'], profile);

/** What an administrator has to make ready. @param name a method, or a single policy */
export const policy = (name?: Word): Advice => own('policy', ['policy', ...optional(name)]);

/** Finds the cause of a 403. */
export function doctor(url?: Word): Advice {
  return url === undefined ? own('doctor', ['doctor']) : own('doctor URL', ['doctor', url]);
}

export const doctorAll = (): Advice => own('doctor --all', ['doctor', '--all']);

export const repairFiles = (): Advice => own('doctor --repair-files', ['doctor', '--repair-files']);

/** Writes Git's settings for a profile of ours anew. @param url where the current folder's clone is not meant */
export const repairGit = (profile: string, url?: string): Advice =>
  own('doctor --repair-git', ['doctor', '--repair-git', '--profile', profile, ...optional(url)], profile);

/** Git's guard against repositories in folders of a clone, by our own record. */
export const guardBareRepositories = (profile: string): Advice =>
  own('doctor --guard-bare-repositories', ['doctor', '--guard-bare-repositories', '--profile', profile], profile);

/** The doctor in a folder that Git does not take for a repository by itself. */
export const doctorOf = (gitDir: string): Advice => ({ ...own('doctor of a folder', ['doctor']), gitDir });

/** Prints credentials that no profile has. */
export const exportRecipe = (): Advice =>
  own('export --recipe', ['export', '--recipe', environmentRecipe], environmentRecipe);

/** Puts credentials that no profile has into the shell's environment. */
export const loadRecipe = (): Advice => ({
  kind: 'load export --recipe',
  does: 'load',
  words: ['export', '--recipe', environmentRecipe],
  profile: environmentRecipe,
});

export const exportAs = (format: Word): Advice => own('export --format', ['export', '--format', format]);

export const completion = (shell: Word): Advice => own('completion', ['completion', shell]);

/** @param topic a command, a method, or words that lead to one */
export const help = (...topic: readonly Word[]): Advice => own('help', ['help', ...topic]);

/** How a command is called, with what stands for its operands. */
export function usage(command: string, operands = ''): Advice {
  return own('usage', [{ blank: command }, ...(operands === '' ? [] : [{ blank: operands }])]);
}

/** A call that help shows. */
export const exampleOf = (words: readonly string[]): Call => own('usage', words);

/** How the flags of one way to sign in are shown. */
export const helpOfMethod = (method: Word): Advice => own('command -h', ['setup', '--method', method, '-h']);

/** @param command undefined for the page of all of them */
export const helpOf = (command?: string): Advice => own('command -h', [...optional(command), '-h']);

/** A command of ours by the name that was called. */
function own(kind: AdviceKind, words: readonly Word[], profile?: Word): Call {
  return typeof profile === 'string' ? { kind, does: 'call', words, profile } : { kind, does: 'call', words };
}

function optional(word: Word | undefined): readonly Word[] {
  return word === undefined ? [] : [word];
}
