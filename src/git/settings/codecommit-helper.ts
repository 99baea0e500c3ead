import type { ConfigEntry } from '../config/entries.js';
import { effectiveCredentials } from '../config/effective.js';
import { isForCodeCommit, readHelperValue, type HelperIdentity } from './helper-value.js';

/** The first helper for CodeCommit, ours or the AWS CLI's, that Git asks for a URL; others may be asked before it. */
export function codeCommitHelper(
  entries: readonly Pick<ConfigEntry, 'key' | 'value'>[],
  url: string,
): HelperIdentity | undefined {
  const found = effectiveCredentials(entries, url).helpers.find(({ value = '' }) => isForCodeCommit(value));
  return found && readHelperValue(found.value ?? '');
}
