import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { expect } from 'chai';

import type { Ended } from '../helpers/run.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { githubActions, type GitHubActions } from '../sandbox/openid/github-actions.js';
import { oddProvider, type OddProvider } from '../sandbox/openid/odd-provider.js';
import { openFixture, type Fixture } from './fixture.js';

type Variables = Readonly<Record<string, string | undefined>>;

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const main = 'repo:octo/app:ref:refs/heads/main';
const gitlabMain = 'project_path:octo/app:ref_type:branch:ref:main';

describe('a job of CI, which has no secret', function () {
  this.timeout(240_000);
  let fixture: Fixture;
  let github: GitHubActions;
  let gitlab: OddProvider;
  let roleArn: string;
  let gitlabRole: string;
  beforeEach(async () => {
    fixture = await openFixture();
    github = githubActions(fixture.sandbox);
    gitlab = oddProvider(fixture.sandbox, 'gitlab.com');
    roleArn = roleFor('Ci', github.issuer, main);
    gitlabRole = roleFor('GitLabCi', gitlab.issuer, gitlabMain);
  });
  afterEach(() => fixture.clear());

  const roleFor = (name: string, issuer: string, subject: string, audience = 'sts.amazonaws.com'): string => {
    const { account } = fixture.app;
    const { arn, url } = account.openIdProvider(issuer, [audience]);
    return account.role(name, { trust: webIdentityTrust(arn, { [`${url}:aud`]: audience, [`${url}:sub`]: subject }) })
      .arn;
  };
  const setup = (provider: string, env: Variables, role = roleArn, ...more: string[]): Promise<Ended> =>
    fixture.codecommit(
      [
        ...['setup', '--method', 'web-identity', '--provider', provider, '--role-arn', role],
        ...['--repository', fixture.app.url, '--yes', ...more],
      ],
      { env },
    );
  const credentials = (): string => fixture.home.file('.aws', 'credentials');
  const recipes = (): Promise<string> =>
    readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
  const expectNothingWritten = async (): Promise<void> => {
    expect(existsSync(credentials())).to.equal(false);
    expect(existsSync(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'))).to.equal(false);
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.not.contain('helper');
  };
  /** The profile's session is over, here and at AWS. */
  const sessionEnds = async (): Promise<void> => {
    fixture.sandbox.aws.lastSession.expire();
    const text = await readFile(credentials(), 'utf8');
    await fixture.home.write('.aws/credentials', text.replace(/(expires = )\S+/, '$12020-01-01T00:00:00Z'));
  };
  const lsRemote = (env: Variables): Promise<Ended> => fixture.home.run('git', ['ls-remote', fixture.app.url], { env });
  const gitlabToken = (claims: Record<string, unknown> = {}, seconds = 3600): Promise<string> =>
    gitlab.idToken({ aud: 'sts.amazonaws.com', sub: gitlabMain, ...claims }, seconds);

  it('of GitHub signs in by its own token, and Git gets new credentials as long as the job runs', async () => {
    const job = github.job();
    const { code, stdout, stderr } = await setup('github', job.variables, roleArn, '--clone', 'clone', '--debug');
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.not.equal('');
    expect(fixture.sandbox.log.of('GitHub idtoken')[0]?.parameters).to.deep.equal({
      'api-version': '2.0',
      audience: 'sts.amazonaws.com',
    });
    const kept = `${await recipes()}${await readFile(fixture.home.file('.gitconfig'), 'utf8')}`;
    expect(`${stdout}${stderr}${kept}${await readFile(credentials(), 'utf8')}`).to.not.contain(job.bearer);
    expect(stderr).to.not.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    expect(kept).to.contain('provider = "github"').and.contain('client-id = "sts.amazonaws.com"');

    await sessionEnds();
    const renewed = await lsRemote(job.variables);
    expect([renewed.code, renewed.stderr]).to.deep.equal([0, '']);
    expect(fixture.sandbox.log.count('GitHub idtoken')).to.equal(2);

    await sessionEnds();
    job.end();
    const over = await lsRemote(job.variables);
    expect(over.code).to.equal(128);
    expect(over.stderr).to.match(/^git-credential-codecommit: [^\n]*GitHub gives this job no token[^\n]*$/m);
    const elsewhere = await lsRemote({});
    expect(elsewhere.stderr).to.contain('This is no job of GitHub Actions that may ask for a token');
  });

  it('of GitHub asks for the audience of China, or for the one that is said', async () => {
    const { variables } = github.job({ host: 'pipelines.actions.githubusercontent.com' });
    const china = await fixture.codecommit(
      [
        ...['setup', '--method', 'web-identity', '--provider', 'github', '--yes', '--repository', 'my-app'],
        ...['--region', 'cn-north-1', '--role-arn', 'arn:aws-cn:iam::444455556666:role/Ci'],
      ],
      { env: variables },
    );
    expect(china.code, china.stderr).to.equal(4);
    const own = roleFor('Own', github.issuer, main, 'https://github.com/octo');
    const said = await setup('github', variables, own, '--client-id', 'https://github.com/octo');
    expect(said.code, said.stderr).to.equal(0);
    expect(fixture.sandbox.log.of('GitHub idtoken').map(({ parameters }) => parameters['audience'])).to.deep.equal([
      'sts.amazonaws.com.cn',
      'https://github.com/octo',
    ]);
  });

  it("of GitHub's cloud with data residency is asked for at its own host", async () => {
    const { variables } = github.job({ host: 'run-actions-1.actions.octocorp.ghe.com' });
    const { code, stderr } = await setup('github', variables);
    expect(code, stderr).to.equal(0);
  });

  it('of GitLab signs in by the variable of id_tokens, until that token ends', async () => {
    const token = await gitlabToken();
    const variables = { GITLAB_CI: 'true', GITLAB_OIDC_TOKEN: token };
    const { code, stdout, stderr } = await setup('gitlab', variables, gitlabRole, '--debug');
    expect(code, stderr).to.equal(0);
    expect(`${stdout}${stderr}${await recipes()}`).to.not.contain(token.slice(-40));
    expect(flat(stderr)).to.match(/New credentials can be had with this token until 20\d\d-/);
    await sessionEnds();
    const renewed = await lsRemote(variables);
    expect([renewed.code, renewed.stderr]).to.deep.equal([0, '']);
    await sessionEnds();
    const over = await lsRemote({ ...variables, GITLAB_OIDC_TOKEN: await gitlabToken({}, -60) });
    expect(over.code).to.equal(128);
    expect(over.stderr).to.match(
      /^git-credential-codecommit: [^\n]*GITLAB_OIDC_TOKEN[^\n]*This token ended at[^\n]*$/m,
    );
    expect(over.stderr).to.contain('GitLab gives a job one token');
  });

  it('of any other service names the variable, which no team recipe may', async () => {
    const env = { CI_JOB_JWT: await gitlabToken(), OTHER: 'x' };
    const { code, stderr } = await setup('oidc', env, gitlabRole, '--web-identity-token-env', 'CI_JOB_JWT');
    expect(code, stderr).to.equal(0);
    await sessionEnds();
    expect((await lsRemote(env)).code).to.equal(0);
    const recipe = await fixture.home.write(
      'team.ini',
      '[git-codecommit]\nformat = 1\nmethod = web-identity\nprovider = gitlab\nweb-identity-token-env = AWS_SECRET_ACCESS_KEY\n',
    );
    const team = await fixture.codecommit(['setup', '--from', recipe, '--yes'], { env });
    expect([team.code, team.stdout], team.stderr).to.deep.equal([2, '']);
    expect(team.stderr).to.contain('web-identity-token-env');
  });

  it('is refused in one sentence and with the right exit code, and nothing is written', async () => {
    const job = github.job();
    const url = job.variables['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
    const at = (address: string): Variables => ({ ...job.variables, ACTIONS_ID_TOKEN_REQUEST_URL: address });
    const host = new URL(url).hostname;
    const gone = github.job({ subject: 'repo:octo/gone' });
    gone.end();
    const answering = (answers: GitHubActions['answers']) => () => {
      github.answers = answers;
    };
    const json = (status: number, body: string) => answering(() => ({ status, body }));
    const withVariable = (value: string): Variables => ({ GITLAB_OIDC_TOKEN: value });
    const cases: readonly (readonly [string, Variables, number, string, (() => void)?, string?])[] = [
      ['github', {}, 2, 'This is no job of GitHub Actions'],
      ['github', github.job({ permitted: false }).variables, 2, 'the permission `id-token: write` is missing'],
      ['github', { ...job.variables, ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }, 2, 'id-token: write'],
      ['github', { ...job.variables, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a\nHost: evil' }, 2, 'white space'],
      ['github', at(url.replace('https:', 'http:')), 2, 'no plain https address'],
      ['github', at(url.replace(host, 'actions.githubusercontent.com.evil.example')), 2, "not GitHub's own"],
      ['github', at(url.replace(host, 'evil-actions.githubusercontent.com')), 2, "not GitHub's own"],
      ['github', at(url.replace(host, 'ghe.com')), 2, "not GitHub's own"],
      ['github', at(url.replace(host, 'github.example.com')), 2, 'On a GitHub server of your own'],
      ['github', at(url.replace('https://', 'https://a:b@')), 2, 'no plain https address'],
      ['github', at(url.replace(host, `${host}:8443`)), 2, 'no plain https address'],
      ['github', at('nonsense'), 2, 'no plain https address'],
      ['github', gone.variables, 4, 'answers 401'],
      ['github', job.variables, 4, 'answers without a token', json(200, '{"value": 1}')],
      ['github', job.variables, 4, 'answers without a token', json(200, 'no JSON')],
      ['github', job.variables, 5, 'answers 503', json(503, '')],
      ['github', job.variables, 5, 'answers 302', answering(() => ({ status: 302, headers: { location: '/other' } }))],
      ['github', job.variables, 5, 'far too long', json(200, JSON.stringify({ value: 'x'.repeat(100_000) }))],
      [
        'github',
        job.variables,
        4,
        'made for another, and not for sts.amazonaws.com',
        () => {
          github.claims = { aud: 'another' };
        },
      ],
      [
        'github',
        job.variables,
        4,
        'This is an access token',
        () => {
          github.claims = { token_use: 'access' };
        },
      ],
      ['github', github.job({ subject: 'repo:octo/app:pull_request' }).variables, 4, 'repo:octo/app:pull_request'],
      ['github', { ...job.variables, HTTPS_PROXY: 'http://127.0.0.1:1' }, 5, 'Cannot reach'],
      ['gitlab', {}, 2, 'There is no token in GITLAB_OIDC_TOKEN'],
      ['gitlab', withVariable(' \n'), 2, 'There is no token in GITLAB_OIDC_TOKEN'],
      ['gitlab', withVariable('glpat-0123456789'), 2, 'This is no JWT'],
      ['gitlab', withVariable(await gitlabToken({ token_use: 'access' })), 2, 'This is an access token'],
      ['gitlab', withVariable(await gitlabToken({ aud: 'https://gitlab.com' })), 2, 'aud: sts.amazonaws.com'],
      ['gitlab', withVariable(await gitlabToken({}, -60)), 4, 'This token ended at'],
      ['gitlab', withVariable(await gitlabToken({ sub: 'project_path:evil/x' })), 4, 'project_path:evil/x'],
      ['gitlab', withVariable((await gitlabToken()).replace(/.{20}$/, 'A'.repeat(20))), 4, 'AWS cannot validate'],
    ];
    for (const [provider, env, expected, words, before] of cases) {
      github.answers = undefined;
      github.claims = {};
      before?.();
      const ended = await setup(provider, env, provider === 'github' ? roleArn : gitlabRole);
      expect([ended.code, ended.stdout], `${words}: ${ended.stderr}`).to.deep.equal([expected, '']);
      expect(flat(ended.stderr), ended.stderr).to.contain(words);
      expect(ended.stderr).to.not.contain(job.bearer).and.not.contain('    at ');
      await expectNothingWritten();
    }
    for (const more of [
      ['--web-identity-token-env', 'NOT A NAME'],
      ['--web-identity-token-env', '__proto__'],
      ['--web-identity-token-env', 'constructor'],
      ['--web-identity-token-env', await gitlabToken()],
      ['--web-identity-token-env', 'CI_JOB_JWT', '--web-identity-token-file', await fixture.home.write('t', 'x')],
    ]) {
      const ended = await setup('oidc', {}, gitlabRole, ...more);
      expect([ended.code, ended.stdout], ended.stderr).to.deep.equal([2, '']);
      await expectNothingWritten();
    }
  });
});
