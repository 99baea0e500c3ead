import { kebab } from '../../core/interview/question.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { posixQuote } from '../../core/shells/posix.js';

/**
 * The words of the one command that a newcomer runs, quoted for any shell: by the recipe's address where it is
 * published,
 * else with its answers as flags.
 */
export function setupCommand(recipe: TeamRecipe, publishedAt: string | undefined): readonly string[] {
  const words = publishedAt === undefined ? flagsOf(recipe) : ['--from', publishedAt];
  return ['git', 'codecommit', 'setup', ...words].map(quoted);
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

/** Double quotes mean the same to POSIX shells, PowerShell and cmd.exe, as long as nothing in them is expanded. */
function quoted(word: string): string {
  if (/^[A-Za-z0-9_./:@+=-]+$/.test(word)) return word;
  return /["$`\\!%]/.test(word) ? posixQuote(word) : `"${word}"`;
}
