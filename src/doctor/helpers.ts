import { effectiveCredentials, effectiveHttp } from '../git/effective.js';
import type { ConfigEntry } from '../git/config-entries.js';
import { keyParts } from '../git/config-entries.js';
import { readHelperValue } from '../git/helper-value.js';
import { printable } from '../core/printable.js';
import { fail, ok, skip, warn } from './check.js';
import type { Check, Patient } from './check.js';

/** The helpers that Git asks for the patient's URL, in its order. */
export function helpersFor({ entries, cleanUrl }: Pick<Patient, 'entries' | 'cleanUrl'>): readonly ConfigEntry[] {
  return cleanUrl === undefined ? [] : effectiveCredentials(entries, cleanUrl).helpers;
}

const isForCodeCommit = ({ value = '' }: ConfigEntry): boolean => readHelperValue(value).kind !== 'other';

export const helper: Check = {
  id: 'helper',
  title: 'Credential helper',
  async run(patient, { files }) {
    if (patient.cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const ours = helpersFor(patient).find(isForCodeCommit);
    if (ours === undefined) {
      const wiped = patient.entries.some((entry) => keyParts(entry.key).name === 'helper' && entry.value !== undefined && isForCodeCommit(entry));
      return wiped ? ok('There is one; the next check says why Git does not ask it.') : fail('No credential helper for CodeCommit is set for this URL.', setupFix(patient));
    }
    const { paths, profile } = readHelperValue(ours.value ?? '');
    for (const path of paths) if ((await files.stat(path)) === undefined) return fail(`The helper ${printable(path)} is gone (${printable(ours.origin)}).`, setupFix(patient));
    if (patient.recipe === undefined && patient.profile !== undefined && profile !== undefined && profile !== patient.profile) return fail(`Git uses profile ${printable(profile)} here, not ${patient.profile}.`);
    return ok(printable(ours.value ?? ''));
  },
};

export const helperOrder: Check = {
  id: 'helper-order',
  title: 'Order of the helpers',
  run(patient) {
    if (patient.cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const asked = helpersFor(patient);
    const own = asked.findIndex(isForCodeCommit);
    const wiped = own === -1 && patient.entries.some((entry) => keyParts(entry.key).name === 'helper' && isForCodeCommit(entry) && matches(patient, entry));
    if (wiped) return fail('A later empty "helper =" takes ours away again.', setupFix(patient));
    if (own === -1) return skip('There is no helper to be in order.');
    const before = asked.slice(0, own);
    if (before.length > 0) return fail(`${names(before)} answers before ours, with a password that may have ended (${printable(before[0]?.origin ?? '')}).`, setupFix(patient));
    const behind = asked.slice(own + 1);
    if (behind.length > 0) return warn(`${names(behind)} stores a copy of every password, though it is never asked (${printable(behind[0]?.origin ?? '')}).`);
    return ok('Git asks ours alone.');
  },
};

function matches({ cleanUrl = '' }: Patient, entry: ConfigEntry): boolean {
  return effectiveCredentials([entry], cleanUrl).helpers.length > 0;
}

function names(entries: readonly ConfigEntry[]): string {
  return entries.map(({ value = '' }) => `"${printable(value, 60)}"`).join(', ');
}

export const useHttpPath: Check = {
  id: 'use-http-path',
  title: 'useHttpPath',
  run(patient) {
    if (patient.cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    if (effectiveCredentials(patient.entries, patient.cleanUrl).useHttpPath) return ok('Git tells the helper which repository it wants.');
    return fail('Git does not tell the helper which repository it wants, so nothing can be signed.', `git config --global credential.https://${new URL(patient.cleanUrl).host}.useHttpPath true`);
  },
};

export const extraHeader: Check = {
  id: 'extra-header',
  title: 'Extra headers',
  run({ entries, cleanUrl }) {
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const header = effectiveHttp(entries, cleanUrl, 'extraheader').find(({ value = '' }) => /^authorization:/i.test(value));
    return header === undefined ? ok('No header of its own stands in for the helper.') : fail(`http.extraHeader sends an Authorization of its own, so the helper is never asked (${printable(header.origin)}).`, `git config --global --unset-all ${header.key}`);
  },
};

export const emptyAuth: Check = {
  id: 'empty-auth',
  title: 'http.emptyAuth',
  run({ entries, cleanUrl }) {
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const setting = effectiveHttp(entries, cleanUrl, 'emptyauth').at(-1);
    const on = setting !== undefined && /^(true|yes|on|1)?$/i.test(setting.value ?? '');
    return on ? fail(`http.emptyAuth makes Git send an empty user name instead of asking the helper (${printable(setting.origin)}).`, `git config --global http.https://${new URL(cleanUrl).host}.emptyAuth false`) : ok('Git asks the helper.');
  },
};

/** The command that writes the settings anew, by the recipe. */
export function setupFix({ profile, recipe, cleanUrl }: Patient): string | undefined {
  if (profile === undefined || recipe === undefined) return 'git codecommit setup';
  return `git codecommit setup --profile ${profile} --git-scope region${cleanUrl === undefined ? '' : ` --repository ${cleanUrl}`} --yes`;
}
