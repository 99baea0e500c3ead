import type { LocalFacts } from '../core/local-facts.js';
import type { AnyMethod } from '../core/method.js';
import type { Questions } from '../core/interview/question.js';
import type { Target } from './clone-target.js';

/** What earlier set-ups answered, which is put forward to a person; it grows while questions are asked. */
export interface EarlierAnswers {
  answers: Readonly<Record<string, string>>;
  /** The questions whose answers the author of a team recipe chose then. */
  fromTeam: readonly string[];
}

/** Before it is known what is set up: the Region of the last one, unless the terminal, or a profile that signs, has one. */
export function earlierRegion({
  earlier = [],
  env,
  profiles,
  signer = env['AWS_PROFILE'],
}: LocalFacts): EarlierAnswers {
  const isKnown =
    (env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']) !== undefined ||
    profiles.find(({ name }) => name === signer)?.region !== undefined;
  const region = isKnown ? undefined : earlier[0]?.recipe.region;
  return { answers: region === undefined ? {} : { region }, fromTeam: [] };
}

/**
 * The answers of the last set-up by the same method, one of the repository's account rather than another. Only to
 * questions that are put to a person in any case, so that nothing is taken in silence, and only what can still be.
 */
export function earlierAnswers(
  method: AnyMethod,
  { account }: Pick<Target, 'account'>,
  localFacts: LocalFacts,
): EarlierAnswers {
  const same = (localFacts.earlier ?? []).filter(({ recipe }) => recipe.method === method.id);
  const isOfAccount = (one: (typeof same)[number]): boolean => account === undefined || one.recipe.account === account;
  const recipe = (same.find(isOfAccount) ?? same[0])?.recipe;
  if (recipe === undefined) return { answers: {}, fromTeam: [] };
  const questions = Object.entries(method.questions as Questions).filter(([name, question]) => {
    const raw = recipe.answers[name];
    if (raw === undefined || question.asked !== 'always' || !question.kept) return false;
    // A role is of one account; a profile may be gone.
    if (name === 'roleArn' && account !== undefined && !raw.includes(`:${account}:`)) return false;
    if (name === 'sourceProfile' && localFacts.env['AWS_PROFILE'] !== undefined) return false;
    const choices = question.choices?.({}, localFacts);
    return choices === undefined || choices.some(({ value }) => value === raw);
  });
  const names = questions.map(([name]) => name);
  return {
    answers: Object.fromEntries(names.map((name) => [name, recipe.answers[name] ?? ''])),
    fromTeam: names.filter((name) => recipe.fromTeam?.includes(name) === true),
  };
}
