import { joined } from '../../core/advice/advice.js';
import { unsetVariables } from '../../core/advice/other-programs.js';
import { isTooOldNode } from '../../core/ports/program.js';
import { isAtLeast, oldestGit, parseGitVersion } from '../../git/version.js';
import { isMisquoted } from '../../git/settings/aws-helper-value.js';
import { runAwsCli } from '../common/aws-cli.js';
import { posixQuote } from '../../core/shells/posix.js';
import { readHelperValue } from '../../git/settings/helper-value.js';
import { printable } from '../../core/text/printable.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { settingsFix } from '../fixes.js';
import { knownHelpers } from './helpers.js';

/** Git 2.40 is the first that forgets a password when it ends. */
const expiryGit = [2, 40] as const;
const patienceMs = 20_000;

export const gitVersion: Check = {
  id: 'git-version',
  title: 'Git',
  async run({ gitProblem, env }, { git }) {
    if (gitProblem !== undefined)
      return unreadableVariable(gitProblem.message, env) ?? fail(joined([gitProblem.said, gitProblem.hint]));
    const { stdout } = await git.run(['version']);
    const said = printable(stdout.trim(), 100);
    const version = parseGitVersion(stdout);
    if (version === undefined) return warn(`Git says "${said}", which names no version.`);
    if (!isAtLeast(version, oldestGit))
      return fail(
        `${said} cannot be told to leave out other credential helpers. Install 2.9 or newer: ` +
          'https://git-scm.com/downloads',
      );
    if (!isAtLeast(version, expiryGit))
      return ok(`${said}; from 2.40 on it forgets passwords that have ended by itself.`);
    return ok(said);
  },
};

/**
 * Settings in variables that Git cannot read: it then does nothing at all. Source: config.c,
 * `git_config_from_parameters`.
 */
function unreadableVariable(message: string, env: DiagnosisFacts['env']): CheckResult | undefined {
  if (!/GIT_CONFIG_(?:COUNT|KEY|VALUE|PARAMETERS)|command-line config/.test(message)) return undefined;
  const name = ['GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT'].find(
    (one) => env[one] !== undefined && (message.includes(one) || !message.includes('GIT_CONFIG_PARAMETERS')),
  );
  const [, said = ''] = /(?:error|fatal): (.*?)(?:\\x0a|\n|$)/.exec(message) ?? [];
  return name === undefined
    ? undefined
    : fail(
        `Git cannot read the settings in the variable ${name}, so it does nothing. It says: "${said}".`,
        unsetVariables([name]),
      );
}

export const nodeVersion: Check = {
  id: 'node-version',
  title: 'Node',
  async run(facts, ports) {
    const own = ports.nodeVersion.replace(/^v/, '');
    if (isTooOldNode(own)) return fail(`Node ${own} is too old; 20.19 or newer is needed: https://nodejs.org`);
    const { path, version } = await nodeOfHelper(facts, ports);
    if (path !== undefined && version === undefined)
      return warn(
        `The Node that Git's helper was set up with is gone (${printable(path)}); it takes any other that it finds.`,
        settingsFix(facts),
        ['pull'],
      );
    if (version !== undefined && isTooOldNode(version))
      return warn(
        `Git's helper runs on Node ${version} (${printable(path ?? '')}), which is too old; 20.19 or newer is needed.`,
        settingsFix(facts),
        ['expiry', 'pull'],
      );
    return ok(isAtLeast(numbers(own), [22, 0]) ? `Node ${own}` : `Node ${own}; 22 or newer is recommended.`);
  },
};

function numbers(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

/** The Node in the helper's own command; asked by Git's shell, as Git would run it. */
async function nodeOfHelper(
  facts: DiagnosisFacts,
  { git }: Pick<CheckPorts, 'git'>,
): Promise<{ readonly path?: string | undefined; readonly version?: string | undefined }> {
  const path = knownHelpers(facts)
    .map(({ value = '' }) => readHelperValue(value).node)
    .find((node) => node !== undefined);
  if (path === undefined) return {};
  const { code, stdout } = await git.run(['-c', `alias.node-version=!${posixQuote(path)} --version`, 'node-version'], {
    timeoutMs: patienceMs,
  });
  return { path, version: code === 0 ? /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined };
}

export const awsCli: Check = {
  id: 'aws-cli',
  title: 'AWS CLI',
  git: true,
  async run(facts, { git }) {
    const used = knownHelpers(facts).find(({ value = '' }) => readHelperValue(value).kind === 'aws')?.value;
    if (used === undefined) return skip("Git's helper does not need it.");
    if (isMisquoted(used)) return skip('"Credential helper" says why it cannot be run.');
    // As Git runs a helper: by its shell, with its PATH.
    const { code, stderr } = await runAwsCli(used, ['--version'], { git });
    // It reads its files even for this; what is wrong with them is another check's.
    if (code === 0 || stderr.includes('ConfigParseError')) return ok('The helper of the AWS CLI can be run.');
    return fail(
      `Git's helper is the AWS CLI's, which Git cannot run: ${printable(stderr.trim().split('\n').at(-1) ?? '', 200)}`,
      settingsFix(facts),
    );
  },
};
