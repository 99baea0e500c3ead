import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  compactVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import type { Answer, Call } from '../wire/exchange.js';

/**
 * The claims of a token that AWS could verify, as far as they can be read: RSA and elliptic curves only. Undefined
 * where it is no such token.
 */
export function readToken(token: string): JWTPayload | undefined {
  try {
    const { alg } = decodeProtectedHeader(token);
    return /^(RS|ES)(256|384|512)$/.test(alg ?? '') ? decodeJwt(token) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks a token's signature by the keys that its issuer publishes, looked up as AWS does: announcement, then keys.
 * @returns why it cannot be trusted, or undefined
 */
export async function signatureError(
  token: string,
  issuer: string,
  call: Call,
): Promise<'no-keys' | 'bad-signature' | undefined> {
  const announced = await jsonFrom<{ readonly issuer?: string; readonly jwks_uri?: string }>(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    call,
  );
  const keys =
    announced?.issuer === issuer && announced.jwks_uri !== undefined
      ? await jsonFrom<JSONWebKeySet>(announced.jwks_uri, call)
      : undefined;
  if (!keys) return 'no-keys';
  try {
    await compactVerify(token, createLocalJWKSet(keys));
    return undefined;
  } catch (error) {
    return error instanceof errors.JWSSignatureVerificationFailed ? 'bad-signature' : 'no-keys';
  }
}

async function jsonFrom<T>(url: string, call: Call): Promise<T | undefined> {
  const answer = await call.web(url);
  return answer.status === 200 ? await parsed<T>(answer) : undefined;
}

/** The JSON in an answer; undefined where there is none. */
export async function parsed<T>({ body = '' }: Answer): Promise<T | undefined> {
  const chunks: Buffer[] = [];
  if (typeof body === 'string' || Buffer.isBuffer(body)) chunks.push(Buffer.from(body));
  else for await (const chunk of body) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T;
  } catch {
    return undefined;
  }
}

/** The audiences of a token. */
export function audienceOf({ aud }: JWTPayload): readonly string[] {
  return [aud ?? []].flat();
}
