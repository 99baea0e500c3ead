import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type Provider from 'oidc-provider';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import type { Sandbox } from '../sandbox.js';
import { json } from '../services/social/web.js';
import type { Call, Service } from '../wire/exchange.js';
import { askHandler } from '../wire/node-handler.js';
import { htmlPage } from '../services/identity-center/html.js';
import { devicePages } from './device-pages.js';
import { interaction } from './interaction.js';

/** Somebody who can sign in at the provider. */
export interface OpenIdUser {
  readonly name: string;
  readonly password: string;
  readonly email: string;
}

export interface OpenIdProviderOptions {
  /** `login.example.com` unless told. */
  readonly host?: string;
  /** What stands behind the host in its issuer: `/` as Auth0 has it; nothing unless told. */
  readonly path?: '' | '/';
  readonly users?: readonly OpenIdUser[];
  /** Public, native, with loopback redirects, unless told otherwise. */
  readonly clients?: readonly Partial<ClientMetadata>[];
  /** Takes a client's secret in this way alone, whatever it announces, as some do at some of their endpoints. */
  readonly takesOnly?: 'client_secret_basic' | 'client_secret_post';
  /** Gives a new refresh token each time, and revokes everything when an old one comes back. */
  readonly rotates?: boolean;
  /** Anything of oidc-provider's own configuration. */
  readonly configuration?: Partial<Configuration>;
  /** How long a device code lives, in seconds. */
  readonly deviceCodeSeconds?: number;
}

/** A certified OpenID provider, under a host name of its own. */
export interface OpenIdServer {
  readonly issuer: string;
  readonly provider: Provider;
  readonly users: readonly OpenIdUser[];
  /** Stops announcing itself, as a host that is none of a provider does. */
  silence(): void;
}

export const ana: OpenIdUser = { name: 'ana', password: 'correct horse', email: 'ana@example.com' };

const client: ClientMetadata = {
  client_id: 'git-codecommit',
  client_name: 'git-codecommit',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/oauth/callback', 'http://localhost/oauth/callback'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  response_types: ['code'],
};

/** Opens a provider in the sandbox. */
export async function openIdProvider(
  sandbox: Pick<Sandbox, 'serve'>,
  options: OpenIdProviderOptions = {},
): Promise<OpenIdServer> {
  const { host = 'login.example.com', path = '', users = [ana] } = options;
  const issuer = `https://${host}${path}`;
  const provider = await opened(issuer, {
    ...configuration(options, users, await signingKey()),
    ...options.configuration,
  });
  provider.proxy = true;
  let isSilent = false;
  const handler = listener(provider, users);
  const service: Service = {
    name: 'openid',
    serves: (name) => name === host,
    answer(call) {
      const form = new URLSearchParams(call.request.body.toString('utf8'));
      call.entry.operation =
        `${call.request.method} ` +
        `${call.request.path.replace(/^(\/\w+)\/.+/, '$1')}${form.has('grant_type') ? ` ${form.get('grant_type') ?? ''}` : ''}`;
      if (options.takesOnly !== undefined && shownOtherwise(call, form, options.takesOnly))
        return json(401, { error: 'invalid_client', error_description: `Only ${options.takesOnly} is taken here.` });
      return isSilent ? htmlPage(404, 'Not found', '<p>Nothing here.</p>') : askHandler(handler, call.request);
    },
  };
  sandbox.serve(service);
  return {
    issuer,
    provider,
    users,
    silence: () => {
      isSilent = true;
    },
  };
}

function shownOtherwise({ request }: Call, form: URLSearchParams, wanted: string): boolean {
  const isBasic = request.headers.authorization?.startsWith('Basic ') === true;
  return wanted === 'client_secret_basic' ? form.has('client_secret') : isBasic;
}

/**
 * Opens it without what it says on the console: that it would rather run on a later Node, and not keep all in memory.
 */
async function opened(issuer: string, settings: Configuration): Promise<Provider> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return new (await import('oidc-provider')).default(issuer, settings);
  } finally {
    console.warn = warn;
  }
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'sandbox' };
}

function configuration(
  { clients = [{}], rotates = false, deviceCodeSeconds = 600 }: OpenIdProviderOptions,
  users: readonly OpenIdUser[],
  key: JWK,
): Configuration {
  return {
    clients: clients.map((one) => ({ ...client, ...one })),
    jwks: { keys: [key] },
    cookies: { keys: ['a key for the sandbox'] },
    claims: { openid: ['sub'], email: ['email'] },
    findAccount: (_, id) => {
      const user = users.find(({ name }) => name === id);
      return user && { accountId: id, claims: () => ({ sub: id, email: user.email }) };
    },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: { enabled: true, ...devicePages },
      revocation: { enabled: true, allowedPolicy: (_ctx, own, token) => token.clientId === own.clientId },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    rotateRefreshToken: rotates,
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      DeviceCode: deviceCodeSeconds,
      Grant: 86_400,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 3600,
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = htmlPage(400, 'Error', `<p id="error">${error}: ${description ?? ''}</p>`).body;
    },
  };
}

function listener(provider: Provider, users: readonly OpenIdUser[]): RequestListener {
  const callback = provider.callback();
  return (request: IncomingMessage, response: ServerResponse) => {
    const work =
      request.url?.startsWith('/interaction/') === true
        ? interaction(provider, users, request, response)
        : callback(request, response);
    void Promise.resolve(work).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };
}
