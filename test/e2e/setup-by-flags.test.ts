import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

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
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const files = async (): Promise<string[]> =>
    (await fixture.home.run('find', ['.aws', '.config', '.gitconfig', '-type', 'f'])).stdout
      .split('\n')
      .filter((line) => line !== '')
      .sort();

  it('ends in a profile, Git settings, a recipe and a proof, and says so in one JSON document', async () => {
    const { code, stdout, stderr } = await fixture.codecommit([...fixture.common, '--json', '--yes']);
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
    const credentials = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
    expect(credentials).to.match(
      /^\[my-app\]\naws_access_key_id = ASIA\w+\naws_secret_access_key = \S+\naws_session_token = \S+\nx_security_token_expires = \S+Z\n/m,
    );
    expect(await readFile(fixture.home.file('.aws', 'config'), 'utf8')).to.equal(
      '[profile my-app]\nregion = eu-west-1\n',
    );
    expect((await stat(fixture.home.file('.aws', 'credentials'))).mode & 0o777).to.equal(0o600);
  });

  it('finds the longest session that the role grants, and remembers it', async () => {
    await fixture.codecommit([...fixture.common, '--yes', '--keep-source']);
    const asked = () =>
      fixture.sandbox.log
        .of('AssumeRole')
        .map(({ parameters, status }) => [Number((parameters as Record<string, unknown>)['DurationSeconds']), status]);
    expect(asked()).to.deep.equal([
      [43_200, 400],
      [28_800, 400],
      [14_400, 200],
    ]);
    await fixture.codecommit(['refresh', '--force']);
    expect(asked().slice(3)).to.deep.equal([[14_400, 200]]);
  });

  it('ends with the way into the clone, as the shell takes it', async () => {
    const { stderr } = await fixture.codecommit([...fixture.common, '--yes', '--clone', 'my clone']);
    expect(stderr.trimEnd()).to.match(/Next: `cd 'my clone'`$/);
  });

  it('says what was done, and what to run, where the clone fails', async () => {
    const failing = async (folder: string): Promise<string> => {
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--clone', folder]);
      expect(code, stderr).to.equal(7);
      expect(stderr)
        .to.match(/Done, but for the clone\n +written +\[my-app\]/)
        .and.to.not.match(/\n +cloned |Next: /);
      return stderr.replace(/\s+/g, ' ');
    };
    await mkdir(fixture.home.file('taken'));
    await mkdir(fixture.home.file('hooks'));
    await fixture.home.write('taken/README.md', 'mine\n');
    await fixture.home.write('a-file', 'mine\n');
    expect(await failing('taken')).to.match(
      /git clone ended with 128; all else is done\. → Git clones into a new or an empty folder: `git clone -- https:\S+ FOLDER`/,
    );
    expect(await failing('a-file/clone')).to.match(/Once that is mended: `git clone -- https:\S+ a-file\/clone`/);
    const hook = await fixture.home.write('hooks/post-checkout', '#!/bin/sh\nexit 1\n');
    await chmod(hook, 0o755);
    await fixture.home.run('git', ['config', '--global', 'core.hooksPath', fixture.home.file('hooks')]);
    expect(await failing("ana's")).to.match(
      /git clone ended with 1, but the clone is there\. → Git says above what is missing in it: `cd 'ana'\\''s'`/,
    );
    expect(await readFile(fixture.home.file("ana's", 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it("asks STS in another Region where the account has turned it off in the repository's", async () => {
    fixture.sandbox.aws.account('444455556666').disableSts('eu-west-1');
    await fixture.setUp('--clone', 'clone');
    expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
    expect(fixture.sandbox.log.of('AssumeRole').at(-1)).to.include({
      host: 'sts.us-east-1.amazonaws.com',
      status: 200,
    });
  });

  it('never changes a duration that was asked for', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--duration', '12h']);
    expect(code, stderr).to.equal(4);
    expect(stderr).to.match(/longer than AWS grants here\.[^]*AWS grants 4 h here/);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('changes nothing with --dry-run, and shows the plan', async () => {
    const before = await readFile(fixture.home.file('.gitconfig'), 'utf8');
    const { code, stdout } = await fixture.codecommit([...fixture.common, '--dry-run', '--json']);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ profile: 'my-app', method: 'assume-role', region: 'eu-west-1' });
    expect(await files()).to.deep.equal(['.gitconfig']);
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(before);
    expect(fixture.sandbox.log.of('AssumeRole')).to.have.length(0);
  });

  it('names every missing flag at once, exit 2', async () => {
    const { code, stdout, stderr } = await fixture.codecommit(['setup', '--method', 'assume-role', '--json']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr)
      .to.include('--region')
      .and.include('--role-arn')
      .and.include('--source-profile (or --source-keys-file)');
  });

  it('names the method where that is missing too', async () => {
    const { code, stderr } = await fixture.codecommit([]);
    expect(code).to.equal(2);
    expect(stderr).to.include('--region, --method');
  });

  it('takes answers from the environment, secrets too', async () => {
    const [method, , role] = ['assume-role', '', fixture.role.arn];
    const { code, stderr } = await fixture.codecommit(['setup'], {
      env: {
        GIT_CODECOMMIT_METHOD: method,
        GIT_CODECOMMIT_ROLE_ARN: role,
        GIT_CODECOMMIT_REPOSITORY: fixture.app.url,
        GIT_CODECOMMIT_SOURCE_KEYS: await readFile(fixture.keysFile, 'utf8'),
        GIT_CODECOMMIT_PROFILE: 'from-environment',
        GIT_CODECOMMIT_YES: '1',
      },
    });
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.include('[from-environment]');
  });

  it('takes a secret from standard input', async () => {
    const input = await readFile(fixture.keysFile, 'utf8');
    const args = fixture.common.map((word) => (word === fixture.keysFile ? '-' : word));
    expect((await fixture.codecommit([...args, '--yes'], { input })).code).to.equal(0);
  });

  it("ends with 4, AWS's code and one hint when STS refuses, and writes nothing", async () => {
    const args = fixture.common.map((word) => (word === fixture.role.arn ? fixture.roleWithMfa.arn : word));
    const { code, stdout, stderr } = await fixture.codecommit([...args, '--yes']);
    expect([code, stdout]).to.deep.equal([4, '']);
    expect(stderr).to.include('AssumeRole: AccessDenied').and.match(/→/);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('takes an MFA code by flag, and finds the device by itself', async () => {
    const args = fixture.common.map((word) => (word === fixture.role.arn ? fixture.roleWithMfa.arn : word));
    const { code, stderr } = await fixture.codecommit([...args, '--yes', '--mfa-code', fixture.ana.device.code()]);
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).to.include(
      `mfa-serial = "${fixture.ana.device.serialNumber}"`,
    );
  });

  it('ends with 5 when there is no network', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes'], {
      env: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(code, stderr).to.equal(5);
    expect(await files()).to.deep.equal(['.gitconfig']);
  });

  it('ends with 6 and names the line of a malformed credentials file', async () => {
    const text = '[a]\naws_access_key_id = A\n[a]\naws_access_key_id = B\n';
    await writeFile(fixture.home.file('.aws', 'credentials'), text);
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes']);
    expect(code, stderr).to.equal(6);
    expect(stderr).to.match(/line 3/);
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.equal(text);
  });

  it('refuses a profile that holds long-term keys, unless told to overwrite it', async () => {
    await fixture.home.addProfile('my-app', fixture.ana.key);
    const refused = await fixture.codecommit([...fixture.common, '--yes']);
    expect(refused.code, refused.stderr).to.equal(2);
    expect(refused.stderr).to.include('my-app-codecommit');
    await fixture.setUp('--overwrite');
  });

  it('refuses a target that is its own source', async () => {
    await fixture.home.addProfile('ana', fixture.ana.key);
    const { code, stderr } = await fixture.codecommit([
      'setup',
      '--method',
      'assume-role',
      '--repository',
      fixture.app.url,
      '--role-arn',
      fixture.role.arn,
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
    expect(
      (await fixture.codecommit([...fixture.common, '--yes', '--json', '--save-to', 'environment'])).code,
    ).to.equal(2);
  });

  it('removes the code that earlier versions kept of the helper, as remove does', async () => {
    const folder = fixture.home.file('.local', 'state', 'git-codecommit', 'compiled');
    const leave = async (): Promise<void> => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${folder}/0123456789abcdef-v20.19.0-x64`, 'code');
    };
    await leave();
    await fixture.setUp();
    expect(existsSync(folder)).to.equal(false);
    await leave();
    const { code, stderr } = await fixture.codecommit(['remove', 'my-app', '--yes']);
    expect(code, stderr).to.equal(0);
    expect(existsSync(folder)).to.equal(false);
  });

  it('shows no secret in --json, --debug or the conversation', async () => {
    const { stdout, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--json', '--debug']);
    const credentials = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
    const secrets = [
      fixture.ana.key.secretAccessKey,
      ...[...credentials.matchAll(/(?:secret_access_key|session_token) = (\S+)/g)].map(([, secret]) => secret ?? ''),
    ];
    expect(secrets.length).to.be.greaterThan(2);
    for (const secret of secrets) expect(stdout + stderr).to.not.include(secret);
  });

  describe('in a clone', () => {
    const withoutRepository = (): string[] => {
      const at = fixture.common.indexOf('--repository');
      return [...fixture.common.slice(0, at), ...fixture.common.slice(at + 2), '--yes', '--json'];
    };
    const cloneOf = async (url: string): Promise<string> => {
      await fixture.home.run('git', ['init', '-q', 'work']);
      await fixture.home.run('git', ['-C', 'work', 'remote', 'add', 'origin', url]);
      return fixture.home.file('work');
    };

    for (const [what, url] of [
      ['by HTTPS', 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app'],
      ['by SSH', 'ssh://APKAEXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app'],
      ['of git-remote-codecommit', 'codecommit::eu-west-1://my-app'],
    ] as const)
      it(`takes its remote ${what} where no repository is named, and says so`, async () => {
        const cwd = await cloneOf(url);
        const { code, stdout, stderr } = await fixture.codecommit(withoutRepository(), { cwd });
        expect(code, stderr).to.equal(0);
        expect(JSON.parse(stdout)).to.include({ profile: 'my-app', region: 'eu-west-1', verified: true });
        expect(stderr.replace(/\s+/g, ' ')).to.include(`The repository is the one of this clone: ${url}`);
      });

    it('goes by what is said instead: another repository, or another Region', async () => {
      const cwd = await cloneOf('https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/far');
      for (const said of [
        ['--repository', fixture.app.url],
        ['--region', 'eu-west-1'],
      ]) {
        const { code, stdout, stderr } = await fixture.codecommit([...withoutRepository(), ...said, '--dry-run'], {
          cwd,
        });
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include('git-codecommit.eu-west-1.amazonaws.com').and.not.include('eu-central-1');
        expect(stderr).to.not.include('of this clone');
      }
    });

    it('takes no remote of another service', async () => {
      const cwd = await cloneOf('https://github.com/example/my-app.git');
      const { code, stderr } = await fixture.codecommit(withoutRepository(), { cwd });
      expect(code).to.equal(2);
      expect(stderr).to.include('--region');
    });
  });
});
