import { parseRepository, repositoryUrl } from '../../../aws/codecommit/repository.js';
import type { RepositoryHint } from '../../../aws/codecommit/repository.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { GitSetting } from '../../../core/plan.js';
import { Problem, isProblem } from '../../../core/problem.js';
import { choice } from '../../../core/interview/question.js';
import type { Question } from '../../../core/interview/question.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SetupAnswers } from '../answers.js';

/** Which `codecommit::` URLs Git itself is to read. */
export const remoteHelperScopes = ['repository', 'region', 'none'] as const;

/**
 * Whether Git shall read the URLs of git-remote-codecommit as https. Git rewrites a URL before it looks for a remote
 * helper, so those that are not named still go to git-remote-codecommit. Source: git-config(1), `url.<base>.insteadOf`.
 */
function remoteHelperQuestion(
  target: Pick<Target, 'name' | 'region'>,
  inUse: readonly RepositoryHint[],
): Question<string> {
  const isInUse = inUse.length > 0;
  const repository = target.name === undefined ? [] : [{ value: 'repository', name: `Yes, those of ${target.name}` }];
  return {
    ...choice({
      message: 'Shall Git read codecommit:: URLs without git-remote-codecommit?',
      help:
        'which codecommit:: URLs Git reads as https, so that git-remote-codecommit is not needed ' +
        '(default: repository where such a URL is in use, else none)',
      asked: isInUse ? 'always' : 'advanced',
      shareable: false,
      parse: parseScope,
      note: sayInUse(inUse, target),
      fallback: () => (isInUse && target.name !== undefined ? 'repository' : 'none'),
      choices: () => [
        ...repository,
        {
          value: 'region',
          name: `Yes, all in ${target.region}`,
          description: 'Not for those that name other profiles of git-remote-codecommit.',
        },
        { value: 'none', name: 'No: leave them to git-remote-codecommit' },
      ],
    }),
    valueName: 'WHICH',
  };
}

/**
 * Which repositories the URLs are of, where they are not all the one's that is set up: its submodules', most likely.
 */
function sayInUse(inUse: readonly RepositoryHint[], { name }: Pick<Target, 'name'>): string | undefined {
  const names = [...new Set(inUse.flatMap((hint) => hint.name ?? []))];
  return names.every((one) => one === name) ? undefined : `In use here: ${names.join(', ')}.`;
}

function parseScope(raw: string): string {
  const word = raw.trim();
  if (remoteHelperScopes.some((one) => one === word)) return word;
  throw new Problem('usage', `It is one of ${remoteHelperScopes.join(', ')}.`);
}

/** What stands around the question. */
export interface RemoteHelperContext {
  readonly interview: Interview<SetupAnswers>;
  readonly target: Target;
  /** The URLs of the current clone's remotes and submodules. */
  readonly remotes: readonly string[];
  /** This clone's own settings, or everybody's. */
  readonly scope: GitSetting['scope'];
}

/** The settings that make Git read `codecommit::` URLs, as the person wants it. */
export async function chooseRemoteHelperUrls({
  interview,
  target,
  remotes,
  scope,
}: RemoteHelperContext): Promise<{ readonly git: readonly GitSetting[]; readonly question: Question<string> }> {
  const inUse = [interview.raw('repository') ?? '', ...remotes]
    .filter((url) => url.startsWith('codecommit:'))
    .flatMap((url) => hintOf(url) ?? [])
    .filter(({ region }) => region === undefined || region === target.region);
  const question = remoteHelperQuestion(target, inUse);
  const answer = await interview.one('codecommitUrls', question);
  const git = insteadOf(answer, target, inUse).map(([base, prefix]) => ({
    scope,
    key: `url.${base}.insteadOf`,
    value: prefix,
  }));
  return { git, question };
}

function hintOf(url: string): RepositoryHint | undefined {
  try {
    return parseRepository(url);
  } catch (error) {
    if (isProblem(error, 'usage')) return undefined;
    throw error;
  }
}

/**
 * Beginnings of URLs, each with what stands in its place. For one repository they end in its name, for a Region they do
 * not; a beginning without Region and profile would be every Region's.
 */
function insteadOf(
  which: string | undefined,
  { name, region, host }: Target,
  inUse: readonly RepositoryHint[],
): readonly (readonly [base: string, prefix: string])[] {
  if (which === 'repository') {
    if (name === undefined)
      throw new Problem('usage', 'Reading the codecommit:: URLs of one repository needs its name.', {
        hint: 'Give it with --repository NAME, or use --codecommit-urls region.',
      });
    const starts = [{ region }, ...inUse.filter((hint) => hint.name === name)].map((hint) => `${startOf(hint)}${name}`);
    return [...new Set(starts)].map((start) => [repositoryUrl({ region, host, name }), start]);
  }
  if (which !== 'region') return [];
  const starts = [{ region }, ...inUse.filter((hint) => hint.region !== undefined || hint.profile !== undefined)].map(
    startOf,
  );
  return [...new Set(starts)].map((start) => [repositoryUrl({ region, host, name: '' }), start]);
}

/** `codecommit::REGION://PROFILE@`, or what of it was written. Source: git-remote-codecommit's README, "Cloning". */
function startOf({ region, profile }: Pick<RepositoryHint, 'region' | 'profile'>): string {
  return `codecommit:${region === undefined ? '' : `:${region}:`}//${profile === undefined ? '' : `${profile}@`}`;
}
