import { signInEndpoint } from '../../../../src/aws/saml/sign-in-endpoint.js';
import { checkConstraints } from '../../wire/constraints.js';
import type { Call } from '../../wire/exchange.js';
import type { Parameters, QueryOperation } from '../../wire/query-protocol.js';
import { accessDenied, ServiceError, validationError } from '../../wire/service-error.js';
import { requestContext } from '../../aws/condition.js';
import type { Role } from '../../aws/role.js';
import { trustsFederated } from '../../aws/trust.js';
import { limits } from './limits.js';
import { checkRegion } from './regions.js';
import { roleSessionXml } from './role-session.js';
import { invalid, verifiedAssertion, type VerifiedAssertion } from './saml-assertion.js';
import { readNarrowing } from './session-policies.js';

const prefix = 'https://aws.amazon.com/SAML/Attributes/';
const minute = 60_000;

/** Unsigned: the response vouches for the caller. Source: STS API reference, AssumeRoleWithSAML. */
export const assumeRoleWithSaml: QueryOperation = {
  signed: false,
  async run(parameters, call) {
    checkConstraints(parameters, {
      RoleArn: limits.arn,
      PrincipalArn: limits.arn,
      SAMLAssertion: limits.samlAssertion,
      DurationSeconds: limits.roleDuration,
      MinimumSessionTokenSize: limits.minimumSessionTokenSize,
      Policy: limits.policy,
    });
    const assertion = await verified(parameters, call);
    checkTimes(assertion, call.clock.now());
    checkAudience(assertion, call);
    const role = permitted(parameters, assertion, call);
    checkRegion(call, role.account);
    const name = sessionName(assertion);
    const narrowing = readNarrowing(parameters, role.account);
    const session = call.aws.issue(
      {
        kind: 'role-session',
        account: role.account,
        role,
        name,
        policies: narrowing.policies,
        versionOne: call.place.global,
        context: samlContext(assertion),
      },
      duration(parameters, assertion, role, call.clock.now()),
    );
    call.entry.caller = role.account.arn('sts', `assumed-role/${role.name}/${name}`);
    return {
      ...roleSessionXml(session, narrowing.packedPolicySize),
      Subject: assertion.nameId?.value,
      SubjectType: assertion.nameId?.type,
      Issuer: assertion.issuer,
      Audience: assertion.recipient,
    };
  },
};

async function verified(parameters: Parameters, { aws, place }: Call): Promise<VerifiedAssertion> {
  const arn = parameters.get('PrincipalArn') ?? '';
  const account = aws.accounts.get(arn.split(':')[4] ?? '');
  const provider = account?.partition === place.partition ? account.samlProviders.get(arn) : undefined;
  if (!provider)
    throw new ServiceError(
      'InvalidIdentityToken',
      "Specified provider doesn't exist (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: " +
        'AuthSamlManifestNotFoundException; Request ID: 3fa85f64-5717-4562-b3fc-2c963f66afa6; Proxy: null)',
      400,
    );
  return await verifiedAssertion(parameters.get('SAMLAssertion') ?? '', provider);
}

function checkTimes({ issuedAt, notBefore, notOnOrAfter }: VerifiedAssertion, now: Date): void {
  if (now.getTime() - issuedAt.getTime() > 5 * minute)
    throw new ServiceError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance', 400);
  if (notOnOrAfter !== undefined && notOnOrAfter <= now)
    throw new ServiceError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance', 400);
  // Clocks of providers and AWS are not the same to the second.
  if (notBefore !== undefined && notBefore.getTime() > now.getTime() + minute)
    throw invalid('Response is not yet valid');
}

function checkAudience({ audiences, recipient }: VerifiedAssertion, { place }: Call): void {
  const isAws = (address: string): boolean => {
    const endpoint = signInEndpoint(address);
    return endpoint?.service === 'iam' && endpoint.partition === place.partition;
  };
  if (!isAws(recipient)) throw invalid('Response does not contain the required recipient.');
  if (!audiences.some((audience) => audience === 'urn:amazon:webservices' || isAws(audience)))
    throw invalid('Response does not contain the required audience.');
}

/** AWS says the same whether the role is not in the response, does not exist, or does not trust the provider. */
function permitted(parameters: Parameters, assertion: VerifiedAssertion, { aws, clock }: Call): Role {
  const [roleArn, principalArn] = [parameters.get('RoleArn') ?? '', parameters.get('PrincipalArn') ?? ''];
  const pairs = assertion.values(`${prefix}Role`).map((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .sort()
      .join(),
  );
  const role = aws.role(roleArn);
  const context = requestContext(samlContext(assertion), { 'aws:CurrentTime': clock.now().toISOString() });
  const trusted =
    role !== undefined &&
    trustsFederated(role.trust, principalArn, { action: 'sts:AssumeRoleWithSAML', resource: roleArn, context });
  if (!pairs.includes([roleArn, principalArn].sort().join()) || !trusted || !assertion.nameId?.value)
    throw accessDenied('Not authorized to perform sts:AssumeRoleWithSAML');
  return role;
}

function samlContext(assertion: VerifiedAssertion): Record<string, string> {
  return {
    'SAML:aud': assertion.recipient,
    'SAML:iss': assertion.issuer,
    'SAML:sub': assertion.nameId?.value ?? '',
    'SAML:sub_type': assertion.nameId?.type ?? '',
  };
}

function sessionName(assertion: VerifiedAssertion): string {
  const [name] = assertion.values(`${prefix}RoleSessionName`);
  if (name === undefined)
    throw new ServiceError('InvalidIdentityToken', 'RoleSessionName is required in AuthnResponse', 400);
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw new ServiceError(
      'InvalidIdentityToken',
      'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
      400,
    );
  return name;
}

/** What was asked for, shortened by the response: its SessionDuration, and the end of the provider's own session. */
function duration(parameters: Parameters, assertion: VerifiedAssertion, role: Role, now: Date): number {
  const asked = Number(parameters.get('DurationSeconds') ?? 3600);
  if (asked > role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const wished = Number(assertion.values(`${prefix}SessionDuration`)[0] ?? asked);
  const left =
    assertion.sessionNotOnOrAfter === undefined
      ? asked
      : Math.floor((assertion.sessionNotOnOrAfter.getTime() - now.getTime()) / 1000);
  return Math.max(1, Math.min(asked, wished, left));
}
