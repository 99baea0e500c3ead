import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Session } from '../sandbox/aws/session.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('from pasted keys to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let session: Session;

  beforeEach(async () => {
    fixture = await openFixture();
    session = fixture.sandbox.aws.issue(
      { kind: 'role-session', account: fixture.role.account, role: fixture.role, name: 'ana' },
      3600,
    );
  });
  afterEach(() => fixture.clear());

  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'keys',
    '--repository',
    fixture.app.url,
    '--yes',
    ...more,
  ];
  const exported = (): string =>
    `export AWS_ACCESS_KEY_ID="${session.accessKeyId}"\nexport ` +
    `AWS_SECRET_ACCESS_KEY="${session.secretAccessKey}"\nexport AWS_SESSION_TOKEN="${session.sessionToken}"\n`;

  it('refuses to be limited, by flag or variable, and writes nothing', async () => {
    await fixture.home.write('keys.txt', exported());
    const keys = ['--keys-file', fixture.home.file('keys.txt')];
    const files = async (): Promise<string> =>
      (await fixture.home.run('find', ['.', '-type', 'f', '-exec', 'cksum', '{}', '+'])).stdout;
    const before = await files();
    const refusals = [
      await fixture.codecommit(flags(...keys, '--access', 'read', '--only', 'my-app')),
      await fixture.codecommit(flags(...keys), { env: { GIT_CODECOMMIT_ACCESS: 'read' } }),
    ];
    for (const { code, stderr } of refusals) {
      expect(stderr.replace(/\s+/g, ' ')).to.contain('cannot be kept: with --method keys the session comes whole');
      expect(code).to.equal(2);
    }
    expect(await files()).to.equal(before);
  });

  const blocks: Readonly<Record<string, (keys: Session) => string>> = {
    'export lines of a shell': exported,
    'lines of cmd.exe': ({ accessKeyId, secretAccessKey, sessionToken }) =>
      `SET AWS_ACCESS_KEY_ID=${accessKeyId}\r\nSET AWS_SECRET_ACCESS_KEY=${secretAccessKey}\r\nSET ` +
      `AWS_SESSION_TOKEN=${sessionToken}\r\n`,
    'lines of PowerShell': ({ accessKeyId, secretAccessKey, sessionToken }) =>
      `$Env:AWS_ACCESS_KEY_ID="${accessKeyId}"\n$Env:AWS_SECRET_ACCESS_KEY="${secretAccessKey}"\n$Env:AWS_SESSION_TOKEN="${sessionToken}"\n`,
    "a section of AWS's credentials file": ({ accessKeyId, secretAccessKey, sessionToken }) =>
      `[444455556666_Developer]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\naws_session_token=${sessionToken}\n`,
    'the JSON of aws sts': ({ accessKeyId, secretAccessKey, sessionToken }) =>
      JSON.stringify({
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: '2099-01-01T00:00:00Z',
        },
      }),
    'the JSON of a credential_process': ({ accessKeyId, secretAccessKey, sessionToken }) =>
      JSON.stringify({
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
      }),
  };
  for (const [what, write] of Object.entries(blocks)) {
    it(`leads from ${what}`, async () => {
      const { code, stderr } = await fixture.codecommit(
        flags('--keys-file', await fixture.home.write('keys.txt', write(session))),
      );
      expect(code, stderr).to.equal(0);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });
  }

  it('leads by a paste at the prompt, of which nothing is shown; a refresh wants a new paste', async () => {
    const at = fixture.wizard(['setup']);
    await answer(at, 'What were you given?', fixture.app.url);
    await at.choose('How do you sign in?', 'Keys that I can paste');
    await at.waitFor('Paste the keys');
    at.paste(exported());
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.ends();
    expect(at.raw()).to.not.include(session.secretAccessKey).and.not.include(session.sessionToken.slice(0, 40));
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    const refused = await fixture.codecommit(['refresh', 'my-app', '--force']);
    expect([refused.code, refused.stderr.includes('--keys-file')]).to.deep.equal([2, true]);
    const refreshed = await fixture.codecommit(['refresh', 'my-app', '--force', '--keys-file', '-'], {
      input: exported(),
    });
    expect(refreshed.code, refreshed.stderr).to.equal(0);
  });

  it('says that keys have ended already, exit 4, and writes nothing', async () => {
    session.expire();
    const { code, stderr } = await fixture.codecommit(flags('--keys-file', '-'), { input: exported() });
    expect(code, stderr).to.equal(4);
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });

  describe('that are long-term ones', () => {
    it('is refused by flags, and the hint names the ways that begin with them', async () => {
      const { code, stderr } = await fixture.codecommit(flags('--keys-file', fixture.keysFile));
      expect(code, stderr).to.equal(2);
      expect(stderr.replace(/\s+/g, ' '))
        .to.include('long-term keys')
        .and.include('--method session-token')
        .and.include('--source-keys-file');
    });

    it('goes on with them as the source at a terminal', async () => {
      const at = fixture.wizard(['setup', '--repository', fixture.app.url]);
      await at.choose('How do you sign in?', 'Keys that I can paste');
      await at.waitFor('Paste the keys');
      at.paste(
        `export AWS_ACCESS_KEY_ID=${fixture.ana.key.accessKeyId}\nexport ` +
          `AWS_SECRET_ACCESS_KEY=${fixture.ana.key.secretAccessKey}\n\n`,
      );
      await answer(at, 'Profile name', '');
      await at.waitFor('These are long-term keys');
      await at.choose('How do you sign in?', 'A role in another AWS account');
      await answer(at, 'Role ARN', fixture.role.arn);
      await at.choose('Go ahead?', 'Yes');
      await at.ends();
      expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.not.include(
        fixture.ana.key.accessKeyId,
      );
    });
  });
});
