import { sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import { isRootUser } from '../arns.js';
import { accessDenied, administrator, usualCauses, type Cause, type RefusedCall, type Rule } from './rule.js';

/**
 * One-time codes, the same for AssumeRole and GetSessionToken. Source: IAM user guide, "Secure API access with MFA".
 */
const mfa: readonly Rule[] = [
  {
    code: accessDenied,
    said: /invalid MFA one time pass code/i,
    explain: {
      message: 'The MFA code was wrong, too old, or already used: each is good once.',
      hint: 'Wait for the next code and give that one.',
      field: 'TokenCode',
      retry: 'next-code',
    },
  },
  {
    code: accessDenied,
    said: /unable to validate MFA code|MFA serial number is valid/i,
    explain: ({ serialNumber }) => ({
      message: `AWS knows no MFA device ${serialNumber ?? 'of that serial number'} for this user.`,
      hint: 'The serial number stands in the AWS console: IAM, your user, Security credentials.',
      field: 'SerialNumber',
    }),
  },
  {
    code: accessDenied,
    said: /must provide both MFA serial number and one time pass code/i,
    explain: {
      message: 'AWS wants the serial number of the MFA device and a code of it.',
      hint: 'Give both: --mfa-serial and --mfa-code.',
      field: 'SerialNumber',
    },
  },
];

/** AWS says `AccessDenied` for a role that does not exist, too: nobody shall find out which do. */
export const assumeRoleRules: readonly Rule[] = [
  ...mfa,
  {
    code: accessDenied,
    said: /not be assumed by root/i,
    explain: {
      message: "The account's root user cannot assume roles.",
      hint: sentence`Use an IAM user or IAM Identity Center as the source: ${setUp()}`,
    },
  },
  {
    code: accessDenied,
    said: /sts:TagSession/,
    explain: (refused) =>
      (refused.tags?.length ?? 0) > 0
        ? {
            message: 'You may assume this role, but not with session tags.',
            hint:
              'Leave --tag away, or ask the administrator to allow sts:TagSession for you and in the trust policy, ' +
              'there in a statement without the external id.',
            field: 'Tags',
          }
        : {
            message: 'The keys that this call is made with pass session tags on, and the role does not allow them.',
            hint: passedOn('sts:TagSession'),
            causes: [administrator, otherSource(refused)],
          },
  },
  {
    code: accessDenied,
    said: /sts:SetSourceIdentity/,
    explain: (refused) =>
      refused.sourceIdentity !== undefined
        ? {
            message: 'You may assume this role, but not with a source identity.',
            hint:
              'Leave --source-identity away, or ask the administrator to allow sts:SetSourceIdentity for you and in ' +
              'the trust policy, there in a statement without the external id.',
            field: 'SourceIdentity',
          }
        : {
            message: 'The keys that this call is made with pass a source identity on, and the role does not allow it.',
            hint: passedOn('sts:SetSourceIdentity'),
            causes: [administrator, otherSource(refused)],
          },
  },
  {
    code: accessDenied,
    said: /no identity-based policy allows/i,
    explain: (refused) => ({
      message: `Your own permissions do not let you assume the role ${refused.roleArn ?? ''}`.trim() + '.',
      hint: 'Your administrator has to allow sts:AssumeRole on it for you.',
      causes: [administrator, otherSource(refused)],
    }),
  },
  {
    code: accessDenied,
    said: /explicit deny/i,
    explain: (refused) => ({
      message: `A policy forbids it outright (${denier(refused.said)}).`,
      hint: 'Your administrator has to look at it; often it wants an MFA code or your company network.',
      causes: assumeRoleCauses(refused),
    }),
  },
  {
    code: accessDenied,
    explain: (refused) =>
      isRootUser(refused.callerArn ?? '')
        ? {
            message: "The account's root user cannot assume roles.",
            hint: sentence`Use an IAM user or IAM Identity Center as the source: ${setUp()}`,
          }
        : {
            message: 'AWS did not let you assume this role, and does not say why.',
            hint: usualCauses,
            causes: assumeRoleCauses(refused),
          },
  },
];

/**
 * A session that was given transitive tags or a source identity hands them to every role that is assumed with it.
 * Source: IAM user guide, "Chaining roles with session tags" and "Monitor and control actions taken with assumed roles".
 */
function passedOn(action: string): string {
  return (
    `Use other keys (--source-profile), or ask the administrator to allow ${action} in the role's trust policy, in a ` +
    'statement without the external id.'
  );
}

function otherSource({ sourceProfile }: RefusedCall): Cause {
  return {
    id: 'source',
    text:
      sourceProfile === undefined
        ? 'Other keys have to be used to get there'
        : `Another source profile than "${sourceProfile}" has to be used`,
  };
}

function assumeRoleCauses(refused: RefusedCall): readonly Cause[] {
  const { tokenCode, externalId, sourceIdentity, roleArn } = refused;
  const needsCode: Cause = { id: 'mfa', text: 'The role wants an MFA code', field: 'SerialNumber' };
  const causes: (Cause | undefined)[] = [
    tokenCode === undefined ? needsCode : undefined,
    {
      id: 'external-id',
      text: externalId === undefined ? 'The role wants an external id' : 'The external id is another one',
      field: 'ExternalId',
    },
    { id: 'role', text: `The role's ARN is not right${roleArn === undefined ? '' : `: ${roleArn}`}`, field: 'RoleArn' },
    otherSource(refused),
    {
      id: 'source-identity',
      text: sourceIdentity === undefined ? 'The role wants a source identity' : 'The source identity is another one',
      field: 'SourceIdentity',
    },
    {
      id: 'session-name',
      text: 'The role wants a certain session name (often the user name)',
      field: 'RoleSessionName',
    },
    administrator,
  ];
  return causes.filter((cause) => cause !== undefined);
}

/** AWS's newer sentences name the kind of policy: "with an explicit deny in a service control policy". */
function denier(said: string): string {
  return (
    /explicit deny in (?:an?|the) ([\w -]+?policy|permissions boundary)/i.exec(said)?.[1]?.trim() ?? 'explicit deny'
  );
}

export const getSessionTokenRules: readonly Rule[] = [
  ...mfa,
  {
    code: accessDenied,
    said: /session credentials/i,
    explain: {
      message: 'A session cannot be made from temporary keys.',
      hint: "Use the IAM user's own access key as the source (one that starts with AKIA).",
    },
  },
  {
    code: accessDenied,
    explain: ({ tokenCode }) =>
      tokenCode === undefined
        ? {
            message: 'Your permissions forbid GetSessionToken without an MFA code.',
            hint: 'Give --mfa-serial and --mfa-code; without a device, your administrator has to help.',
            causes: [
              { id: 'mfa-device', text: 'AWS wants an MFA code: I name my device', field: 'SerialNumber' },
              administrator,
            ],
          }
        : {
            message: 'Your permissions forbid GetSessionToken.',
            hint: 'Your administrator has to take the deny for sts:GetSessionToken away.',
            causes: [administrator],
          },
  },
];

export const getFederationTokenRules: readonly Rule[] = [
  {
    code: accessDenied,
    said: /session credentials/i,
    explain: {
      message: 'A federated session cannot be made from temporary keys.',
      hint: "Use the IAM user's own access key as the source (one that starts with AKIA).",
    },
  },
  {
    code: accessDenied,
    explain: {
      message: 'Your permissions do not let you make a federated session of that name.',
      hint: 'Your administrator has to allow sts:GetFederationToken on arn:aws:sts::ACCOUNT:federated-user/NAME.',
      field: 'Name',
      causes: [administrator],
    },
  },
];
