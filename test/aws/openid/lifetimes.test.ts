import { expect } from 'chai';
import { lifetime, pollingInterval } from '../../../src/aws/openid/lifetimes.js';
import { untilConfirmed } from '../../../src/methods/common/device-code.js';
import { awsSeeing, rejection } from '../../helpers/aws-client.js';
import { Secret } from '../../../src/core/secret.js';
import { fakeService } from '../../helpers/fake-service.js';
import { undoAfter } from '../../helpers/undo.js';

const code = new Secret('a refresh token of theirs');

describe('the times that a provider gives a code', () => {
  const undo = undoAfter();

  it('lead to a question a second at most, and to one a minute at least', () => {
    expect([0, -5, 0.001, 5, 60, 1e9, Infinity, NaN, undefined].map(pollingInterval)).to.deep.equal([
      1, 1, 1, 5, 60, 60, 5, 5, 5,
    ]);
  });

  it('are no longer than any code lives, and none where they are no time', () => {
    expect([600, 1e300, Infinity, 0, -1, NaN, undefined].map((said) => lifetime(said))).to.deep.equal([
      600,
      3600,
      3600,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  for (const [interval, seconds] of [
    [0, 1],
    [-7, 1],
    [2_147_484, 60],
  ] as const)
    it(`are taken with care from IAM Identity Center: an interval of ${interval}`, async () => {
      const { aws, registration } = await center({ interval, expiresIn: 2_000_000_000 });
      const oidc = await aws.ssoOidc({ region: 'eu-west-1' });
      const device = await oidc.startDeviceAuthorization(registration, 'https://corp.awsapps.com/start');
      expect(device.intervalSeconds).to.equal(seconds);
      expect(device.expiresAt.getTime()).to.be.at.most(Date.now() + 3_600_000);
    });

  it('are refused where they are over before they begin', async () => {
    const { aws, registration } = await center({ interval: 5, expiresIn: -600 });
    const oidc = await aws.ssoOidc({ region: 'eu-west-1' });
    expect(await rejection(oidc.startDeviceAuthorization(registration, 'https://x.awsapps.com/start'))).to.include({
      kind: 'network',
    });
    expect(await rejection(oidc.createToken(registration, { type: 'refresh_token', refreshToken: code }))).to.include({
      kind: 'network',
    });
  });

  it('end a wait at the end of the code, however often it was told to slow down', async () => {
    let now = 0;
    const slept: number[] = [];
    const clock = {
      now: () => new Date(now),
      sleep: (milliseconds: number) => {
        slept.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
    };
    const waiting = untilConfirmed(
      { expiresAt: new Date(30_000), intervalSeconds: 5 },
      () => Promise.resolve('slow_down' as const),
      { clock, signal: new AbortController().signal },
    );
    expect(await rejection(waiting)).to.include({ kind: 'aws' });
    expect(slept).to.deep.equal([5_000, 10_000, 15_000]);
    expect(now).to.equal(30_000);
  });

  async function center(times: { readonly interval: number; readonly expiresIn: number }) {
    const service = await fakeService(({ path }) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...times,
        ...(path === '/client/register' && { clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 1e15 }),
        ...(path === '/token' && { accessToken: 'token' }),
        ...(path === '/device_authorization' && { deviceCode: 'd', userCode: 'A', verificationUri: 'https://x/' }),
      }),
    }));
    undo(() => service.close());
    const aws = awsSeeing({ AWS_ENDPOINT_URL: service.url });
    const oidc = await aws.ssoOidc({ region: 'eu-west-1' });
    const registration = await oidc.registerClient({ startUrl: 'https://corp.awsapps.com/start', scopes: [] });
    expect(registration.expiresAt.toISOString()).to.match(/^2\d{3}-/);
    return { aws, registration };
  }
});
