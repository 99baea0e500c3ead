import { findFaults } from '../profile/faults.js';
import { profileValues } from '../profile/static-keys.js';
import { fail, ok, skip, warn } from './check.js';
import type { Check, Patient } from './check.js';

export const credentialsFile: Check = {
  id: 'credentials-file',
  title: 'Credentials file',
  async run({ credentialsText, configText, paths, platform }, { files }) {
    const rejected = [
      ...(credentialsText === undefined ? [] : findFaults(credentialsText, 'credentials', platform).map((fault) => ({ ...fault, path: paths.credentials }))),
      ...(configText === undefined ? [] : findFaults(configText, 'config', platform).map((fault) => ({ ...fault, path: paths.config }))),
    ].filter(({ level }) => level === 'rejected');
    const [first] = rejected;
    if (first !== undefined) return warn(`${first.path}, line ${first.line}: ${first.message}; the AWS CLI reads nothing of such a file.`, 'git codecommit doctor --repair-files');
    if (credentialsText === undefined) return skip(`There is no ${paths.credentials}.`);
    const facts = await files.stat(paths.credentials);
    if (platform !== 'win32' && facts !== undefined && (facts.mode & 0o077) !== 0) return warn(`Others may read ${paths.credentials} (mode ${(facts.mode & 0o777).toString(8)}).`, `chmod 600 '${paths.credentials}'`);
    return ok(paths.credentials);
  },
};

export const profile: Check = {
  id: 'profile',
  title: 'Profile',
  run({ profile: name, keys, recipe, env }) {
    if (name === undefined) return env['AWS_ACCESS_KEY_ID'] === undefined ? skip('No profile is in use.') : ok('The keys come from the environment.');
    if (keys !== undefined) return ok(`[${name}] has keys.`);
    return recipe === undefined ? fail(`Profile ${name} has no keys.`, 'git codecommit setup') : fail(`Profile ${name} has no keys, but a recipe.`, `git codecommit refresh ${name}`);
  },
};

export const legacyToken: Check = {
  id: 'legacy-token',
  title: 'Old session token',
  run(patient) {
    const values = valuesOf(patient, 'credentials');
    const old = values?.['aws_security_token'];
    if (old === undefined || old === values?.['aws_session_token']) return ok('No other token stands beside the session token.');
    return warn(`[${String(patient.profile)}] also holds aws_security_token, which the AWS CLI uses first; it is another token.`, refreshFix(patient));
  },
};

export const configConflict: Check = {
  id: 'config-conflict',
  title: 'Settings that beat the keys',
  run(patient) {
    const values = valuesOf(patient, 'config') ?? {};
    const beating = ['role_arn', 'sso_session', 'sso_account_id', 'web_identity_token_file'].filter((key) => values[key] !== undefined);
    if (beating.length === 0) return ok('Nothing in AWS\'s config file beats the keys of the profile.');
    return warn(`${beating.join(', ')} of the same profile in ${patient.paths.config} make the AWS CLI use other credentials than the keys.`);
  },
};

/** Variables that make AWS's tools use other keys than a profile's, and the helper without --profile too. */
const shadowing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];

export const environment: Check = {
  id: 'environment',
  title: 'Environment',
  run({ env, profile: name }) {
    const set = shadowing.filter((variable) => (env[variable] ?? '') !== '');
    if (set.length === 0) return ok('No variable shadows the profile.');
    if (name === undefined) return ok(`The keys come from ${set.join(', ')}.`);
    return warn(`${set.join(', ')} ${set.length === 1 ? 'is' : 'are'} set: the AWS CLI uses ${set.length === 1 ? 'it' : 'them'} instead of AWS_PROFILE. Our helper with --profile does not.`, `unset ${set.join(' ')}`);
  },
};

function valuesOf({ profile: name, credentialsText, configText }: Patient, kind: 'credentials' | 'config'): Readonly<Record<string, string>> | undefined {
  const text = kind === 'credentials' ? credentialsText : configText;
  return name === undefined || text === undefined ? undefined : profileValues(text, kind, name);
}

/** New credentials by the recipe; writing them also mends what stands around them. */
export function refreshFix({ profile: name, recipe }: Patient): string | undefined {
  return name === undefined || recipe === undefined ? undefined : `git codecommit refresh ${name} --force`;
}
