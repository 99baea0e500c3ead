import { joined, sentence } from '../../core/advice/advice.js';
import { refresh } from '../../core/advice/own-commands.js';
import { plainText } from '../../core/advice/say.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import { escapeHtml } from '../../core/text/escape-html.js';
import type { AnyMethod } from '../../core/method.js';
import type { Templates } from '../../core/ports/templates.js';
import type { Question, Questions } from '../../core/interview/question.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { renderText } from '../../core/text/template.js';
import { setupCommand } from './setup-command.js';

/** What the page is about. */
export interface Onboarding {
  readonly recipe: TeamRecipe;
  /** The recipe as a file. */
  readonly text: string;
  readonly method: AnyMethod;
  /** The https address where the recipe is published, if it is. */
  readonly publishedAt: string | undefined;
}

/** Where the sign-in leads, in words. */
interface SignInPages {
  readonly host: string | undefined;
  readonly account: string | undefined;
  /** The repository's name; CodeCommit itself where none is named. */
  readonly repository: string;
}

/** The most characters that fit into a box of the picture, in its larger and its smaller letters. */
const boxWidth = { large: 30, small: 42 } as const;

/** One HTML page for a team's newcomers, which asks no server for anything. Every text in it was made harmless. */
export async function onboardingPage(onboarding: Onboarding, templates: Pick<Templates, 'read'>): Promise<string> {
  const { recipe, text, method, publishedAt } = onboarding;
  const places = placesOf(recipe, method);
  const words = {
    title: `${recipe.team ?? 'Your team'}: ${places.repository}`,
    team: recipe.team ?? 'For your team',
    repository: places.repository,
    signIn: signInWords(method, places),
    later: laterWords[method.needs(recipe.answers)],
    contact:
      recipe.contact === undefined
        ? 'If that does not help, show what the doctor says to whoever gave you this page.'
        : `If that does not help, show what the doctor says to: ${recipe.contact}`,
    recipe: text,
    recipeHref: `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`,
  };
  return renderText(await templates.read('team/onboarding.html'), {
    ...escaped(words),
    // Broken at blanks, and not at the hyphens of a flag.
    command: setupCommand(recipe, publishedAt)
      .map((word) => `<span>${escapeHtml(word)}</span>`)
      .join(' '),
    needs: needsOf(method, places)
      .map((need) => `    <li>${escapeHtml(need)}</li>`)
      .join('\n'),
    places: rowsOf(recipe, method, places)
      .map(([what, value]) => `    <dt>${escapeHtml(what)}</dt><dd>${escapeHtml(value)}</dd>`)
      .join('\n'),
    picture: await picture(method, places, recipe, templates),
  });
}

async function picture(
  method: AnyMethod,
  { host, account, repository }: SignInPages,
  { region }: TeamRecipe,
  templates: Pick<Templates, 'read'>,
): Promise<string> {
  const signInPlace = host ?? 'AWS';
  return renderText(
    await templates.read('team/picture.svg'),
    escaped({
      description: plainText(
        joined([
          `You sign in at ${signInPlace}. AWS gives you temporary credentials, which are kept in a profile on your`,
          sentence`computer. Git uses them for ${repository}. When they have ended, you sign in again with ${refresh()}.`,
        ]),
      ),
      signInPlace: shortened(signInPlace, boxWidth.large),
      term: shortened(method.term, boxWidth.small),
      repository: shortened(repository, boxWidth.large),
      account: shortened(
        [account, region].filter((part) => part !== undefined).join(', ') || 'AWS CodeCommit',
        boxWidth.small,
      ),
    }),
  );
}

function escaped<T extends Record<string, string>>(words: T): Record<keyof T, string> {
  return Object.fromEntries(Object.entries(words).map(([name, text]) => [name, escapeHtml(text)])) as Record<
    keyof T,
    string
  >;
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function placesOf(recipe: TeamRecipe, method: AnyMethod): SignInPages {
  const led = Object.entries(recipe.answers).flatMap(([name, answer]) => {
    const question = (method.questions as Questions)[name] as Question;
    return question.leadsTo?.(question.parse(answer, {})) ?? [];
  });
  return {
    host: led.find((place) => !place.startsWith('account ')),
    account: led.find((place) => place.startsWith('account ')),
    repository:
      (recipe.repository === undefined ? undefined : parseRepository(recipe.repository).name) ?? 'AWS CodeCommit',
  };
}

const signsWithOwnKeys = (method: AnyMethod): boolean => 'sourceProfile' in (method.questions as Questions);

function needsOf(method: AnyMethod, { host }: SignInPages): readonly string[] {
  return [
    ...(host === undefined ? [] : [`Your account at ${host}, and a browser.`]),
    ...(signsWithOwnKeys(method)
      ? [
          'Keys of your own to begin with: a profile of AWS on your computer, or an access key. If AWS wants ' +
            'an MFA code from you: the device that shows it.',
        ]
      : []),
  ];
}

function signInWords(method: AnyMethod, { host, account }: SignInPages): string {
  const where = host === undefined ? '' : ` You do that at ${host}, in your own browser.`;
  const keys = signsWithOwnKeys(method)
    ? ' The request is signed with keys of your own; an MFA code, if one is wanted, is the last thing you ' +
      'are asked for.'
    : '';
  return (
    `The way is called “${method.title}” ` +
    `(${method.term})${account === undefined ? '' : `, and leads into ${account}`}.${where}${keys}`
  );
}

const laterWords = {
  variables: 'Later, when the session has ended, put new credentials into the environment, as you did the first time.',
  nothing: 'Later, when the session has ended, it is renewed while Git waits, most often without a question.',
  'mfa-code': 'Later, when the session has ended, Git asks you for an MFA code, and goes on.',
  browser: plainText(
    joined([
      sentence`Later, when the session has ended, Git says so, and ${refresh()} opens your browser; often`,
      'you are still signed in there.',
    ]),
  ),
  paste: plainText(sentence`Later, when the session has ended, Git says so, and ${refresh()} asks you for new ones.`),
} as const;

function rowsOf(
  recipe: TeamRecipe,
  method: AnyMethod,
  { host, account }: SignInPages,
): readonly (readonly [string, string])[] {
  const { roleArn, roleName }: RecipeTexts = recipe.answers;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Sign-in', host],
    ['AWS account', account?.replace('account ', '')],
    ['Role', roleArn ?? roleName],
    ['Repository', recipe.repository],
    ['AWS Region', recipe.region],
    ['Host', recipe.host],
    ['Way', method.term],
  ];
  return rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const]));
}
