import type { Refusal } from '../../core/problem.js';
import { isoSeconds } from '../../core/text/time.js';
import { accountOf, formatArn, parseArn, roleNameOf } from '../arns.js';
import type { Sent } from './rule.js';
import { samlAudiences } from '../saml/sign-in-endpoint.js';

/** What the person's identity provider is, where one vouches for them. */
export interface VouchedBy {
  /**
   * As trust policies name it: `accounts.google.com`, `www.amazon.com`, `cognito-identity.amazonaws.com`, or an
   * issuer's host and path.
   */
  readonly provider?: string | undefined;
  /** The client id, or the identity pool's. */
  readonly audience?: string | undefined;
}

/** A statement of a policy, as JSON has it. */
export type JsonStatement = Readonly<Record<string, unknown>>;

/**
 * A message ready to be sent to whoever administers the role: what was tried, by whom, when, what AWS answered (with
 * the request id, by which it is found in CloudTrail), and the statements that would let it through.
 * @param at when it was refused, where the refusal does not say
 */
export function administratorMessage(
  refusal: Pick<Refusal, 'message' | 'facts'>,
  sent: Sent & VouchedBy,
  at: Date,
): string {
  const { operation, code, requestId, date } = refusal.facts;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Call', `${serviceOf(operation)}:${operation}`],
    ['Who I am', sent.callerArn],
    ['Role', sent.roleArn],
    ['SAML provider', sent.principalArn],
    ['Session name', sent.sessionName],
    ['Source identity', sent.sourceIdentity],
    ['Session tags', sent.tags?.map(({ key, value }) => `${key}=${value}`).join(', ')],
    ['External id', sent.externalId],
    ['MFA device', sent.serialNumber],
    ['Time', isoSeconds(date ?? at)],
    ['Request id', requestId],
    ['Answer', `${code}: ${refusal.message}`],
  ];
  const lines = facts
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${`${name}:`.padEnd(17)}${value ?? ''}`);
  return [
    'AWS refused me a session that I need for CodeCommit. Could you have a look?',
    '',
    ...lines,
    '',
    ...wanted(operation, sent, refusal.message),
  ].join('\n');
}

/** STS unless it is one of Cognito's. */
function serviceOf(operation: string): string {
  if (['GetId', 'GetCredentialsForIdentity', 'GetOpenIdToken'].includes(operation)) return 'cognito-identity';
  return ['InitiateAuth', 'RespondToAuthChallenge', 'GetTokensFromRefreshToken'].includes(operation)
    ? 'cognito-idp'
    : 'sts';
}

function wanted(operation: string, sent: Sent & VouchedBy, said: string): readonly string[] {
  const trust = trustStatements(operation, sent, said);
  const permission = permissionStatement(operation, sent);
  const conditions = operation === 'AssumeRole' ? '' : ' (please check the conditions)';
  return [
    ...(trust.length > 0
      ? [
          'The trust policy of the role should have ' +
            `${trust.length === 1 ? 'a statement like this' : 'statements like these'}${conditions}:`,
          trust.map((statement) => JSON.stringify(statement, null, 2)).join(',\n'),
          '',
        ]
      : []),
    ...(permission
      ? [
          trust.length > 0
            ? 'And my own permissions one like this:'
            : 'My permissions should have a statement like this:',
          JSON.stringify(permission, null, 2),
          '',
        ]
      : []),
    'Thank you!',
  ];
}

/**
 * The statements that the role's trust policy needs for a call; none where no role is involved. Tags and a source
 * identity have one of their own, without conditions: their actions know no external id. Source: IAM user guide,
 * "Update a role trust policy", "Create a role for SAML/OIDC federation"; service authorization reference, AWS STS.
 * @param said AWS's own sentence, which names what the keys of the call pass on
 */
export function trustStatements(operation: string, sent: Sent & VouchedBy, said = ''): readonly JsonStatement[] {
  const principal = principalOf(operation, sent);
  if (!principal) return [];
  const condition = conditionOf(operation, sent);
  const passed = passing(sent, said);
  return [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: `sts:${operation}`,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    },
    ...(passed.length > 0 ? [{ Effect: 'Allow', Principal: principal, Action: oneOrMore(passed) }] : []),
  ];
}

/** The actions that a call needs besides its own, for what it or its keys pass on. */
function passing({ tags, sourceIdentity }: Sent, said = ''): readonly string[] {
  return [
    ...(tags?.length || said.includes('sts:TagSession') ? ['sts:TagSession'] : []),
    ...(sourceIdentity !== undefined || said.includes('sts:SetSourceIdentity') ? ['sts:SetSourceIdentity'] : []),
  ];
}

function oneOrMore(actions: readonly string[]): string | readonly string[] {
  const [only] = actions;
  return actions.length === 1 && only !== undefined ? only : actions;
}

function principalOf(operation: string, sent: Sent & VouchedBy): JsonStatement | undefined {
  if (operation === 'AssumeRole') return { AWS: trustedCaller(sent.callerArn) };
  if (operation === 'AssumeRoleWithSAML')
    return { Federated: sent.principalArn ?? 'arn:aws:iam::ACCOUNT:saml-provider/NAME' };
  return operation === 'AssumeRoleWithWebIdentity' ? { Federated: federatedProvider(sent) } : undefined;
}

/** A trust policy names the role, not its sessions. Its path cannot be seen in a session's ARN. */
function trustedCaller(callerArn: string | undefined): string {
  const arn = parseArn(callerArn ?? '');
  const role = arn?.service === 'sts' ? roleNameOf(callerArn ?? '') : undefined;
  return arn && role !== undefined
    ? formatArn({ ...arn, service: 'iam', resource: `role/${role}` })
    : (callerArn ?? 'arn:aws:iam::ACCOUNT:user/NAME');
}

/** Google, Amazon, Facebook and Cognito are known to AWS; any other provider is an entity of the role's account. */
function federatedProvider({ provider, roleArn }: Sent & VouchedBy): string {
  const isBuiltIn = ['accounts.google.com', 'www.amazon.com', 'graph.facebook.com'].includes(provider ?? '');
  if (provider === undefined || isBuiltIn || isIdentityPool(provider)) return provider ?? 'PROVIDER';
  return `arn:${parseArn(roleArn ?? '')?.partition ?? 'aws'}:iam::${accountOf(roleArn ?? '') ?? 'ACCOUNT'}:oidc-provider/${provider}`;
}

/** A pool's host is another one in each partition. */
function isIdentityPool(provider: string): boolean {
  return /^cognito-identity[.-]/.test(provider);
}

function conditionOf(operation: string, sent: Sent & VouchedBy): JsonStatement {
  if (operation === 'AssumeRoleWithSAML')
    return { StringEquals: { 'SAML:aud': samlAudiences(parseArn(sent.roleArn ?? '')?.partition) } };
  if (operation === 'AssumeRoleWithWebIdentity') {
    const { provider, audience } = sent;
    if (provider === undefined || audience === undefined) return {};
    return {
      StringEquals: { [`${provider}:${audienceKey(provider)}`]: audience },
      // Without it a pool's guests may take the role too.
      ...(isIdentityPool(provider) && { 'ForAnyValue:StringLike': { [`${provider}:amr`]: 'authenticated' } }),
    };
  }
  return {
    ...(sent.externalId !== undefined && { StringEquals: { 'sts:ExternalId': sent.externalId } }),
    ...(sent.serialNumber !== undefined && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  };
}

function audienceKey(provider: string): string {
  return provider === 'www.amazon.com' || provider === 'graph.facebook.com' ? 'app_id' : 'aud';
}

/** What the caller's own policies need, where the call is made with keys. */
function permissionStatement(operation: string, sent: Sent): JsonStatement | undefined {
  if (operation === 'AssumeRole')
    return {
      Effect: 'Allow',
      Action: oneOrMore(['sts:AssumeRole', ...passing(sent)]),
      Resource: sent.roleArn ?? 'ROLE ARN',
    };
  if (operation === 'GetFederationToken') {
    const arn = parseArn(sent.callerArn ?? '');
    return {
      Effect: 'Allow',
      Action: oneOrMore(['sts:GetFederationToken', ...passing(sent)]),
      Resource: `arn:${arn?.partition ?? 'aws'}:sts::${arn?.account ?? 'ACCOUNT'}:federated-user/*`,
    };
  }
  return undefined;
}
