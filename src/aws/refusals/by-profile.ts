import { joined } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import { Refusal } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { explain } from './explain.js';
import type { AwsField, Explanation, Sent } from './rule.js';

/** The line of a profile that each field of a call comes from. Source: AWS CLI user guide, "Configuration settings". */
const lines: Readonly<Partial<Record<AwsField, string>>> = {
  DurationSeconds: 'duration_seconds',
  ExternalId: 'external_id',
  RoleArn: 'role_arn',
  RoleSessionName: 'role_session_name',
  SerialNumber: 'mfa_serial',
  WebIdentityToken: 'web_identity_token_file',
};

/**
 * A refusal of a call that a profile of AWS's files makes by its own lines: no flag of ours changes anything of it, so
 * the lines are named. A code of an MFA device is the one thing that a person gave, and is asked for again.
 * @param sent what the call was sent
 */
export function refusedByProfile(refusal: Refusal, profile: string, sent: Sent): Refusal {
  const explanation = explain(refusal, sent);
  if (explanation.field === 'TokenCode' || refusal.byProfile !== undefined) return refusal;
  const name = printable(profile, 100);
  return new Refusal(`The profile "${name}" gets no session of its role. ${explanation.message}`, refusal.facts, {
    hint: hintFor(name, explanation, refusal, sent),
    cause: refusal,
    byProfile: name,
  });
}

function hintFor(name: string, explanation: Explanation, { facts, message }: Refusal, sent: Sent): Text {
  const { field, causes, hint } = explanation;
  const line = field === undefined ? undefined : lines[field];
  if (field === 'DurationSeconds')
    return `Write a smaller duration_seconds into that profile in ~/.aws/config, or take the line away.`;
  if (line !== undefined)
    return joined([`Correct ${line} of that profile in ~/.aws/config.`, field === 'SerialNumber' ? hint : undefined]);
  if (facts.code.startsWith('ExpiredToken'))
    return facts.operation === 'AssumeRole'
      ? `Get new keys for its source, ${sent.sourceProfile ?? 'the one that it names'}, and repeat this.`
      : 'Whatever gives this job or pod its identity has to write a new token there.';
  if (/sts:(TagSession|SetSourceIdentity)/.test(message))
    return "The administrator has to allow it in the role's trust policy, or give another source profile.";
  if (causes === undefined || causes.length === 0) return hint;
  const given = ['role_arn', 'external_id', 'mfa_serial', 'source_profile'].join(', ');
  return `Check its lines in ~/.aws/config (${given}), ask your administrator, or give another source profile.`;
}
