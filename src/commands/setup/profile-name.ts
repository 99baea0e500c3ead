import { withVariable } from '../../core/interview/missing.js';
import { joined } from '../../core/advice/advice.js';
import type { Interview } from '../../core/interview/interview.js';
import { Problem } from '../../core/problem.js';
import type { Ui } from '../../core/ports/ui.js';
import { environmentRecipe } from '../../core/recipe.js';
import { text } from '../../core/interview/question.js';
import { alternativeName, proposeName, whyNotName } from '../../profile/ini/names.js';
import type { ProfileStore } from '../../profile/profile-store.js';
import type { Target } from '../../interview/clone-target.js';
import type { SetupAnswers } from './answers.js';

/** What has to be known to accept a profile's name. */
export interface ProfileNameContext {
  /** Why credentials cannot be written into that profile, or nothing. */
  readonly whyNot: (name: string) => Promise<Problem | undefined>;
  /** The recipe's source of a profile of ours: circles are found by following it. */
  readonly sourceOf: (name: string) => Promise<string | undefined>;
  /** A name that is not taken, in place of one that cannot be used. */
  readonly another: (name: string) => Promise<string>;
  /** Repairs AWS's files, where that takes no guess; says what was done. */
  readonly repair: () => Promise<readonly string[]>;
  readonly ui: Pick<Ui, 'ask' | 'interactive' | 'mark' | 'warn'>;
}

function parseProfileName(raw: string): string {
  const name = raw.trim();
  const why = whyNotName(name);
  if (name === environmentRecipe)
    throw new Problem('usage', 'No profile can have this name: it stands for the credentials in the environment.');
  if (why !== undefined) throw new Problem('usage', `No profile can have this name: ${why}.`);
  return name;
}

/** The question about the profile to write; named after the repository unless said otherwise. */
function profileQuestion(target: Target | undefined) {
  return {
    ...text({
      message: 'Profile name',
      help: "profile in AWS's credentials file",
      shareable: false,
      parse: parseProfileName,
      note: 'The section of ~/.aws/credentials that the keys go to.',
      fallback: () => target?.profile ?? proposeName(target?.name),
    }),
    valueName: 'NAME',
  };
}

/**
 * Asks for the profile. A name that cannot be written to is refused at once, with the reason and another one; a file
 * that AWS's tools reject is repaired, if the person wants that.
 * @throws Problem when nobody is there to give another name, `file` where the file stays as it is
 */
export async function askProfile(
  interview: Interview<SetupAnswers>,
  target: Target | undefined,
  context: ProfileNameContext,
): Promise<string> {
  const question = profileQuestion(target);
  let name = await interview.one('profile', question);
  for (;;) {
    if (name === undefined)
      throw new Problem('usage', 'A profile name is missing.', { hint: `Give ${withVariable('--profile')}.` });
    const problem = (await circle(name, interview, context)) ?? (await context.whyNot(name));
    if (problem === undefined) return name;
    if (!context.ui.interactive) throw problem;
    if (problem.kind === 'file') {
      await offerRepair(problem, interview, context);
      continue;
    }
    context.ui.warn(joined([problem.said, problem.hint]));
    interview.refuse('profile');
    const proposal = await context.another(name);
    name = await interview.now('profile', question, { again: true, fallback: () => proposal });
  }
}

/** A name like the given one that no profile has. */
export async function untakenName(like: string, profiles: Pick<ProfileStore, 'list'>): Promise<string> {
  const taken = new Set((await profiles.list()).map(({ name }) => name));
  return alternativeName(like, (name) => taken.has(name));
}

/** No other name would help: the whole file is rejected. */
async function offerRepair(
  problem: Problem,
  interview: Pick<Interview, 'endWayBack'>,
  { ui, repair }: ProfileNameContext,
): Promise<void> {
  ui.warn(problem.message);
  const answer = await ui.ask({
    kind: 'confirm',
    message: 'Repair it now?',
    note: 'No key is lost: what no tool reads becomes a comment, and the file as it is now is kept beside it.',
    suggestion: 'yes',
  });
  if (answer !== 'yes') throw problem;
  interview.endWayBack();
  const done = await repair();
  if (done.length === 0) throw problem;
  for (const sentence of done) ui.mark('done', sentence);
}

/** A profile that is renewed from itself would feed on its own output. */
async function circle(
  name: string,
  interview: Interview<SetupAnswers>,
  { sourceOf }: ProfileNameContext,
): Promise<Problem | undefined> {
  const path: string[] = [];
  let source = interview.known.sourceProfile;
  while (source !== undefined && path.length < 20) {
    path.push(source);
    if (source === name) {
      const way = path.length === 1 ? 'its own source' : `in the end its own source (${[name, ...path].join(' ← ')})`;
      return new Problem('usage', `Profile ${name} would be ${way}.`, { hint: 'Choose another profile name.' });
    }
    source = await sourceOf(source);
  }
  return undefined;
}
