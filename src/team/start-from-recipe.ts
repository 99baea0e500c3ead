import { withVariable } from '../core/interview/missing.js';
import { parseRepository } from '../aws/codecommit/repository.js';
import type { AnyMethod } from '../core/method.js';
import { Problem } from '../core/problem.js';
import type { Ports } from '../core/ports/ports.js';
import { printable } from '../core/text/printable.js';
import { flagNameOf } from '../core/interview/question.js';
import type { FlagName, Question, Questions } from '../core/interview/question.js';
import type { TeamRecipe } from '../core/team-recipe.js';
import { mostRecipeBytes } from './team-recipe-text.js';
import type { targetQuestions } from '../interview/clone-target.js';
import { parseTeamRecipe } from './team-recipe.js';

/** The flags that a recipe stands beside: those of any answer, and of what is to be cloned. */
export interface FlagsBeside {
  texts(name: FlagName | keyof typeof targetQuestions): readonly string[] | undefined;
}

/** Reads the team recipe that `--from` names: an https address, a file, or `-` for standard input. */
export async function loadTeamRecipe(
  from: string,
  methods: readonly AnyMethod[],
  { readText, download, signal, ui }: Pick<Ports, 'readText' | 'download' | 'signal' | 'ui'>,
): Promise<TeamRecipe> {
  const text = /^[a-z][a-z0-9+.-]+:\/\//i.test(from)
    ? await ui.step('Fetching the team recipe', () => download(from, { mostBytes: mostRecipeBytes, signal }))
    : await readText(from);
  return parseTeamRecipe(text, methods);
}

/** What is left of a recipe beside flags about the same thing: a repository elsewhere has another Region and host. */
export function besideFlags(recipe: TeamRecipe, given: FlagsBeside): TeamRecipe {
  const repository = given.texts('repository')?.at(-1);
  const elsewhere = repository !== undefined && parseRepository(repository).region !== undefined;
  if (given.texts('region') === undefined && !elsewhere) return recipe;
  return {
    ...recipe,
    host: undefined,
    region: undefined,
    repository: recipe.repository === undefined ? undefined : parseRepository(recipe.repository).name,
  };
}

/** One answer of a recipe, as it is shown. */
interface Shown {
  readonly flag: FlagName;
  readonly answer: string;
  /** The host or the account that it leads to. */
  readonly leadsTo: string | undefined;
}

/**
 * Shows what a recipe of others answers, and has it confirmed where it leads to a host or an account. A flag is an
 * answer of one's own, and needs none.
 * @throws Problem `usage` where nobody is there, naming the flags that confirm it; `cancelled` where the person says no
 */
export async function confirmTeamRecipe(
  recipe: TeamRecipe,
  methods: readonly AnyMethod[],
  given: FlagsBeside,
  ui: Pick<Ports['ui'], 'interactive' | 'ask' | 'say' | 'heading' | 'table'>,
): Promise<void> {
  const shown = answersOf(recipe, methods).filter(({ flag }) => given.texts(flag) === undefined);
  ui.heading(recipe.team === undefined ? 'The team recipe says' : `The recipe of ${printable(recipe.team)} says`);
  ui.table(
    shown.map(({ flag, answer, leadsTo }) => [
      flag,
      printable(answer.replaceAll('\n', ' ')),
      leadsTo === undefined ? '' : `→ ${printable(leadsTo)}`,
    ]),
  );
  if (recipe.contact !== undefined) ui.say(`Questions go to: ${printable(recipe.contact)}`);
  const leading = shown.filter(({ leadsTo }) => leadsTo !== undefined);
  if (leading.length === 0) return;
  if (!ui.interactive) {
    throw new Problem(
      'usage',
      `The team recipe leads to ${listed(leading.map(({ leadsTo }) => printable(leadsTo ?? '')))}, and ` +
        'nobody is there to confirm that.',
      {
        hint: `Make sure that it is right, and give it by flag too: ${leading.map(({ flag }) => withVariable(`--${flag}`)).join(', ')}.`,
      },
    );
  }
  const places = listed(leading.map(({ leadsTo }) => printable(leadsTo ?? '')));
  if (
    (await ui.ask({
      kind: 'confirm',
      message: `Do you know ${places}, and go on?`,
      suggestion: 'no',
      note: 'Somebody else wrote this recipe. Nothing was sent so far.',
    })) !== 'yes'
  )
    throw new Problem('cancelled', 'Nothing was changed.');
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(' and ');
}

function answersOf(
  { method: id, region, repository, host, answers }: TeamRecipe,
  methods: readonly AnyMethod[],
): readonly Shown[] {
  const method = methods.find((one) => one.id === id);
  const own = Object.entries(answers).map(([name, answer]): Shown => {
    const question = (method?.questions as Questions)[name] as Question;
    return { flag: flagNameOf(name, question), answer, leadsTo: question.leadsTo?.(question.parse(answer, {})) };
  });
  const head = Object.entries({
    method: method === undefined ? id : `${method.title} (${method.term})`,
    repository,
    region,
    host,
  });
  return [
    ...head.flatMap(([name, answer]): Shown[] =>
      answer === undefined ? [] : [{ flag: flagNameOf(name, { kind: 'text' }), answer, leadsTo: undefined }],
    ),
    ...own,
  ];
}
