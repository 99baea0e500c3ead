import { withVariable } from '../../../core/interview/missing.js';
import { anyRepositoryUrl } from '../../../aws/codecommit/repository.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { GitSetting } from '../../../core/plan.js';
import { Problem } from '../../../core/problem.js';
import { environmentRecipe } from '../../../core/recipe.js';
import { printable } from '../../../core/text/printable.js';
import type { Choice, Ui } from '../../../core/ports/ui.js';
import { onOff, parsed } from '../../../core/interview/question.js';
import type { Question, Questions } from '../../../core/interview/question.js';
import { gitScopes } from '../values.js';
import { chooseRemoteHelperUrls } from './remote-helper-urls.js';
import { sayFate, sayInUse, saySetAside } from './say-in-use.js';
import type { GitSettingsStore, HelperChoice, HelperInUse } from '../../../stores/git-settings.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SetupAnswers } from '../answers.js';

type Scope = HelperChoice['scope'];

export interface GitChoice {
  readonly target: Target;
  /** Undefined where the environment is used. */
  readonly profile: string | undefined;
  readonly choices: {
    readonly gitScope: Scope | undefined;
    readonly helper: HelperChoice['helper'];
    readonly guardBareRepositories: boolean;
    readonly yes: boolean;
  };
  readonly ui: Pick<Ui, 'ask' | 'interactive' | 'warn'>;
  readonly cwd: string;
  /** The folder here that Git would take for a repository of its own, though it lies in a clone. */
  readonly embedded: string | undefined;
  readonly interview: Interview<SetupAnswers>;
}

/** The Git settings, and the questions that they follow from. */
export interface ChosenGitSettings {
  readonly git: readonly GitSetting[];
  /** Somebody's helpers that Git does not ask any more because of the settings, in words. */
  readonly setsAside: readonly string[];
  readonly questions: Questions;
}

type Settings = Pick<GitSettingsStore, 'plan' | 'winning' | 'inUse' | 'remoteHelperUrls' | 'guardsBareRepositories'>;

/**
 * The Git settings for a profile. Where somebody's helper for CodeCommit is in use already, that is said, and the
 * repository's own scope offered first.
 * @throws Problem `usage` where that is so, nobody is there, and no scope was given
 */
export async function chooseGitSettings(choice: GitChoice, settings: Settings): Promise<ChosenGitSettings> {
  const { target, profile, choices, interview } = choice;
  const whose = { profile, url: target.url ?? anyRepositoryUrl(target.host) };
  const widest = plannedFor(choice, 'region');
  const inUse = await settings.inUse(await settings.plan(widest), whose, choice.cwd);
  if (inUse.length > 0 && !isScopeGiven(choice)) {
    // What a clone brings that nothing of ours can come behind is refused as that, whoever may have put it there.
    if (isAlone(choice)) await settings.winning(await settings.plan(widest), widest, choice.cwd);
    sayOrRefuse(inUse, choice);
  }
  const gitScope = scopeQuestion(choice, inUse.length > 0);
  const scope = (await interview.one('gitScope', gitScope)) ?? 'region';
  const guard = await guardQuestion(choice, settings);
  const guardBareRepositories =
    guard === undefined
      ? choices.guardBareRepositories
      : (await interview.one('guardBareRepositories', guard)) === true;
  const planned = { ...plannedFor(choice, scope), guardBareRepositories };
  const helper = await settings.winning(await settings.plan(planned), planned, choice.cwd);
  const setAside = await settings.inUse(helper, whose, choice.cwd);
  const urls = await chooseRemoteHelperUrls({
    interview,
    target,
    remotes: scope === 'none' ? [] : await settings.remoteHelperUrls(choice.cwd),
    scope: scope === 'local' ? 'local' : 'global',
  });
  return {
    git: [...helper, ...urls.git],
    setsAside: setAside.filter(({ isSetAside }) => isSetAside).map(saySetAside),
    questions: {
      gitScope,
      ...(guard !== undefined && { guardBareRepositories: guard }),
      codecommitUrls: urls.question,
    },
  };
}

/** Asked at once where a folder shows what it is for; undefined where Git is guarded already, or nobody is there. */
async function guardQuestion(
  { choices, ui, embedded, interview }: GitChoice,
  settings: Pick<GitSettingsStore, 'guardsBareRepositories'>,
): Promise<Question<boolean> | undefined> {
  if (choices.guardBareRepositories || choices.yes || !ui.interactive) return undefined;
  if (await settings.guardsBareRepositories()) return undefined;
  if (embedded !== undefined && interview.standing('guardBareRepositories') === undefined)
    ui.warn(
      `${printable(embedded)} is a repository without .git inside a clone. Git obeys its settings, and runs ` +
        'what they name, with any command that is typed there; git-codecommit leaves it out.',
    );
  return onOff({
    message: 'Shall Git take a folder without .git for a repository only where that is said?',
    help: 'guard against folders that Git would take for repositories',
    asked: embedded === undefined ? 'advanced' : 'always',
    fallback: () => (embedded === undefined ? '0' : '1'),
    shareable: false,
  });
}

function plannedFor({ target, profile, choices }: GitChoice, scope: Scope): HelperChoice {
  return {
    scope,
    helper: choices.helper,
    profile,
    region: target.region,
    host: target.host,
    repository: target.name,
  };
}

function isScopeGiven({ choices, interview }: GitChoice): boolean {
  return choices.gitScope !== undefined || interview.standing('gitScope') !== undefined;
}

/** Nobody is there to be asked. */
function isAlone({ choices, ui }: GitChoice): boolean {
  return choices.yes || !ui.interactive;
}

/** Says what is in use. @throws Problem `usage` where nobody is there to say what shall become of it */
function sayOrRefuse(inUse: readonly HelperInUse[], choice: GitChoice): void {
  const { target, ui } = choice;
  const said = sayInUse(inUse, { host: target.host, url: target.url ?? anyRepositoryUrl(target.host) });
  if (isAlone(choice))
    throw new Problem('usage', said.join(' '), {
      hint: `Say with ${withVariable('--git-scope')} what shall use the new one: repository, region, …`,
    });
  for (const one of said) ui.warn(one);
}

/** What Git uses the profile for; asked at once where somebody's helper is in use. */
function scopeQuestion({ target, profile }: GitChoice, isInUse: boolean): Question<Scope> {
  const repository: Choice[] =
    target.name === undefined ? [] : [{ value: 'repository', name: `Only the repository ${target.name}` }];
  const region: Choice = { value: 'region', name: `Every repository in ${target.region}` };
  const all: readonly Choice[] = [
    ...(isInUse ? [...repository, region] : [region, ...repository]),
    { value: 'all', name: 'Every repository in every Region' },
    { value: 'local', name: 'Only the clone in this folder' },
    { value: 'global', name: "Added to Git's general helpers, as AWS's page shows" },
    { value: 'none', name: 'Nothing: leave Git as it is' },
  ];
  const fate = (value: string): Pick<Choice, 'description'> =>
    isInUse ? { description: sayFate(parseScope(value), profile ?? environmentRecipe, target.region) } : {};
  return {
    ...parsed<Scope>({
      message: 'What shall Git use the profile for?',
      help: 'what Git uses the profile for',
      asked: isInUse ? 'always' : 'advanced',
      fallback: () => (isInUse ? undefined : 'region'),
      shareable: false,
      parse: parseScope,
      choices: () => all.map((one) => ({ ...one, ...fate(one.value) })),
    }),
    kind: 'choice',
  };
}

function parseScope(raw: string): Scope {
  const scope = gitScopes.find((one) => one === raw.trim());
  if (scope === undefined) throw new Problem('usage', `It is one of ${gitScopes.join(', ')}.`);
  return scope;
}
