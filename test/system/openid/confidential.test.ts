import { expect } from 'chai';
import type { Problem } from '../../../src/core/problem.js';
import { rejection } from '../../helpers/aws-client.js';
import { fakeService } from '../../helpers/fake-service.js';
import { openIdSeeing } from '../../helpers/openid-client.js';
import { undoAfter } from '../../helpers/undo.js';

describe('what a provider of OpenID Connect announces', function () {
  this.timeout(30_000);
  const undo = undoAfter();

  /** One that says these of itself, and these when a code is asked for. */
  async function provider(
    announced: (url: string) => Readonly<Record<string, string>>,
    device: Readonly<Record<string, unknown>>,
  ) {
    const service = await fakeService(({ path }) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        path.startsWith('/.well-known')
          ? { issuer: service.url, token_endpoint: `${service.url}/token`, ...announced(service.url) }
          : { device_code: 'device', user_code: 'ABCD', expires_in: 600, interval: 5, ...device },
      ),
    }));
    undo(() => service.close());
    return { service, openid: openIdSeeing({}) };
  }

  for (const page of ['http://login.example.com/device', 'http://127.0.0.1.example.com/', 'ftp://login.example.com/'])
    it(`sends nobody to a page without TLS: ${page}`, async () => {
      for (const pages of [
        { verification_uri: page },
        { verification_uri: 'https://login.example.com/', verification_uri_complete: page },
      ]) {
        const { service, openid } = await provider(
          (url) => ({ device_authorization_endpoint: `${url}/device` }),
          pages,
        );
        const party = await openid.relyingParty(await openid.discover(service.url), { clientId: 'client' });
        const { kind, message } = (await rejection(party.device('openid'))) as Problem;
        expect(kind).to.equal('aws');
        expect(message).to.contain('names no https page');
      }
    });

  for (const endpoint of [
    'token_endpoint',
    'authorization_endpoint',
    'device_authorization_endpoint',
    'revocation_endpoint',
  ])
    it(`is none where its ${endpoint} has no TLS`, async () => {
      const { service, openid } = await provider(() => ({ [endpoint]: 'http://login.example.com/x' }), {});
      expect(await rejection(openid.discover(service.url))).to.include({ kind: 'usage' });
      expect(service.seen).to.have.length(1);
    });
});
