import { accountOf } from '../../aws/arns.js';
import { checkDuration } from '../../aws/durations.js';
import type { TimedOperation } from '../../aws/durations.js';
import { refuseOtherPartition } from '../../aws/other-partition.js';
import {
  checkPolicyArns,
  checkTags,
  parsePolicyArn,
  parseRoleArn,
  parseSessionName,
  parseTag,
} from '../../aws/limits.js';
import { parseDuration } from '../../core/text/duration.js';
import { blanks, commas, optional, parsed, repeated, text } from '../../core/interview/question.js';
import type { Known } from '../../core/interview/question.js';

/** The account that a role, or a provider in IAM, belongs to. */
export function accountInWords(arn: string): string {
  return `account ${accountOf(arn) ?? 'unknown'}`;
}

/** The questions that several sign-in methods share; each is asked the same way everywhere. */
export const roleArn = {
  ...text({
    message: 'Role ARN',
    help: 'role to take',
    shareable: true,
    leadsTo: accountInWords,
    parse: (raw, known) => besideRepository(parseRoleArn(raw), known),
    note: 'From your administrator, for example arn:aws:iam::111122223333:role/CodeCommitDeveloper',
    field: 'RoleArn',
    fallback: (_known, { profiles }) => profiles.find((profile) => profile.roleArn !== undefined)?.roleArn,
  }),
  valueName: 'ARN',
};

export const sessionName = {
  ...optional(
    text({
      message: 'Session name',
      help: 'name of the session in CloudTrail (default: your user name)',
      usual: 'your user name',
      parse: parseSessionName,
      asked: 'advanced',
      shareable: false,
      field: 'RoleSessionName',
    }),
  ),
  valueName: 'NAME',
};

/** Refuses a role of another partition than the repository's, as far as that is known already. */
function besideRepository(arn: string, { host, repository, region }: Known): string {
  const place = [host, repository, { region }]
    .map((known) => (known as { region?: unknown } | undefined)?.region)
    .find((one) => typeof one === 'string');
  if (place !== undefined)
    refuseOtherPartition(arn, place, {
      hint: 'Ask your administrator for a role in the account that has the repository.',
    });
  return arn;
}

/** How long the session shall last, within the call's own limits; an answer is never changed. */
export const duration = (operation: TimedOperation, standard: string) => ({
  ...optional(
    parsed<number>({
      message: 'How long shall the session last?',
      help: `length of the session: seconds, 45m or 12h (default: ${standard})`,
      usual: standard,
      shareable: true,
      parse: (raw) => checkDuration(operation, parseDuration(raw)),
      asked: 'advanced',
      field: 'DurationSeconds',
      note: `For example 45m or 12h. Left empty: ${standard}.`,
    }),
  ),
  valueName: 'DURATION',
});

export const policyFile = {
  ...optional(
    text({
      message: 'File with a session policy',
      help: 'file with a policy that limits the session',
      asked: 'advanced',
      shareable: false,
      field: 'Policy',
    }),
  ),
  valueName: 'PATH',
};

export const policyArn = {
  ...repeated(
    text({
      message: 'Managed policies that limit the session',
      help: 'managed policy that limits the session; repeatable, at most 10',
      shareable: true,
      parse: parsePolicyArn,
      asked: 'advanced',
      note: 'ARNs of managed policies; several with blanks between them.',
      field: 'PolicyArns',
    }),
    blanks,
    checkPolicyArns,
  ),
  valueName: 'ARN',
};

export const tag = {
  ...repeated(
    parsed({
      message: 'Session tags, as KEY=VALUE',
      help: 'session tag; repeatable, at most 50',
      parse: parseTag,
      asked: 'advanced',
      shareable: false,
      note: 'For example team=blue; several with commas between them.',
      field: 'Tags',
    }),
    commas,
    checkTags,
  ),
  valueName: 'KEY=VALUE',
};

/** Seconds that a browser is waited for where nothing else is said. */
export const usualBrowserTimeout = 300;

export const browserTimeout = {
  ...optional(
    parsed<number>({
      message: 'How long to wait for the browser',
      help: 'how long to wait for the browser (default: 5m)',
      usual: '5m',
      parse: parseDuration,
      asked: 'advanced',
      shareable: false,
    }),
  ),
  valueName: 'DURATION',
};
