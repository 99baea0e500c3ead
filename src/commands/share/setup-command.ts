import { setUpAsTeam } from '../../core/advice/own-commands.js';
import { asGitCommand, commandWords } from '../../core/advice/say.js';
import { kebab } from '../../core/interview/question.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { anyShell } from '../../core/shells/any-shell.js';

/**
 * The words of the one command that a newcomer runs, quoted for any shell: by the recipe's address where it is
 * published, else with its answers as flags.
 */
export function setupCommand(recipe: TeamRecipe, publishedAt: string | undefined): readonly string[] {
  const words = publishedAt === undefined ? flagsOf(recipe) : ['--from', publishedAt];
  return commandWords(setUpAsTeam(words), { shell: anyShell, calledAs: asGitCommand });
}

function flagsOf({ method, repository, region, host, answers }: TeamRecipe): readonly string[] {
  const isUrl = repository?.startsWith('https://') === true;
  const head = { method, repository, ...(isUrl ? {} : { region, host }) };
  return [...Object.entries(head), ...Object.entries(answers)].flatMap(([name, text]) =>
    (text ?? '')
      .split('\n')
      .filter((value) => value !== '')
      .flatMap((value) => [`--${kebab(name)}`, value]),
  );
}
