// From a sign-in at OpenID libraries which nobody here wrote to a clone, with the real program: by code and PKCE, without
// a secret and with one, and by a code on another device. The sandbox's STS looks up the provider's keys.
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { habits, signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { startListening, type ListeningProgram } from '../helpers/listening-program.js';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { personInChromium } from '../sandbox/person-in-chromium.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { servedBy } from './pass-on.js';

interface Library {
  readonly name: string;
  readonly program: string;
  readonly isThere: ReturnType<typeof needs>;
  readonly host: string;
  readonly issuer: string;
  /** What it says of a client whose secret is another. */
  readonly refusal: string;
  /** Whether a code on another device can be had. */
  readonly codes: boolean;
}

const libraries: readonly Library[] = [
  {
    // What Ory Hydra is made of; it demands PKCE.
    name: 'ory/fosite',
    program: 'fosite-provider',
    isThere: needs('fosite-provider'),
    host: 'fosite.example.com',
    issuer: 'https://fosite.example.com',
    refusal: 'Client authentication failed',
    codes: false,
  },
  {
    // Otherwise than its metadata say, its device endpoint takes a client's secret by HTTP Basic alone.
    name: 'zitadel',
    program: 'zitadel-provider',
    isThere: needs('zitadel-provider'),
    host: 'zitadel.example.com',
    // With a slash at its end, as its own example has it; it is part of the issuer.
    issuer: 'https://zitadel.example.com/',
    refusal: 'invalid client_id / client_secret',
    codes: true,
  },
];
const redirectUri = 'http://127.0.0.1:18977/oauth/callback';
const secret = 's3cret/+ %';

for (const { name, program, isThere, host, issuer, refusal, codes } of libraries)
  describe(`at an OpenID provider of ${name}`, function () {
    this.timeout(240_000);
    before(isThere);
    const undo = undoAfter();
    let fixture: SignInFixture;
    let provider: ListeningProgram;
    let roleArn: string;

    before(async () => {
      fixture = await signInFixture();
      undo(() => fixture.leave());
      provider = await startListening([program, issuer, redirectUri, secret], /^Listening on (\S+)\n/m);
      undo(() => provider.stop());
      fixture.sandbox.serve(servedBy(name, (asked) => asked === host, provider.where));
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
        expect(text).to.contain(refusal);
        await fixture.nothingWritten();
      });
    });

    if (codes)
      describe('by a code on another device', () => {
        /** What somebody does at the address that they are told to open. */
        async function answers(action: 'allowed' | 'denied', address: string): Promise<void> {
          const code = new URL(address).searchParams.get('user_code') ?? '';
          const { username, password } = habits;
          const signedIn = await fetch(`${provider.where}/device/login`, {
            method: 'POST',
            body: new URLSearchParams({ user_code: code, username, password }),
          });
          const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
          await fetch(`${provider.where}/device/confirm?action=${action}`, { headers: { cookie } });
        }

        async function setUp(action: 'allowed' | 'denied'): Promise<{ code: number | undefined; text: string }> {
          const terminal = await fixture.start(await withSecret('device', secret, '--no-browser', '--clone', 'clone'));
          try {
            const address = /https:\/\/\S+\?user_code=[A-Z-]+/;
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
