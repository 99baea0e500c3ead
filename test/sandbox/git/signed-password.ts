import { skewError } from '../wire/clock-skew.js';
import type { Call } from '../wire/exchange.js';
import { isOptInRegion } from '../wire/place.js';
import { ServiceError } from '../wire/service-error.js';
import { hmac, readTimestamp, sameHex, sha256, signingKey } from '../wire/signature-v4.js';
import type { Caller } from '../aws/caller.js';

/**
 * How long a signed password is good. Source: CodeCommit user guide, "Troubleshooting the credential helper" (about 15
 * minutes).
 */
const minutes = 15;

/**
 * Who is behind Basic credentials of the form that AWS's credential helpers make: user name `KEYID[%TOKEN]`, password
 * `YYYYMMDDTHHMMSSZ` and 64 hex digits.
 * @param path what was signed: `/v1/repos/NAME`
 * @throws ServiceError with the exception names that the service's 403 body carries
 */
export function checkSignedPassword(call: Call, basic: string, path: string): Caller {
  const [user, password] = splitOnce(Buffer.from(basic, 'base64').toString('utf8'), ':');
  const [accessKeyId, token] = splitOnce(user, '%');
  const key = call.aws.signingKey(accessKeyId, call.place.partition);
  const foreign = key?.versionOne && isOptInRegion(call.place.region);
  if (!key || foreign || (key.sessionToken ?? '') !== token)
    throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid', 403);
  if (key.expiration && key.expiration <= call.clock.now())
    throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', 403);
  const signed = readTimestamp(password.slice(0, 16));
  if (!signed)
    throw new ServiceError('InvalidSignatureException', 'The request signature is not in the expected form', 403);
  const message = skewError(signed, call.clock.now(), minutes);
  if (message !== undefined) throw new ServiceError('InvalidSignatureException', message, 403);
  if (!sameHex(password.slice(16), signature(call, path, password.slice(0, 15), key.secretAccessKey))) {
    throw new ServiceError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
        'Access Key and signing method. Consult the service documentation for details.',
      403,
    );
  }
  return key.caller;
}

// Signature version 4 of a request that is never sent: method GIT, only the host signed, no payload, and no `Z` in the
// time.
function signature({ request, place }: Call, path: string, time: string, secret: string): string {
  const canonical = `GIT\n${path}\n\nhost:${request.host}\n\nhost\n`;
  const date = time.slice(0, 8);
  const text = `AWS4-HMAC-SHA256\n${time}\n${date}/${place.region}/codecommit/aws4_request\n${sha256(canonical)}`;
  return hmac(signingKey(secret, date, place.region, 'codecommit'), text).toString('hex');
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
