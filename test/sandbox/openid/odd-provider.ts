import { createHash } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { Sandbox } from '../sandbox.js';
import { fieldsOf, json } from '../services/social/web.js';
import type { Answer, Call, Service } from '../wire/exchange.js';
import { TokenSigner } from '../aws/token-signer.js';

/** What a provider does that others do not. */
export interface Oddity {
  /** In place of what it would announce. */
  readonly announces?: Readonly<Record<string, unknown>>;
  /** In place of, or beside, the claims it would put into an ID token. */
  readonly claims?: JWTPayload;
  /** Signs with a shared secret, as AWS cannot check. */
  readonly symmetric?: boolean;
  readonly lifetimeSeconds?: number;
  /** In place of its whole answer to a request for tokens; `undefined` members are left out. */
  readonly tokens?: Readonly<Record<string, unknown>>;
  readonly status?: number;
  /** What it answers to the first requests for tokens, one after another, with status 400. */
  readonly answers?: readonly Readonly<Record<string, unknown>>[];
  /** In place of what it would send back with the browser. */
  readonly callback?: Readonly<Record<string, string>>;
  readonly device?: Readonly<Record<string, unknown>>;
  /** Wants PKCE for device codes too, as Keycloak does of clients that are set up for it. */
  readonly deviceWantsProof?: boolean;
}

/** A provider without people: everybody is signed in at once. What it does wrong is chosen by the test. */
export interface OddProvider {
  readonly issuer: string;
  oddity: Oddity;
  /** An ID token that it would give. */
  idToken(claims?: JWTPayload, lifetimeSeconds?: number): Promise<string>;
}

/** Opens such a provider in the sandbox, under a host name of its own. */
export function oddProvider(
  sandbox: Pick<Sandbox, 'serve' | 'clock'>,
  host = 'odd.example.com',
  path = '',
): OddProvider {
  const issuer = `https://${host}${path}`;
  const signer = new TokenSigner(sandbox.clock, 'odd');
  let nonce: string | undefined;
  const claimsOf = (claims: JWTPayload = {}): JWTPayload => ({
    iss: issuer,
    sub: 'ana',
    aud: 'git-codecommit',
    ...(nonce !== undefined && { nonce }),
    ...claims,
  });
  const provider: OddProvider = {
    issuer,
    oddity: {},
    idToken: (claims, lifetimeSeconds = 3600) => signer.sign(claimsOf(claims), lifetimeSeconds),
  };
  let asked = 0;
  let challenge: string | undefined;
  const device = (call: Call): Answer => {
    [asked, challenge] = [0, fieldsOf(call).get('code_challenge') ?? undefined];
    if (provider.oddity.deviceWantsProof === true && challenge === undefined)
      return json(400, { error: 'invalid_request', error_description: 'Missing parameter: code_challenge_method' });
    return json(200, {
      device_code: 'device',
      user_code: 'ABCD-EFGH',
      verification_uri: `${issuer}/enter`,
      expires_in: 600,
      interval: 1,
      ...provider.oddity.device,
    });
  };
  const isProven = (call: Call): boolean =>
    challenge ===
    createHash('sha256')
      .update(fieldsOf(call).get('code_verifier') ?? '')
      .digest('base64url');
  const tokens = async (call: Call): Promise<Answer> => {
    if (provider.oddity.deviceWantsProof === true && !isProven(call))
      return json(400, { error: 'invalid_grant', error_description: 'PKCE verification failed' });
    const early = provider.oddity.answers?.[asked++];
    if (early) return json(400, early);
    const { claims, symmetric, lifetimeSeconds, tokens: instead, status = 200 } = provider.oddity;
    const idToken = symmetric ? await symmetrical(claimsOf(claims)) : await provider.idToken(claims, lifetimeSeconds);
    return json(status, {
      access_token: 'opaque',
      token_type: 'Bearer',
      expires_in: 3600,
      id_token: idToken,
      refresh_token: 'once',
      ...instead,
    });
  };
  const routes: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
    '/.well-known/openid-configuration': () => json(200, { ...announcement(issuer), ...provider.oddity.announces }),
    '/keys': async () => json(200, await signer.published()),
    '/authorize': (call) => {
      const query = new URLSearchParams(call.request.query);
      nonce = query.get('nonce') ?? undefined;
      const location = new URL(query.get('redirect_uri') ?? '');
      location.search = new URLSearchParams({
        code: 'code',
        state: query.get('state') ?? '',
        ...provider.oddity.callback,
      }).toString();
      return { status: 302, headers: { location: location.href } };
    },
    '/device': device,
    '/token': tokens,
  };
  const service: Service = {
    name: 'odd-provider',
    serves: (name) => name === host,
    answer(call) {
      const name = call.request.path.slice(path.length);
      call.entry.operation = `odd ${name}`;
      call.entry.parameters = Object.fromEntries(
        [...fieldsOf(call)].filter(([field]) => ['grant_type', 'scope', 'client_id'].includes(field)),
      );
      return routes[name]?.(call) ?? json(404, { error: 'not_found' });
    },
  };
  sandbox.serve(service);
  return provider;
}

function announcement(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    device_authorization_endpoint: `${issuer}/device`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256'],
  };
}

function symmetrical(claims: JWTPayload): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('a secret that both of them know, long enough'));
}
