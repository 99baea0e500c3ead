// From a sign-in at ory/fosite, the library that Ory Hydra is made of, and which nobody here wrote, to a clone, with the
// real program: by code and PKCE, which it demands, without a secret and with one. The sandbox's STS looks up its keys.
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { habits, signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { startListening, type ListeningProgram } from '../helpers/listening-program.js';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { servedBy } from './pass-on.js';

const host = 'fosite.example.com';
const issuer = `https://${host}`;
const redirectUri = 'http://127.0.0.1:18977/oauth/callback';
const secret = 's3cret/+ %';

describe('at an OpenID provider of ory/fosite', function () {
  this.timeout(240_000);
  before(needs('fosite-provider'));
  const undo = undoAfter();
  let fixture: SignInFixture;
  let fosite: ListeningProgram;
  let roleArn: string;

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    fosite = await startListening(['fosite-provider', issuer, redirectUri, secret], /^Listening on (\S+)\n/m);
    undo(() => fosite.stop());
    fixture.sandbox.serve(servedBy('fosite', (name) => name === host, fosite.where));
    const clients = ['native', 'web'];
    const known = fixture.account.openIdProvider(issuer, clients);
    roleArn = fixture.account.role('Developer', { trust: webIdentityTrust(known.arn) }).arn;
  });
  beforeEach(() => fixture.newcomer());

  const setup = (client: string, ...more: string[]): string[] => [
    'setup',
    '--method',
    'web-identity',
    '--provider',
    'oidc',
    '--repository',
    fixture.app.url,
    '--issuer',
    issuer,
    '--client-id',
    client,
    '--role-arn',
    roleArn,
    '--browser-timeout',
    '60s',
    '--yes',
    ...more,
  ];
  const withSecret = async (client: string, value: string, ...more: string[]): Promise<string[]> =>
    setup(client, '--client-secret-file', await fixture.home.write('secret', value), ...more);

  describe('in a real Chromium', () => {
    before(needs('chromium'));

    it('leads by code and PKCE to a clone, without a secret; it is renewed alone, and revoked', async () => {
      const person = await personInChromium(fixture.home, habits, fixture.sandbox.proxyUrl);
      const { code, text } = await fixture.attended(setup('native', '--clone', 'clone'), {
        variables: person.variables,
      });
      expect(code, text).to.equal(0);
      expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
      await fixture.expire();
      await fixture.clones();
      const removed = await fixture.unattended(['remove', 'my-app', '--yes']);
      expect(removed.code, removed.stderr).to.equal(0);
      expect(removed.stderr).to.contain('The sign-in at the identity provider is revoked.');
    });
  });

  describe('with a secret whose characters OAuth encodes', () => {
    const way = ['--redirect-uri', redirectUri];

    it('leads by code to a clone', async () => {
      const args = await withSecret('web', secret, ...way, '--clone', 'clone');
      const { code, text } = await fixture.attended(args, { habits: {} });
      expect(code, text).to.equal(0);
      await fixture.clones();
    });

    it('is refused with another one, and the provider says why', async () => {
      const { code, text } = await fixture.attended(await withSecret('web', 's3cret', ...way), { habits: {} });
      expect(code, text).to.equal(4);
      expect(text).to.contain('Client authentication failed');
      await fixture.nothingWritten();
    });
  });
});
