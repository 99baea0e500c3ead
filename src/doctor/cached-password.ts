import { effectiveCredentials } from '../git/effective.js';
import { readHelperValue } from '../git/helper-value.js';
import { fail, ok, skip } from './check.js';
import type { Check } from './check.js';

/** CodeCommit takes a signed password for about this long. Source: CodeCommit user guide, troubleshooting the helper. */
const lifeMs = 15 * 60_000;

export const cachedPassword: Check = {
  id: 'cached-password',
  title: 'Stored password',
  async run({ entries, cleanUrl, keys, cwd }, { git, clock }) {
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const [first] = effectiveCredentials(entries, cleanUrl).helpers;
    if (first === undefined || readHelperValue(first.value ?? '').kind !== 'other') return ok('No other helper is asked first.');
    const { host, pathname } = new URL(cleanUrl);
    const filled = await git.run(['credential', 'fill'], { cwd, timeoutMs: 20_000, input: `protocol=https\nhost=${host}\npath=${pathname.slice(1)}\n\n` });
    const user = /^username=([^%\n]*)/m.exec(filled.stdout)?.[1];
    const signed = /^password=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/m.exec(filled.stdout);
    const age = signed === null ? 0 : clock.now().getTime() - Date.UTC(Number(signed[1]), Number(signed[2]) - 1, Number(signed[3]), Number(signed[4]), Number(signed[5]), Number(signed[6]));
    const stale = age > lifeMs || (user !== undefined && keys !== undefined && user !== keys.accessKeyId);
    return stale ? fail('A helper that stores passwords answers with an old one.', `printf 'protocol=https\\nhost=${host}\\npath=${pathname.slice(1)}\\n\\n' | git credential reject`) : ok('No old password was found.');
  },
};
