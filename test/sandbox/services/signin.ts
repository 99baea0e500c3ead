import { verify } from 'node:crypto';
import type { Call, Service } from '../wire/exchange.js';
import { answerRest, type JsonBody } from '../wire/rest-json.js';
import { ServiceError } from '../wire/service-error.js';
import type { ConsoleSession } from '../aws/console-session.js';

/**
 * AWS Sign-In, as far as it renews the keys of `aws login`. Each call carries a proof (DPoP) that the caller holds the
 * key the session was made with. Source: AWS Sign-In's model, CreateOAuth2Token; RFC 9449.
 */
export const signin: Service = {
  name: 'signin',
  serves: (host) => /^[a-z0-9-]+\.signin\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/.test(host),
  answer: (call) =>
    answerRest(
      [{ name: 'CreateOAuth2Token', route: 'POST /v1/token', run: createToken }],
      call,
      ({ message, members }) => ({ error: members['error'], message }),
    ),
};

function createToken(input: JsonBody, call: Call): JsonBody {
  if (input['grantType'] !== 'refresh_token')
    throw signinError('ValidationException', 'INVALID_REQUEST', 'Only refresh_token is known here', 400);
  const session = call.aws.consoleSessions.find((one) => one.knows(String(input['refreshToken'])));
  if (!session || session.clientId !== input['clientId'])
    throw signinError('AccessDeniedException', 'TOKEN_EXPIRED', 'The refresh token is not valid', 400);
  if (session.ended) throw signinError('AccessDeniedException', session.ended, 'The session is over', 400);
  checkProof(session, call);
  call.entry.caller = session.name;
  const {
    keys: { accessKeyId, secretAccessKey, sessionToken },
    refreshToken,
    expiresIn,
  } = session.issue();
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn,
    refreshToken,
  };
}

/** The proof is signed by the session's key, for this method and address, now. */
function checkProof(session: ConsoleSession, { request, clock }: Call): void {
  const proof = request.headers['dpop'];
  const [header = '', payload = '', signature = ''] = typeof proof === 'string' ? proof.split('.') : [];
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: session.publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const claims = signed
    ? (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { htm?: string; htu?: string; iat?: number })
    : {};
  const isOurs = claims.htm === request.method && claims.htu === `https://${request.host}${request.path}`;
  const isFresh = Math.abs((claims.iat ?? 0) - clock.now().getTime() / 1000) < 300;
  if (!isOurs || !isFresh) throw signinError('ValidationException', 'INVALID_REQUEST', 'Invalid DPoP proof', 400);
}

function signinError(code: string, error: string, message: string, status: number): ServiceError {
  return new ServiceError(code, message, status, { error });
}
