import { setGitSetting, unsetGitSetting, unsetVariables } from '../../core/advice/other-programs.js';
import { sentence } from '../../core/advice/advice.js';
import { printable } from '../../core/text/printable.js';
import { keyParts } from '../../git/config/entries.js';
import { configFileOf } from '../../git/config/fix.js';
import { placeWithLine } from '../../git/config/line.js';
import { isCodeCommit } from '../../git/current-remote.js';
import { fail, type CheckPorts, type CheckResult, type DiagnosisFacts } from '../check.js';

/** Variables that choose a repository, or keep Git from finding the one here. Source: git(1), "The Git Repository". */
const choosing = [
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_WORK_TREE',
  'GIT_CEILING_DIRECTORIES',
] as const;

/**
 * Why no CodeCommit URL is known, though there is a clone here: Git does not find it, will not use it, or another
 * address is put in the place of its own. Undefined where there is none.
 */
export async function hiddenClone(
  facts: DiagnosisFacts,
  ports: Pick<CheckPorts, 'git' | 'files'>,
): Promise<CheckResult | undefined> {
  const { cwd, env, embedded } = facts;
  if (embedded !== undefined) return undefined;
  const look = (without: readonly string[]) =>
    ports.git.run(['rev-parse', '--git-dir'], {
      cwd,
      env: Object.fromEntries(without.map((name) => [name, undefined])),
    });
  const here = await look([]);
  if (here.code === 0) return await rewritten(facts, ports);
  const [, folder] = /detected dubious ownership in repository at '(.+)'/.exec(here.stderr) ?? [];
  if (folder !== undefined)
    return fail(
      sentence`Git does nothing in ${printable(folder)}, for it belongs to another user. If you trust it: \`${setGitSetting(['--global', '--add'], 'safe.directory', folder)}\``,
    );
  const set = choosing.filter((name) => env[name] !== undefined);
  for (const names of [...set.map((name) => [name]), set])
    if (names.length > 0 && (await look(names)).code === 0)
      return fail(
        `Git does not find the clone here, for the variable ${names.join(' and ')} is set.`,
        unsetVariables(names),
      );
  return undefined;
}

/** A remote of CodeCommit's for which `url.<base>.insteadOf` puts an address that is none. The longest counts. */
async function rewritten(
  { cwd, rewrites }: DiagnosisFacts,
  { git, files }: Pick<CheckPorts, 'git' | 'files'>,
): Promise<CheckResult | undefined> {
  const { stdout } = await git.run(['config', '-z', '--get-regexp', '^remote\\..*\\.url$'], { cwd });
  const written = stdout
    .split('\0')
    .map((entry) => entry.slice(entry.indexOf('\n') + 1))
    .find(isCodeCommit);
  if (written === undefined) return undefined;
  const [rewrite] = rewrites
    .filter(({ key, value = '' }) => keyParts(key).name === 'insteadof' && value !== '' && written.startsWith(value))
    .sort(({ value: one = '' }, { value: other = '' }) => other.length - one.length);
  if (rewrite === undefined) return undefined;
  const place = configFileOf(rewrite);
  return fail(
    `The remote is ${printable(written, 200)}, and Git asks another address in its place: it is ` +
      `${printable(rewrite.key, 200)} (${printable(await placeWithLine(rewrite, rewrites, { files, cwd }), 300)}) that makes it so.`,
    place && unsetGitSetting(place, rewrite.key),
  );
}
