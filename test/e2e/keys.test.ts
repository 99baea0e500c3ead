import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Session } from '../sandbox/world/session.js';
import { answer, setStage } from './fixture.js';
import type { Stage } from './fixture.js';

describe('from pasted keys to a clone', function () {
  this.timeout(180_000);
  let stage: Stage;
  let session: Session;

  beforeEach(async () => {
    stage = await setStage();
    session = stage.sandbox.world.issue(
      { kind: 'role-session', account: stage.role.account, role: stage.role, name: 'ana' },
      3600,
    );
  });
  afterEach(() => stage.clear());

  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'keys',
    '--repository',
    stage.app.url,
    '--yes',
    ...more,
  ];
  const exported = (): string =>
    `export AWS_ACCESS_KEY_ID="${session.accessKeyId}"\nexport ` +
    `AWS_SECRET_ACCESS_KEY="${session.secretAccessKey}"\nexport AWS_SESSION_TOKEN="${session.sessionToken}"\n`;

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
      const { code, stderr } = await stage.codecommit(
        flags('--keys-file', await stage.home.write('keys.txt', write(session))),
      );
      expect(code, stderr).to.equal(0);
      expect(await stage.cloned()).to.equal('# my-app\n');
    });
  }

  it('leads by a paste at the prompt, of which nothing is shown; a refresh wants a new paste', async () => {
    const at = stage.wizard(['setup']);
    await answer(at, 'What do you want to clone?', stage.app.url);
    await at.choose('How do you sign in?', 'Keys that I can paste');
    await at.waitFor('Paste the keys');
    at.paste(exported());
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await answer(at, 'Clone it', '');
    await at.ends();
    expect(at.raw()).to.not.include(session.secretAccessKey).and.not.include(session.sessionToken.slice(0, 40));
    expect(await readFile(stage.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    const refused = await stage.codecommit(['refresh', 'my-app', '--force']);
    expect([refused.code, refused.stderr.includes('--keys-file')]).to.deep.equal([2, true]);
    const refreshed = await stage.codecommit(['refresh', 'my-app', '--force', '--keys-file', '-'], {
      input: exported(),
    });
    expect(refreshed.code, refreshed.stderr).to.equal(0);
  });

  it('says that keys have ended already, exit 4, and writes nothing', async () => {
    session.expire();
    const { code, stderr } = await stage.codecommit(flags('--keys-file', '-'), { input: exported() });
    expect(code, stderr).to.equal(4);
    expect(existsSync(stage.home.file('.aws', 'credentials'))).to.equal(false);
  });

  describe('that are long-term ones', () => {
    it('is refused by flags, and the hint names the ways that begin with them', async () => {
      const { code, stderr } = await stage.codecommit(flags('--keys-file', stage.keysFile));
      expect(code, stderr).to.equal(2);
      expect(stderr.replace(/\s+/g, ' '))
        .to.include('long-term keys')
        .and.include('--method session-token')
        .and.include('--source-keys-file');
    });

    it('goes on with them as the source at a terminal', async () => {
      const at = stage.wizard(['setup', '--repository', stage.app.url]);
      await at.choose('How do you sign in?', 'Keys that I can paste');
      await at.waitFor('Paste the keys');
      at.paste(
        `export AWS_ACCESS_KEY_ID=${stage.ana.key.accessKeyId}\nexport ` +
          `AWS_SECRET_ACCESS_KEY=${stage.ana.key.secretAccessKey}\n\n`,
      );
      await answer(at, 'Profile name', '');
      await at.waitFor('These are long-term keys');
      await at.choose('How do you sign in?', 'A role in another AWS account');
      await answer(at, 'Role ARN', stage.role.arn);
      await at.choose('Go ahead?', 'Yes');
      await answer(at, 'Clone it', '');
      await at.ends();
      expect(await readFile(stage.home.file('.aws', 'credentials'), 'utf8')).to.not.include(stage.ana.key.accessKeyId);
    });
  });
});
