import type { Caller } from '../aws/caller.js';
import type { SigningKey } from '../aws/aws.js';
import { skewError } from './clock-skew.js';
import type { Call } from './exchange.js';
import { isOptInRegion } from './place.js';
import { ServiceError } from './service-error.js';
import { readAuthorization, readTimestamp, signatureMatches, type Authorization } from './signature-v4.js';

/** How a family of services words what is wrong with a signature. */
export interface SignatureDialect {
  readonly missing: string;
  readonly incomplete: string;
  readonly mismatch: string;
  readonly unknownKey: string;
  readonly expiredToken: string;
  readonly status: number;
  /** How far a signature's time may be off. */
  readonly minutes: number;
}

const mismatchMessage =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
  'Access Key and signing method. Consult the service documentation for details.';

/** Who signed this request; refused in the dialect's codes if it is not signed as it should. */
export function authenticate(call: Call, dialect: SignatureDialect, service: string): Caller {
  const refuse = (code: string, message: string): ServiceError => new ServiceError(code, message, dialect.status);
  const header = call.request.headers.authorization;
  if (header === undefined) throw refuse(dialect.missing, 'Request is missing Authentication Token');
  const authorization = readAuthorization(header);
  const date = call.request.headers['x-amz-date'];
  const signed = typeof date === 'string' ? readTimestamp(date) : undefined;
  if (!authorization || typeof date !== 'string' || !signed)
    throw refuse(
      dialect.incomplete,
      `Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters, and a valid ` +
        `'X-Amz-Date' header. Authorization=${header.split(' ')[0] ?? ''}`,
    );
  const key = knownKey(call, authorization.accessKeyId);
  if (!key) throw refuse(dialect.unknownKey, 'The security token included in the request is invalid.');
  if (key.expiration && key.expiration <= call.clock.now())
    throw refuse(dialect.expiredToken, 'The security token included in the request is expired');
  const message =
    scopeError(call, authorization, date, service) ?? skewError(signed, call.clock.now(), dialect.minutes);
  if (message !== undefined) throw refuse(dialect.mismatch, message);
  if (!signatureMatches(call.request, authorization, date, key.secretAccessKey))
    throw refuse(dialect.mismatch, mismatchMessage);
  return key.caller;
}

function knownKey(call: Call, accessKeyId: string): SigningKey | undefined {
  const { place, request, aws } = call;
  const key = aws.signingKey(accessKeyId, place.partition);
  const token = request.headers['x-amz-security-token'];
  if (key?.sessionToken !== token) return undefined;
  // Source: IAM user guide, "Managing AWS STS in an AWS Region": version 1 tokens are valid in default regions only.
  return key?.versionOne && isOptInRegion(place.region) ? undefined : key;
}

function scopeError({ place }: Call, authorization: Authorization, date: string, service: string): string | undefined {
  if (authorization.region !== place.region)
    return `Credential should be scoped to a valid region, not '${authorization.region}'.`;
  if (authorization.service !== service) return `Credential should be scoped to correct service: '${service}'.`;
  if (!date.startsWith(authorization.date))
    return (
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
      `'${authorization.date}' != '${date.slice(0, 8)}', from '${date}'.`
    );
  if (!authorization.signedHeaders.includes('host'))
    return `'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`;
  return undefined;
}
