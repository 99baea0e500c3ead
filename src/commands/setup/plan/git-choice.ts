import { anyRepositoryUrl } from '../../../aws/codecommit/repository.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { GitSetting } from '../../../core/plan.js';
import { Problem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { Choice, Ui } from '../../../core/ports/ui.js';
import { chooseRemoteHelperUrls } from './remote-helper-urls.js';
import type { HelperChoice, GitSettingsStore } from '../../../stores/git-settings.js';
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
  /** "More options" was asked for. */
  readonly advanced: boolean;
  readonly interview: Interview<SetupAnswers>;
}

/**
 * The Git settings for a profile. Where the host answers for another profile already, that is said, and the
 * repository's own scope offered first.
 * @throws Problem `usage` where that is so, nobody is there, and no scope was given
 */
export async function chooseGitSettings(
  choice: GitChoice,
  settings: Pick<GitSettingsStore, 'plan' | 'winning' | 'profileFor' | 'remoteHelperUrls' | 'guardsBareRepositories'>,
): Promise<readonly GitSetting[]> {
  const { target, profile, choices } = choice;
  const known = choice.advanced ? undefined : choice.interview.known.gitScope;
  const scope = known ?? choices.gitScope ?? (await scopeFor(choice, settings));
  choice.interview.learn('gitScope', scope);
  const guardBareRepositories = await wantsGuard(choice, settings);
  const planned: HelperChoice = {
    scope,
    guardBareRepositories,
    helper: choices.helper,
    profile,
    region: target.region,
    host: target.host,
    repository: target.name,
  };
  const helper = await settings.winning(await settings.plan(planned), planned, choice.cwd);
  const remotes = await settings.remoteHelperUrls(choice.cwd);
  return [
    ...helper,
    ...(await chooseRemoteHelperUrls({
      ...choice,
      remotes: scope === 'none' ? [] : remotes,
      scope: scope === 'local' ? 'local' : 'global',
    })),
  ];
}

/** Asked with "More options", and at once where a folder shows what it is for. */
async function wantsGuard(
  { choices, ui, embedded, advanced, interview }: GitChoice,
  settings: Pick<GitSettingsStore, 'guardsBareRepositories'>,
): Promise<boolean> {
  if (choices.guardBareRepositories) return true;
  const known = interview.known.guardBareRepositories;
  if (known !== undefined && !advanced) return known;
  if ((embedded === undefined && !advanced) || (await settings.guardsBareRepositories())) return false;
  if (embedded !== undefined)
    ui.warn(
      `${printable(embedded)} is a repository without .git inside a clone. Git obeys its settings, and runs ` +
        'what they name, with any command that is typed there; git-codecommit leaves it out.',
    );
  if (choices.yes || !ui.interactive) return false;
  const answer = await ui.ask({
    kind: 'confirm',
    message: 'Shall Git take a folder without .git for a repository only where that is said?',
    suggestion: embedded === undefined ? 'no' : 'yes',
  });
  interview.learn('guardBareRepositories', answer === 'yes');
  return answer === 'yes';
}

async function scopeFor(
  { target, profile, ui, cwd, choices, advanced }: GitChoice,
  settings: Pick<GitSettingsStore, 'profileFor'>,
): Promise<Scope> {
  const other = await settings.profileFor(target.url ?? anyRepositoryUrl(target.host), cwd);
  const asked = ui.interactive && !choices.yes;
  if (other !== undefined && other !== profile) {
    const message = `Git uses profile ${printable(other)} for ${target.host} already.`;
    if (!asked)
      throw new Problem('usage', message, {
        hint: 'Say with --git-scope what shall use the new one: repository, region, …',
      });
    ui.warn(message);
    return await askScope(ui, target, true);
  }
  return advanced && asked ? await askScope(ui, target, false) : 'region';
}

async function askScope(ui: Pick<Ui, 'ask'>, target: Target, repositoryFirst: boolean): Promise<Scope> {
  const repository: Choice[] =
    target.name === undefined ? [] : [{ value: 'repository', name: `Only the repository ${target.name}` }];
  const region: Choice = { value: 'region', name: `Every repository in ${target.region}` };
  const choices = [
    ...(repositoryFirst ? [...repository, region] : [region, ...repository]),
    { value: 'all', name: 'Every repository in every Region' },
    { value: 'local', name: 'Only the clone in this folder' },
    { value: 'global', name: "Added to Git's general helpers, as AWS's page shows" },
    { value: 'none', name: 'Nothing: leave Git as it is' },
  ];
  return (await ui.ask({ kind: 'choice', message: 'What shall Git use the profile for?', choices })) as Scope;
}
