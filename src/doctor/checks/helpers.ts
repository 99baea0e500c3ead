import { escapePattern } from '../common/escape-pattern.js';
import {
  makeExecutable,
  replaceGitSetting,
  unsetGitSetting,
  unsetVariables,
} from '../../core/advice/other-programs.js';
import { configFileOf } from '../../git/config/fix.js';
import type { ConfigEntry } from '../../git/config/entries.js';
import { keyParts } from '../../git/config/entries.js';
import { effectiveCredentials } from '../../git/config/effective.js';
import { isForCodeCommit, readHelperValue, type HelperIdentity } from '../../git/settings/helper-value.js';
import { printable } from '../../core/text/printable.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { settingsFix, takeEnvironmentFix, whoseRecipe } from '../fixes.js';
import { isMisquoted, withRightQuotes } from '../../git/settings/aws-helper-value.js';
import type { Advice } from '../../core/advice/advice.js';
import { environmentRecipe } from '../../core/recipe.js';
import { placeWithLine } from '../../git/config/line.js';
import { tryGit } from '../common/git-works.js';
import { isFromOutside, programAround, whereFromOutside } from '../outside-programs.js';
import { foreignPartition } from '../common/partition.js';
import { variableThatHidesHelper } from '../common/other-settings.js';
import { isElsewhere } from '../common/region.js';

/** What a check says that goes by a URL, where there is none. */
export const unknownUrl = skip('No CodeCommit URL is known.');

/** The helpers that Git asks for the URL in question, in its order. */
export function helpersFor({
  entries,
  cleanUrl,
}: Pick<DiagnosisFacts, 'entries' | 'cleanUrl'>): readonly ConfigEntry[] {
  return cleanUrl === undefined ? [] : effectiveCredentials(entries, cleanUrl).helpers;
}

/** The same without those that only the clone names and nobody knows: nothing of them is run. */
export function knownHelpers(facts: Pick<DiagnosisFacts, 'entries' | 'cleanUrl' | 'foreign'>): readonly ConfigEntry[] {
  return helpersFor(facts).filter((entry) => !facts.foreign.includes(entry));
}

/** Whether a helper is ours or the AWS CLI's. */
export function callsCodeCommit({ value = '' }: Pick<ConfigEntry, 'value'>): boolean {
  return isForCodeCommit(value);
}

/** Whether a helper for CodeCommit is set for the URL, and none is left when Git has read everything. */
export function isWiped(facts: DiagnosisFacts): boolean {
  const asked = helpersFor(facts);
  return (
    !asked.some(callsCodeCommit) &&
    facts.entries.some(
      (entry) =>
        isHelper(entry) &&
        callsCodeCommit(entry) &&
        effectiveCredentials([entry], facts.cleanUrl ?? '').helpers.length > 0,
    )
  );
}

/** Whether an entry is one of `credential.helper`, for whatever URL. */
export function isHelper({ key }: ConfigEntry): boolean {
  const { section, name } = keyParts(key);
  return section === 'credential' && name === 'helper';
}

export const helper: Check = {
  id: 'helper',
  title: 'Credential helper',
  git: true,
  async run(facts, ports) {
    if (facts.cleanUrl === undefined) return unknownUrl;
    const asked = helpersFor(facts);
    const ours = asked.find(callsCodeCommit);
    const misquoted = asked.find(({ value = '' }) => isMisquoted(value));
    if (misquoted !== undefined && (ours === undefined || ours === misquoted))
      return await inWrongQuotes(misquoted, facts, ports);
    if (ours === undefined) return await withoutHelper(facts, ports);
    const identity = readHelperValue(ours.value ?? '');
    return (
      (await isMisused(ours, facts, ports)) ??
      (await cannotRun(identity, ours, facts, ports)) ??
      (await isAnothers(identity, ours, facts, ports)) ??
      isOld(identity, facts, ports) ??
      ok(printable(ours.value ?? ''))
    );
  },
};

async function withoutHelper(facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  if (isWiped(facts)) return skip('There is one; the next check says why Git does not ask it.');
  if ((await foreignPartition(facts, ports)) !== undefined)
    return skip('None is set for this host; "Identity" says why that is no wonder.');
  if (await isElsewhere(facts, ports))
    return skip('None is set for this Region; "Remote URL" says why that is no wonder.');
  const hiding = await variableThatHidesHelper(facts, ports);
  if (hiding !== undefined)
    return fail(
      `The variable ${hiding} lets Git read other settings than those in which the credential helper for CodeCommit is.`,
      unsetVariables([hiding]),
    );
  const { keysFrom, recipe } = facts;
  const isOfEnvironment = keysFrom === 'environment' || keysFrom === 'web-identity';
  return fail(
    'No credential helper for CodeCommit is set for this URL, so Git asks for a user name.' +
      (isOfEnvironment ? ' There are credentials in the environment that it could take.' : '') +
      askedByProgram(facts),
    isOfEnvironment && recipe === undefined ? takeEnvironmentFix(facts, ports.clock.now()) : settingsFix(facts),
  );
}

/** Words behind AWS's helper that the AWS CLI does not know: it then answers nothing, whatever keys there are. */
async function isMisused(
  entry: ConfigEntry,
  facts: DiagnosisFacts,
  ports: CheckPorts,
): Promise<CheckResult | undefined> {
  const { failure } = facts.awsHelper ?? {};
  if (failure?.kind !== 'misused') return undefined;
  return fail(
    `The AWS CLI does not understand how its helper is called (${await where(entry, facts, ports)}). ` +
      `It says: "${printable(failure.said, 200)}".`,
    settingsFix(facts),
  );
}

/** GIT_ASKPASS makes the question one of a program's own, which looks as if that wanted a password. */
function askedByProgram({ env, entries }: DiagnosisFacts): string {
  const program = (env['GIT_ASKPASS'] ?? '') === '' ? undefined : programAround(env, entries);
  return program === undefined ? '' : ` ${capital(program.name)} shows that question as its own (GIT_ASKPASS).`;
}

/** With a capital letter, for the beginning of a sentence. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Where there is no recipe to write them by, the same helper is written as it was meant. */
async function inWrongQuotes(entry: ConfigEntry, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const { value = '' } = entry;
  const fault = /^[\w./:~-]/.test(value) ? 'without the "!" that it begins with' : 'with the wrong quotes';
  const place = configFileOf(entry);
  const meant = withRightQuotes(value);
  const fix =
    whoseRecipe(facts) === undefined && place !== undefined && meant !== undefined && !facts.foreign.includes(entry)
      ? replaceGitSetting(place, entry.key, meant, `^${escapePattern(value)}$`)
      : settingsFix(facts);
  return fail(
    `The helper for CodeCommit is written ${fault}: ${printable(value, 120)} (${await where(entry, facts, ports)}).`,
    fix,
  );
}

async function cannotRun(
  { paths, node }: HelperIdentity,
  entry: ConfigEntry,
  facts: DiagnosisFacts,
  ports: CheckPorts,
): Promise<CheckResult | undefined> {
  // A Node that is gone is no harm: the helper takes any that is left.
  for (const path of paths.filter((one) => one !== node)) {
    const found = await ports.files.stat(path);
    if (found === undefined)
      return fail(
        `The helper ${printable(path)} is gone (set in ${await where(entry, facts, ports)}).`,
        settingsFix(facts),
      );
    if (
      facts.platform !== 'win32' &&
      !found.isDirectory &&
      (found.mode & 0o111) === 0 &&
      path.endsWith('git-credential-codecommit')
    )
      return fail(
        `The helper ${printable(path)} may not be run: it is not executable.`,
        facts.foreign.includes(entry) ? undefined : makeExecutable(path),
      );
  }
  return undefined;
}

/**
 * Another profile, or none, than the one that this URL was set up for. Whether that breaks anything, AWS's answers say.
 * The AWS CLI's helper is none of ours: somebody has put it there, and if it works, it shall.
 */
async function isAnothers(
  { kind, profile }: HelperIdentity,
  entry: ConfigEntry,
  facts: DiagnosisFacts,
  ports: CheckPorts,
): Promise<CheckResult | undefined> {
  const { owner, recipe } = facts;
  const meant = owner === environmentRecipe ? undefined : owner;
  if (owner === undefined || profile === meant || recipe?.method === 'instance') return undefined;
  const trial = kind === 'aws' || entry.scope === 'worktree' ? await tryGit(facts, ports) : undefined;
  if (kind === 'aws' && trial === undefined) return undefined;
  const asks =
    profile === undefined
      ? `Git asks ${kind === 'aws' ? "the AWS CLI's helper" : 'the helper'} without a profile here`
      : `Git uses the profile ${printable(profile)} here`;
  return warn(
    `${asks} (${await where(entry, facts, ports)}); git-codecommit had set it up with ${printable(owner)}.`,
    steadFix(entry, facts, trial !== undefined),
    ['profile', 'expiry', 'identity', 'repository', 'pull'],
  );
}

/** The file and the line of an entry, for people. */
export async function where(entry: ConfigEntry, facts: DiagnosisFacts, { files }: CheckPorts): Promise<string> {
  return printable(await placeWithLine(entry, facts.entries, { files, cwd: facts.cwd }), 300);
}

/**
 * What brings ours back where another section answers in its stead. Behind what a worktree has of its own, and what
 * comes by variables, nothing of ours can stand. @param fails whether Git does not get through
 */
export function steadFix(entry: ConfigEntry, facts: DiagnosisFacts, fails: boolean): Advice | undefined {
  if (isFromOutside(entry)) {
    const { variables } = whereFromOutside(facts.env);
    return variables.length === 0 ? undefined : unsetVariables(variables);
  }
  return entry.scope === 'worktree' && fails ? unsetGitSetting(['--worktree'], entry.key) : settingsFix(facts);
}

/** A copy of ours in our data folder, of another version than the one that runs now. */
function isOld({ paths }: HelperIdentity, facts: DiagnosisFacts, { version }: CheckPorts): CheckResult | undefined {
  const folder = `${facts.paths.data.replace(/\\/g, '/')}/program/`;
  const other = paths
    .map((path) => path.replace(/\\/g, '/'))
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length).split('/')[0] ?? '')
    .find((one) => one !== version);
  return other === undefined
    ? undefined
    : warn(`Git's helper is of version ${printable(other)}, and this is ${version}.`, settingsFix(facts));
}
