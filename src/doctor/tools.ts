import { isAtLeast, oldestGit, parseGitVersion } from '../git/version.js';
import { readHelperValue } from '../git/helper-value.js';
import { fail, ok, skip, warn } from './check.js';
import type { Check } from './check.js';
import { helpersFor, setupFix } from './helpers.js';

/** Git 2.40 is the first that forgets a password when it ends. */
const expiryGit = [2, 40] as const;

export const gitVersion: Check = {
  id: 'git-version',
  title: 'Git',
  async run(_patient, { git }) {
    const { stdout } = await git.run(['version']);
    const version = parseGitVersion(stdout);
    if (version === undefined) return warn(`Git says "${stdout.trim()}".`);
    if (!isAtLeast(version, oldestGit)) return fail(`Git ${version.join('.')} cannot be told to leave out other credential helpers; 2.9 can.`);
    if (!isAtLeast(version, expiryGit)) return ok(`${stdout.trim()}; from 2.40 on it forgets passwords that have ended by itself.`);
    return ok(stdout.trim());
  },
};

export const nodeVersion: Check = {
  id: 'node-version',
  title: 'Node',
  run(_patient, { nodeVersion: version }) {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
    if (major < 20 || (major === 20 && minor < 19)) return fail(`Node ${version} is too old; 20.19 or newer is needed.`);
    return major < 22 ? ok(`Node ${version}; 22 or newer is recommended.`) : ok(`Node ${version}`);
  },
};

export const awsCli: Check = {
  id: 'aws-cli',
  title: 'AWS CLI',
  async run(patient, { git }) {
    const used = helpersFor(patient).some(({ value = '' }) => readHelperValue(value).kind === 'aws');
    if (!used) return skip('Git\'s helper does not need it.');
    // As Git runs a helper: by its shell, with its PATH.
    const { code, stderr } = await git.run(['-c', 'alias.aws-version=!aws --version', 'aws-version'], { timeoutMs: 20_000 });
    if (code === 0) return ok('The helper of the AWS CLI can be run.');
    return fail(`Git's helper is the AWS CLI's, and it cannot be run: ${stderr.trim().split('\n').at(-1) ?? ''}`, setupFix(patient));
  },
};
