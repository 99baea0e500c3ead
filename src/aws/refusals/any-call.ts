import { sentence } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import type { AwsField, Cause, Explanation, RefusedCall, Rule } from './rule.js';

const unknownKeyCode = /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure)$/;
const signatureCode = /^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature(Exception)?)$/;
const clockCode = /^(RequestExpired|RequestTimeTooSkewed|RequestInTheFuture)$/;

/**
 * Whether every call that is signed in this way would be refused: AWS does not know the key, or the signature is none.
 * Not so for a session without MFA, whose token IAM calls invalid where STS takes it.
 * Source: STS API reference, GetSessionToken; AWS SigV4, "Troubleshooting".
 */
export function refusesEveryCall(code: string): boolean {
  return [unknownKeyCode, signatureCode, clockCode].some((one) => one.test(code));
}

/** What can happen to every call. Source: STS API reference, "Common Errors"; AWS SigV4, "Troubleshooting". */
export const anyCallRules: readonly Rule[] = [
  { code: /^(ExpiredToken|ExpiredTokenException|RequestExpiredToken)$/, explain: sourceEnded },
  { code: unknownKeyCode, explain: unknownKey },
  { code: clockCode, explain: wrongClock },
  {
    code: /^(SignatureDoesNotMatch|InvalidSignatureException)$/,
    said: /signature expired|not yet current|is now (earlier|later) than/i,
    explain: wrongClock,
  },
  { code: signatureCode, explain: wrongSecret },
  {
    code: /^RegionDisabledException$/,
    explain: {
      message: 'The account has turned STS off in this Region, and in the others that were asked instead.',
      hint: 'Ask the administrator to turn STS on for this Region (IAM console, Account settings).',
      retry: 'other-region',
    },
  },
  {
    code: /^MalformedPolicyDocument(Exception)?$/,
    explain: {
      message: 'AWS cannot read the session policy.',
      hint: 'Check it against the policy grammar: IAM console, Policies, Create policy, JSON shows what is wrong.',
      field: 'Policy',
    },
  },
  { code: /^PackedPolicyTooLarge(Exception)?$/, explain: tooLarge },
  {
    code: /^(ValidationError|ValidationException|InvalidParameterValue)$/,
    said: /MaxSessionDuration|DurationSeconds|durationSeconds|session limit/,
    explain: tooLong,
  },
  { code: /^(ValidationError|ValidationException|InvalidParameter(Value|Combination)?)$/, explain: invalidField },
  {
    code: /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|Throttled)/,
    explain: {
      message: 'AWS has had too many requests in a short time.',
      hint: 'Wait a minute and run the same command again.',
      retry: 'later',
    },
  },
  {
    code: /^(ServiceUnavailable|InternalFailure|InternalError|InternalServerError|ServiceFailure)/,
    explain: {
      message: 'AWS itself has trouble at the moment.',
      hint: 'Try again in a few minutes; https://health.aws.amazon.com shows how it is.',
      retry: 'later',
    },
  },
  {
    code: /^(OptInRequired|SubscriptionRequiredException)$/,
    explain: {
      message: 'This AWS account may not use that service or region yet.',
      hint: "Ask the account's administrator to turn it on.",
    },
  },
];

function sourceEnded(refused: RefusedCall): Explanation {
  const { sourceProfile } = refused;
  return {
    message:
      'The session ' +
      `${sourceProfile === undefined ? 'that this call was made with' : `of the source profile "${sourceProfile}"`} ` +
      'has ended.',
    hint: newKeys(refused),
    retry: 'sign-in-again',
    causes: otherKeys(refused),
  };
}

function newKeys({ sourceProfile, renewSource, pasted }: RefusedCall): Text {
  if (renewSource !== undefined) return sentence`Sign in there again (${renewSource}), then repeat this.`;
  if (sourceProfile !== undefined) return 'Put new keys into that profile, then repeat this.';
  return pasted === true ? 'Paste new ones.' : 'Get new ones where those came from, and run the same command again.';
}

/** Which key it was, as the person knows it. */
function keyOf({ enteredKey, sourceProfile }: RefusedCall): string | undefined {
  if (enteredKey !== undefined) return `the access key ${enteredKey}`;
  return sourceProfile === undefined ? undefined : `the access key of the profile "${sourceProfile}"`;
}

/** Undefined where it was not a key that somebody entered or chose. */
function otherKeys({ enteredKey, sourceProfile, pasted }: RefusedCall): readonly Cause[] | undefined {
  const causes: readonly (Cause | undefined)[] = [
    enteredKey === undefined ? undefined : { id: 'key', text: 'Enter the access key again, or another one' },
    pasted === true ? { id: 'pasted-keys', text: 'Paste the keys again, or others' } : undefined,
    sourceProfile === undefined && enteredKey === undefined
      ? undefined
      : {
          id: 'source',
          text:
            enteredKey === undefined
              ? `Another source profile than "${sourceProfile ?? ''}"`
              : 'A profile that is here',
        },
  ];
  const known = causes.filter((cause) => cause !== undefined);
  return known.length === 0 ? undefined : known;
}

function unknownKey(refused: RefusedCall): Explanation {
  const whose = keyOf(refused) ?? 'this access key';
  return {
    message:
      `AWS does not know ${whose}: it was deleted or turned off, is of another partition (China, ` +
      'GovCloud), or its session token is not whole.',
    hint:
      'Look at the key in the AWS console (IAM, your user, Security credentials), or ' +
      (refused.pasted === true ? 'paste others.' : 'give another source.'),
    causes: otherKeys(refused),
  };
}

function wrongClock({ clockOffset }: RefusedCall): Explanation {
  const minutes = Math.round(Math.abs(clockOffset ?? 0) / 60_000);
  const how = minutes < 1 ? 'is wrong' : `is ${minutes} min ${(clockOffset ?? 0) > 0 ? 'behind' : 'ahead'}`;
  return {
    message: `This computer's clock ${how}, and AWS takes signatures of the right time only.`,
    hint: 'Set the clock (turn automatic time on), then run the same command again.',
  };
}

/** How far a clock may be off. Source: AWS general reference, "Signature Version 4", clock skew. */
export const forgivenSkewMs = 5 * 60_000;

function wrongSecret(refused: RefusedCall): Explanation {
  if (Math.abs(refused.clockOffset ?? 0) > forgivenSkewMs) return wrongClock(refused);
  const key = keyOf(refused);
  return {
    message: `The secret access key${key === undefined ? '' : ` of ${key}`} does not belong to its access key id.`,
    hint: 'Copy both again as one set; a secret is shown only once, so make a new access key if it is lost.',
    causes: otherKeys(refused),
  };
}

function tooLarge({ said, tags }: RefusedCall): Explanation {
  const percent = /(\d+)\s*%/.exec(said)?.[1];
  const isTags = /tag/i.test(said) && (tags?.length ?? 0) > 0;
  return {
    message:
      `The session ${isTags ? 'tags are' : 'policies and tags together are'} too large for ` +
      `AWS${percent === undefined ? '' : ` (${percent} % of what it allows)`}.`,
    hint: isTags ? 'Use fewer or shorter tags.' : 'Shorten the policy, or name a managed policy with --policy-arn.',
    field: isTags ? 'Tags' : 'Policy',
  };
}

function tooLong({ said }: RefusedCall): Explanation {
  const chained = /role chaining|1 hour/i.test(said);
  return {
    message: chained
      ? 'A role that is assumed from another role lasts at most 1 hour: AWS limits chained roles.'
      : 'That is longer than AWS grants here.',
    hint: chained
      ? 'Use --duration 1h, or a source that is no role.'
      : "Use a shorter --duration, or ask the administrator to raise the role's maximum session duration.",
    field: 'DurationSeconds',
    retry: 'lower-duration',
  };
}

const members: Readonly<Record<string, AwsField>> = {
  rolearn: 'RoleArn',
  principalarn: 'PrincipalArn',
  rolesessionname: 'RoleSessionName',
  externalid: 'ExternalId',
  serialnumber: 'SerialNumber',
  tokencode: 'TokenCode',
  policy: 'Policy',
  policyarns: 'PolicyArns',
  name: 'Name',
  sourceidentity: 'SourceIdentity',
  tags: 'Tags',
  samlassertion: 'SAMLAssertion',
  webidentitytoken: 'WebIdentityToken',
  providerid: 'ProviderId',
  repositoryname: 'RepositoryName',
};

/** "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: …" */
function invalidField({ said, operation }: RefusedCall): Explanation {
  const at = /\bat '([A-Za-z]+)/.exec(said)?.[1] ?? (/ARN/i.test(said) ? 'roleArn' : '');
  const field = members[at.toLowerCase()];
  return {
    message: `AWS does not take ${field === undefined ? `one of the fields of ${operation}` : `this ${field}`}: ${said}`,
    hint:
      field === undefined
        ? 'Check the answers and run the same command again.'
        : 'Correct it and run the same command again.',
    field,
  };
}
