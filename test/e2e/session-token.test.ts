import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { endSessions } from './conversation-fixture.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('from an IAM user with an MFA device to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  /** A repository of the user's own account: a session has the user's own rights. */
  const ownRepository = (): string =>
    fixture.sandbox.aws
      .account('111122223333')
      .repository('own', { region: 'eu-west-1', files: { 'README.md': '# own\n' } }).url;
  const flags = (url: string): string[] => [
    'setup',
    '--method',
    'session-token',
    '--repository',
    url,
    '--source-keys-file',
    fixture.keysFile,
    '--yes',
  ];
  const recipe = (): Promise<string> => readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
  const start = (args: readonly string[]): TestTerminal => fixture.wizard(args);
  const next = (): string => {
    fixture.sandbox.clock.advance(30_000);
    return fixture.ana.device.code();
  };

  it('leads by flags, with the device found by itself, and by the code alone to a new session', async () => {
    const url = ownRepository();
    const { code, stderr } = await fixture.codecommit([
      ...flags(url),
      '--keep-source',
      '--mfa-code',
      fixture.ana.device.code(),
      '--clone',
    ]);
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    const unattended = await fixture.codecommit(['refresh', 'own', '--force', '--json']);
    expect([unattended.code, unattended.stdout]).to.deep.equal([2, '']);
    expect(unattended.stderr).to.include('--mfa-code');
    const refreshed = await fixture.codecommit(['refresh', 'own', '--force', '--json', '--mfa-code', next()]);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({
      profile: 'own',
      method: 'session-token',
      account: '111122223333',
      refreshed: true,
    });
  });

  it('leads by prompts, and at a refresh asks for the code and nothing else', async () => {
    const url = ownRepository();
    const at = start(['setup']);
    await answer(at, 'What were you given?', url);
    await at.choose('How do you sign in?', 'My own IAM user');
    await at.choose('Whose keys sign the request?', 'keep it for refreshes');
    await answer(at, 'Access key ID', fixture.keysFile);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await answer(at, 'MFA code of ana (app)', fixture.ana.device.code());
    await at.ends();
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    await at.close();

    const again = start(['refresh', 'own', '--force']);
    await answer(again, 'MFA code of ana (app)', next());
    await again.ends();
    expect(again.text().match(/^[?✔] .*\?/gm)).to.equal(null);
  });

  it('lets one of several devices be chosen, and remembers it', async () => {
    fixture.ana.enableDevice('hardware');
    const at = start([...flags(ownRepository()).filter((word) => word !== '--yes'), '--profile', 'own', '--no-verify']);
    await at.choose('Go ahead?', 'Yes');
    await at.choose('Which MFA device?', '(token)');
    await answer(at, 'MFA code of', fixture.ana.devices[1]?.code() ?? '');
    await at.ends();
    expect(await recipe()).to.include(`mfa-serial = "${fixture.ana.devices[1]?.serialNumber ?? ''}"`);
  });

  it('asks for the device where IAM may not be asked', async () => {
    const bo = fixture.sandbox.aws
      .account('111122223333')
      .user('bo', { mfa: 'totp', policies: ['AWSCodeCommitReadOnly'] });
    const keys = await fixture.home.write('bo.csv', bo.accessKeysCsv());
    const at = start([
      ...flags(ownRepository())
        .filter((word) => word !== '--yes')
        .map((word) => (word === fixture.keysFile ? keys : word)),
      '--profile',
      'own',
      '--no-verify',
    ]);
    await at.choose('Go ahead?', 'Yes');
    await answer(at, 'Do you use an MFA device?', bo.device.serialNumber);
    await answer(at, 'MFA code of bo (app)', bo.device.code());
    await at.ends();
  });

  it('needs no code where there is no device, at the prompts, at a refresh and inside Git', async () => {
    const url = ownRepository();
    const dan = fixture.sandbox.aws.account('111122223333').user('dan');
    const keys = await fixture.home.write('dan.csv', dan.accessKeysCsv());
    const at = start(['setup', '--method', 'session-token', '--repository', url]);
    await at.choose('Whose keys sign the request?', 'keep it for refreshes');
    await answer(at, 'Access key ID', keys);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor('without an MFA code');
    await at.ends();
    expect(await recipe()).to.match(/^mfa-serial = "?none"?$/m);
    const listed = fixture.sandbox.log.count('ListMFADevices');
    const refreshed = await fixture.codecommit(['refresh', 'own', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    await endSessions(fixture);
    fixture.sandbox.log.clear();
    const pulled = await fixture.home.run('git', ['-C', 'own', 'pull']);
    expect(pulled.code, pulled.stderr).to.equal(0);
    expect(fixture.sandbox.log.of('GetSessionToken').map(({ status }) => status)).to.deep.equal([200]);
    expect([listed, fixture.sandbox.log.count('ListMFADevices')]).to.deep.equal([1, 0]);
  });

  it('is told of --mfa-serial by a script where IAM is not to be reached', async () => {
    const url = ownRepository();
    const dan = fixture.sandbox.aws.account('111122223333').user('dan');
    const keys = await fixture.home.write('dan.csv', dan.accessKeysCsv());
    const words = flags(url).map((word) => (word === fixture.keysFile ? keys : word));
    fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'iam' });
    const { code, stderr } = await fixture.codecommit(words);
    expect(code, stderr).to.equal(5);
    expect(stderr).to.include('--mfa-serial none');
    const told = await fixture.codecommit([...words, '--mfa-serial', 'none']);
    expect(told.code, told.stderr).to.equal(0);
  });

  it('says at once that security keys cannot be used, and what works instead', async () => {
    const cy = fixture.sandbox.aws.account('111122223333').user('cy', { mfa: 'fido' });
    const keys = await fixture.home.write('cy.csv', cy.accessKeysCsv());
    const { code, stderr } = await fixture.codecommit(
      flags(ownRepository()).map((word) => (word === fixture.keysFile ? keys : word)),
    );
    expect(code, stderr).to.equal(4);
    expect(stderr.replace(/\s+/g, ' '))
      .to.include('takes no security keys or passkeys')
      .and.include('authenticator app')
      .and.include('--method identity-center');
    expect(fixture.sandbox.log.count('GetSessionToken')).to.equal(0);
  });

  it('waits with a countdown for the code after one that was used already', async () => {
    const url = ownRepository();
    const code = fixture.ana.device.code();
    expect((await fixture.codecommit([...flags(url), '--no-verify', '--mfa-code', code])).code).to.equal(0);
    const unattended = await fixture.codecommit([...flags(url), '--no-verify', '--mfa-code', code]);
    expect(unattended.code, unattended.stderr).to.equal(2);
    expect(unattended.stderr).to.include('used already');
    const at = start(['refresh', 'own', '--force', '--source-keys-file', fixture.keysFile]);
    await answer(at, 'MFA code of ana (app)', code);
    await at.waitFor(/This code was used already; the next one appears in \d+ s/);
    await at.waitFor('The next code of ana (app)', { timeoutMs: 60_000 });
    at.type(next());
    at.enter();
    await at.ends();
    expect(fixture.sandbox.log.of('GetSessionToken').map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('refuses temporary keys as the source before it calls', async () => {
    await fixture.codecommit([...fixture.common, '--profile', 'temporary', '--no-verify', '--yes']);
    fixture.sandbox.log.clear();
    const { code, stderr } = await fixture.codecommit([
      'setup',
      '--method',
      'session-token',
      '--repository',
      ownRepository(),
      '--source-profile',
      'temporary',
      '--mfa-code',
      '123456',
      '--git-scope',
      'none',
      '--yes',
    ]);
    expect(code, stderr).to.equal(2);
    expect(stderr).to.include('GetSessionToken wants long-term keys');
    expect(fixture.sandbox.log.count('GetSessionToken')).to.equal(0);
    expect(
      existsSync(fixture.home.file('.aws', 'config')) &&
        (await readFile(fixture.home.file('.aws', 'config'), 'utf8')).includes('[profile own]'),
    ).to.equal(false);
  });
});
