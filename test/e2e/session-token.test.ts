import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { answer, setStage } from './fixture.js';
import type { Stage } from './fixture.js';

describe('from an IAM user with an MFA device to a clone', function () {
  this.timeout(180_000);
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.clear());

  /** A repository of the user's own account: a session has the user's own rights. */
  const ownRepository = (): string =>
    stage.sandbox.world
      .account('111122223333')
      .repository('own', { region: 'eu-west-1', files: { 'README.md': '# own\n' } }).url;
  const flags = (url: string): string[] => [
    'setup',
    '--method',
    'session-token',
    '--repository',
    url,
    '--source-keys-file',
    stage.keysFile,
    '--yes',
  ];
  const recipe = (): Promise<string> => readFile(stage.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
  const start = (args: readonly string[]): TestTerminal => stage.wizard(args);
  const next = (): string => {
    stage.sandbox.clock.advance(30_000);
    return stage.ana.device.code();
  };

  it('leads by flags, with the device found by itself, and by the code alone to a new session', async () => {
    const url = ownRepository();
    const { code, stderr } = await stage.codecommit([
      ...flags(url),
      '--keep-source',
      '--mfa-code',
      stage.ana.device.code(),
      '--clone',
    ]);
    expect(code, stderr).to.equal(0);
    expect(await readFile(stage.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    const unattended = await stage.codecommit(['refresh', 'own', '--force', '--json']);
    expect([unattended.code, unattended.stdout]).to.deep.equal([2, '']);
    expect(unattended.stderr).to.include('--mfa-code');
    const refreshed = await stage.codecommit(['refresh', 'own', '--force', '--json', '--mfa-code', next()]);
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
    await answer(at, 'What do you want to clone?', url);
    await at.choose('How do you sign in?', 'My own IAM user');
    await at.choose('Whose keys sign the request?', 'keep it for refreshes');
    await answer(at, 'Access key ID', stage.keysFile);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await answer(at, 'MFA code of ana (app)', stage.ana.device.code());
    await answer(at, 'Clone it into ./own now?', '');
    await at.ends();
    expect(await readFile(stage.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    await at.close();

    const again = start(['refresh', 'own', '--force']);
    await answer(again, 'MFA code of ana (app)', next());
    await again.ends();
    expect(again.text().match(/^[?✔] .*\?/gm)).to.equal(null);
  });

  it('lets one of several devices be chosen, and remembers it', async () => {
    stage.ana.enableDevice('hardware');
    const at = start([...flags(ownRepository()).filter((word) => word !== '--yes'), '--profile', 'own', '--no-verify']);
    await at.choose('Go ahead?', 'Yes');
    await at.choose('Which MFA device?', '(token)');
    await answer(at, 'MFA code of', stage.ana.devices[1]?.code() ?? '');
    await answer(at, 'Clone it', 'n');
    await at.ends();
    expect(await recipe()).to.include(`mfa-serial = "${stage.ana.devices[1]?.serialNumber ?? ''}"`);
  });

  it('asks for the device where IAM may not be asked', async () => {
    const bo = stage.sandbox.world
      .account('111122223333')
      .user('bo', { mfa: 'totp', policies: ['AWSCodeCommitReadOnly'] });
    const keys = await stage.home.write('bo.csv', bo.accessKeysCsv());
    const at = start([
      ...flags(ownRepository())
        .filter((word) => word !== '--yes')
        .map((word) => (word === stage.keysFile ? keys : word)),
      '--profile',
      'own',
      '--no-verify',
    ]);
    await at.choose('Go ahead?', 'Yes');
    await answer(at, 'Serial number or ARN of your MFA device', bo.device.serialNumber);
    await answer(at, 'MFA code of bo (app)', bo.device.code());
    await answer(at, 'Clone it', 'n');
    await at.ends();
  });

  it('says at once that security keys cannot be used, and what works instead', async () => {
    const cy = stage.sandbox.world.account('111122223333').user('cy', { mfa: 'fido' });
    const keys = await stage.home.write('cy.csv', cy.accessKeysCsv());
    const { code, stderr } = await stage.codecommit(
      flags(ownRepository()).map((word) => (word === stage.keysFile ? keys : word)),
    );
    expect(code, stderr).to.equal(4);
    expect(stderr.replace(/\s+/g, ' '))
      .to.include('takes no security keys or passkeys')
      .and.include('authenticator app')
      .and.include('--method identity-center');
    expect(stage.sandbox.log.count('GetSessionToken')).to.equal(0);
  });

  it('waits with a countdown for the code after one that was used already', async () => {
    const url = ownRepository();
    const code = stage.ana.device.code();
    expect((await stage.codecommit([...flags(url), '--no-verify', '--mfa-code', code])).code).to.equal(0);
    const unattended = await stage.codecommit([...flags(url), '--no-verify', '--mfa-code', code]);
    expect(unattended.code, unattended.stderr).to.equal(2);
    expect(unattended.stderr).to.include('used already');
    const at = start(['refresh', 'own', '--force', '--source-keys-file', stage.keysFile]);
    await answer(at, 'MFA code of ana (app)', code);
    await at.waitFor(/This code was used already; the next one appears in \d+ s/);
    await at.waitFor('The next code of ana (app)', { timeoutMs: 60_000 });
    at.type(next());
    at.enter();
    await at.ends();
    expect(stage.sandbox.log.of('GetSessionToken').map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('refuses temporary keys as the source before it calls', async () => {
    await stage.codecommit([...stage.common, '--profile', 'temporary', '--no-verify', '--yes']);
    stage.sandbox.log.clear();
    const { code, stderr } = await stage.codecommit([
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
    expect(stage.sandbox.log.count('GetSessionToken')).to.equal(0);
    expect(
      existsSync(stage.home.file('.aws', 'config')) &&
        (await readFile(stage.home.file('.aws', 'config'), 'utf8')).includes('[profile own]'),
    ).to.equal(false);
  });
});
