import { escapePattern } from '../common/escape-pattern.js';
import { makeExecutable, replaceGitSetting, unsetVariables } from '../../core/advice/other-programs.js';
import { configFileOf, placeOf } from '../../git/config/fix.js';
import type { ConfigEntry } from '../../git/config/entries.js';
import { keyParts } from '../../git/config/entries.js';
import { effectiveCredentials } from '../../git/config/effective.js';
import { isForCodeCommit, readHelperValue, type HelperIdentity } from '../../git/settings/helper-value.js';
import { printable } from '../../core/text/printable.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { settingsFix, setUpFix, takeEnvironmentFix, whoseRecipe } from '../fixes.js';
import { isMisquoted, withRightQuotes } from '../../git/settings/aws-helper-value.js';
import { joined, sentence } from '../../core/advice/advice.js';
import { tryGit } from '../common/git-works.js';
import { isFromOutside, programAround, whereFromOutside } from '../outside-programs.js';
import { foreignPartition } from '../common/partition.js';
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

export const helper: Check = {
  id: 'helper',
  title: 'Credential helper',
  git: true,
  async run(facts, ports) {
    if (facts.cleanUrl === undefined) return unknownUrl;
    const asked = helpersFor(facts);
    const ours = asked.find(callsCodeCommit);
    const misquoted = asked.find(({ value = '' }) => isMisquoted(value));
    if (misquoted !== undefined && (ours === undefined || ours === misquoted)) return inWrongQuotes(misquoted, facts);
    if (ours === undefined) return await withoutHelper(facts, ports);
    const identity = readHelperValue(ours.value ?? '');
    return (
      isMisused(ours, facts) ??
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
function isMisused(entry: ConfigEntry, facts: DiagnosisFacts): CheckResult | undefined {
  const { failure } = facts.awsHelper ?? {};
  if (failure?.kind !== 'misused') return undefined;
  return fail(
    `The AWS CLI does not understand how its helper is called (${printable(placeOf(entry))}). ` +
      `It says: "${printable(failure.said, 200)}".`,
    settingsFix(facts),
  );
}

/** GIT_ASKPASS makes the question one of a program's own, which looks as if that wanted a password. */
function askedByProgram({ env, entries }: DiagnosisFacts): string {
  const program = (env['GIT_ASKPASS'] ?? '') === '' ? undefined : programAround(env, entries);
  return program === undefined ? '' : ` ${capital(program.name)} shows that question as its own (GIT_ASKPASS).`;
}

/** Where there is no recipe to write them by, the same helper is written as it was meant. */
function inWrongQuotes(entry: ConfigEntry, facts: DiagnosisFacts): CheckResult {
  const { value = '' } = entry;
  const fault = /^[\w./:~-]/.test(value) ? 'without the "!" that it begins with' : 'with the wrong quotes';
  const place = configFileOf(entry);
  const meant = withRightQuotes(value);
  const fix =
    whoseRecipe(facts) === undefined && place !== undefined && meant !== undefined && !facts.foreign.includes(entry)
      ? replaceGitSetting(place, entry.key, meant, `^${escapePattern(value)}$`)
      : settingsFix(facts);
  return fail(
    `The helper for CodeCommit is written ${fault}: ${printable(value, 120)} (${printable(placeOf(entry))}).`,
    fix,
  );
}

async function cannotRun(
  { paths, node }: HelperIdentity,
  entry: ConfigEntry,
  facts: DiagnosisFacts,
  { files }: CheckPorts,
): Promise<CheckResult | undefined> {
  // A Node that is gone is no harm: the helper takes any that is left.
  for (const path of paths.filter((one) => one !== node)) {
    const found = await files.stat(path);
    if (found === undefined)
      return fail(`The helper ${printable(path)} is gone (set in ${printable(placeOf(entry))}).`, settingsFix(facts));
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
 * Another profile than the one that this URL was set up for. Whether that breaks anything, AWS's answers say. The AWS
 * CLI's helper is none of ours: somebody has put it there, and if it works, it shall.
 */
async function isAnothers(
  { kind, profile }: HelperIdentity,
  entry: ConfigEntry,
  facts: DiagnosisFacts,
  ports: CheckPorts,
): Promise<CheckResult | undefined> {
  const { owner, recipe } = facts;
  if (owner === undefined || profile === undefined || profile === owner || recipe?.method === 'instance')
    return undefined;
  if (kind === 'aws' && (await tryGit(facts, ports)) === undefined) return undefined;
  return warn(
    `Git uses the profile ${printable(profile)} here (${printable(placeOf(entry))}); git-codecommit had set ` +
      `it up with ${owner}.`,
    settingsFix(facts),
    ['profile', 'expiry', 'identity', 'repository', 'pull'],
  );
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

export const helperOrder: Check = {
  id: 'helper-order',
  title: 'Order of the helpers',
  git: true,
  run(facts) {
    if (facts.cleanUrl === undefined) return unknownUrl;
    const wiping = isWiped(facts)
      ? facts.entries.findLast((entry) => isHelper(entry) && entry.value === '')
      : undefined;
    if (wiping !== undefined && isFromOutside(wiping)) return wipedFromOutside(facts);
    if (wiping !== undefined)
      return fail(
        `An empty "helper =" that comes later takes ${whoseIsWiped(facts)} away again (${printable(placeOf(wiping))}).`,
        settingsFix(facts),
      );
    const asked = helpersFor(facts);
    const own = asked.findIndex(callsCodeCommit);
    if (own === -1) return skip('There is no helper to be in order.');
    const ours = whose(asked[own]);
    const before = asked.slice(0, own);
    if (before.length > 0) {
      // Where it is not our record that named it, writing the settings anew would put ours in the place of one that works.
      const isAws = ours !== 'ours' && (facts.owner === undefined || whoseRecipe(facts) !== profileIn(asked[own]));
      return warn(
        joined([
          `${names(before)} ${before.length === 1 ? 'is' : 'are'} asked before ${ours} (${places(before)}): ` +
            `${before.length === 1 ? 'it stores' : 'they store'} passwords that are good for 15 minutes, and ` +
            `then ${before.length === 1 ? 'answers' : 'answer'} with old ones.`,
          isAws
            ? sentence`An empty "helper =" before ${ours} keeps them out, as \`${setUpFix(facts)}\` would write it.`
            : undefined,
        ]),
        isAws ? undefined : settingsFix(facts),
      );
    }
    const behind = asked.slice(own + 1).filter((entry) => !callsCodeCommit(entry));
    if (behind.length > 0)
      return warn(
        `${names(behind)} (${places(behind)}) ${behind.length === 1 ? 'keeps' : 'keep'} a copy of every password ` +
          `that ${ours} gives, though Git never asks for it back.`,
      );
    return ok(ours === 'ours' ? 'Git asks ours alone.' : "Git asks the AWS CLI's alone.");
  },
};

/** No file is at fault, and to write one anew would help nobody: the empty helper comes from whoever starts Git. */
function wipedFromOutside(facts: DiagnosisFacts): CheckResult {
  const { how, variables } = whereFromOutside(facts.env);
  const program = programAround(facts.env, facts.entries);
  const who = program?.leavesOut === true ? ` ${capital(program.name)} starts Git so. ${program.cure}` : '';
  const others =
    variables.length === 0 && who === '' ? ' Whatever starts Git so (a program, a script) has to leave that out.' : '';
  return fail(
    `An empty "helper =" from outside of Git's files (${how}) takes ${whoseIsWiped(facts)} away.${who}${others}`,
    variables.length === 0 ? undefined : unsetVariables(variables),
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Whether a helper for CodeCommit is set for the URL, and none is left when Git has read everything. */
function isWiped(facts: DiagnosisFacts): boolean {
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

/** The helper for CodeCommit, for people. */
function whose(entry: Pick<ConfigEntry, 'value'> | undefined): string {
  return readHelperValue(entry?.value ?? '').kind === 'aws' ? "the AWS CLI's" : 'ours';
}

function profileIn(entry: Pick<ConfigEntry, 'value'> | undefined): string | undefined {
  return readHelperValue(entry?.value ?? '').profile;
}

function whoseIsWiped(facts: DiagnosisFacts): string {
  return whose(facts.entries.findLast((entry) => isHelper(entry) && callsCodeCommit(entry)));
}

function isHelper({ key }: ConfigEntry): boolean {
  const { section, name } = keyParts(key);
  return section === 'credential' && name === 'helper';
}

function names(entries: readonly ConfigEntry[]): string {
  return entries.map(({ value = '' }) => `"${printable(value, 60)}"`).join(', ');
}

function places(entries: readonly ConfigEntry[]): string {
  return [...new Set(entries.map((entry) => printable(placeOf(entry))))].join(', ');
}
