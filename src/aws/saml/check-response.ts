import { OtherMethod } from '../../core/other-method.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { sayDuration } from '../../core/text/duration.js';
import { isoSeconds } from '../../core/text/time.js';
import { redeemSeconds } from './redeem-time.js';
import type { SamlResponse } from './response.js';
import { partitionOf } from '../partitions.js';
import { signInEndpoint } from './sign-in-endpoint.js';

/** What time it is. This computer's clock alone may be wrong. */
export interface Now {
  readonly here: Date;
  /** AWS's clock; undefined before AWS has answered anything. */
  readonly aws: Date | undefined;
}

/**
 * Refuses a response that was made out for somebody else than AWS's sign-in, or that names no role.
 * @throws OtherMethod where it belongs to IAM Identity Center; Problem `usage`
 */
export function refuseForeign(response: SamlResponse): void {
  const { recipient } = response;
  const endpoint = recipient === undefined ? undefined : signInEndpoint(recipient);
  if (endpoint?.service === 'identity-center') throw identityCenterInstead(endpoint.region);
  if (recipient !== undefined && endpoint === undefined) {
    throw new Problem('usage', `This SAML response is for ${printable(recipient, 200)}, not for AWS.`, {
      hint: "In your company's portal choose AWS, and take the response that is sent to signin.aws.amazon.com.",
    });
  }
  if (!response.encrypted && response.roles.length === 0) {
    throw new Problem(
      'usage',
      response.unreadableRoles === 0
        ? 'This SAML response names no AWS role.'
        : 'This SAML response names no AWS role that can be read.',
      {
        hint:
          'Ask the administrator of your sign-in page to give you a role: the attribute ' +
          'https://aws.amazon.com/SAML/Attributes/Role.',
      },
    );
  }
}

/**
 * The partition that a response was made out for, where that is another one than the Region's.
 * @returns undefined where it is the same, or the response does not say
 */
export function partitionMadeFor({ recipient }: SamlResponse, region: string): string | undefined {
  const partition = recipient === undefined ? undefined : signInEndpoint(recipient)?.partition;
  return partition === partitionOf(region).name ? undefined : partition;
}

/** What a response for an access portal leads to. */
export function identityCenterInstead(region: string | undefined): OtherMethod {
  return new OtherMethod(
    'This sign-in leads to an AWS access portal: that is IAM Identity Center.',
    ['identity-center'],
    region === undefined ? {} : { ssoRegion: region },
    "Use --method identity-center, with the portal's address as --start-url.",
  );
}

/**
 * Whether the response has ended by AWS's own clock; this computer's may be wrong.
 * @returns the reason, to be shown, or undefined
 */
export function expiredAtAws(response: SamlResponse, { aws }: Now): string | undefined {
  const end = endOf(response);
  if (aws === undefined || end === undefined || aws < end) return undefined;
  return `This SAML response ended at ${isoSeconds(end)}; it is ${isoSeconds(aws)} now by AWS's clock.`;
}

/** What speaks against a response without settling it. AWS has the last word. */
export function doubts(response: SamlResponse, now: Now): readonly string[] {
  return [...timeDoubts(response, now), ...(response.encrypted ? [] : contentDoubts(response))];
}

function timeDoubts(response: SamlResponse, { here, aws }: Now): readonly string[] {
  const clock = aws ?? here;
  const end = endOf(response);
  const early = response.notBefore !== undefined && clock < response.notBefore;
  if (early)
    return [
      `This SAML response counts from ${isoSeconds(response.notBefore)} on, and it is ${isoSeconds(clock)} ` +
        `here: perhaps this computer's clock is slow.`,
    ];
  if (end !== undefined && end <= clock)
    return [
      `This SAML response seems to have ended ${sayDuration((clock.getTime() - end.getTime()) / 1000)} ago, ` +
        `unless this computer's clock is fast.`,
    ];
  return [];
}

function contentDoubts({
  audiences,
  sessionName,
  unreadableRoles,
  sessionEnds,
  issuedAt,
}: SamlResponse): readonly string[] {
  const found: string[] = [];
  if (!audiences.some(isAws))
    found.push(
      audiences.length === 0
        ? 'This SAML response names no audience; AWS wants one.'
        : `The audience of this SAML response is ${printable(audiences.join(', '), 200)}, not AWS.`,
    );
  if (sessionName === undefined) found.push('This SAML response holds no RoleSessionName; AWS wants one.');
  else if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
    found.push(
      `The RoleSessionName '${printable(sessionName, 80)}' is not as AWS wants it: 2 to 64 of letters, ` +
        'digits and +=,.@_-.',
    );
  if (unreadableRoles > 0) found.push(`${unreadableRoles} of the roles in this SAML response could not be read.`);
  const left =
    sessionEnds === undefined || issuedAt === undefined
      ? undefined
      : (sessionEnds.getTime() - issuedAt.getTime()) / 1000;
  if (left !== undefined && left < 900)
    found.push(`Your identity provider ends the session after ${sayDuration(left)} already.`);
  return found;
}

/** AWS as an audience. Source: IAM user guide, "Configure SAML assertions"; SAML:aud of the partitions. */
function isAws(audience: string): boolean {
  return /^urn:amazon:webservices(:[a-z0-9-]+)?$/.test(audience) || signInEndpoint(audience)?.service === 'iam';
}

/** When AWS takes it no longer, or when it says itself, whichever is first. */
function endOf({ issuedAt, notOnOrAfter }: SamlResponse): Date | undefined {
  const redeemable = issuedAt === undefined ? undefined : new Date(issuedAt.getTime() + redeemSeconds * 1000);
  if (redeemable === undefined || notOnOrAfter === undefined) return redeemable ?? notOnOrAfter;
  return notOnOrAfter < redeemable ? notOnOrAfter : redeemable;
}
