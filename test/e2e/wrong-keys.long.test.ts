import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { User } from '../sandbox/aws/user.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('keys that are the wrong ones', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let dan: User;

  beforeEach(async () => {
    fixture = await openFixture();
    dan = fixture.sandbox.aws.account('111122223333').user('dan');
  });
  afterEach(() => fixture.clear());

  const ownRepository = (): string =>
    fixture.sandbox.aws
      .account('111122223333')
      .repository('own', { region: 'eu-west-1', files: { 'README.md': '# own\n' } }).url;
  const credentials = (): Promise<string> => readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
  const file = (name: string, text: string): Promise<string> => fixture.home.write(name, text);

  it('are asked for again, named as their owner knows them, and only the right ones are kept', async () => {
    const git = await file('dan_codecommit_credentials.csv', 'User Name,Password\r\ndan-at-111122223333,s3cr3t=\r\n');
    const old = dan.createKey();
    old.active = false;
    const wrong = await file('old.csv', `Access key ID,Secret access key\r\n${old.accessKeyId},${old.secretAccessKey}`);
    const [, secretOfAnother] = [dan.key, old.secretAccessKey];
    const at = fixture.wizard(['setup', '--method', 'session-token', '--repository', ownRepository()]);
    await at.choose('Whose keys sign the request?', 'keep it for refreshes');
    await answer(at, 'Access key ID', '/nowhere/accessKeys.csv');
    await at.waitFor('there is none');
    await answer(at, 'Access key ID', git);
    await at.waitFor('HTTPS Git credentials for CodeCommit');
    await answer(at, 'Access key ID', wrong);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor(`the access key …${old.accessKeyId.slice(-4)} (old.csv)`);
    await at.choose('What shall we try?', 'Enter the access key again');
    await answer(at, 'Access key ID', dan.key.accessKeyId);
    await answer(at, 'Secret access key', secretOfAnother);
    await at.waitFor(`the access key …${dan.key.accessKeyId.slice(-4)} does not belong`);
    await at.choose('What shall we try?', 'Enter the access key again');
    await answer(at, 'Access key ID', dan.key.accessKeyId);
    await answer(at, 'Secret access key', dan.key.secretAccessKey);
    await at.ends();
    expect(await credentials())
      .to.include(`[own-source]\naws_access_key_id = ${dan.key.accessKeyId}`)
      .and.not.include(old.accessKeyId);
    expect(at.text()).to.not.include(secretOfAnother).and.not.include('s3cr3t');
  });

  it('are pasted again where AWS does not know them, and nothing is written before', async () => {
    const session = fixture.sandbox.aws.issue({ kind: 'session-token', account: dan.account, user: dan }, 3600);
    const lines = (id: string): string =>
      `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${session.secretAccessKey}\n` +
      `export AWS_SESSION_TOKEN=${session.sessionToken}\n`;
    const wrong = await file('wrong.sh', lines('ASIAIOSFODNN7EXAMPLE'));
    const at = fixture.wizard(['setup', '--method', 'keys', '--repository', ownRepository(), '--keys-file', wrong]);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.choose('What shall we try?', 'Paste the keys again');
    await at.waitFor('? Paste the keys');
    at.paste(lines(session.accessKeyId));
    at.enter();
    await at.ends();
    expect(await credentials())
      .to.include(session.accessKeyId)
      .and.not.include('ASIAIOSFODNN7EXAMPLE');
  });

  it('are told to a script by exit code, and what may be wrong by flags', async () => {
    const unknown = await file(
      'gone.csv',
      `Access key ID,Secret access key\nAKIAIOSFODNN7EXAMPLE,${dan.key.secretAccessKey}`,
    );
    const words = [
      'setup',
      '--method',
      'session-token',
      '--repository',
      ownRepository(),
      '--yes',
      '--source-keys-file',
    ];
    const gone = await fixture.codecommit([...words, unknown]);
    expect(gone.code, gone.stderr).to.equal(4);
    expect(gone.stderr).to.include('AWS does not know the access key');
    const role = fixture.sandbox.aws.account('444455556666').role('Nobodys', { trust: { principals: [] } });
    const denied = await fixture.codecommit([
      ...['setup', '--method', 'assume-role', '--role-arn', role.arn, '--repository', ownRepository(), '--yes'],
      ...['--source-keys-file', fixture.keysFile],
    ]);
    expect(denied.code, denied.stderr).to.equal(4);
    for (const flag of ['--mfa-serial', '--external-id', '--role-arn', '--source-profile', '--session-name'])
      expect(denied.stderr).to.include(flag);
  });

  it('that cannot be had, or are none for this call, lead to other keys', async () => {
    const session = fixture.sandbox.aws.issue({ kind: 'session-token', account: dan.account, user: dan }, 3600);
    await fixture.home.write(
      '.aws/credentials',
      `[temporary]\naws_access_key_id = ${session.accessKeyId}\naws_secret_access_key = ${session.secretAccessKey}\n` +
        `aws_session_token = ${session.sessionToken}\n[dan]\naws_access_key_id = ${dan.key.accessKeyId}\n` +
        `aws_secret_access_key = ${dan.key.secretAccessKey}\n`,
    );
    await fixture.home.write('.aws/config', '[profile broken]\nrole_arn = arn:aws:iam::111122223333:role/x\n');
    const at = fixture.wizard(['setup', '--method', 'session-token', '--repository', ownRepository()]);
    await at.choose('Whose keys sign the request?', 'broken');
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.choose('What shall we do?', 'Take other keys');
    await at.choose('Whose keys sign the request?', 'temporary');
    await at.waitFor('GetSessionToken wants long-term keys');
    await at.choose('Whose keys sign the request?', 'dan');
    await at.ends();
    expect(await credentials()).to.include('[own]');
  });

  it('are not to blame for a network that is down: it is tried again', async () => {
    const at = fixture.wizard([
      ...['setup', '--method', 'session-token', '--repository', ownRepository(), '--profile', 'own'],
      ...['--source-keys-file', await file('dan.csv', dan.accessKeysCsv()), '--mfa-serial', 'none'],
    ]);
    const back = fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'sts' });
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor('What shall we do?');
    back();
    await at.choose('What shall we do?', 'Try again');
    await at.ends();
  });

  it('are kept where the file of a policy is not there, which is asked for again', async () => {
    const policy = await file(
      'policy.json',
      JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
    );
    const at = fixture.wizard([
      ...['setup', '--method', 'federation-token', '--repository', ownRepository(), '--profile', 'own', '--no-verify'],
      ...['--source-keys-file', fixture.keysFile, '--policy-file', '/nowhere/policy.json'],
    ]);
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor('there is none');
    await at.waitFor(/\? .*policy/i);
    at.type(policy);
    at.enter();
    await at.ends();
  });
});
