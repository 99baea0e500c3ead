import { printable } from '../core/printable.js';
import { fail, ok, skip } from './check.js';
import type { Check, Patient } from './check.js';
import { readNetrc } from './netrc.js';

export const remoteUrl: Check = {
  id: 'remote-url',
  title: 'Remote URL',
  run({ url, cleanUrl, recipe }) {
    if (url === undefined) return skip('No CodeCommit URL is known.');
    if (/^ssh:|^[^/]+@[^/]+:/.test(url)) return fail(`${printable(url)} uses SSH, which temporary credentials cannot.`, setUrl(url, cleanUrl));
    if (/^https?:\/\/[^/]*@/.test(url)) return fail('The remote\'s URL carries a user name, so Git never asks the helper.', setUrl(url, cleanUrl));
    if (url.endsWith('/')) return fail('The remote\'s URL ends in a slash, which CodeCommit does not take.', setUrl(url, cleanUrl));
    if (!url.startsWith('https:')) return fail(`${printable(url)} is not https.`, setUrl(url, cleanUrl));
    if (recipe !== undefined && cleanUrl !== undefined && !cleanUrl.includes(recipe.region)) return ok(`${printable(url)}; the profile was set up for ${recipe.region}.`);
    return ok(printable(url));
  },
};

function setUrl(url: string, cleanUrl: string | undefined): string | undefined {
  return cleanUrl === undefined || cleanUrl === url ? undefined : `git remote set-url origin ${cleanUrl}`;
}

export const netrc: Check = {
  id: 'netrc',
  title: '.netrc',
  async run(patient, { files }) {
    if (patient.cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const { host } = new URL(patient.cleanUrl);
    for (const path of netrcPaths(patient)) {
      const text = await files.read(path);
      const entry = text === undefined ? undefined : readNetrc(text, host);
      if (entry !== undefined) return fail(`${path} has an entry ${entry === 'default' ? '"default"' : `for ${host}`}, which Git takes instead of asking the helper.`);
    }
    return ok('No .netrc stands in for the helper.');
  },
};

function netrcPaths({ paths: { home }, platform }: Patient): readonly string[] {
  return platform === 'win32' ? [`${home}\\_netrc`, `${home}\\.netrc`] : [`${home}/.netrc`];
}
