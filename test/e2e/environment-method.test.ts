import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { expect } from 'chai';

import type { Ended } from '../helpers/run.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { session, signInBy } from './sign-in-by.js';
import type { AtHand } from './sign-in-by.js';

type Variables = Readonly<Record<string, string | undefined>>;

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('the credentials that are in the environment already', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const setup = (env: Variables, ...more: string[]): Promise<Ended> =>
    fixture.codecommit(['setup', '--method', 'environment', '--repository', fixture.app.url, '--yes', ...more], {
      env,
    });
  const run = (env: Variables, ...words: string[]): Promise<Ended> => fixture.codecommit(words, { env });
  const lsRemote = (env: Variables): Promise<Ended> => fixture.home.run('git', ['ls-remote', fixture.app.url], { env });
  const gitConfig = (): Promise<string> => readFile(fixture.home.file('.gitconfig'), 'utf8').catch(() => '');
  const recipes = (): string => fixture.home.file('.config', 'git-codecommit', 'recipes.ini');
  const expectNothingWritten = async (): Promise<void> => {
    expect(await gitConfig()).to.not.contain('helper');
    expect([existsSync(fixture.home.file('.aws', 'credentials')), existsSync(recipes())]).to.deep.equal([false, false]);
  };
  const keys = async (): Promise<AtHand & { variables: Record<string, string> }> => {
    const atHand = await signInBy.environment(fixture);
    return { ...atHand, variables: { ...atHand.variables } };
  };
  /** A job or pod with a token in a file, which ends with a line feed, and the role that trusts it. */
  const job = async (): Promise<{ variables: Variables; ends: () => unknown }> => {
    const { answers, ends } = await signInBy['web-identity'](fixture);
    const { 'role-arn': roleArn, 'web-identity-token-file': file } = answers();
    await fixture.home.write('token', `${await readFile(file ?? '', 'utf8')}\n`);
    return {
      variables: { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: file },
      ends: ends ?? (() => undefined),
    };
  };

  it('are used where they are: no profile, no key printed, and Git proves it', async () => {
    const { variables } = await keys();
    const { code, stdout, stderr } = await setup(variables, '--json');
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({
      profile: 'environment',
      method: 'environment',
      account: '444455556666',
      credentialsFile: null,
      verified: true,
      expiration: `${variables['AWS_CREDENTIAL_EXPIRATION']?.slice(0, 19) ?? ''}Z`,
    });
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
      expect(`${stdout}${stderr}`).to.not.contain(variables[name]);
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
    expect(await gitConfig())
      .to.contain('git-credential-codecommit')
      .and.not.contain('--profile');
    const listed = await lsRemote(variables);
    expect([listed.code, listed.stderr]).to.deep.equal([0, '']);
  });

  it('print no key with --save-to environment either, where nothing has to be put', async () => {
    const { variables } = await keys();
    const { code, stdout, stderr } = await setup(variables, '--save-to', 'environment', '--json');
    expect(code, stderr).to.equal(0);
    expect(stdout).to.not.contain('export ').and.not.contain(variables['AWS_SECRET_ACCESS_KEY']);
  });

  it('say honestly how long they last', async () => {
    const { variables } = await keys();
    const { stderr } = await setup({ ...variables, AWS_CREDENTIAL_EXPIRATION: undefined });
    expect(flat(stderr)).to.contain('nobody knows: AWS_CREDENTIAL_EXPIRATION does not say it');
    expect(flat((await setup(variables)).stderr)).to.match(/lasts until .*; then put new ones into the environment/);
  });

  it('have one name everywhere: status, export, refresh, clone and remove', async () => {
    const { variables } = await keys();
    expect((await setup(variables)).code).to.equal(0);
    await fixture.home.write(
      '.aws/credentials',
      '[environment]\naws_access_key_id = AKIAOTHERS\naws_secret_access_key = s\n',
    );
    const [status] = JSON.parse((await run(variables, 'status', '--json')).stdout) as Record<string, unknown>[];
    expect(status).to.deep.include({ profile: 'environment', method: 'environment', state: 'valid' });
    expect(status?.['git']).to.deep.equal(['https://git-codecommit.eu-west-1.amazonaws.com']);
    const [elsewhere] = JSON.parse((await run({}, 'status', '--json')).stdout) as Record<string, unknown>[];
    expect(elsewhere).to.deep.include({ expiration: null, state: 'unknown' });
    const exported = await run(variables, 'export', '--format', 'process');
    expect(JSON.parse(exported.stdout)).to.include({ AccessKeyId: variables['AWS_ACCESS_KEY_ID'] });
    const refreshed = await run(variables, 'refresh');
    expect([refreshed.code, refreshed.stdout]).to.deep.equal([2, '']);
    expect(flat(refreshed.stderr)).to.contain('Put new ones there, as you did these.');
    const cloned = await run(variables, 'clone', fixture.app.url, 'copy');
    expect(cloned.code, cloned.stderr).to.equal(0);
    expect(await readFile(fixture.home.file('copy', '.git', 'config'), 'utf8')).to.not.contain('helper');
    const removed = await run(variables, 'remove', 'environment', '--yes');
    expect(removed.code, removed.stderr).to.equal(0);
    expect(await gitConfig()).to.not.contain('helper');
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.contain('AKIAOTHERS');
  });

  it('go into a profile where one is asked for, which a shell with new ones refreshes', async () => {
    const { variables } = await keys();
    const { code, stderr } = await setup(variables, '--profile', 'dev');
    expect(code, stderr).to.equal(0);
    expect(await gitConfig()).to.contain("--profile 'dev'");
    const written = (): Promise<string> => readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
    expect(await written()).to.contain(`[dev]\naws_access_key_id = ${variables['AWS_ACCESS_KEY_ID'] ?? ''}`);
    expect((await lsRemote({})).code).to.equal(0);
    const { variables: next } = await keys();
    const refreshed = await run(next, 'refresh', 'dev', '--force');
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(await written()).to.contain(next['AWS_ACCESS_KEY_ID']);
    const without = await run({}, 'refresh', 'dev', '--force');
    expect(without.code, without.stderr).to.equal(2);
    expect(await written()).to.contain(next['AWS_ACCESS_KEY_ID']);
  });

  it("are a job's web identity: Git's helper asks STS each time, and keeps nothing", async () => {
    const { variables, ends } = await job();
    const { code, stdout, stderr } = await setup(variables, '--clone', 'clone', '--json');
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ credentialsFile: null, verified: true });
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
    fixture.sandbox.aws.lastSession.expire();
    expect((await lsRemote(variables)).code).to.equal(0);
    expect(fixture.sandbox.log.of('GitPull').at(-1)?.caller).to.contain('assumed-role/Ci/');
    expect(flat((await run(variables, 'refresh')).stderr)).to.contain('each time that Git asks');
    const doctor = await fixture.codecommit(['doctor', '--json'], { cwd: fixture.home.file('clone'), env: variables });
    expect(doctor.code, doctor.stdout).to.equal(0);
    await ends();
    const over = await lsRemote(variables);
    expect(over.stderr).to.match(/^git-credential-codecommit: AWS_WEB_IDENTITY_TOKEN_FILE [^\n]*ended[^\n]*$/m);
    expect(over.stderr).to.not.contain('Username');
  });

  it('that have ended are said in one line by Git, with what to do', async () => {
    const { variables } = await keys();
    expect((await setup(variables)).code).to.equal(0);
    const { code, stderr } = await lsRemote({ ...variables, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' });
    expect(code).to.equal(128);
    expect(stderr).to.match(
      /^git-credential-codecommit: The session of the credentials in the environment ended[^\n]*$/m,
    );
    expect(stderr).to.contain('Put new ones there as you did these');
  });

  it('are not taken where the account is another than the repository named', async () => {
    const { variables } = await keys();
    const { code, stderr } = await fixture.codecommit(
      ['setup', '--method', 'environment', '--repository', 'arn:aws:codecommit:eu-west-1:999988887777:my-app', '--yes'],
      { env: variables },
    );
    expect(code, stderr).to.equal(4);
    expect(stderr).to.contain('This is account 444455556666, not 999988887777.');
    await expectNothingWritten();
  });

  it('are taken by a person only once the account is confirmed', async () => {
    const { variables } = await keys();
    const terminal = fixture.wizard(['setup', '--method', 'environment', '--repository', fixture.app.url], {
      variables,
    });
    await terminal.waitFor('Go ahead?');
    terminal.enter();
    await terminal.waitFor('Shall Git use these, of account 444455556666?');
    terminal.type('n');
    terminal.enter();
    await terminal.choose('What shall we do?', 'Stop here');
    await terminal.ends(130, 60_000);
    await expectNothingWritten();
  });

  it('are not offered to be refreshed where nothing else is set up', async () => {
    const { variables } = await keys();
    expect((await setup(variables)).code).to.equal(0);
    const terminal = fixture.wizard([], { variables });
    await terminal.waitFor('What shall we do?');
    expect(terminal.text()).to.contain('Set up another').and.not.contain('Get new credentials');
  });

  it('are refused in one line and with the right exit code, and nothing is written', async () => {
    const { variables } = await keys();
    const { accessKeyId, secretAccessKey } = fixture.ana.key;
    const half = { AWS_ACCESS_KEY_ID: variables['AWS_ACCESS_KEY_ID'] };
    const { variables: webIdentity } = await job();
    const stranger = fixture.app.account.role('Stranger', { trust: { Version: '2012-10-17', Statement: [] } });
    const pipe = fixture.home.file('pipe');
    execFileSync('mkfifo', [pipe]);
    const revoked = session(fixture, 'hal');
    fixture.sandbox.aws.lastSession.expire();
    const ended = {
      AWS_ACCESS_KEY_ID: revoked.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: revoked.SecretAccessKey,
      AWS_SESSION_TOKEN: revoked.SessionToken,
    };
    for (const [env, expected, words] of [
      [{}, 2, 'no credentials in the environment'],
      [{ AWS_PROFILE: 'dev' }, 2, 'no credentials in the environment'],
      [half, 2, 'AWS_SECRET_ACCESS_KEY is not set'],
      [{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }, 2, 'long-term keys'],
      [{ ...variables, AWS_SECURITY_TOKEN: 'another' }, 2, 'two different tokens'],
      [{ ...variables, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }, 4, 'ended at 2020-01-01'],
      [ended, 4, 'AWS does not take the credentials that are in the environment'],
      [{ ...webIdentity, AWS_ROLE_ARN: undefined }, 2, 'AWS_ROLE_ARN'],
      [{ ...webIdentity, AWS_ROLE_ARN: stranger.arn }, 4, 'as the token names it: subject repo:octo/app,'],
      [{ ...webIdentity, AWS_ROLE_ARN: fixture.ana.arn }, 2, 'AWS_ROLE_ARN is not what AWS takes'],
      [{ ...webIdentity, AWS_ROLE_ARN: `${stranger.arn}\n` }, 2, 'white space'],
      [{ ...webIdentity, AWS_ROLE_ARN: stranger.arn.replace('aws', 'aws-cn') }, 2, 'share neither accounts nor keys'],
      [{ ...webIdentity, AWS_ROLE_SESSION_NAME: 'a b' }, 2, 'AWS_ROLE_SESSION_NAME'],
      [{ ...webIdentity, AWS_PROFILE: 'gone' }, 2, 'AWS_PROFILE names the profile gone, which counts before'],
      [{ ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: pipe }, 6, 'pipe is not a regular file'],
      [{ ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: '/dev/zero' }, 6, '/dev/zero is not a regular file'],
      [{ ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: fixture.home.file('gone') }, 6, 'cannot be read'],
      [{ ...variables, HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' }, 5, ''],
      [{ ...variables, HOME: 'relative' }, 2, 'HOME'],
    ] as const satisfies readonly (readonly [Variables, number, string])[]) {
      const { code, stdout, stderr } = await setup(env);
      expect([code, stdout], `${words}: ${stderr}`).to.deep.equal([expected, '']);
      expect(flat(stderr)).to.contain(words);
      expect(stderr).to.not.contain('    at ');
      await expectNothingWritten();
    }
  });

  it('are what the doctor finds unused, and --fix takes them', async () => {
    const { variables } = await keys();
    const url = fixture.app.url;
    const { code, stdout } = await run(variables, 'doctor', url, '--json');
    expect(code).to.equal(1);
    const { findings } = JSON.parse(stdout) as {
      findings: { id: string; level: string; detail: string; fix: string }[];
    };
    const cause = findings.find(({ level }) => level === 'fail');
    expect(cause).to.include({
      id: 'helper',
      fix: `git codecommit setup --method environment --repository ${url} --yes`,
    });
    expect(cause?.detail).to.contain('credentials in the environment');
    const fixed = await run(variables, 'doctor', url, '--fix');
    expect(fixed.code, fixed.stderr).to.equal(0);
    expect((await lsRemote(variables)).code).to.equal(0);
    const nowhere = await run({ ...variables, AWS_SECRET_ACCESS_KEY: '' }, 'doctor', url, '--json');
    expect(nowhere.stdout).to.contain('AWS_SECRET_ACCESS_KEY is not set');
  });

  it('are taken by --fix where the recipe is lost too, and what to do is said where there are none any more', async () => {
    const { variables } = await keys();
    const url = fixture.app.url;
    const before = await gitConfig();
    expect((await setup(variables)).code).to.equal(0);
    for (const env of [{}, { ...variables, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }])
      expect(flat((await run(env, 'doctor', url)).stderr)).to.contain('Put new ones there, as you did the first time.');
    await rm(recipes());
    await fixture.home.write('.gitconfig', before);
    const refreshed = await run(variables, 'refresh', 'environment');
    expect(refreshed.code).to.equal(2);
    expect(refreshed.stderr).to.not.contain('--profile environment');
    const fixed = await run(variables, 'doctor', url, '--fix');
    expect(fixed.code, fixed.stderr).to.equal(0);
    expect((await lsRemote(variables)).code).to.equal(0);
  });
});
