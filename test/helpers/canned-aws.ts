import { callerIdentity, stsCredentials, type Answer } from './fake-service.js';

/** A request to any service of AWS's, as far as it says what it wants. */
export interface Wanted {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const json = (body: unknown): Answer => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const keys = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret/of+canned', sessionToken: 'token==' };
const later = Date.UTC(2099, 0, 1);

/** A good answer to every call that the product makes, whoever asks: for tests of the way there. */
export function cannedAnswer({ path, headers, body }: Wanted): Answer {
  const action = new URLSearchParams(body).get('Action') ?? '';
  if (action === 'GetCallerIdentity') return callerIdentity();
  if (action === 'ListMFADevices')
    return {
      body: '<ListMFADevicesResponse><ListMFADevicesResult><MFADevices><member><SerialNumber>arn:aws:iam::111122223333:mfa/ana</SerialNumber></member></MFADevices><IsTruncated>false</IsTruncated></ListMFADevicesResult></ListMFADevicesResponse>',
    };
  if (action === 'GetRole')
    return {
      body: '<GetRoleResponse><GetRoleResult><Role><MaxSessionDuration>28800</MaxSessionDuration></Role></GetRoleResult></GetRoleResponse>',
    };
  if (action !== '') return stsCredentials(action, '2099-01-01T00:00:00Z');
  const target = String(headers['x-amz-target'] ?? '');
  if (target.endsWith('.ListRepositories'))
    return json({ repositories: [{ repositoryName: 'MyDemoRepo', repositoryId: '1' }] });
  if (target.endsWith('.GetRepository'))
    return json({
      repositoryMetadata: {
        repositoryName: 'MyDemoRepo',
        accountId: '111122223333',
        cloneUrlHttp: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/MyDemoRepo',
      },
    });
  if (path.startsWith('/federation/credentials')) return json({ roleCredentials: { ...keys, expiration: later } });
  if (path.startsWith('/assignment/accounts'))
    return json({ accountList: [{ accountId: '111122223333', accountName: 'dev', emailAddress: 'dev@example.com' }] });
  if (path === '/client/register')
    return json({ clientId: 'c', clientSecret: 's', clientSecretExpiresAt: later / 1000 });
  if (path === '/device_authorization')
    return json({
      deviceCode: 'd',
      userCode: 'AAAA-BBBB',
      verificationUri: 'https://device.sso.eu-west-1.amazonaws.com/',
      expiresIn: 600,
    });
  if (path.includes('/info/refs?'))
    return {
      headers: { 'content-type': 'application/x-git-upload-pack-advertisement' },
      body: '001e# service=git-upload-pack\n0000',
    };
  if (path === '/token') return json({ accessToken: 'new-token', expiresIn: 28_800, refreshToken: 'next' });
  if (path === '/v1/token')
    return json({
      accessToken: keys,
      tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
      expiresIn: 900,
      refreshToken: 'next',
    });
  return { status: 404, body: 'nobody asked for this' };
}
