// From a sign-in at zitadel's OpenID library, which nobody here wrote, to a clone, with the real program: by code and
// PKCE, without a secret and with one, and by a code on another device. The sandbox's STS looks up the provider's keys.
// What it does otherwise than its own metadata say: the device endpoint takes a client's secret by HTTP Basic alone.
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { habits, signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { startListening, type ListeningProgram } from '../helpers/listening-program.js';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { servedBy } from './pass-on.js';

const host = 'zitadel.example.com';
// With a slash at its end, as zitadel's own example has it; it is part of the issuer.
const issuer = `https://${host}/`;
const redirectUri = 'http://127.0.0.1:18977/oauth/callback';
const secret = 's3cret/+ %';

describe('at an OpenID provider of zitadel', function () {
  this.timeout(240_000);
  before(needs('zitadel-provider'));
  const undo = undoAfter();
  let fixture: SignInFixture;
  let zitadel: ListeningProgram;
  let roleArn: string;

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    zitadel = await startListening(['zitadel-provider', issuer, redirectUri, secret], /^Listening on (\S+)\n/m);
    undo(() => zitadel.stop());
    fixture.sandbox.serve(servedBy('zitadel', (name) => name === host, zitadel.where));
    const clients = ['native', 'web', 'device'];
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
      expect(text).to.contain('invalid client_id / client_secret');
      await fixture.nothingWritten();
    });
  });

  describe('by a code on another device', () => {
    /** What somebody does at the address that they are told to open. */
    async function answers(action: 'allowed' | 'denied', address: string): Promise<void> {
      const code = new URL(address).searchParams.get('user_code') ?? '';
      const { username, password } = habits;
      const signedIn = await fetch(`${zitadel.where}/device/login`, {
        method: 'POST',
        body: new URLSearchParams({ user_code: code, username, password }),
      });
      const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
      await fetch(`${zitadel.where}/device/confirm?action=${action}`, { headers: { cookie } });
    }

    async function setUp(action: 'allowed' | 'denied'): Promise<{ code: number | undefined; text: string }> {
      const terminal = await fixture.start(await withSecret('device', secret, '--no-browser', '--clone', 'clone'));
      try {
        const address = /https:\/\/zitadel\.example\.com\/\S+\?user_code=[A-Z-]+/;
        await terminal.waitFor(address, { timeoutMs: 60_000 });
        await answers(action, address.exec(terminal.text())?.[0] ?? '');
        return { code: (await terminal.exit(90_000)).code, text: terminal.text() };
      } finally {
        await terminal.close();
      }
    }

    it('leads to a clone once it is allowed', async () => {
      const { code, text } = await setUp('allowed');
      expect(code, text).to.equal(0);
      await fixture.clones();
    });

    it('is refused once it is denied', async () => {
      const { code, text } = await setUp('denied');
      expect(code, text).to.equal(4);
      await fixture.nothingWritten();
    });
  });
});
