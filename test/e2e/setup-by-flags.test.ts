import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { setStage } from './fixture.js';
import type { Stage } from './fixture.js';

interface SetupDocument {
  readonly profile: string;
  readonly method: string;
  readonly account: string;
  readonly arn: string;
  readonly expiration: string;
  readonly region: string;
  readonly credentialsFile: string;
  readonly git: readonly { readonly scope: string; readonly key: string; readonly value: string }[];
  readonly verified: boolean;
}

describe('setup by flags alone', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.clear());

  const files = async (): Promise<string[]> =>
    (await stage.home.run('find', ['.aws', '.config', '.gitconfig', '-type', 'f'])).stdout
      .split('\n')
      .filter((line) => line !== '')
      .sort();

  it('ends in a profile, Git settings, a recipe and a proof, and says so in one JSON document', async () => {
    const { code, stdout, stderr } = await stage.codecommit([...stage.common, '--json', '--yes']);
    expect(code, stderr).to.equal(0);
    const document = JSON.parse(stdout) as SetupDocument;
    expect(document).to.include({
      profile: 'my-app',
      method: 'assume-role',
      account: '444455556666',
      region: 'eu-west-1',
      verified: true,
    });
    expect(document.arn).to.equal('arn:aws:sts::444455556666:assumed-role/Developer/ana');
    expect(document.expiration).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(document.git.map(({ key }) => key)).to.include(
      'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper',
    );
    const credentials = await readFile(stage.home.file('.aws', 'credentials'), 'utf8');
    expect(credentials).to.match(
      /^\[my-app\]\naws_access_key_id = ASIA\w+\naws_secret_access_key = \S+\naws_session_token = \S+\nx_security_token_expires = \S+Z\n/m,
    );
    expect(await readFile(stage.home.file('.aws', 'config'), 'utf8')).to.equal(
      '[profile my-app]\nregion = eu-west-1\n',
    );
    expect((await stat(stage.home.file('.aws', 'credentials'))).mode & 0o777).to.equal(0o600);
  });

  it('finds the longest session that the role grants, and remembers it', async () => {
    await stage.codecommit([...stage.common, '--yes', '--keep-source']);
    const asked = () =>
      stage.sandbox.log
        .of('AssumeRole')
        .map(({ parameters, status }) => [Number((parameters as Record<string, unknown>)['DurationSeconds']), status]);
    expect(asked()).to.deep.equal([
      [43_200, 400],
      [28_800, 400],
      [14_400, 200],
    ]);
    await stage.codecommit(['refresh', '--force']);
    expect(asked().slice(3)).to.deep.equal([[14_400, 200]]);
  });

  it("asks STS in another Region where the account has turned it off in the repository's", async () => {
    stage.sandbox.world.account('444455556666').disableSts('eu-west-1');
    await stage.setUp('--clone', 'clone');
    expect(await readFile(stage.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
    expect(stage.sandbox.log.of('AssumeRole').at(-1)).to.include({ host: 'sts.us-east-1.amazonaws.com', status: 200 });
  });

  it('never changes a duration that was asked for', async () => {
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--duration', '12h']);
    expect(code, stderr).to.equal(4);
    expect(stderr).to.match(/longer than AWS grants here\.[^]*AWS grants 4 h here/);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('changes nothing with --dry-run, and shows the plan', async () => {
    const before = await readFile(stage.home.file('.gitconfig'), 'utf8');
    const { code, stdout } = await stage.codecommit([...stage.common, '--dry-run', '--json']);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ profile: 'my-app', method: 'assume-role', region: 'eu-west-1' });
    expect(await files()).to.deep.equal(['.gitconfig']);
    expect(await readFile(stage.home.file('.gitconfig'), 'utf8')).to.equal(before);
    expect(stage.sandbox.log.of('AssumeRole')).to.have.length(0);
  });

  it('names every missing flag at once, exit 2', async () => {
    const { code, stdout, stderr } = await stage.codecommit(['setup', '--method', 'assume-role', '--json']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr)
      .to.include('--region')
      .and.include('--role-arn')
      .and.include('--source-profile (or --source-keys-file)');
  });

  it('names the method where that is missing too', async () => {
    const { code, stderr } = await stage.codecommit([]);
    expect(code).to.equal(2);
    expect(stderr).to.include('--region, --method');
  });

  it('takes answers from the environment, secrets too', async () => {
    const [method, , role] = ['assume-role', '', stage.role.arn];
    const { code, stderr } = await stage.codecommit(['setup'], {
      env: {
        GIT_CODECOMMIT_METHOD: method,
        GIT_CODECOMMIT_ROLE_ARN: role,
        GIT_CODECOMMIT_REPOSITORY: stage.app.url,
        GIT_CODECOMMIT_SOURCE_KEYS: await readFile(stage.keysFile, 'utf8'),
        GIT_CODECOMMIT_PROFILE: 'from-environment',
        GIT_CODECOMMIT_YES: '1',
      },
    });
    expect(code, stderr).to.equal(0);
    expect(await readFile(stage.home.file('.aws', 'credentials'), 'utf8')).to.include('[from-environment]');
  });

  it('takes a secret from standard input', async () => {
    const input = await readFile(stage.keysFile, 'utf8');
    const args = stage.common.map((word) => (word === stage.keysFile ? '-' : word));
    expect((await stage.codecommit([...args, '--yes'], { input })).code).to.equal(0);
  });

  it("ends with 4, AWS's code and one hint when STS refuses, and writes nothing", async () => {
    const args = stage.common.map((word) => (word === stage.role.arn ? stage.roleWithMfa.arn : word));
    const { code, stdout, stderr } = await stage.codecommit([...args, '--yes', '--json']);
    expect([code, stdout]).to.deep.equal([4, '']);
    expect(stderr).to.include('AssumeRole: AccessDenied').and.match(/→/);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('takes an MFA code by flag, and finds the device by itself', async () => {
    const args = stage.common.map((word) => (word === stage.role.arn ? stage.roleWithMfa.arn : word));
    const { code, stderr } = await stage.codecommit([...args, '--yes', '--mfa-code', stage.ana.device.code()]);
    expect(code, stderr).to.equal(0);
    expect(await readFile(stage.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).to.include(
      `mfa-serial = "${stage.ana.device.serialNumber}"`,
    );
  });

  it('ends with 5 when there is no network', async () => {
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes'], {
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(code, stderr).to.equal(5);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('ends with 6 and names the line of a malformed credentials file', async () => {
    const text = '[a]\naws_access_key_id = A\n[a]\naws_access_key_id = B\n';
    await writeFile(stage.home.file('.aws', 'credentials'), text);
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes']);
    expect(code, stderr).to.equal(6);
    expect(stderr).to.match(/line 3/);
    expect(await readFile(stage.home.file('.aws', 'credentials'), 'utf8')).to.equal(text);
  });

  it('refuses a profile that holds long-term keys, unless told to overwrite it', async () => {
    await stage.home.addProfile('my-app', stage.ana.key);
    const refused = await stage.codecommit([...stage.common, '--yes']);
    expect(refused.code, refused.stderr).to.equal(2);
    expect(refused.stderr).to.include('my-app-codecommit');
    await stage.setUp('--overwrite');
  });

  it('refuses a target that is its own source', async () => {
    await stage.home.addProfile('ana', stage.ana.key);
    const { code, stderr } = await stage.codecommit([
      'setup',
      '--method',
      'assume-role',
      '--repository',
      stage.app.url,
      '--role-arn',
      stage.role.arn,
      '--source-profile',
      'ana',
      '--profile',
      'ana',
      '--overwrite',
      '--yes',
    ]);
    expect(code).to.equal(2);
    expect(stderr).to.include('its own source');
  });

  it('refuses --save-to environment with --json, for one prints secrets and the other never does', async () => {
    expect((await stage.codecommit([...stage.common, '--yes', '--json', '--save-to', 'environment'])).code).to.equal(2);
  });

  it('removes the code that earlier versions kept of the helper, as remove does', async () => {
    const folder = stage.home.file('.local', 'state', 'git-codecommit', 'compiled');
    const leave = async (): Promise<void> => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${folder}/0123456789abcdef-v20.19.0-x64`, 'code');
    };
    await leave();
    await stage.setUp();
    expect(existsSync(folder)).to.equal(false);
    await leave();
    const { code, stderr } = await stage.codecommit(['remove', 'my-app', '--yes']);
    expect(code, stderr).to.equal(0);
    expect(existsSync(folder)).to.equal(false);
  });

  it('shows no secret in --json, --debug or the conversation', async () => {
    const { stdout, stderr } = await stage.codecommit([...stage.common, '--yes', '--json', '--debug']);
    const credentials = await readFile(stage.home.file('.aws', 'credentials'), 'utf8');
    const secrets = [
      stage.ana.key.secretAccessKey,
      ...[...credentials.matchAll(/(?:secret_access_key|session_token) = (\S+)/g)].map(([, secret]) => secret ?? ''),
    ];
    expect(secrets.length).to.be.greaterThan(2);
    for (const secret of secrets) expect(stdout + stderr).to.not.include(secret);
  });
});
