import { chmod, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { answer, setStage } from './fixture.js';
import type { Stage } from './fixture.js';

describe('from a command or a profile that gives credentials to a clone', function () {
  this.timeout(180_000);
  let stage: Stage;
  let command: string;

  beforeEach(async () => {
    stage = await setStage();
    const session = stage.sandbox.world.issue(
      { kind: 'role-session', account: stage.role.account, role: stage.role, name: 'ana' },
      3600,
    );
    const keys = {
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString(),
    };
    const path = await stage.home.write(
      'vault',
      `#!/bin/sh\necho asked >> '${stage.home.file('asked')}'\ncat <<'END'\n${JSON.stringify(keys)}\nEND\n`,
    );
    await chmod(path, 0o700);
    command = path;
  });
  afterEach(() => stage.clear());

  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'process',
    '--repository',
    stage.app.url,
    '--yes',
    ...more,
  ];
  const asked = async (): Promise<number> =>
    (await readFile(stage.home.file('asked'), 'utf8')).trim().split('\n').length;

  it('leads by a command; Git has it run again when the keys have ended', async () => {
    const { code, stderr } = await stage.codecommit(flags('--command', command, '--clone'));
    expect(code, stderr).to.equal(0);
    expect(await readFile(stage.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    const before = await asked();
    const file = stage.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/g,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
    const pulled = await stage.home.run('git', ['-C', 'my-app', 'pull', '-q']);
    expect([pulled.code, pulled.stderr]).to.deep.equal([0, '']);
    expect(await asked()).to.equal(before + 1);
    const refreshed = await stage.codecommit(['refresh', 'my-app', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({ method: 'process', refreshed: true });
  });

  it('leads by a profile: a role with its source, as the AWS CLI would use it', async () => {
    await stage.home.addProfile('ana', stage.ana.key);
    await stage.home.write('.aws/config', `[profile team]\nrole_arn = ${stage.role.arn}\nsource_profile = ana\n`);
    const { code, stderr } = await stage.codecommit(flags('--source-profile', 'team'));
    expect(code, stderr).to.equal(0);
    expect(await stage.cloned()).to.equal('# my-app\n');
  });

  it('leads by prompts, by profile or by command', async () => {
    await stage.home.write('.aws/config', `[profile vault]\ncredential_process = ${command}\n`);
    for (const [index, how] of (['vault', 'Those that a command prints'] as const).entries()) {
      const at = stage.wizard(['setup', '--method', 'process', '--repository', stage.app.url, '--overwrite']);
      await at.choose('Whose credentials shall Git use?', how);
      if (index === 1) await answer(at, 'The command', command);
      await answer(at, 'Profile name', '');
      await at.choose('Go ahead?', 'Yes');
      if (index === 0) await answer(at, 'Clone it into ./my-app now?', '');
      await at.ends();
      await at.close();
    }
    expect(await readFile(stage.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('says what the command said when it fails, exit 4, and that there is none, exit 2', async () => {
    const broken = await stage.home.write('broken', '#!/bin/sh\necho "vault is locked" >&2\nexit 3\n');
    await chmod(broken, 0o700);
    const failed = await stage.codecommit(flags('--command', broken));
    expect(failed.code, failed.stderr).to.equal(4);
    expect(failed.stderr).to.contain('vault is locked');
    const missing = await stage.codecommit(flags('--command', stage.home.file('nowhere')));
    expect(missing.code, missing.stderr).to.equal(2);
  });
});
