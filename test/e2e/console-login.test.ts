import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { ConsoleSession } from '../sandbox/aws/console-session.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('from a sign-in to the AWS console to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let session: ConsoleSession;
  let url: string;

  beforeEach(async () => {
    fixture = await openFixture();
    session = fixture.sandbox.aws.consoleSession(fixture.ana);
    url = fixture.sandbox.aws
      .account('111122223333')
      .repository('own', { region: 'eu-west-1', files: { 'README.md': '# own\n' } }).url;
    await fixture.home.write('.aws/config', `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n`);
    await login();
  });
  afterEach(() => fixture.clear());

  /** What `aws login` leaves behind; `minutes` are left of the keys' life. */
  const login = async (minutes = 14): Promise<void> => {
    const folder = fixture.home.file('.aws', 'login', 'cache');
    await mkdir(folder, { recursive: true });
    const file = JSON.parse(session.cacheFile()) as { accessToken: object };
    const accessToken = { ...file.accessToken, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString() };
    await writeFile(
      `${folder}/${createHash('sha256').update(session.name).digest('hex')}.json`,
      JSON.stringify({ ...file, accessToken }),
      { mode: 0o600 },
    );
  };
  const setUp = () =>
    fixture.codecommit([
      'setup',
      '--method',
      'console-login',
      '--source-profile',
      'console',
      '--repository',
      url,
      '--yes',
      '--clone',
    ]);
  const endOurs = async (): Promise<void> => {
    const file = fixture.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/g,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
  };

  it('leads by flags; Git gets new keys by itself while the session lives', async () => {
    const { code, stderr } = await setUp();
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    fixture.sandbox.aws.lastSession.expire();
    await endOurs();
    await login(-5);
    const pulled = await fixture.home.run('git', ['-C', 'own', 'pull', '-q']);
    expect([pulled.code, pulled.stderr]).to.deep.equal([0, '']);
    expect(fixture.sandbox.log.count('CreateOAuth2Token')).to.equal(1);
    const refreshed = await fixture.codecommit(['refresh', 'own', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({ method: 'console-login', refreshed: true });
  });

  it('leads by prompts', async () => {
    const at = fixture.wizard(['setup']);
    await answer(at, 'What were you given?', url);
    await at.choose('How do you sign in?', 'My sign-in to the AWS console');
    await at.choose('Which profile have you signed in with?', 'console');
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.ends();
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
  });

  it('says what to run once the session is over, to Git and to scripts', async () => {
    expect((await setUp()).code).to.equal(0);
    session.ended = 'TOKEN_EXPIRED';
    await login(-5);
    await endOurs();
    const pulled = await fixture.home.run('git', ['-C', 'own', 'pull', '-q']);
    expect(pulled.code).to.not.equal(0);
    expect(pulled.stderr).to.contain('aws login --profile console');
    const { code, stdout, stderr } = await fixture.codecommit(['refresh', 'own', '--force', '--json']);
    expect([code, stdout]).to.deep.equal([4, '']);
    expect(stderr).to.contain('aws login --profile console');
  });

  it('writes nothing where nobody has signed in yet', async () => {
    session.ended = 'TOKEN_EXPIRED';
    await login(-5);
    const { code, stderr } = await setUp();
    expect(code, stderr).to.equal(4);
    expect(stderr).to.contain('aws login --profile console');
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });
});
