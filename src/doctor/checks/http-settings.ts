import { setGitSetting, unsetGitSetting } from '../../core/advice/other-programs.js';
import { configFileOf, placeOf } from '../../git/config/fix.js';
import { effectiveHttp } from '../../git/config/effective.js';
import { printable } from '../../core/text/printable.js';
import { fail, ok, skip } from '../check.js';
import type { Check } from '../check.js';

// Settings with which Git sends credentials of its own, and never asks a helper.
// Source: http.c, `http_auth_init`, `curl_empty_auth_enabled`; git-config(1), `http.extraHeader`, `http.emptyAuth`.

export const extraHeader: Check = {
  id: 'extra-header',
  title: 'Extra headers',
  git: true,
  run({ entries, cleanUrl }) {
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const header = effectiveHttp(entries, cleanUrl, 'extraheader').find(({ value = '' }) =>
      /^authorization:/i.test(value),
    );
    if (header === undefined) return ok('No header of its own stands in for the helper.');
    const place = configFileOf(header);
    return fail(
      'http.extraHeader sends an Authorization of its own, so Git never asks the helper ' +
        `(${printable(placeOf(header))}).`,
      place && unsetGitSetting(place, header.key, '^[Aa][Uu][Tt][Hh]'),
    );
  },
};

export const emptyAuth: Check = {
  id: 'empty-auth',
  title: 'http.emptyAuth',
  git: true,
  run({ entries, cleanUrl }) {
    if (cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const setting = effectiveHttp(entries, cleanUrl, 'emptyauth').at(-1);
    const on = setting !== undefined && /^(true|yes|on|1)?$/i.test(setting.value ?? '');
    if (!on) return ok('Git asks the helper.');
    const { host } = new URL(cleanUrl);
    // For other hosts (Kerberos, most often) the setting may be right; the most exact one counts, wherever it stands.
    const place = configFileOf(setting);
    const fix = setting.key.includes(host)
      ? place && setGitSetting(place, setting.key, 'false')
      : setGitSetting(['--global'], `http.https://${host}.emptyAuth`, 'false');
    return fail(
      `http.emptyAuth makes Git send an empty user name instead of asking the helper (${printable(placeOf(setting))}).`,
      fix,
    );
  },
};
