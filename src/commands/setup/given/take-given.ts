import { parseRepository } from '../../../aws/codecommit/repository.js';
import { parseKeysBlock } from '../../../aws/credential-formats/keys-block.js';
import { joined, sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import { isTemporary } from '../../../core/credentials.js';
import type { Question, Questions } from '../../../core/interview/question.js';
import { camel } from '../../../core/interview/question.js';
import type { AnyMethod } from '../../../core/method.js';
import { Problem, isProblem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { TeamRecipe } from '../../../core/team-recipe.js';
import { printable } from '../../../core/text/printable.js';
import type { Handed } from '../../../interview/answer-source.js';
import { targetQuestions } from '../../../interview/clone-target.js';
import { byKind, kindNames, methodsFor, likelyMethods, questionOf } from '../../../interview/given/handed.js';
import type { OfKind } from '../../../interview/given/handed.js';
import type { GivenKind } from '../../../interview/given/shapes.js';
import type { FlagAnswer, Understood } from '../../../interview/given/understand.js';
import { confirmTeamRecipe } from '../../../team/start-from-recipe.js';
import type { FlagsBeside } from '../../../team/start-from-recipe.js';
import { parseTeamRecipe } from '../../../team/team-recipe.js';
import { plainRepository } from '../../../team/team-recipe-schema.js';
import { refused } from './again.js';
import { locateFiles } from './locate-files.js';
import type { LocatePorts } from './locate-files.js';
import { sayUnused } from './say-unused.js';

export interface TakeGiven {
  readonly flags: FlagsBeside;
  readonly handed: Handed;
  readonly methods: readonly AnyMethod[];
}

type TakePorts = LocatePorts & {
  readonly readText: Ports['readText'];
  readonly ui: Pick<Ports['ui'], 'ask' | 'heading' | 'interactive' | 'say' | 'table' | 'warn'>;
};

/** What was read out of the file that was named. */
interface FileContents {
  readonly recipe?: TeamRecipe | undefined;
  /** The keys, as the text that their question takes. */
  readonly keys?: { readonly text: string; readonly kind: 'keys' | 'session-keys' } | undefined;
}

/**
 * Makes answers of what was understood: one of two of a kind is chosen, the file that is named is read, a recipe is
 * shown and confirmed.
 * @returns the repository; undefined where none is in it; `refused` where it cannot be taken, which was said
 * @throws Problem `cancelled` where the places that a recipe leads to are not confirmed
 */
export async function takeGiven(
  text: Understood,
  asked: TakeGiven,
  { ui, readText, ...disk }: TakePorts,
): Promise<string | undefined | typeof refused> {
  try {
    const understood = await locateFiles(text, disk);
    const pasted = recipeIn(understood.answers, asked.methods);
    const kinds = byKind(understood.given);
    const open = kinds.filter(({ kind }) => answerIn(pasted.recipe, kind) === undefined);
    const things = await chooseOneOfEach(open, ui);
    const path = things.get('file');
    const file = path === undefined ? {} : await readGivenFile(path, asked.methods, readText);
    const recipe = file.recipe ?? pasted.recipe;
    const leftOut = [...pasted.leftOut, ...contradicting(kinds, pasted.recipe)];
    if (recipe !== undefined) await confirmTeamRecipe(recipe, asked.methods, asked.flags, ui);
    const taken = takeThings(things, recipe, file, asked);
    sayTaken(taken, ui);
    sayUnused({ ...understood, unused: [...leftOut, ...taken.unused, ...understood.unused] }, ui);
    return taken.answers['repository'];
  } catch (error) {
    // A wrong file or a wrong line is told, and the question is put again.
    if (!isProblem(error, 'usage') && !isProblem(error, 'file')) throw error;
    ui.warn(joined([error.said, error.hint]));
    return refused;
  }
}

/** Two of a kind become a choice. */
async function chooseOneOfEach(
  kinds: readonly OfKind[],
  ui: Pick<Ports['ui'], 'ask'>,
): Promise<ReadonlyMap<GivenKind, string>> {
  const chosen = new Map<GivenKind, string>();
  for (const { kind, values } of kinds) {
    const [first = ''] = values;
    const value =
      values.length === 1
        ? first
        : await ui.ask({
            kind: values.length > 12 ? 'search' : 'choice',
            message: `${kindNames[kind]}: which of them?`,
            choices: [
              ...values.map((one) => ({ value: one, name: printable(one, 200) })),
              { value: '', name: 'None of them' },
            ],
          });
    if (value !== '') chosen.set(kind, value);
  }
  return chosen;
}

/** @throws Problem `file`, or `usage` where it has neither keys nor a team recipe */
async function readGivenFile(
  path: string,
  methods: readonly AnyMethod[],
  readText: (path: string) => Promise<string>,
): Promise<FileContents> {
  const text = await readText(path);
  if (/^[ \t]*\[git-codecommit\]/m.test(text)) return { recipe: parseTeamRecipe(text, methods) };
  return {
    keys: { text, kind: isTemporary(parseKeysBlock(text).credentials) ? 'session-keys' : 'keys' },
  };
}

/** What a recipe answers already, and so is no question any more. */
function answerIn(recipe: TeamRecipe | undefined, kind: GivenKind): string | undefined {
  if (recipe === undefined || kind === 'file' || kind === 'console') return undefined;
  const { method, repository, region, host } = recipe;
  const answers: Readonly<Record<string, string | undefined>> = { ...recipe.answers, method, repository, region, host };
  return answers[questionOf[kind]];
}

/** What stands beside a recipe, and says something else. */
function contradicting(kinds: readonly OfKind[], recipe: TeamRecipe | undefined): readonly string[] {
  return kinds.flatMap(({ kind, values }) => {
    const answer = answerIn(recipe, kind);
    return answer === undefined ? [] : values.filter((value) => value !== answer).map((value) => printable(value, 140));
  });
}

/** The team recipe that was pasted, or stands in a command of ours. */
function recipeIn(
  answers: readonly FlagAnswer[],
  methods: readonly AnyMethod[],
): { readonly recipe: TeamRecipe | undefined; readonly leftOut: readonly string[] } {
  const lines = answers.filter(({ from }) => from === 'recipe');
  if (lines.length > 0) {
    const text = ['[git-codecommit]', ...lines.map(({ flag, value }) => `${flag} = ${value}`)].join('\n');
    return { recipe: parseTeamRecipe(`${text}\n`, methods), leftOut: [] };
  }
  const ofCommand = answers.filter(({ from }) => from === 'command');
  return ofCommand.length === 0 ? { recipe: undefined, leftOut: [] } : recipeOfCommand(ofCommand, methods);
}

/** Only what may stand in a team recipe is taken out of a command that somebody else wrote. */
function recipeOfCommand(
  answers: readonly FlagAnswer[],
  methods: readonly AnyMethod[],
): { readonly recipe: TeamRecipe | undefined; readonly leftOut: readonly string[] } {
  const value = (flag: string): string | undefined => answers.find((answer) => answer.flag === flag)?.value;
  const from = value('from');
  const method = methods.find(({ id }) => id === value('method'));
  if (method === undefined) {
    if (from !== undefined)
      throw new Problem('usage', 'Its answers are in a recipe elsewhere, which is not opened from here.', {
        hint: sentence`Run it as it stands: \`${setUp('from', printable(from))}\`.`,
      });
    return { recipe: undefined, leftOut: answers.map(({ flag }) => `--${flag}`) };
  }
  const questions = method.questions as Questions;
  const own: Record<string, string> = {};
  const leftOut: string[] = [];
  for (const { flag, value: text } of answers) {
    const name = camel(flag);
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
    if (['method', 'repository', 'region', 'host'].includes(flag)) continue;
    if (question?.shareable !== true || text === '' || !isGood(question, text)) leftOut.push(`--${flag}`);
    else own[name] = own[name] === undefined ? text : `${own[name]}\n${text}`;
  }
  const head = (name: 'region' | 'host', parse: (text: string) => unknown): string | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    parse(text);
    return text;
  };
  const repository = value('repository');
  return {
    recipe: {
      method: method.id,
      region: head('region', (text) => targetQuestions.region.parse(text, {})),
      host: head('host', (text) => targetQuestions.host.parse(text, {})),
      repository: repository === undefined ? undefined : plainRepository(repository),
      answers: own,
    },
    leftOut,
  };
}

function isGood(question: Question, text: string): boolean {
  try {
    question.parse(text, {});
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}

/** What became an answer, and what did not. */
interface Taken {
  readonly rows: readonly (readonly [string, string, string])[];
  readonly answers: Readonly<Record<string, string>>;
  readonly unused: readonly string[];
}

/** Writes the answers down for the interview; those of a recipe come first. */
function takeThings(
  things: ReadonlyMap<GivenKind, string>,
  recipe: TeamRecipe | undefined,
  { keys }: FileContents,
  { handed, flags, methods }: TakeGiven,
): Taken {
  const answers: Record<string, string> = {
    ...defined({
      method: recipe?.method,
      repository: recipe?.repository,
      region: recipe?.region,
      host: recipe?.host,
    }),
    ...recipe?.answers,
  };
  const kinds = new Set<GivenKind | 'keys' | 'session-keys'>([
    ...things.keys(),
    ...(keys === undefined ? [] : [keys.kind]),
  ]);
  const sure = methodsFor(kinds);
  const [only = things.get('method')] = sure.length === 1 ? sure : [];
  if (answers['method'] === undefined && only !== undefined) answers['method'] = only;
  const method = methods.find(({ id }) => id === (flags.texts('method' as never)?.at(-1) ?? answers['method']));
  const rows: [string, string, string][] = [];
  const unused: string[] = [];
  const suggestions: Record<string, string> = {};
  const repository = answers['repository'] ?? things.get('repository');
  const hint = repository === undefined ? undefined : parseRepository(repository);
  for (const [kind, value] of things) {
    if (kind === 'file' || kind === 'console' || kind === 'method') continue;
    const name = questionOf[kind];
    if (answers[name] === value) continue;
    if (kind === 'region' && hint?.region !== undefined) {
      // A second Region is the portal's, if it is anything; a question puts it forward.
      if (hint.region !== value) suggestions['ssoRegion'] = value;
      continue;
    }
    const question = questionNamed(name, method === undefined ? methods : [method]);
    if (question === undefined || answers[name] !== undefined) {
      unused.push(printable(value, 140));
      continue;
    }
    const parsed = question.parse(value, { repository: hint });
    answers[name] = value;
    const leadsTo = question.leadsTo?.(parsed);
    rows.push([kindNames[kind], printable(value, 200), leadsTo === undefined ? '' : `→ ${printable(leadsTo)}`]);
  }
  if (answers['issuer'] !== undefined && method?.id === 'web-identity') answers['provider'] ??= 'oidc';
  if (answers['userPoolId'] !== undefined && method?.id === 'cognito') answers['login'] ??= 'user-pool';
  if (things.has('file') && keys !== undefined) rows.push(['Access key', printable(things.get('file') ?? '', 200), '']);
  if (things.has('console')) rows.push([kindNames.console, things.get('console') ?? '', '']);
  if (recipe === undefined && method !== undefined) rows.push(['Sign in by', `${method.title} (${method.term})`, '']);
  handed.answers = answers;
  handed.suggestions = suggestions;
  handed.methods = likelyMethods(kinds);
  if (keys !== undefined) handed.secrets = { [keys.kind === 'keys' ? 'sourceKeys' : 'keys']: keys.text };
  return { rows, answers, unused };
}

function questionNamed(name: string, methods: readonly AnyMethod[]): Question | undefined {
  if (name === 'repository' || name === 'region') return targetQuestions[name];
  const tables = methods.map(({ questions }) => questions as Questions);
  return tables.find((table) => Object.hasOwn(table, name))?.[name];
}

function defined(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function sayTaken({ rows }: Taken, ui: Pick<Ports['ui'], 'heading' | 'table' | 'say'>): void {
  if (rows.length === 0) return;
  ui.heading('Understood');
  ui.table(rows);
  if (rows.some(([, , leadsTo]) => leadsTo !== ''))
    ui.say('Look at where it leads: nothing is opened or sent before you have agreed to the plan.');
}
