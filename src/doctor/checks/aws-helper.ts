import { awsLogin, awsSsoLogin } from '../../core/advice/other-programs.js';
import { refresh, setUpProfile } from '../../core/advice/own-commands.js';
import { joined } from '../../core/advice/advice.js';
import { isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { AwsCliFailure } from '../../aws/aws-cli/failure.js';
import { settingOf } from '../../aws/aws-cli/source.js';
import { placeOf } from '../../git/config/fix.js';
import { isMisquoted } from '../../git/settings/aws-helper-value.js';
import { profileSettings } from '../../profile/static-keys.js';
import { fail, ok, skip } from '../check.js';
import type { CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { setUpFix } from '../fixes.js';
import type { AwsHelperFacts } from '../facts/aws-helper.js';
import { tryGit } from '../common/git-works.js';
import { helpersFor } from './helpers.js';
import { askAnybody } from './session.js';

type Why = (helper: AwsHelperFacts, facts: DiagnosisFacts, ports: CheckPorts) => Promise<Finding> | Finding;
/** Undefined where it is no other than for any helper. */
type Finding = CheckResult | undefined;

/**
 * Where the AWS CLI's helper has its keys from, and why it has none; what Git gets has the last word.
 * @returns undefined where that is told as for any other helper
 */
export async function keysOfAwsHelper(facts: DiagnosisFacts, ports: CheckPorts): Promise<Finding> {
  const { awsHelper, keys, recipe } = facts;
  if (keys !== undefined) return undefined;
  const isWrong = helpersFor(facts).some(({ value = '' }) => isMisquoted(value));
  if (isWrong && recipe === undefined) return skip('"Credential helper" says why it cannot be asked.');
  if (awsHelper === undefined) return undefined;
  const { login, failure } = awsHelper;
  if (login !== undefined) return ok(`The AWS CLI's helper gets keys${way(awsHelper)}.`);
  if (ports.found.some(({ id, level }) => id === 'aws-cli' && level === 'fail'))
    return skip('The AWS CLI cannot be asked.');
  if (failure === undefined || (await tryGit(facts, ports)) === undefined) return ok('Git gets through.');
  return await whys[failure.kind](awsHelper, facts, ports);
}

const whys: Readonly<Record<AwsCliFailure['kind'], Why>> = {
  'no-keys': withoutKeys,
  'no-profile': withoutProfile,
  'signed-out-of-portal': ({ signIn }) =>
    fail(
      `Nobody is signed in to the access portal of profile ${printable(signIn ?? 'default')} (any more), so the AWS ` +
        'CLI gets no keys.',
      awsSsoLogin(signIn),
    ),
  'signed-out-of-console': ({ signIn }) =>
    fail(
      `Nobody is signed in to the console for profile ${printable(signIn ?? 'default')} (any more), so the AWS CLI ` +
        'gets no keys.',
      awsLogin(signIn),
    ),
  'asks-for-mfa': (helper) =>
    skip(
      `The AWS CLI asks for an MFA code at the terminal before it gets keys${way(helper)}; where there is none, it ` +
        'gets no keys until somebody has answered.',
    ),
  ended(helper) {
    const { signIn, signInHasRecipe, source } = helper;
    if (signIn === undefined || source.kind !== 'role') return unknown(helper);
    return fail(
      `The session of profile ${printable(signIn)} has ended, and the AWS CLI needs it to get keys${way(helper)}.` +
        (signInHasRecipe ? '' : ' Sign in to it again, as you did before.'),
      signInHasRecipe ? refresh(signIn) : undefined,
    );
  },
  refused,
  network: withoutNetwork,
  unreadable: unknown,
  misused: () => skip('"Credential helper" says why it does not answer.'),
  'not-run': unknown,
  other: unknown,
};

/** ` by the role_arn of profile dev`. */
function way({ source: { kind, profile } }: AwsHelperFacts): string {
  const setting = settingOf[kind];
  if (profile === undefined) return kind === 'environment' ? ' from the environment' : '';
  return setting === undefined
    ? ` for profile ${printable(profile)}`
    : ` by the ${setting} of profile ${printable(profile)}`;
}

function said({ failure }: AwsHelperFacts): string {
  return `"${printable(failure?.said ?? '', 300)}"`;
}

function unknown(helper: AwsHelperFacts): CheckResult {
  return fail(`The AWS CLI's helper gets no keys${way(helper)}. It says: ${said(helper)}.`);
}

function withoutProfile(helper: AwsHelperFacts, facts: DiagnosisFacts): Finding {
  const { entry, source } = helper;
  const { profile = 'default', namedBy } = source;
  const shut = withoutKeys(helper, facts);
  if (shut !== undefined) return shut;
  const name = printable(profile);
  if (namedBy !== 'variable')
    return fail(
      `Git's helper goes by the profile ${name} (${printable(placeOf(entry))}), and AWS's files have none of that name.`,
      setUpProfile(profile),
    );
  const variable = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'].find((one) => facts.env[one] === profile) ?? 'AWS_PROFILE';
  return fail(
    `${variable} names the profile ${name}, and AWS's files have none of that name. Set it to one that is there.`,
  );
}

function withoutKeys({ entry, source }: AwsHelperFacts, facts: DiagnosisFacts): Finding {
  const isShut =
    source.profile === 'default' && source.namedBy === 'flag' && (facts.env['AWS_ACCESS_KEY_ID'] ?? '') !== '';
  return isShut
    ? fail(
        `--profile default in Git's helper (${printable(placeOf(entry))}) makes the AWS CLI leave out the credentials ` +
          'in the environment, and that profile has none.',
        setUpFix(facts),
      )
    : undefined;
}

function refused(
  helper: AwsHelperFacts,
  { credentialsText: credentials, configText: config }: DiagnosisFacts,
): CheckResult {
  const { source, signIn, signInHasRecipe, failure } = helper;
  const isUnknown = /\((?:InvalidClientTokenId|UnrecognizedClient\w*)\)/.test(failure?.said ?? '');
  const own = source.profile === undefined ? undefined : profileSettings(source.profile, { credentials, config });
  const mayLackMfa =
    source.kind === 'role' && failure?.said.includes('(AccessDenied)') === true && own?.['mfa_serial'] === undefined;
  return fail(
    `AWS gives the AWS CLI no keys${way(helper)}: ${said(helper)}.` +
      (mayLackMfa ? ' If the role demands MFA, that profile lacks mfa_serial.' : ''),
    isUnknown && signIn !== undefined && signInHasRecipe ? refresh(signIn, { force: true }) : undefined,
  );
}

async function withoutNetwork(
  helper: AwsHelperFacts,
  facts: DiagnosisFacts,
  { aws }: CheckPorts,
): Promise<CheckResult> {
  const words = `The AWS CLI does not reach AWS, so it gets no keys${way(helper)}. It says: ${said(helper)}.`;
  if (facts.region === undefined) return fail(words);
  try {
    await askAnybody(aws, { keys: undefined, profile: facts.profile, region: facts.region });
    return fail(`${words} git-codecommit gets through.`);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return fail(joined([words, error.hint]));
  }
}
