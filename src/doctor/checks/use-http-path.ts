import { setGitSetting } from '../../core/advice/other-programs.js';
import { nearest } from '../../core/text/nearest.js';
import { printable } from '../../core/text/printable.js';
import { effectiveCredentials } from '../../git/config/effective.js';
import { keyParts, type ConfigEntry } from '../../git/config/entries.js';
import { configFileOf, placeOf } from '../../git/config/fix.js';
import { fail, ok, skip } from '../check.js';
import type { Check } from '../check.js';
import { callsCodeCommit, helpersFor, unknownUrl } from './helpers.js';

export const useHttpPath: Check = {
  id: 'use-http-path',
  title: 'useHttpPath',
  git: true,
  run(facts) {
    const { cleanUrl, entries } = facts;
    if (cleanUrl === undefined) return unknownUrl;
    if (!helpersFor(facts).some(callsCodeCommit)) return skip('There is no helper to be told.');
    if (effectiveCredentials(entries, cleanUrl).useHttpPath)
      return ok('Git tells the helper which repository it wants.');
    const off = entries.findLast(
      (entry) =>
        keyParts(entry.key).name === 'usehttppath' &&
        !effectiveCredentials([{ key: entry.key, value: entry.value }], cleanUrl).useHttpPath &&
        effectiveCredentials([{ key: entry.key, value: 'true' }], cleanUrl).useHttpPath,
    );
    const misspelt = off === undefined ? entries.findLast(isMisspelt) : undefined;
    const place = off && configFileOf(off);
    const fix =
      off === undefined
        ? setGitSetting(['--global'], `credential.https://${new URL(cleanUrl).host}.useHttpPath`, 'true')
        : place && setGitSetting(place, off.key, 'true');
    const why =
      misspelt === undefined
        ? off && ` (it is turned off in ${printable(placeOf(off))})`
        : `: ${printable(misspelt.key)} in ${printable(placeOf(misspelt))} is misspelt, and no setting of Git's`;
    return fail(`Git does not tell the helper which repository it wants, so the helper cannot sign${why ?? ''}.`, fix);
  },
};

/** `UserHttpPath` and the like: what Git does not know it passes over without a word. */
function isMisspelt({ key }: ConfigEntry): boolean {
  const { section, name } = keyParts(key);
  return section === 'credential' && name !== 'usehttppath' && nearest(name, ['usehttppath']) !== undefined;
}
