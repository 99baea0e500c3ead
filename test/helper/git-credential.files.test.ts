import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome, type Variables } from '../helpers/environment.js';
import { listen } from '../helpers/fake-service.js';
import { jwt } from '../helpers/jwt.js';
import { run, type Ended } from '../helpers/run.js';
import { failureDocument } from '../../src/sign-in/shared-failure.js';
import { openState } from '../../src/state/state.js';
import { createFiles } from '../../src/system/files/files.js';

const request = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/R\n\n';
const keys = '[default]\naws_access_key_id = ASIAOURS\naws_secret_access_key = s\naws_session_token = t\n';

describe('what git-credential-codecommit reads that is no file', function () {
  this.timeout(90_000);
  let home: TemporaryHome;
  let dist: string;
  let server: Server;
  let origin: string;
  let asked: (string | undefined)[];
  before(() => {
    dist = built();
  });
  beforeEach(async () => {
    home = await temporaryHome();
    asked = [];
    server = createServer(({ headers }, answer) => {
      asked.push(headers.authorization);
      answer.end(JSON.stringify({ AccessKeyId: 'ASIAPOD', SecretAccessKey: 's', Token: 't' }));
    });
    origin = `http://127.0.0.1:${await listen(server)}`;
    execFileSync('mkfifo', [home.file('pipe')]);
    await mkdir(home.file('folder'));
    await writeFile(home.file('large'), '');
    await truncate(home.file('large'), 4 * 1_073_741_824);
    await writeFile(home.file('file'), 'pod-token\n');
    await writeFile(home.file('several'), 'pod\u0000token\n');
  });
  afterEach(async () => {
    await new Promise((done) => server.close(done));
    await home.remove();
  });

  // A pipe into which nobody writes is waited for without end, so whoever waits is killed.
  const get = (env: Variables): Promise<Ended> =>
    run(join(dist, 'git-credential-codecommit'), ['--node', process.execPath, 'get'], {
      env: home.environment({ AWS_EC2_METADATA_DISABLED: 'true', ...env }),
      cwd: home.path,
      input: request,
      timeoutMs: 20_000,
    });
  async function refuses(env: Variables, words: string): Promise<void> {
    const { code, stdout, stderr } = await get(env);
    expect({ code, stdout }, `${JSON.stringify(env)}: ${stderr}`).to.deep.equal({ code: 0, stdout: 'quit=1\n' });
    expect(stderr).to.match(/^git-credential-codecommit: [^\n]+\n$/);
    expect(stderr).to.contain(words).and.not.contain('unforeseen');
  }

  it("is refused where a container's token should be, and nobody is asked", async () => {
    const variable = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
    for (const [path, words] of [
      [home.file('pipe'), 'pipe is not a regular file'],
      [home.file('folder'), 'folder is not a regular file'],
      ['/dev/zero', '/dev/zero is not a regular file'],
      [home.file('large'), 'large is larger than 64 KiB'],
      [home.file('gone'), 'gone'],
      [home.file('several'), 'character that no token has'],
    ] as const)
      await refuses({ AWS_CONTAINER_CREDENTIALS_FULL_URI: origin, [variable]: path }, words);
    await refuses(
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: origin, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod → token' },
      'character that no token has',
    );
    expect(asked).to.deep.equal([]);
    const { stdout } = await get({ AWS_CONTAINER_CREDENTIALS_FULL_URI: origin, [variable]: home.file('file') });
    expect(stdout).to.contain('username=ASIAPOD%t');
    expect(asked).to.deep.equal(['pod-token']);
  });

  it("is refused where AWS's files, or a certificate, should be", async () => {
    const now = Math.floor(Date.now() / 1000);
    const token = jwt({ iss: 'https://a.example.com', sub: 's', aud: 'a', iat: now, exp: now + 3600 });
    await writeFile(home.file('token'), token);
    const job = {
      AWS_WEB_IDENTITY_TOKEN_FILE: home.file('token'),
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Job',
      AWS_ENDPOINT_URL_STS: 'https://127.0.0.1:1',
    };
    for (const [name, env] of [
      ['AWS_SHARED_CREDENTIALS_FILE', {}],
      ['AWS_CONFIG_FILE', { AWS_PROFILE: 'dev' }],
      ['AWS_SHARED_CREDENTIALS_FILE', job],
      ['AWS_CONFIG_FILE', job],
    ] as const)
      for (const [path, words] of [
        [home.file('pipe'), 'is not a regular file'],
        [home.file('folder'), 'is not a regular file'],
        ['/dev/zero', 'is not a regular file'],
        [home.file('large'), 'is larger than 16 MiB'],
      ] as const)
        await refuses({ ...env, [name]: path }, words);
    for (const path of [home.file('pipe'), '/dev/zero', home.file('large')])
      await refuses({ ...job, AWS_CA_BUNDLE: path }, 'The certificate file that AWS_CA_BUNDLE names cannot be read');
  });

  it('is refused in one line that names the file and the cause, where the system does not let it be read', async () => {
    await symlink(home.file('circle'), home.file('circle'));
    const forged = home.file('file', 'a\nb\u001b[31m');
    for (const [path, words] of [
      [home.file('circle'), `Cannot read ${home.file('circle')}: its symbolic links go round in circles (ELOOP).`],
      [home.file('file', 'below'), 'a part of its path is not a folder (ENOTDIR).'],
      [home.file('x'.repeat(300)), 'its name is too long (ENAMETOOLONG).'],
      [forged, 'a\\x0ab\\x1b[31m: a part of its path is not a folder (ENOTDIR).'],
    ] as const)
      for (const [name, env] of [
        ['AWS_SHARED_CREDENTIALS_FILE', {}],
        ['AWS_CONFIG_FILE', { AWS_PROFILE: 'dev' }],
      ] as const)
        await refuses({ ...env, [name]: path }, words);
  });

  it('is refused in such a line where one may not read it, or not enter its folder', async function () {
    const [folder, file] = [home.file('.aws'), home.file('.aws', 'credentials')];
    await mkdir(folder);
    await writeFile(file, keys, { mode: 0 });
    // Root may read everything.
    const user = process.geteuid?.() === 0 ? 12_345 : process.geteuid?.();
    if (user === undefined) this.skip();
    for (const path of [home.path, folder, file]) await chown(path, user, user);
    await chmod(join(home.path, '..'), 0o755);
    for (const [mode, words] of [
      [0o700, `Cannot read ${file}: permission denied (EACCES).`],
      [0, `Cannot read ${file}: permission denied (EACCES). You may not enter the folder ${folder}.`],
    ] as const) {
      await chmod(folder, mode);
      const { stdout, stderr } = spawnSync(process.execPath, [join(dist, 'git-credential-codecommit.cjs'), 'get'], {
        env: home.environment({ AWS_EC2_METADATA_DISABLED: 'true' }),
        ...(process.geteuid?.() === 0 && { uid: user, gid: user }),
        cwd: home.path,
        input: request,
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect(stdout, stderr).to.equal('quit=1\n');
      expect(stderr)
        .to.match(/^git-credential-codecommit: [^\n]+\n$/)
        .and.contain(words);
    }
    await chmod(folder, 0o700);
  });

  describe('in a renewal', () => {
    const token = (): string => home.file('pipe');
    beforeEach(async () => {
      await mkdir(home.file('.aws'));
      const ended = `${keys}expiration = 2020-01-01T00:00:00Z\n`.replace('default', 'prof');
      await writeFile(home.file('.aws', 'credentials'), ended);
      await mkdir(home.file('.config', 'git-codecommit'), { recursive: true });
      const recipe =
        '[prof]\nmethod = web-identity\nregion = eu-west-1\nprovider = oidc\n' +
        `role-arn = arn:aws:iam::111122223333:role/R\nweb-identity-token-file = ${token()}\n`;
      await writeFile(home.file('.config', 'git-codecommit', 'recipes.ini'), recipe);
    });
    const renew = (): Promise<Ended> =>
      run(join(dist, 'git-credential-codecommit'), ['--node', process.execPath, '--profile', 'prof', 'get'], {
        env: home.environment(),
        cwd: home.path,
        input: request,
        timeoutMs: 45_000,
      });

    it('is refused at once where the kept token file should be, and Git is not held', async () => {
      const { code, stdout, stderr } = await renew();
      expect({ code, stdout }, stderr).to.deep.equal({ code: 0, stdout: 'quit=1\n' });
      expect(stderr).to.contain(`${token()} is not a regular file.`);
    });

    it('is passed over where the word of another renewal should be, while that one is waited for', async () => {
      const files = createFiles();
      const state = openState(files, home.file('.local', 'state', 'git-codecommit'));
      let asked: Promise<Ended> | undefined;
      await files.withLock(state.path('prof', 'turn'), async () => {
        execFileSync('mkfifo', [state.path('prof', failureDocument)]);
        asked = renew();
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      });
      expect(await asked).to.include({ code: 0, stdout: 'quit=1\n' });
    });
  });

  it('counts as empty where it is a device that gives nothing, by which people name no file', async () => {
    await mkdir(home.file('.aws'));
    await writeFile(home.file('.aws', 'credentials'), keys);
    expect((await get({ AWS_CONFIG_FILE: '/dev/null' })).stdout).to.contain('username=ASIAOURS%t');
    await refuses({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' }, 'No AWS credentials');
  });

  it('is a profile that cannot be read: the line is named, and what mends it', async () => {
    await mkdir(home.file('.aws'));
    for (const [file, text, words] of [
      ['credentials', keys.replace('[default]', '[profile dev]'), 'credentials, line 1: in the credentials file'],
      ['credentials', keys.replace('[default]', '[dev'), 'Write [dev] there.'],
      ['credentials', keys.replace('[default]', '[x]\n y = 1\n  [dev]'), 'git codecommit doctor --repair-files'],
      ['config', keys.replace('[default]', '[dev]'), 'config, line 1: in the config file'],
    ] as const) {
      await writeFile(home.file('.aws', 'credentials'), '');
      await writeFile(home.file('.aws', file), text);
      await refuses({ AWS_PROFILE: 'dev' }, words);
      const { stdout, stderr } = await run(
        join(dist, 'git-credential-codecommit'),
        ['--node', process.execPath, '--profile', 'dev', 'get'],
        { env: home.environment({}), cwd: home.path, input: request },
      );
      expect([stdout, stderr.includes(words)], stderr).to.deep.equal(['quit=1\n', true]);
    }
  });
});
