import { doctor } from '../../core/advice/own-commands.js';
import { makePrivate, unsetVariables } from '../../core/advice/other-programs.js';
import { adviceIn, joined, sentence } from '../../core/advice/advice.js';
import { printable } from '../../core/text/printable.js';
import { hasTwoTokens } from '../../aws/credential-formats/environment-keys.js';
import { profileValues, staticKeys } from '../../profile/static-keys.js';
import { whyUnreadable } from '../../profile/why-unreadable.js';
import { readHelperValue } from '../../git/settings/helper-value.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { fileFaults } from '../common/file-faults.js';
import { tryGit } from '../common/git-works.js';
import { keysOfAwsHelper } from './aws-helper.js';
import { environmentFix, environmentWords, refreshFix, renewFix, setUpFix, takeEnvironmentFix } from '../fixes.js';
import { helpersFor } from './helpers.js';

export const credentialsFile: Check = {
  id: 'credentials-file',
  title: 'Credentials file',
  async run(facts, { files }) {
    const { credentialsText, paths, platform } = facts;
    const faults = fileFaults(facts);
    if (faults?.rejected === true)
      return warn(
        `${faults.detail} The AWS CLI reads nothing of such a file.`,
        faults.fix,
        withAwsCli(facts, ['profile', 'pull']),
      );
    const found = credentialsText === undefined ? undefined : await files.stat(paths.credentials);
    if (platform !== 'win32' && found !== undefined && (found.mode & 0o077) !== 0)
      return warn(
        joined([
          `Others on this computer may read ${paths.credentials} (mode ${(found.mode & 0o777).toString(8)}).`,
          faults?.detail,
        ]),
        makePrivate(paths.credentials),
      );
    if (faults !== undefined) return warn(faults.detail, faults.fix, withAwsCli(facts, ['profile', 'pull']));
    if (credentialsText === undefined) return skip(`There is no ${paths.credentials}.`);
    return ok(paths.credentials);
  },
};

export const profile: Check = {
  id: 'profile',
  title: 'Profile',
  async run(facts, ports) {
    const ofAwsHelper = await keysOfAwsHelper(facts, ports);
    if (ofAwsHelper !== undefined) return ofAwsHelper;
    const { profile: name, keys, keysFrom, keysProblem, recipe, owner, candidates } = facts;
    if (isUnused(facts))
      return fail(
        'No profile is set up, and Git does not use the credentials that are in the environment.',
        takeEnvironmentFix(facts, ports.clock.now()),
      );
    if (keysFrom === 'environment') return ok('The keys come from the environment.');
    if (keysFrom === 'web-identity') return ok('STS gives keys for the web identity in the environment.');
    if (keysFrom === 'role') return ok('The keys come from the role of this instance or container.');
    if (name !== undefined && keys !== undefined) return ok(`[${name}] has keys.`);
    const unreadable = name === undefined ? undefined : lineInTheWay(name, facts);
    if (unreadable !== undefined) return unreadable;
    if (name !== undefined)
      return fail(
        `Profile ${name} has no keys${recipe === undefined ? '' : ' any more'}.`,
        renewFix(facts) ?? (owner === name || owner === undefined ? setUpFix(facts) : undefined),
      );
    if (recipe?.method === 'instance')
      return fail(
        "This computer gives out no role's keys: no EC2 instance profile and no container role answers.",
        setUpFix(facts),
      );
    const why = keysProblem?.kind === 'usage' || isWebIdentity(facts) ? keysProblem : undefined;
    if (why !== undefined) return fail(joined([why.said, why.hint]));
    if (recipe !== undefined)
      return fail(
        `Git's helper takes its keys from the environment, and there are none.${environmentWords(facts)}`,
        environmentFix(facts),
      );
    const [first] = candidates;
    if (first !== undefined)
      return skip(
        sentence`Several profiles are set up (${candidates.map((one) => printable(one)).join(', ')}), and nothing says which one is meant: ${doctor(first)}`,
      );
    return fail('No profile is set up, and the environment has no keys.', setUpFix(facts));
  },
};

/** Where a line of AWS's files explains why nothing is found of the profile. */
function lineInTheWay(name: string, { credentialsText, configText, paths }: DiagnosisFacts): CheckResult | undefined {
  const why = whyUnreadable(name, { credentials: credentialsText, config: configText, paths });
  if (why === undefined) return undefined;
  const [fix] = adviceIn(why.hint);
  return fix === undefined ? fail(joined([why.said, why.hint])) : fail(why.said, fix);
}

/** There are keys in the environment, and no helper is known that could take them. */
function isUnused({ keysFrom, recipe, cleanUrl }: DiagnosisFacts): boolean {
  return (keysFrom === 'environment' || keysFrom === 'web-identity') && recipe === undefined && cleanUrl === undefined;
}

function isWebIdentity({ env }: DiagnosisFacts): boolean {
  return (env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '') !== '';
}

export const legacyToken: Check = {
  id: 'legacy-token',
  title: 'Old session token',
  run(facts) {
    const isUsed = (facts.awsHelper?.source.kind ?? 'keys') === 'keys';
    const values = isUsed ? valuesOf(facts, 'credentials') : undefined;
    const old = values?.['aws_security_token'];
    if (old === undefined || old === values?.['aws_session_token'])
      return ok('No other token stands beside the session token.');
    return warn(
      `[${String(facts.profile)}] also holds aws_security_token, which the AWS CLI uses first; it is another token.`,
      refreshFix(facts),
      withAwsCli(facts, ['pull']),
    );
  },
};

/**
 * Settings by which botocore gets credentials before it looks at the keys, whichever file they stand in; a session or a
 * portal alone is not one. Source: botocore, `credentials.py`, `create_credential_resolver`; `Session.full_config`.
 */
const beatingKeys = ['role_arn', 'sso_account_id', 'sso_role_name', 'web_identity_token_file'];

export const configConflict: Check = {
  id: 'config-conflict',
  title: 'Settings that beat the keys',
  async run(facts, ports) {
    const standing = (['config', 'credentials'] as const).flatMap((kind) => {
      const values = valuesOf(facts, kind) ?? {};
      return beatingKeys.filter((key) => values[key] !== undefined).map((key) => ({ key, kind }));
    });
    const [first] = standing;
    if (first === undefined) return ok("Nothing in AWS's files beats the keys of the profile.");
    if (facts.awsHelper !== undefined && !(await isInTheWay(facts, ports)))
      return ok(`The AWS CLI goes by ${first.key} before any keys, and so does Git's helper.`);
    const beating = standing.filter(({ kind }) => kind === first.kind).map(({ key }) => key);
    const section = first.kind === 'config' ? `profile ${String(facts.profile)}` : String(facts.profile);
    const one = beating.length === 1;
    return warn(
      `${beating.join(', ')} in [${section}] of ${facts.paths[first.kind]} ` +
        `${one ? 'makes' : 'make'} the AWS CLI use other credentials than the keys. Delete ` +
        `${one ? 'that line' : 'those lines'}, or move ${one ? 'it' : 'them'} to a profile of another name.`,
      undefined,
      withAwsCli(facts, ['profile', 'identity', 'repository', 'pull']),
    );
  },
};

/** Whether they keep the AWS CLI's helper from keys that were set up by us, and Git from CodeCommit. */
async function isInTheWay(facts: DiagnosisFacts, ports: Pick<CheckPorts, 'git'>): Promise<boolean> {
  const { awsHelper, recipe, profile: name, credentialsText: credentials, configText: config } = facts;
  const isSignedOut = awsHelper?.failure?.kind.startsWith('signed-out') === true;
  return (
    recipe !== undefined &&
    name !== undefined &&
    !isSignedOut &&
    staticKeys(name, { credentials, config }) !== undefined &&
    (await tryGit(facts, ports)) !== undefined
  );
}

/** Variables that make AWS's tools use other keys than a profile's, and the helper without --profile too. */
const shadowing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];

export const environment: Check = {
  id: 'environment',
  title: 'Environment',
  async run(facts, ports) {
    const { env, keysFrom, profile: name, recipe } = facts;
    const isSet = (variable: string): boolean => (env[variable] ?? '') !== '';
    const set = shadowing.filter(isSet);
    const [verb, them] = set.length === 1 ? ['is', 'it'] : ['are', 'them'];
    if (recipe?.method === 'instance' && keysFrom !== 'role') {
      const standing = set.length > 0 ? set : ['AWS_PROFILE'].filter(isSet);
      if (standing.length > 0)
        return warn(
          `${standing.join(', ')} ${standing.length === 1 ? 'is' : 'are'} set, so Git's helper does not ask ` +
            'for the role of this machine.',
          unsetVariables(standing),
          ['profile', 'expiry', 'identity', 'repository', 'pull'],
        );
    }
    if (set.length === 0) return ok('No variable shadows the profile.');
    if (keysFrom === 'environment' && hasTwoTokens(env))
      return warn(
        'AWS_SECURITY_TOKEN is another token than AWS_SESSION_TOKEN, and the AWS CLI uses it first.',
        unsetVariables(['AWS_SECURITY_TOKEN']),
        withAwsCli(facts, ['identity', 'pull']),
      );
    const passedOver = facts.awsHelper?.source.passedOver;
    if (passedOver !== undefined && (await tryGit(facts, ports)) !== undefined)
      return warn(
        `${set.join(', ')} ${verb} set: the AWS CLI's helper uses ${them} instead of the profile ` +
          `${printable(passedOver)}, which AWS_PROFILE names.`,
        unsetVariables(set),
        ['expiry', 'identity', 'repository', 'pull'],
      );
    if (keysFrom === 'environment') return ok(`The keys come from ${set.join(', ')}.`);
    if (name === undefined) return ok(`${set.join(', ')} ${verb} set.`);
    // Whoever set AWS's helper up may need them: a profile may take its role by them (credential_source).
    if (facts.awsHelper !== undefined && recipe === undefined)
      return ok(`${set.join(', ')} ${verb} set, and Git's helper goes by its --profile.`);
    if (env['AWS_ACCESS_KEY_ID'] === facts.keys?.accessKeyId)
      return ok(`The keys in ${set.join(', ')} are those of the profile.`);
    return warn(
      `${set.join(', ')} ${verb} set: the AWS CLI uses ${them} instead of AWS_PROFILE. Git's helper goes by ` +
        'its --profile and does not.',
      unsetVariables(set),
    );
  },
};

/** What botocore alone minds breaks Git where the AWS CLI's helper is the one in use. */
function withAwsCli(facts: DiagnosisFacts, explained: readonly string[]): readonly string[] | undefined {
  return helpersFor(facts).some(({ value = '' }) => readHelperValue(value).kind === 'aws') ? explained : undefined;
}

function valuesOf(
  { profile: name, credentialsText, configText }: DiagnosisFacts,
  kind: 'credentials' | 'config',
): Readonly<Record<string, string>> | undefined {
  const text = kind === 'credentials' ? credentialsText : configText;
  return name === undefined || text === undefined ? undefined : profileValues(text, kind, name);
}
