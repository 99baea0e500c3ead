import { chmod, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('from a command or a profile that gives credentials to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let command: string;

  beforeEach(async () => {
    fixture = await openFixture();
    const session = fixture.sandbox.aws.issue(
      { kind: 'role-session', account: fixture.role.account, role: fixture.role, name: 'ana' },
      3600,
    );
    const keys = {
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString(),
    };
    const path = await fixture.home.write(
      'vault',
      `#!/bin/sh\necho asked >> '${fixture.home.file('asked')}'\ncat <<'END'\n${JSON.stringify(keys)}\nEND\n`,
    );
    await chmod(path, 0o700);
    command = path;
  });
  afterEach(() => fixture.clear());

  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'process',
    '--repository',
    fixture.app.url,
    '--yes',
    ...more,
  ];
  const asked = async (): Promise<number> =>
    (await readFile(fixture.home.file('asked'), 'utf8')).trim().split('\n').length;

  it('leads by a command; Git has it run again when the keys have ended', async () => {
    const { code, stderr } = await fixture.codecommit(flags('--command', command, '--clone'));
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    const before = await asked();
    const file = fixture.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/g,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
    const pulled = await fixture.home.run('git', ['-C', 'my-app', 'pull', '-q']);
    expect([pulled.code, pulled.stderr]).to.deep.equal([0, '']);
    expect(await asked()).to.equal(before + 1);
    const refreshed = await fixture.codecommit(['refresh', 'my-app', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({ method: 'process', refreshed: true });
  });

  it('leads by a profile: a role with its source, as the AWS CLI would use it', async () => {
    await fixture.home.addProfile('ana', fixture.ana.key);
    await fixture.home.write('.aws/config', `[profile team]\nrole_arn = ${fixture.role.arn}\nsource_profile = ana\n`);
    const { code, stderr } = await fixture.codecommit(flags('--source-profile', 'team'));
    expect(code, stderr).to.equal(0);
    expect(await fixture.cloned()).to.equal('# my-app\n');
  });

  it('leads by prompts, by profile or by command', async () => {
    await fixture.home.write('.aws/config', `[profile vault]\ncredential_process = ${command}\n`);
    for (const [index, how] of (['vault', 'Those that a command prints'] as const).entries()) {
      const at = fixture.wizard(['setup', '--method', 'process', '--repository', fixture.app.url, '--overwrite']);
      await at.choose('Whose credentials shall Git use?', how);
      if (index === 1) await answer(at, 'The command', command);
      await answer(at, 'Profile name', '');
      await at.choose('Go ahead?', 'Yes');
      await at.ends();
      await at.close();
    }
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('says what the command said when it fails, exit 4, and that there is none, exit 2', async () => {
    const broken = await fixture.home.write('broken', '#!/bin/sh\necho "vault is locked" >&2\nexit 3\n');
    await chmod(broken, 0o700);
    const failed = await fixture.codecommit(flags('--command', broken));
    expect(failed.code, failed.stderr).to.equal(4);
    expect(failed.stderr).to.contain('vault is locked');
    const missing = await fixture.codecommit(flags('--command', fixture.home.file('nowhere')));
    expect(missing.code, missing.stderr).to.equal(2);
  });
});
