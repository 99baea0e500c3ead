import { sentence } from './advice/advice.js';
import type { Text } from './advice/advice.js';
import { exportRecipe, refresh, remove } from './advice/own-commands.js';
import { inHome } from './text/home-path.js';

/** One line of Git configuration; an empty value is an entry of its own (it cuts off the helpers before it). */
export interface GitSetting {
  readonly scope: 'global' | 'local';
  readonly key: string;
  readonly value: string;
}

/** What a setup is going to change; pure data, so that it can be shown, tested and left undone. */
export interface Plan {
  readonly profile: string;
  readonly method: string;
  readonly region: string;
  /** Undefined where nothing is written: environment, instance. */
  readonly credentialsFile: string | undefined;
  /** What stands in the profile now, in words, if anything. */
  readonly replaces: string | undefined;
  /** The profile that an access key is kept in, so that a refresh needs nobody. */
  readonly keptSource: string | undefined;
  /** An `[sso-session]` that is added to AWS's config, so that the AWS CLI shares the sign-in. */
  readonly ssoSession?: string | undefined;
  /** What the session is limited to, in words: `read my-app`. */
  readonly sessionLimit?: string | undefined;
  /** The credentials that were in the environment already, in words. */
  readonly uses?: string | undefined;
  /** Undefined where the profile has a region. */
  readonly configFile: string | undefined;
  /** The hosts that are asked in place of AWS's own, and where they are configured, in words. */
  readonly asks?: readonly string[] | undefined;
  readonly git: readonly GitSetting[];
  /** Somebody's helpers for CodeCommit that Git does not ask any more because of that, and where they stand, in words. */
  readonly setsAside?: readonly string[] | undefined;
  readonly recipesFile: string | undefined;
  /** The link to our copy of the program on PATH, where one is made. */
  readonly link?: string | undefined;
  /** The folder that the repository is cloned into in the end, where it is. */
  readonly clone?: string | undefined;
}

/** The plan in rows for a person; the home folder is written `~`. */
export function sayPlan(plan: Plan, homeDirectory: string): readonly (readonly [string, Text])[] {
  const short = (path: string): string => inHome(path, homeDirectory);
  const rows: (readonly [string, Text])[] = [];
  for (const asked of plan.asks ?? []) rows.push(['ask', `${asked}, which is not AWS's`]);
  if (plan.uses !== undefined) rows.push(['use', plan.uses]);
  if (plan.credentialsFile !== undefined)
    rows.push([
      'write',
      `[${plan.profile}] in ` +
        `${short(plan.credentialsFile)}${plan.replaces === undefined ? '' : ` (in place of ${plan.replaces})`}; ` +
        'other profiles stay as they are',
    ]);
  if (plan.keptSource !== undefined)
    rows.push(['write', `[${plan.keptSource}] in the same file: the access key, for refreshes`]);
  if (plan.configFile !== undefined) rows.push(['write', `region = ${plan.region} in ${short(plan.configFile)}`]);
  if (plan.sessionLimit !== undefined) rows.push(['limit', `the session to: ${plan.sessionLimit}`]);
  if (plan.ssoSession !== undefined)
    rows.push([
      'write',
      `[sso-session ${plan.ssoSession}] in AWS's config file, so that the AWS CLI shares the sign-in`,
    ]);
  for (const section of sectionsOf(plan.git))
    rows.push(['set', `${section.scope === 'local' ? "this clone's" : "Git's"} credential helper for ${section.url}`]);
  for (const one of plan.setsAside ?? [])
    rows.push(['set aside', sentence`${one}; \`${remove(plan.profile)}\` puts it back`]);
  for (const prefix of rewritten(plan.git))
    rows.push(['set', `Git's reading of ${prefix}… as https, so that git-remote-codecommit is not needed`]);
  if (plan.git.some(({ key }) => key === 'safe.bareRepository'))
    rows.push([
      'set',
      'safe.bareRepository = explicit for all of Git: a folder without .git is a repository only where ' +
        '--git-dir or GIT_DIR says so',
    ]);
  if (plan.recipesFile !== undefined) rows.push(['keep', sayRecipe(plan)]);
  if (plan.link !== undefined)
    rows.push(['link', `${short(plan.link)} to our copy of the program, so that Git finds the command`]);
  if (plan.clone !== undefined) rows.push(['clone', `the repository into ${plan.clone}`]);
  return rows;
}

function sayRecipe({ profile, credentialsFile, uses }: Plan): Text {
  if (credentialsFile !== undefined)
    return sentence`a recipe without secrets, so that \`${refresh(profile)}\` can repeat this`;
  return uses === undefined
    ? sentence`a recipe without secrets, so that \`${exportRecipe()}\` can repeat this`
    : sentence`a recipe without secrets, so that \`${remove(profile)}\` can take this back`;
}

/** Whether Git asks our helper afterwards: what else is set (how it reads URLs) gives it no credentials. */
export function setsHelper({ git }: Pick<Plan, 'git'>): boolean {
  return git.some(({ key }) => key.startsWith('credential.'));
}

/** Whether it is about the settings of the clone that setup is run in. */
export function isOfClone({ git }: Pick<Plan, 'git'>): boolean {
  return git.some(({ scope }) => scope === 'local');
}

/** The beginnings of URLs that Git is to read as others. */
function rewritten(settings: readonly GitSetting[]): readonly string[] {
  return settings.filter(({ key }) => /^url\..+\.insteadOf$/.test(key)).map(({ value }) => value);
}

function sectionsOf(settings: readonly GitSetting[]): readonly { scope: GitSetting['scope']; url: string }[] {
  const sections = new Map<string, { scope: GitSetting['scope']; url: string }>();
  for (const { scope, key } of settings) {
    const url = /^credential\.(.+)\.[^.]+$/.exec(key)?.[1] ?? 'every address';
    if (key.endsWith('.helper')) sections.set(`${scope} ${url}`, { scope, url });
  }
  return [...sections.values()];
}
