import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { ActionsRunner, evaluated, readYaml, type CompositeAction, type Step } from '../helpers/actions-runner.js';
import { built } from '../helpers/built.js';
import { npmVariables, packCheckout } from '../helpers/checkout-copy.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run, type Ended } from '../helpers/run.js';
import type { Account } from '../sandbox/aws/account.js';
import type { PolicyDocument } from '../sandbox/aws/policy.js';
import type { Repository } from '../sandbox/aws/repository.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { initialize, serverGitEnvironment } from '../sandbox/git/bare-repository.js';
import { httpBackend } from '../sandbox/git/http-backend.js';
import { startMetadata } from '../sandbox/metadata.js';
import { githubActions, type GitHubActions } from '../sandbox/openid/github-actions.js';
import { oddProvider, type OddProvider } from '../sandbox/openid/odd-provider.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';

const root = resolve(import.meta.dirname, '..', '..');
const accountId = '111122223333';

/** The blocks of a page, by the heading above them and their language. */
function blocksOf(page: string): (heading: string, language: string) => readonly string[] {
  const sections = new Map(
    [...page.matchAll(/^## (.*)\n([^]*?)(?=^## |(?![^]))/gm)].map(([, heading = '', text = '']) => [heading, text]),
  );
  return (heading, language) =>
    [...(sections.get(heading) ?? '').matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
      ([, block = '']) => block,
    );
}

/** Whether a Groovy script closes what it opens: strings of every kind, brackets of every kind. */
function isBalanced(script: string): boolean {
  const open: string[] = [];
  const bare = script.replace(/'''[^]*?'''|"""[^]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/.*/g, '');
  if (/['"]/.test(bare)) return false;
  const partner: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const one of bare.match(/[()[\]{}]/g) ?? []) {
    const wanted = partner[one];
    if (wanted === undefined) open.push(one);
    else if (open.pop() !== wanted) return false;
  }
  return open.length === 0;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly environment?: string; readonly steps: readonly Step[] }>>;
}

describe('docs/ci.md', function () {
  this.timeout(400_000);
  let blocks: ReturnType<typeof blocksOf>;
  let action: CompositeAction;
  before(async () => {
    blocks = blocksOf(await readFile(join(root, 'docs', 'ci.md'), 'utf8'));
    action = readYaml(await readFile(join(root, 'action.yml'), 'utf8')) as CompositeAction;
  });

  const yaml = (heading: string): string => blocks(heading, 'yaml').join('');
  const workflow = (): Workflow => readYaml(yaml('GitHub Actions')) as Workflow;

  it('has files that are YAML, and a Jenkinsfile that closes what it opens', () => {
    for (const heading of ['GitHub Actions', 'GitLab CI/CD', 'AWS CodeBuild'])
      expect(readYaml(yaml(heading)), heading).to.be.an('object');
    for (const document of yaml('Flux and Argo CD').split(/^---$/m))
      expect(readYaml(document)).to.have.property('kind');
    const [jenkinsfile = ''] = blocks('Jenkins', 'groovy');
    expect(isBalanced(jenkinsfile)).to.equal(true);
    expect(isBalanced(jenkinsfile.replace(/\}\n$/, ''))).to.equal(false);
    expect(isBalanced(jenkinsfile.replace("'codecommit'", "'codecommit"))).to.equal(false);
  });

  describe('for actionlint', () => {
    before(needs('actionlint'));

    it('has a workflow without a fault', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'git-codecommit-actionlint-'));
      try {
        await mkdir(join(folder, '.github', 'workflows'), { recursive: true });
        await run('git', ['init', '-q', folder], { env: cleanEnvironment() });
        await writeFile(join(folder, 'action.yml'), await readFile(join(root, 'action.yml')));
        const text = yaml('GitHub Actions').replace('OWNER/git-codecommit@COMMIT', './');
        await writeFile(join(folder, '.github', 'workflows', 'mirror.yml'), text);
        const { code, stdout } = await run('actionlint', ['-no-color'], { env: cleanEnvironment(), cwd: folder });
        expect([code, stdout]).to.deep.equal([0, '']);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });

  describe('run in the sandbox', () => {
    let sandbox: Sandbox;
    let github: GitHubActions;
    let gitlab: OddProvider;
    let account: Account;
    let app: Repository;
    let home: FurnishedHome;
    let folder: string;
    let source: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'git-codecommit-pipelines-'));
      sandbox = await startSandbox();
      github = githubActions(sandbox);
      gitlab = oddProvider(sandbox, 'gitlab.com');
      account = sandbox.aws.account(accountId);
      home = await furnishedHome(sandbox);
      source = join(folder, 'app.git');
      await mkdir(source);
      initialize(source, 'main', { 'README.md': '# app\n' });
      for (const branch of ['topic', 'refs/pull/7/head', 'refs/tags/v1'])
        await atSource('update-ref', branch.startsWith('refs/') ? branch : `refs/heads/${branch}`, 'main');
      sandbox.serve({
        name: 'source',
        serves: (host) => ['github.com', 'gitlab.example.com'].includes(host),
        answer: async ({ request }) => {
          const [user, token] = Buffer.from(request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
            .toString()
            .split(':');
          if (token !== 'token of the job')
            return { status: 401, headers: { 'www-authenticate': 'Basic realm="Git"' } };
          return await httpBackend(source, request.path.replace(/^\/octo\/app\.git/, ''), request, user ?? '');
        },
      });
      const bin = join(folder, 'bin');
      await mkdir(bin);
      const script = `#!/bin/sh\nexec '${process.execPath}' '${built()}/git-codecommit.js' "$@"\n`;
      await writeFile(join(bin, 'git-codecommit'), script);
      await chmod(join(bin, 'git-codecommit'), 0o755);
    });
    afterEach(async () => {
      await home.remove();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });

    const atSource = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run('git', ['-C', source, ...args], { env: serverGitEnvironment() });
      if (code !== 0) throw new Error(stderr);
      return stdout;
    };
    const path = (): string => `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
    const sh = (script: string, variables: Readonly<Record<string, string>>, shell = 'bash'): Promise<Ended> =>
      home.run(shell, ['-ec', script], { env: { ...variables, PATH: path() } });
    const refsOf = (repository: Repository): Promise<string> =>
      run('git', ['-C', repository.directory(), 'for-each-ref', '--format=%(refname) %(objectname)'], {
        env: serverGitEnvironment(),
      }).then(({ stdout }) => stdout);
    /** The branches and tags of the source. */
    const wanted = async (): Promise<string> =>
      await atSource('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags');
    /** A role with the trust and the permissions that a command of the page prints. */
    const installed = async (command: string, name: string): Promise<void> => {
      const printed = await sh(`${command.trim()} --json`, {});
      expect(printed.code, printed.stderr).to.equal(0);
      const { steps } = JSON.parse(printed.stdout) as {
        steps: { documents: { name: string; policy: PolicyDocument }[] }[];
      };
      const policyOf = (which: string): PolicyDocument => {
        const found = steps.flatMap(({ documents }) => documents).find((one) => one.name === which);
        if (found === undefined) throw new Error(`no ${which}`);
        return found.policy;
      };
      account.role(name, { trust: policyOf('trust'), policies: [policyOf('permissions')] });
    };
    const policyCommands = (): readonly string[] => blocks('The role', 'sh');

    it('mirrors from GitHub, by the policy and the workflow, and again after a branch is gone', async () => {
      app = account.repository('my-app', { region: 'eu-west-1' });
      const [command = ''] = policyCommands();
      await installed(command, 'CodeCommitContribute');
      account.openIdProvider(github.issuer, ['sts.amazonaws.com']);
      const packed = await packCheckout(folder);
      const { environment = '', steps } = workflow().jobs['mirror'] ?? { steps: [] };
      const contexts = {
        'github.server_url': 'https://github.com',
        'github.repository': 'octo/app',
        'github.token': 'token of the job',
      };
      const mirror = async (subject: string): Promise<string> => {
        const runner = await ActionsRunner.start(home, {
          ...npmVariables(home.file('work')),
          ...github.job({ subject }).variables,
          PATH: process.env['PATH'] ?? '',
        });
        for (const step of steps) {
          const given = Object.entries(step.with ?? {}).map(([name, value]) => [name, evaluated(value, contexts)]);
          const inputs = { ...(Object.fromEntries(given) as Record<string, string>), package: packed };
          const ended =
            step.uses === undefined ? await runner.step(step, contexts) : await runner.use(action, inputs, root);
          if (ended.code !== 0) return runner.log;
        }
        expect(runner.log.replace(/::add-mask::.*/g, '')).to.not.contain('token of the job');
        await rm(home.file('work'), { recursive: true });
        return '';
      };
      expect(await mirror(`repo:octo/app:environment:${environment}`)).to.equal('');
      expect(await refsOf(app)).to.equal(await wanted());
      expect(await refsOf(app))
        .to.contain('refs/tags/v1')
        .and.contain('refs/heads/topic')
        .and.not.contain('refs/pull');
      await atSource('update-ref', '-d', 'refs/heads/topic');
      expect(await mirror(`repo:octo/app:environment:${environment}`)).to.equal('');
      expect(await refsOf(app)).to.equal(await wanted());
      expect(await mirror('repo:octo/app:ref:refs/heads/main')).to.contain('repo:octo/app:ref:refs/heads/main');
    });

    it('signs in at GitHub without the action, too', async () => {
      account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
      const [command = ''] = policyCommands();
      await installed(command, 'CodeCommitContribute');
      account.openIdProvider(github.issuer, ['sts.amazonaws.com']);
      const [step = ''] = blocks('GitHub Actions', 'sh');
      const ended = await sh(step, github.job({ subject: 'repo:octo/app:environment:codecommit' }).variables);
      expect(ended.code, ended.stderr).to.equal(0);
    });

    it('mirrors from GitLab, by its policy and its job', async () => {
      app = account.repository('my-app', { region: 'eu-west-1' });
      const [, command = ''] = policyCommands();
      await installed(command, 'CodeCommitContribute');
      account.openIdProvider(gitlab.issuer, ['sts.amazonaws.com']);
      const { mirror } = readYaml(yaml('GitLab CI/CD')) as {
        mirror: { script: string[]; variables: Record<string, string>; id_tokens: Record<string, { aud: string }> };
      };
      const [[name, { aud }] = ['', { aud: '' }]] = Object.entries(mirror.id_tokens);
      const sub = 'project_path:octo/app:ref_type:branch:ref:main';
      const ended = await sh(mirror.script.join('\n'), {
        ...mirror.variables,
        [name]: await gitlab.idToken({ aud, sub }),
        CI_JOB_TOKEN: 'token of the job',
        CI_PROJECT_URL: 'https://gitlab.example.com/octo/app',
        TMPDIR: folder,
      });
      expect(ended.code, ended.stderr).to.equal(0);
      expect(await refsOf(app)).to.equal(await wanted());
    });

    it('clones in CodeBuild by the role of the project', async () => {
      account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
      const { env, phases } = readYaml(yaml('AWS CodeBuild')) as {
        env: { variables: Record<string, string> };
        phases: Record<string, { commands: string[] }>;
      };
      const metadata = await startMetadata(account.role('Build'));
      try {
        const commands = Object.values(phases).flatMap((phase) => phase.commands);
        const ended = await sh(commands.join('\n'), { ...env.variables, ...metadata.container }, 'sh');
        expect(ended.code, ended.stderr).to.equal(0);
        expect(await readFile(home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
      } finally {
        await metadata.close();
      }
    });

    /** A token in a file, as Jenkins and EKS have it, and the role that trusts it. */
    const tokenInFile = async (issuer: OddProvider, name: string): Promise<Record<string, string>> => {
      const { arn, url } = account.openIdProvider(issuer.issuer, ['sts.amazonaws.com']);
      const role = account.role(name, { trust: webIdentityTrust(arn, { [`${url}:sub`]: 'ana' }) });
      const file = await home.write('token', `${await issuer.idToken({ aud: 'sts.amazonaws.com' })}\n`);
      return { AWS_ROLE_ARN: role.arn, AWS_WEB_IDENTITY_TOKEN_FILE: file };
    };

    it('clones in Jenkins by a token in a file', async () => {
      account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
      const [jenkinsfile = ''] = blocks('Jenkins', 'groovy');
      const [, script = ''] = /sh '''([^]*?)'''/.exec(jenkinsfile) ?? [];
      const [, repository = ''] = /REPOSITORY = '([^']+)'/.exec(jenkinsfile) ?? [];
      const [, roleArn = ''] = /AWS_ROLE_ARN = '([^']+)'/.exec(jenkinsfile) ?? [];
      const variables = await tokenInFile(oddProvider(sandbox, 'jenkins.example.com'), 'CodeCommitRead');
      expect(variables['AWS_ROLE_ARN']).to.equal(roleArn);
      const ended = await sh(script, { ...variables, REPOSITORY: repository }, 'sh');
      expect(ended.code, ended.stderr).to.equal(0);
      expect(await readFile(home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    });

    it('gives Flux and Argo CD a password with which Git alone can clone', async () => {
      account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
      const [cronJob = '', gitRepository = ''] = yaml('Flux and Argo CD').split(/^---$/m);
      const [container] = (
        readYaml(cronJob) as {
          spec: {
            jobTemplate: {
              spec: {
                template: { spec: { containers: { args: string[]; env: { name: string; value: string }[] }[] } };
              };
            };
          };
        }
      ).spec.jobTemplate.spec.template.spec.containers;
      const { url } = (readYaml(gitRepository) as { spec: { url: string } }).spec;
      expect(container?.env.find(({ name }) => name === 'REPOSITORY')?.value).to.equal(url);
      // From `kubectl` on it takes a cluster, which the page says.
      const [script = ''] = container?.args[0]?.split(/^kubectl /m) ?? [];
      const variables = await tokenInFile(oddProvider(sandbox, 'oidc.eks.eu-west-1.amazonaws.com'), 'Pod');
      const ended = await sh(script, { ...variables, REPOSITORY: url }, 'sh');
      expect(ended.code, ended.stderr).to.equal(0);
      const lines = (await readFile(home.file('password'), 'utf8')).trim().split('\n');
      expect(lines.map((line) => line.replace(/=.*/, ''))).to.deep.equal(['username', 'password']);
      const helper = `!f() { test "$1" = get && cat '${home.file('password')}'; }; f`;
      const cloned = await home.run('git', [
        ...['-c', 'credential.helper=', '-c', `credential.${new URL(url).origin}.helper=`],
        ...['-c', `credential.${new URL(url).origin}.helper=${helper}`, 'clone', '--quiet', url, 'cloned'],
      ]);
      expect([cloned.code, cloned.stderr]).to.deep.equal([0, '']);
    });
  });
});
