import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { ActionsRunner, readYaml, type CompositeAction } from '../helpers/actions-runner.js';
import { copyCheckout, npmVariables, packCheckout, type CheckoutCopy } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { snapshotOf } from '../helpers/home-snapshot.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import type { Account } from '../sandbox/aws/account.js';
import type { Repository } from '../sandbox/aws/repository.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { githubActions, type GitHubActions } from '../sandbox/openid/github-actions.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';

const root = resolve(import.meta.dirname, '..', '..');
const subject = 'repo:octo/app:environment:codecommit';

describe('action.yml', function () {
  this.timeout(400_000);
  let text: string;
  let action: CompositeAction;
  before(async () => {
    text = await readFile(join(root, 'action.yml'), 'utf8');
    action = readYaml(text) as CompositeAction;
  });

  it('is composite, takes inputs by variables alone, and has no expression in any script', () => {
    expect(action.runs.using).to.equal('composite');
    for (const { name, run: script = '', shell, env = {} } of action.runs.steps) {
      expect(shell, name).to.equal('bash');
      expect(script, name).to.not.equal('').and.not.contain('${{');
      for (const value of Object.values(env)) expect(value, name).to.match(/^(?:[\w-]+|\$\{\{ [\w.-]+ \}\})$/);
    }
    const used = [...text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name = '']) => name);
    expect([...new Set(used)].sort()).to.deep.equal(Object.keys(action.inputs).sort());
  });

  describe('for actionlint', () => {
    before(needs('actionlint'));

    it('is an action whose inputs a workflow may give, and no others', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'git-codecommit-actionlint-'));
      try {
        await mkdir(join(folder, '.github', 'workflows'), { recursive: true });
        await run('git', ['init', '-q', folder], { env: cleanEnvironment() });
        await writeFile(join(folder, 'action.yml'), text);
        const lint = async (inputs: string): Promise<string> => {
          await writeFile(
            join(folder, '.github', 'workflows', 'a.yml'),
            `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./\n        with:\n${inputs}`,
          );
          return (await run('actionlint', ['-no-color'], { env: cleanEnvironment(), cwd: folder })).stdout;
        };
        const all = Object.keys(action.inputs).map((name) => `          ${name}: x\n`);
        expect(await lint(all.join(''))).to.equal('');
        expect(await lint('          role-arn: x\n')).to.contain('missing input "repository" which is required');
        expect(await lint(`${all.join('')}          secret: x\n`)).to.contain('"secret" is not defined');
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });

  describe('carried out', () => {
    let sandbox: Sandbox;
    let github: GitHubActions;
    let account: Account;
    let app: Repository;
    let roleArn: string;
    let packed: string;
    let folder: string;
    let home: FurnishedHome;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'git-codecommit-action-'));
      packed = await packCheckout(folder);
      sandbox = await startSandbox();
      github = githubActions(sandbox);
      account = sandbox.aws.account('111122223333');
      app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
      const { arn, url } = account.openIdProvider(github.issuer, ['sts.amazonaws.com']);
      roleArn = account.role('Mirror', { trust: webIdentityTrust(arn, { [`${url}:sub`]: subject }) }).arn;
    });
    after(async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      home = await furnishedHome(sandbox);
    });
    afterEach(() => home.remove());

    const runner = (variables: Readonly<Record<string, string>>, path = ''): Promise<ActionsRunner> =>
      ActionsRunner.start(home, {
        ...npmVariables(home.file('work')),
        ...variables,
        PATH: `${path}${process.env['PATH'] ?? ''}`,
      });
    const inputs = (over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
      'role-arn': roleArn,
      repository: app.url,
      package: packed,
      ...over,
    });
    /** What there is outside of the runner's own folder, which the runner empties. */
    const outside = async (): Promise<unknown> =>
      Object.fromEntries(Object.entries(await snapshotOf(home.path)).filter(([path]) => !path.startsWith('work')));
    const clone = { shell: 'bash', run: 'git clone --quiet "$REPOSITORY" "$RUNNER_TEMP/clone"' };

    it("lets later steps clone and push, masks the session's keys, and leaves nothing outside of RUNNER_TEMP", async () => {
      const before = await outside();
      const job = github.job({ subject });
      const steps = await runner(job.variables);
      const used = await steps.use(action, inputs(), root);
      expect(used.code, steps.log).to.equal(0);
      const { accessKeyId, secretAccessKey, sessionToken } = sandbox.aws.lastSession;
      const masks = [accessKeyId, secretAccessKey, sessionToken].map((value) => `::add-mask::${value}`);
      for (const mask of masks) expect(used.stdout.split('\n')).to.include(mask);
      const unmasked = masks.reduce((log, mask) => log.replaceAll(mask, ''), steps.log);
      for (const secret of [secretAccessKey, sessionToken, job.bearer]) expect(unmasked).to.not.contain(secret);

      const cloned = await steps.step(
        { ...clone, env: { REPOSITORY: '${{ github.repository_url }}' } },
        { 'github.repository_url': app.url },
      );
      expect([cloned.code, cloned.stderr]).to.deep.equal([0, '']);
      const pushed = await steps.step(
        {
          shell: 'bash',
          run: 'git -C "$RUNNER_TEMP/clone" push --quiet origin HEAD:refs/heads/from-a-job',
        },
        {},
      );
      expect(pushed.code, pushed.stderr).to.equal(0);
      const credentials = join(steps.temp, 'git-codecommit', 'aws', 'credentials');
      expect((await stat(credentials)).mode & 0o777).to.equal(0o600);
      expect(await outside()).to.deep.equal(before);
    });

    it('is used twice in a job, for repositories and roles of their own', async () => {
      const other = account.repository('other', { region: 'eu-west-1', files: { 'README.md': '# other\n' } });
      const steps = await runner(github.job({ subject }).variables);
      expect((await steps.use(action, inputs(), root)).code, steps.log).to.equal(0);
      const second = inputs({ repository: 'other', region: 'eu-west-1', profile: 'other' });
      expect((await steps.use(action, second, root)).code, steps.log).to.equal(0);
      for (const url of [app.url, other.url]) {
        const listed = await steps.step({ shell: 'bash', run: 'git ls-remote "$URL"', env: { URL: url } }, {});
        expect([listed.code, listed.stderr]).to.deep.equal([0, '']);
      }
    });

    it('takes hostile inputs for what they are: words, and never commands', async () => {
      for (const [name, value] of [
        ['repository', `$(touch ${home.file('pwned')})`],
        ['repository', `"; touch ${home.file('pwned')}; "`],
        ['role-arn', `\`touch ${home.file('pwned')}\``],
        ['profile', `x\nPATH=${home.file('evil')}`],
        ['region', '--help'],
        ['package', `--prefix=${home.file('pwned')}`],
      ] as const) {
        const steps = await runner(github.job({ subject }).variables);
        const repository = name === 'region' ? 'my-app' : app.url;
        const ended = await steps.use(action, inputs({ repository, [name]: value }), root);
        expect(ended.code, `${name}=${value}: ${steps.log}`).to.not.equal(0);
        expect(existsSync(home.file('pwned')), value).to.equal(false);
        await rm(home.file('work'), { recursive: true, force: true });
      }
    });

    it('ends the job with the reason where it may ask for no token, or the role does not trust it', async () => {
      for (const [job, words] of [
        [github.job({ subject, permitted: false }), 'the permission `id-token: write` is missing'],
        [github.job({ subject: 'repo:octo/app:pull_request' }), 'repo:octo/app:pull_request'],
      ] as const) {
        const steps = await runner(job.variables);
        const ended = await steps.use(action, inputs(), root);
        expect(ended.code).to.be.oneOf([2, 4]);
        expect(ended.stderr.replace(/\s+/g, ' ')).to.contain(words);
        expect(steps.log).to.not.contain('::add-mask::');
        await rm(home.file('work'), { recursive: true });
      }
    });

    describe('as it is built where it is used', () => {
      let copy: CheckoutCopy;
      before(async () => {
        copy = await copyCheckout();
      });
      after(() => copy.remove());

      it('installs what its own checkout builds', async () => {
        // No registry is in reach: what `npm ci` would install is linked from here, and all else is npm's own work.
        const npm = (await run('sh', ['-c', 'command -v npm'], { env: cleanEnvironment() })).stdout.trim();
        const bin = home.file('work', 'stand-in');
        await mkdir(bin, { recursive: true });
        const script = `#!/bin/sh\nif [ "$1" = ci ]; then [ -d node_modules ]; else exec '${npm}' "$@"; fi\n`;
        await writeFile(join(bin, 'npm'), script);
        await chmod(join(bin, 'npm'), 0o755);
        const steps = await runner(github.job({ subject }).variables, `${bin}:`);
        const used = await steps.use(action, inputs({ package: '' }), copy.path);
        expect(used.code, steps.log).to.equal(0);
        expect(used.stdout).to.contain('::add-mask::');
      });
    });
  });
});
