// From a sign-in at crewjam/saml, a SAML identity provider that nobody here wrote, to a clone, with the real program and
// a real Chromium. The sandbox's STS checks the signature against the provider's own metadata.
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { chromiumThrough } from '../helpers/chromium.js';
import { startListening } from '../helpers/listening-program.js';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { servedBy, type Typed } from './pass-on.js';

const url = 'https://crewjam.example.com';

describe('at the sign-in page of crewjam/saml', function () {
  this.timeout(240_000);
  before(needs('crewjam-provider', 'chromium'));
  const undo = undoAfter();
  let fixture: SignInFixture;
  let typed: Typed | undefined;
  const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`;

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    const roles = ['Developer', 'ReadOnly'].map((name) => `${arn('role', name)},${arn('saml-provider', 'Corp')}`);
    const program = await startListening(['crewjam-provider', url, ...roles], /^Listening on (\S+)\n/m);
    undo(() => program.stop());
    fixture.sandbox.serve(
      servedBy(
        'crewjam',
        (host) => host === new URL(url).hostname,
        program.where,
        () => typed,
      ),
    );
    const provider = fixture.account.samlProvider('Corp', await (await fetch(`${program.where}/metadata`)).text());
    fixture.account.role('Developer', { trust: provider.trust(), maxSessionDuration: 14_400 });
  });
  beforeEach(async () => {
    await fixture.newcomer();
    typed = { user: 'ana', password: 'correct horse' };
  });

  const setup = async (role: string, ...more: string[]): ReturnType<SignInFixture['attended']> =>
    fixture.attended(
      [
        'setup',
        '--method',
        'saml',
        '--repository',
        fixture.app.url,
        '--idp-url',
        `${url}/login/aws`,
        '--role-arn',
        arn('role', role),
        '--browser-timeout',
        '60s',
        '--yes',
        ...more,
      ],
      { variables: { BROWSER: await chromiumThrough(fixture.sandbox.proxyUrl, fixture.home.path) } },
    );

  it('leads to a clone, for as long as the response says, and later without typing', async () => {
    const { code, text } = await setup('Developer', '--clone', 'clone');
    expect(code, text).to.equal(0);
    expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
    expect(fixture.sandbox.log.of('AssumeRoleWithSAML').at(-1)?.parameters).to.include({ DurationSeconds: '7200' });
    typed = undefined;
    const again = await fixture.attended(['refresh', '--force'], {
      variables: { BROWSER: await chromiumThrough(fixture.sandbox.proxyUrl, fixture.home.path) },
    });
    expect(again.code, again.text).to.equal(0);
    await fixture.clones();
  });

  it('is refused where the role does not exist, and nothing is written', async () => {
    const { code, text } = await setup('ReadOnly');
    expect(code, text).to.equal(4);
    expect(text).to.contain('AccessDenied');
    await fixture.nothingWritten();
  });
});
