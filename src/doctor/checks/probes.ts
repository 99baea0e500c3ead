import { policy } from '../../core/advice/own-commands.js';
import { joined, sentence } from '../../core/advice/advice.js';
import { signGitRequest } from '../../aws/codecommit/git-signature.js';
import { gitRequest } from '../../aws/codecommit/git-request.js';
import { printable } from '../../core/text/printable.js';
import type { ProbeAnswer } from '../../core/ports/git-probe.js';
import { Busy } from '../common/busy.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { refreshFix } from '../fixes.js';
import { tryGit } from '../common/git-works.js';
import { sayHindrances } from '../common/say-hindrance.js';
import { whatStopsGit } from '../common/what-stops-git.js';
import { nameOf } from './repository.js';

type Action = 'pull' | 'push';

const services = { pull: 'git-upload-pack', push: 'git-receive-pack' } as const;

export const pull: Check = {
  id: 'pull',
  title: 'Pull',
  online: 'git',
  async run(facts, ports) {
    const answer = await probe('pull', facts, ports);
    if (answer === undefined) return skip('There is nothing to ask with.');
    return answer.status === 200 ? await withGitItself(facts, ports) : refused('pull', answer, facts);
  },
};

export const push: Check = {
  id: 'push',
  title: 'Push',
  online: 'git',
  async run(facts, ports) {
    // Whatever refuses a pull refuses a push, most often; and it is to be fixed first.
    if (ports.found.some(({ id, level }) => id === 'pull' && level === 'fail'))
      return skip('Not looked at: a pull is refused already.');
    const answer = await probe('push', facts, ports);
    if (answer === undefined) return skip('There is nothing to ask with.');
    if (answer.status === 200) return ok('These credentials may push; a policy may still protect single branches.');
    const outcome = refused('push', answer, facts);
    // Whoever may only read is not ill.
    return codeOf(answer)?.includes('AccessDenied') === true && !(codeOf(answer) ?? '').startsWith('Encryption')
      ? warn(outcome.detail, outcome.fix)
      : outcome;
  },
};

async function probe(
  action: Action,
  facts: DiagnosisFacts,
  { clock, probe: ask }: CheckPorts,
): Promise<ProbeAnswer | undefined> {
  const { cleanUrl, keys, keysFrom, awsHelper } = facts;
  if (cleanUrl === undefined || nameOf(facts) === undefined) return undefined;
  const { host, pathname: path } = new URL(cleanUrl);
  const request = gitRequest({ protocol: 'https', host, path, fault: undefined });
  // What the AWS CLI's helper signs with it keeps; its answer is as good.
  const login =
    keysFrom === 'aws-cli' ? awsHelper?.login : request && keys && signGitRequest(request, keys, clock.now());
  if (login === undefined) return undefined;
  const answer = await ask(cleanUrl, services[action], login);
  if (answer.status === 429) throw new Busy('CodeCommit is answering too many requests (429).');
  if (answer.status >= 500) throw new Busy(`CodeCommit itself has trouble at the moment (${answer.status}).`);
  return answer;
}

/**
 * CodeCommit takes these credentials. Whether Git gets as far shows when it tries; where something was found before,
 * that is why it does not.
 */
async function withGitItself(facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> {
  if (facts.gitProblem !== undefined || ports.found.some(({ level }) => level === 'fail'))
    return ok('CodeCommit lets these credentials pull.');
  const trial = await tryGit(facts, ports);
  if (trial === undefined) return ok('Git may pull.');
  if (trial.kind === 'network' || trial.busy === true) return ok('CodeCommit lets these credentials pull.');
  const stopped = await sayHindrances(await whatStopsGit(facts, ports), facts, ports);
  return fail(
    joined([
      `CodeCommit lets these credentials pull, and Git does not get as far. Git says: "${trial.said}".`,
      stopped?.said,
    ]),
    stopped?.fix,
  );
}

/** The exception that the 403 body names; Git does not show it. */
function codeOf({ body }: ProbeAnswer): string | undefined {
  const [, element, code, type] =
    /<(?!\?|Error|Message|Code)(\w+)>|<Code>(\w+)<|"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(body) ?? [];
  return element ?? code ?? type;
}

function refused(action: Action, answer: ProbeAnswer, facts: DiagnosisFacts): CheckResult {
  const { status, body } = answer;
  const code = codeOf(answer) ?? '';
  if (status === 404) return fail(`There is no repository ${nameOf(facts) ?? ''} for these credentials.`);
  const reason = status === 403 || status === 401 ? reasons.find(([pattern]) => pattern.test(code))?.[1] : undefined;
  return reason?.(facts, action, body) ?? unknown(answer);
}

type Reason = (facts: DiagnosisFacts, action: Action, body: string) => CheckResult;

const reasons: readonly (readonly [RegExp, Reason])[] = [
  [/^ExpiredToken/, (facts) => fail('CodeCommit says that the session has ended.', refreshFix(facts))],
  [
    /^(UnrecognizedClient|InvalidClientTokenId)/,
    (facts) =>
      fail(
        'CodeCommit does not know the session token: it was revoked, or belongs to another partition, or to ' +
          "STS's global endpoint and the Region is an opt-in one.",
        refreshFix(facts),
      ),
  ],
  [
    /^(InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/,
    (facts) =>
      fail(
        'CodeCommit does not take the signature: the secret key is not the one that belongs to the access ' +
          'key, or the clock is wrong.',
        refreshFix(facts),
      ),
  ],
  [
    /^EncryptionKeyAccessDenied|^KMS.*AccessDenied/,
    () =>
      fail(
        'These credentials may use the repository, but not the KMS key that it is encrypted with. Your ' +
          'administrator has to allow kms:Decrypt on that key.',
      ),
  ],
  [
    /^Encryption|^KMS/,
    () =>
      fail(
        'The KMS key that the repository is encrypted with is turned off, deleted or not to be had just now. ' +
          'Your administrator has to look at it.',
      ),
  ],
  [/^AccessDenied/, denied],
];

/** Who says no. Source: IAM user guide, "Troubleshoot access denied error messages". */
function denied(facts: DiagnosisFacts, action: Action, body: string): CheckResult {
  const right = `codecommit:Git${action === 'pull' ? 'Pull' : 'Push'}`;
  const [, missing] = /because no ([\w -]+?) allows/.exec(body) ?? [];
  const [, denying] = /with an explicit deny in an? ([\w -]+?)(?: transitively|<|:|\.|$)/.exec(body) ?? [];
  const who = facts.profile === undefined ? 'These credentials' : `Profile ${facts.profile}`;
  if ((denying ?? missing) === 'VPC endpoint policy')
    return fail(
      `${who} may not ${action} through this network: ` +
        `${denying === undefined ? `no policy of its VPC endpoint allows ${right}` : `the policy of a VPC endpoint denies ${right}`}${endpointIn(facts)}. ` +
        'Who runs the network has to change the policy of its endpoint for git-codecommit; from another ' +
        'network Git may get through.',
    );
  // Revoking a role's sessions denies everything to those that were begun before; new ones may work.
  if (denying === 'identity-based policy')
    return fail(
      `${who} may not ${action}: a policy of the user or role denies ${right}. If the role's sessions were ` +
        'revoked, new credentials help; else your administrator has to change that policy.',
      facts.keys?.sessionToken === undefined ? undefined : refreshFix(facts),
    );
  if (denying !== undefined)
    return fail(
      `${who} may not ${action}: ${article(denying)} denies ${right}. ` +
        (denying === 'session policy' ? narrow : 'Your administrator has to change it.'),
    );
  if (missing === 'session policy')
    return fail(`${who} may not ${action}: the session's own policy does not allow ${right}. ${narrow}`);
  const lacks = missing === undefined ? `${right} is missing or denied` : `no ${missing} allows ${right}`;
  return fail(
    joined([
      `${who} may not ${action}: ${lacks} for ${nameOf(facts) ?? 'this repository'}. Your administrator has to allow it;`,
      sentence`\`${policy()}\` makes the policy. A change takes a few minutes to count everywhere.`,
    ]),
  );
}

const narrow = 'It was given with --policy-file or --policy-arn: set the profile up again with a wider one.';

/** The endpoint's own id, where the URL names one. */
function endpointIn({ cleanUrl }: DiagnosisFacts): string {
  const [, id] = /^https:\/\/(vpce-[0-9a-f]+)-/.exec(cleanUrl ?? '') ?? [];
  return id === undefined ? '' : ` (${id})`;
}

function article(policy: string): string {
  return `${/^[aeiou]/.test(policy) ? 'an' : 'a'} ${policy}`;
}

function unknown({ status, body }: ProbeAnswer): CheckResult {
  const said = body.trim() === '' ? '' : `: ${printable(body.replace(/\s+/g, ' ').trim(), 200)}`;
  return fail(
    `CodeCommit answered ${status} with a reason that is not known here${said}. What is left over: a policy ` +
      'of the organisation, of a VPC endpoint or of the network; a firewall or proxy that answers in ' +
      `CodeCommit's place.`,
  );
}
