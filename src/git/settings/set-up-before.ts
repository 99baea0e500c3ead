import { keyParts } from '../config/entries.js';
import { effectiveCredentials } from '../config/effective.js';
import type { GitScope } from './helper-settings.js';
import { isForCodeCommit, readHelperValue } from './helper-value.js';
import type { Replaced } from './replaced.js';

/** The profile that a URL was set up for last, by the record of what setups replaced. */
export function ownerIn(record: readonly Replaced[], url: string, cwd: string): string | undefined {
  const covers = (change: Replaced): boolean =>
    isHelper(change) &&
    (change.scope === 'global' || isBelow(cwd, change.cwd)) &&
    effectiveCredentials([{ key: change.key, value: 'codecommit' }], url).helpers.length > 0;
  return record.findLast(covers)?.profile;
}

/** For what, and with whose helper, a profile was set up last. */
export function choiceIn(
  record: readonly Replaced[],
  profile: string,
): { readonly scope: GitScope; readonly helper: 'codecommit' | 'aws' } | undefined {
  const last = record.findLast((change) => change.profile === profile && isHelper(change));
  if (last === undefined) return undefined;
  return {
    scope: scopeOf(last),
    helper: last.after.some((value) => readHelperValue(value).kind === 'aws') ? 'aws' : 'codecommit',
  };
}

function isHelper({ key, after }: Replaced): boolean {
  return keyParts(key).name === 'helper' && after.some(isForCodeCommit);
}

function scopeOf({ scope, key }: Replaced): GitScope {
  const { url } = keyParts(key);
  if (scope === 'local') return 'local';
  if (url === undefined) return 'global';
  if (url.includes('*')) return 'all';
  return /^https:\/\/[^/]+$/.test(url) ? 'region' : 'repository';
}

function isBelow(folder: string, other: string): boolean {
  return folder === other || folder.startsWith(`${other}/`) || folder.startsWith(`${other}\\`);
}
