import { joined, sentence } from '../../core/advice/advice.js';
import { unsetVariables } from '../../core/advice/other-programs.js';
import { printable } from '../../core/text/printable.js';
import { effectiveCredentials } from '../../git/config/effective.js';
import type { ConfigEntry } from '../../git/config/entries.js';
import { readHelperValue } from '../../git/settings/helper-value.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { tryGit } from '../common/git-works.js';
import { settingsFix, setUpFix, whoseRecipe } from '../fixes.js';
import { isFromOutside, programAround, whereFromOutside } from '../outside-programs.js';
import { callsCodeCommit, capital, helpersFor, isHelper, isWiped, steadFix, unknownUrl, where } from './helpers.js';

export const helperOrder: Check = {
  id: 'helper-order',
  title: 'Order of the helpers',
  git: true,
  async run(facts, ports) {
    if (facts.cleanUrl === undefined) return unknownUrl;
    const wiping = isWiped(facts) ? lastReset(facts) : undefined;
    if (wiping !== undefined) return await wiped(wiping, facts, ports);
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
          `${names(before)} ${before.length === 1 ? 'is' : 'are'} asked before ${ours} ` +
            `(${await places(before, facts, ports)}): ` +
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
        `${names(behind)} (${await places(behind, facts, ports)}) ${behind.length === 1 ? 'keeps' : 'keep'} a copy ` +
          `of every password that ${ours} gives, though Git never asks for it back.`,
      );
    return ok(ours === 'ours' ? 'Git asks ours alone.' : "Git asks the AWS CLI's alone.");
  },
};

/** The empty helper that takes away what Git read before it for the URL. */
function lastReset({ entries, cleanUrl = '' }: DiagnosisFacts): ConfigEntry | undefined {
  return entries.findLast(
    (entry) =>
      isHelper(entry) &&
      entry.value === '' &&
      effectiveCredentials([{ key: entry.key, value: 'any' }], cleanUrl).helpers.length > 0,
  );
}

/** Where another helper stands in the place of ours, and Git gets through with it, that is somebody's choice. */
async function wiped(wiping: ConfigEntry, facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  const [instead] = helpersFor(facts);
  const isOutside = isFromOutside(wiping);
  if (instead !== undefined && !isOutside && (await tryGit(facts, ports)) === undefined)
    return ok(
      `Git asks ${names([instead])} (${await where(instead, facts, ports)}) in place of ${whoseIsWiped(facts)}, and gets through.`,
    );
  if (isOutside) return wipedFromOutside(facts);
  return fail(
    `An empty "helper =" that comes later takes ${whoseIsWiped(facts)} away again ` +
      `(${await where(wiping, facts, ports)}).`,
    steadFix(wiping, facts, true),
  );
}

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

function names(entries: readonly ConfigEntry[]): string {
  return entries.map(({ value = '' }) => `"${printable(value, 60)}"`).join(', ');
}

async function places(entries: readonly ConfigEntry[], facts: DiagnosisFacts, ports: CheckPorts): Promise<string> {
  const all = await Promise.all(entries.map((entry) => where(entry, facts, ports)));
  return [...new Set(all)].join(', ');
}
