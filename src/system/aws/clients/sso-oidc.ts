import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandInput,
  type RegisterClientCommandInput,
} from '@aws-sdk/client-sso-oidc';
import { lifetime, pollingInterval } from '../../../aws/openid/lifetimes.js';
import type { AwsAccess } from '../../../core/ports/aws/aws.js';
import type {
  DeviceAuthorization,
  SsoGrant,
  SsoOidc,
  SsoRegistration,
  SsoToken,
} from '../../../core/ports/aws/identity-center.js';
import { Problem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import type { ClientKit } from './client-kit.js';

/** Longer than any token or registration of IAM Identity Center's lives, in seconds: 90 days both at most. */
const longestSeconds = 400 * 86_400;

const grantTypes: Readonly<Record<SsoGrant['type'], string>> = {
  authorization_code: 'authorization_code',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  refresh_token: 'refresh_token',
};

/**
 * SSO-OIDC through AWS's client. Nothing here is signed: the client's own secret, a code and a person stand for it.
 * @param awsNow AWS's clock, as far as it is known: the end of a token is written down by it
 */
export async function openSsoOidc(
  kit: ClientKit,
  access: AwsAccess,
  now: () => Date,
  awsNow: () => Date,
): Promise<SsoOidc> {
  const client = new SSOOIDCClient(await kit.options('SSO_OIDC', access));
  const createToken: SsoOidc['createToken'] = (registered, grant) =>
    kit.call('CreateToken', access, async (send) => {
      const answer = await client.send(new CreateTokenCommand({ ...clientOf(registered), ...granting(grant) }), send);
      return tokenFrom(answer, registered, awsNow());
    });
  return {
    authorization: async (registered, input) => {
      // Loaded once somebody signs in: a renewal has no use for it.
      const { ssoAuthorization } = await import('../../openid/sso-authorization.js');
      const endpoint = await authorizationEndpoint(client, access);
      const { url, accept } = await ssoAuthorization(endpoint, registered.clientId, input);
      return {
        url,
        accept(query) {
          const proven = accept(query);
          return () =>
            createToken(registered, { type: 'authorization_code', ...proven, redirectUri: input.redirectUri });
        },
      };
    },
    registerClient: (input) =>
      kit.call('RegisterClient', access, async (send) => {
        const {
          clientId,
          clientSecret,
          clientSecretExpiresAt = 0,
        } = await client.send(new RegisterClientCommand(registration(input)), send);
        if (!clientId || !clientSecret) throw incomplete('client registration');
        const seconds = Math.min(clientSecretExpiresAt, now().getTime() / 1000 + longestSeconds);
        return { clientId, clientSecret: new Secret(clientSecret), expiresAt: new Date(Math.max(seconds, 0) * 1000) };
      }),
    startDeviceAuthorization: (registered, startUrl) =>
      kit.call('StartDeviceAuthorization', access, async (send) => {
        const answer = await client.send(
          new StartDeviceAuthorizationCommand({ ...clientOf(registered), startUrl }),
          send,
        );
        return deviceAuthorization(answer, now());
      }),
    createToken,
  };
}

/** The same host that the calls go to: partition, FIPS and configured endpoints included. */
async function authorizationEndpoint(client: SSOOIDCClient, access: AwsAccess): Promise<URL> {
  const { endpoint, useFipsEndpoint, useDualstackEndpoint, endpointProvider } = client.config;
  const own = await endpoint?.();
  const base = own
    ? `${own.protocol}//${own.hostname}${own.port === undefined ? '' : `:${own.port}`}${own.path.replace(/\/$/, '')}`
    : endpointProvider({
        Region: access.region,
        UseFIPS: await useFipsEndpoint(),
        UseDualStack: await useDualstackEndpoint(),
      }).url.href.replace(/\/$/, '');
  return new URL(`${base}/authorize`);
}

function registration({
  startUrl,
  scopes,
  redirectUri,
}: Parameters<SsoOidc['registerClient']>[0]): RegisterClientCommandInput {
  const base = { clientName: 'git-codecommit', clientType: 'public', scopes: [...scopes] };
  if (redirectUri === undefined) return { ...base, grantTypes: [grantTypes.device_code, grantTypes.refresh_token] };
  return {
    ...base,
    grantTypes: [grantTypes.authorization_code, grantTypes.refresh_token],
    redirectUris: [redirectUri],
    issuerUrl: startUrl,
  };
}

function clientOf({ clientId, clientSecret }: SsoRegistration): { clientId: string; clientSecret: string } {
  return { clientId, clientSecret: clientSecret.reveal() };
}

function granting(grant: SsoGrant): Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'> {
  const grantType = grantTypes[grant.type];
  switch (grant.type) {
    case 'authorization_code':
      return {
        grantType,
        code: grant.code.reveal(),
        codeVerifier: grant.codeVerifier.reveal(),
        redirectUri: grant.redirectUri,
      };
    case 'device_code':
      return { grantType, deviceCode: grant.deviceCode.reveal() };
    case 'refresh_token':
      return { grantType, refreshToken: grant.refreshToken.reveal() };
  }
}

function tokenFrom(
  answer: { accessToken?: string | undefined; expiresIn?: number | undefined; refreshToken?: string | undefined },
  registered: SsoRegistration,
  now: Date,
): SsoToken {
  const seconds = lifetime(answer.expiresIn, longestSeconds);
  if (!answer.accessToken || seconds === undefined) throw incomplete('token');
  return {
    accessToken: new Secret(answer.accessToken),
    expiresAt: new Date(now.getTime() + seconds * 1000),
    registration: registered,
    ...(answer.refreshToken && { refreshToken: new Secret(answer.refreshToken) }),
  };
}

interface DeviceAnswer {
  readonly deviceCode?: string | undefined;
  readonly userCode?: string | undefined;
  readonly verificationUri?: string | undefined;
  readonly verificationUriComplete?: string | undefined;
  readonly expiresIn?: number | undefined;
  readonly interval?: number | undefined;
}

function deviceAuthorization(answer: DeviceAnswer, now: Date): DeviceAuthorization {
  const { deviceCode, userCode, verificationUri, verificationUriComplete, interval } = answer;
  const seconds = lifetime(answer.expiresIn);
  if (!deviceCode || !userCode || !verificationUri || seconds === undefined) throw incomplete('device code');
  return {
    deviceCode: new Secret(deviceCode),
    userCode,
    verificationUri,
    verificationUriComplete: verificationUriComplete ?? verificationUri,
    expiresAt: new Date(now.getTime() + seconds * 1000),
    intervalSeconds: pollingInterval(interval),
  };
}

function incomplete(what: string): Problem {
  return new Problem('network', `What answered in place of IAM Identity Center sent no ${what}.`, {
    hint: 'Check the proxy settings and AWS_ENDPOINT_URL, then try again.',
  });
}
