import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { publint } from 'publint';
import { npmVariables, packCheckout } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';
import type { Variables } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import type { Ended } from '../helpers/run.js';
import { Clients, sessionKeys } from '../sandbox/clients.js';
import { furnishedHome } from '../sandbox/furnished-home.js';
import type { FurnishedHome } from '../sandbox/furnished-home.js';
import { startSandbox } from '../sandbox/sandbox.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Repository } from '../sandbox/aws/repository.js';

/** A PATH that holds the named programs and no other. */
async function pathOf(folder: string, programs: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, file] of Object.entries(programs)) await symlink(file, join(folder, name));
  return folder;
}

/** A checkout in a temporary folder is one that the helper is copied away from, too. */
function isTemporary(path: string): boolean {
  return [tmpdir(), '/tmp', '/var/tmp'].some((folder) => path.startsWith(`${folder}/`));
}

async function where(program: string): Promise<string> {
  const { stdout } = await run('sh', ['-c', `command -v ${program}`], { env: cleanEnvironment() });
  return stdout.trim();
}

describe('the package', function () {
  this.timeout(300_000);
  let folder: string;
  /** For what is installed to stay: the helper is copied away from temporary folders. */
  let lasting: string;
  let tarball: string;
  let sandbox: Sandbox;
  let app: Repository;
  let keysBlock: string;
  let home: FurnishedHome;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-package-'));
    const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
    await mkdir(cache, { recursive: true });
    lasting = await mkdtemp(join(cache, 'package-'));
    tarball = await packCheckout(folder);
    sandbox = await startSandbox();
    const account = sandbox.aws.account('111122223333');
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
    const answer = await new Clients(sandbox)
      .sts(account.user('ana').key)
      .send(new AssumeRoleCommand({ RoleArn: account.role('dev').arn, RoleSessionName: 'ana' }));
    const keys = sessionKeys(answer);
    keysBlock =
      `export AWS_ACCESS_KEY_ID=${keys.accessKeyId}\nexport ` +
      `AWS_SECRET_ACCESS_KEY=${keys.secretAccessKey}\nexport ` +
      `AWS_SESSION_TOKEN=${keys.sessionToken}\n`;
  });
  after(async () => {
    await sandbox.stop();
    for (const path of [folder, lasting])
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  beforeEach(async () => {
    home = await furnishedHome(sandbox);
  });
  afterEach(() => home.remove());

  /** npm, in the home of somebody who has this one file and no network. */
  const npm = async (args: readonly string[], variables: Variables = {}): Promise<Ended> => {
    const ended = await run('npm', args, {
      cwd: home.path,
      env: home.environment(npmVariables(home.path), variables),
      timeoutMs: 120_000,
    });
    expect(ended.code, ended.stderr).to.equal(0);
    return ended;
  };

  /** Installs it into a prefix, and gives a PATH with Node, Git and this prefix, nothing else. */
  const install = async (prefix: string, node = process.execPath): Promise<string> => {
    await npm(['install', '--global', '--prefix', prefix, tarball]);
    return `${await pathOf(home.file('programs'), { node, git: await where('git') })}:${join(prefix, 'bin')}`;
  };

  const keysFlags = ['setup', '--yes', '--json', '--method', 'keys', '--keys-file', '-', '--profile', 'dev'];

  /** From the first command to a clone, and to what an editor with a poor PATH gets from Git. */
  const proveIn = async (PATH: string): Promise<void> => {
    const setup = await home.run('git', ['codecommit', ...keysFlags, '--repository', app.url], {
      env: { PATH },
      input: keysBlock,
    });
    expect(setup.code, setup.stderr).to.equal(0);
    expect(JSON.parse(setup.stdout)).to.include({ profile: 'dev', method: 'keys', verified: true });
    const clone = await home.run('git', ['clone', '--quiet', app.url, 'my-app'], { env: { PATH } });
    expect(clone.code, clone.stderr).to.equal(0);
    expect(await readFile(home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    await credentialFill();
  };

  /** `env -i PATH=/usr/bin:/bin git credential fill`: no more than a home, so that the settings are found. */
  const credentialFill = async (): Promise<void> => {
    const { code, stdout, stderr } = await run(
      'env',
      ['-i', 'PATH=/usr/bin:/bin', `HOME=${home.path}`, 'GIT_TERMINAL_PROMPT=0', 'git', 'credential', 'fill'],
      { cwd: home.path, env: cleanEnvironment(), input: `url=${app.url}\n\n` },
    );
    expect(code, stderr).to.equal(0);
    expect(stdout)
      .to.match(/^username=ASIA/m)
      .and.match(/^password=\d{8}T\d{6}Z[0-9a-f]{64}$/m);
  };

  const helperValues = async (): Promise<string> =>
    (await home.run('git', ['config', '--get-regexp', '^credential\\..*\\.helper$'])).stdout;

  const filesBelow = async (path: string): Promise<string[]> => {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)));
  };

  it('holds the program, its notices and what one reads first, and nothing else', async () => {
    const prefix = home.file('prefix');
    await install(prefix);
    const files = await filesBelow(join(prefix, 'lib', 'node_modules', 'git-codecommit'));
    const shape = new Set(
      files.map((file) => file.replace(/^(dist\/chunks\/).*\.js$/, '$1*.js').replace(/^(dist\/templates\/).*$/, '$1*')),
    );
    shape.delete('dist/templates/*');
    expect([...shape].sort()).to.deep.equal([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/check.js',
      'dist/chunks/*.js',
      'dist/command.js',
      'dist/git-codecommit.js',
      'dist/git-credential-codecommit',
      'dist/git-credential-codecommit.cjs',
      'dist/helper/command-form.cjs',
      'dist/helper/file-problem.cjs',
      'dist/helper/key-hints.cjs',
      'dist/helper/keys-without-profile.cjs',
      'dist/helper/refusal.cjs',
      'dist/helper/renewed-keys.cjs',
      'dist/helper/role-keys.cjs',
      'dist/helper/trace.cjs',
      'dist/helper/why-unreadable.cjs',
      'dist/man/git-codecommit.1',
      'dist/man/git-credential-codecommit.1',
      'dist/package.json',
      'dist/renew.js',
      'dist/web-identity.js',
      'package.json',
    ]);
    const notices = await readFile(
      join(prefix, 'lib', 'node_modules', 'git-codecommit', 'dist', 'THIRD-PARTY-NOTICES.txt'),
      'utf8',
    );
    for (const name of ['@aws-sdk/client-sts', 'inquirer', 'chalk', 'ini'])
      expect(notices).to.match(new RegExp(`^${name} \\d`, 'm'));
  });

  it('gives publint nothing to say', async () => {
    const { buffer } = await readFile(tarball);
    const { messages } = await publint({ pack: { tarball: buffer } });
    expect(messages).to.deep.equal([]);
  });

  it("asks the user's npm for no other package, by install, install --global, exec or npx", async () => {
    const asked: string[] = [];
    const registry: Server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    try {
      const variables = { npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/` };
      await mkdir(home.file('project'));
      await npm(['install', '--global', '--prefix', home.file('prefix'), tarball], variables);
      await npm(['install', '--prefix', home.file('project'), tarball], variables);
      await npm(['exec', '--yes', `--package=${tarball}`, '--', 'git-codecommit', '--version'], variables);
      expect(await readdir(home.file('project', 'node_modules'))).to.have.members([
        '.bin',
        '.package-lock.json',
        'git-codecommit',
      ]);
    } finally {
      registry.close();
    }
    expect(asked).to.deep.equal([]);
  });

  it('works from a prefix, with Node, Git and that prefix alone on the PATH, and no checkout', async () => {
    const prefix = join(lasting, 'prefix');
    await proveIn(await install(prefix));
    if (!isTemporary(prefix))
      expect(await helperValues()).to.include(
        `!'${prefix}/lib/node_modules/git-codecommit/dist/git-credential-codecommit' --node ` +
          `'${process.execPath}' --profile 'dev'`,
      );
  });

  it('works from a path with spaces and quotes', async () => {
    const prefix = join(lasting, 'My "Programs", Ana\'s $HOME');
    await proveIn(await install(prefix));
    if (!isTemporary(prefix)) expect(await helperValues()).to.include('My "Programs", Ana');
  });

  it('works from a temporary folder, and the helper stays when that is gone', async () => {
    const prefix = home.file('prefix');
    await proveIn(await install(prefix));
    await rm(prefix, { recursive: true });
    await credentialFill();
  });

  it("works by npx, and the helper stays when npx's folder is gone", async () => {
    const npx = ['npm', 'exec', '--yes', `--package=${tarball}`, '--', 'git-codecommit'] as const;
    const folders = { ...npmVariables(home.path) };
    const PATH = await pathOf(home.file('programs'), {
      node: process.execPath,
      git: await where('git'),
      npm: await where('npm'),
      npx: await where('npx'),
      sh: await where('sh'),
    });
    const variables = { PATH, ...folders };
    const setup = await home.run(npx[0], [...npx.slice(1), ...keysFlags, '--repository', app.url], {
      env: variables,
      input: keysBlock,
    });
    expect(setup.code, setup.stderr).to.equal(0);
    expect(await helperValues()).to.include(home.file('.local', 'share', 'git-codecommit', 'program'));
    expect(await helperValues()).to.not.include('_npx');
    const unknown = await home.run(npx[0], [...npx.slice(1), 'remove', 'nix'], { env: variables });
    const [, printed = ''] = /`(.* status)`/.exec(unknown.stderr) ?? [];
    expect(printed, unknown.stderr).to.equal(`npx --package=${tarball} git-codecommit status`);
    const typed = await home.run('/bin/sh', ['-c', printed], { env: variables });
    expect(typed.code, typed.stderr).to.equal(0);
    expect(typed.stderr).to.contain('dev');
    await rm(join(home.path, 'npm-cache'), { recursive: true });
    await credentialFill();
  });

  for (const version of ['22', '24', '26']) {
    describe(`on Node ${version}`, () => {
      before(needs(`node${version}`));

      it('works from the first command to the clone', async () => {
        const node = await where(`node${version}`);
        expect((await run(node, ['--version'], { env: cleanEnvironment() })).stdout).to.match(
          new RegExp(`^v${version}\\.`),
        );
        await proveIn(await install(join(lasting, `node${version}`), node));
      });
    });
  }

  describe('on Node 12, which a system may still have', () => {
    before(needs('node12'));

    it('answers Git, where the Node it was set up with is gone', async () => {
      const prefix = join(lasting, 'node12');
      await proveIn(await install(prefix));
      const helper = join(prefix, 'lib', 'node_modules', 'git-codecommit', 'dist', 'git-credential-codecommit');
      const { protocol, host, pathname } = new URL(app.url);
      const { code, stdout, stderr } = await home.run(
        helper,
        ['--node', await where('node12'), '--profile', 'dev', 'get'],
        { input: `protocol=${protocol.slice(0, -1)}\nhost=${host}\npath=${pathname.slice(1)}\n\n` },
      );
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.match(/^username=ASIA[^\n]*\npassword=\d{8}T\d{6}Z[0-9a-f]{64}\n/);
    });
  });
});
