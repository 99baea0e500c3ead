// From responses of pysaml2, a SAML identity provider that nobody here wrote, to a clone, with the real program. The
// sandbox's STS checks the signatures, which xmlsec1 has made, against the provider's own metadata.
// Its XML has prefixes of its own (`ns0:`), and signatures with line ends in them.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { needs } from '../helpers/needs.js';
import { run, type Ended } from '../helpers/run.js';
import { undoAfter } from '../helpers/undo.js';
import { cleanEnvironment } from '../helpers/environment.js';

const provider = fileURLToPath(new URL('pysaml2-idp.py', import.meta.url));

describe('with a response of pysaml2', function () {
  this.timeout(240_000);
  before(needs('pysaml2'));
  const undo = undoAfter();
  let fixture: SignInFixture;
  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
  });
  beforeEach(() => fixture.newcomer());

  const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`;

  /** A response for somebody who may take two roles, of a provider that IAM knows. */
  async function response(signed: string): Promise<string> {
    const folder = fixture.home.file('idp');
    await mkdir(folder);
    const roles = ['Developer', 'ReadOnly'].map((name) => `${arn('role', name)},${arn('saml-provider', 'Corp')}`);
    const { code, stderr } = await run('python-pysaml2', [provider, folder, signed, ...roles], {
      env: cleanEnvironment(),
    });
    expect(code, stderr).to.equal(0);
    const metadata = await readFile(fixture.home.file('idp', 'metadata.xml'), 'utf8');
    const known = fixture.account.samlProvider('Corp', metadata);
    fixture.account.role('Developer', { trust: known.trust(), maxSessionDuration: 14_400 });
    return await readFile(fixture.home.file('idp', 'response.txt'), 'utf8');
  }

  const setup = (text: string, ...more: string[]): Promise<Ended> =>
    fixture.unattended(
      ['setup', '--method', 'saml', '--repository', fixture.app.url, '--saml-response-file', '-', '--yes', ...more],
      { input: text },
    );

  for (const signed of ['response', 'assertion', 'both']) {
    it(`leads to a clone, for as long as it says, where it is signed thus: ${signed}`, async () => {
      const { code, stderr } = await setup(await response(signed), '--role-arn', arn('role', 'Developer'));
      expect(code, stderr).to.equal(0);
      await fixture.clones();
      const [asked] = fixture.sandbox.log.of('AssumeRoleWithSAML');
      expect(asked?.parameters).to.include({ RoleArn: arn('role', 'Developer'), DurationSeconds: '7200' });
    });
  }

  it('asks which of its roles is meant, where nobody said', async () => {
    const { code, stderr } = await setup(await response('both'));
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain('--role-arn');
    await fixture.nothingWritten();
  });

  it('is refused by AWS where it was changed on the way', async () => {
    const xml = Buffer.from(await response('assertion'), 'base64').toString();
    const changed = Buffer.from(xml.replace('>ana@example.com<', '>bea@example.com<')).toString('base64');
    const { code, stderr } = await setup(changed, '--role-arn', arn('role', 'Developer'));
    expect(code, stderr).to.equal(4);
    expect(stderr).to.contain('InvalidIdentityToken');
    await fixture.nothingWritten();
  });

  it('is not even sent where nobody signed it', async () => {
    const { code, stderr } = await setup(await response('none'), '--role-arn', arn('role', 'Developer'));
    expect(code, stderr).to.equal(2);
    expect(stderr).to.contain('It is not signed.');
    expect(fixture.sandbox.log.count('AssumeRoleWithSAML')).to.equal(0);
    await fixture.nothingWritten();
  });
});
