import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

import { OtherMethod } from '../../src/core/other-method.js';
import { plainText } from '../../src/core/advice/say.js';
import type { Problem } from '../../src/core/problem.js';
import { environment } from '../../src/methods/environment.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignedIn } from '../helpers/sign-in.js';
import { undoAfter } from '../helpers/undo.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';

type Env = Readonly<Record<string, string>>;

const session: Env = {
  AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 't0ken',
};
const longTerm: Env = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: session['AWS_SECRET_ACCESS_KEY'] ?? '',
};

describe('the credentials that are in the environment', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-environment-'));
    undo(() => rm(folder, { recursive: true }));
  });

  const signIn = (env: Env): Promise<SignedIn> =>
    signInWith(environment, { aws: awsSeeing({ ...sandbox.environment(), ...env }), localFacts: { env } });
  const refusal = async (env: Env): Promise<Problem> => (await rejection(signIn(env))) as Problem;

  /** A job that has a token of its provider's in a file, and the role that trusts it. */
  const job = async (subject: string, seconds = 3600): Promise<Env> => {
    const account = sandbox.aws.account('111122223333');
    const ci = oddProvider(sandbox, `${subject}.example.com`);
    const provider = account.openIdProvider(ci.issuer, ['sts.amazonaws.com']);
    const role = account.role(`Job${subject}`, { trust: webIdentityTrust(provider.arn, {}) });
    const file = join(folder, subject);
    await writeFile(file, `${await ci.idToken({ aud: 'sts.amazonaws.com', sub: subject }, seconds)}\n`);
    return { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: role.arn };
  };

  it('are taken as they are: nobody is asked, and AWS is not', async () => {
    const { obtained, prompts } = await signIn({ ...session, AWS_CREDENTIAL_EXPIRATION: '2099-01-01T00:00:00Z' });
    expect(obtained.credentials).to.include({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE' });
    expect(obtained.credentials.sessionToken.reveal()).to.equal('t0ken');
    expect(obtained.credentials.expiration?.toISOString()).to.equal('2099-01-01T00:00:00.000Z');
    expect([prompts, obtained.learned]).to.deep.equal([[], undefined]);
  });

  it("are a session of the role, where a job's token is in a file that ends with a line feed", async () => {
    const env: Env = { ...(await job('one')), AWS_ROLE_SESSION_NAME: 'build-17' };
    const { obtained } = await signIn(env);
    expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(sandbox.aws.lastSession.origin).to.have.property('name', 'build-17');
    expect([obtained.account, obtained.learned]).to.deep.equal(['111122223333', { roleArn: env['AWS_ROLE_ARN'] }]);
  });

  it('are the keys where there is a web identity too, which is said', async () => {
    const { obtained, said } = await signIn({ ...session, ...(await job('two')) });
    expect(obtained.credentials.accessKeyId).to.equal('ASIAIOSFODNN7EXAMPLE');
    expect(said.join(' ')).to.contain('count before it');
  });

  it('are doubted where their end cannot be read', async () => {
    const { obtained, said } = await signIn({ ...session, AWS_CREDENTIAL_EXPIRATION: 'soon' });
    expect(obtained.credentials.expiration).to.equal(undefined);
    expect(said.join(' ')).to.contain('nobody knows when');
  });

  it('are refused where they are long-term keys, which another method takes as its source', async () => {
    const problem = await refusal(longTerm);
    if (!(problem instanceof OtherMethod)) throw problem;
    expect(problem.kind).to.equal('usage');
    expect(problem.methods).to.include('session-token');
    expect(problem.answers).to.have.property('sourceKeys');
    expect(plainText(problem.hint ?? '')).to.contain('git codecommit setup --method session-token');
  });

  for (const [title, env, kind, words] of [
    ['half of a key', { AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE' }, 'usage', 'AWS_SECRET_ACCESS_KEY is not set'],
    ['the other half', { AWS_SECRET_ACCESS_KEY: 'x' }, 'usage', 'AWS_ACCESS_KEY_ID is not set'],
    ['no session token', { ...session, AWS_SESSION_TOKEN: '' }, 'usage', 'AWS_SESSION_TOKEN is not set'],
    ["another key's token", { ...longTerm, AWS_SESSION_TOKEN: 't0ken' }, 'usage', 'token of another one'],
    ['two tokens', { ...session, AWS_SECURITY_TOKEN: 'other' }, 'usage', 'two different tokens'],
    [
      'a line feed',
      { ...session, AWS_SESSION_TOKEN: 't0ken\nusername=x' },
      'usage',
      'AWS_SESSION_TOKEN has white space',
    ],
    ['a blank in the key', { ...session, AWS_ACCESS_KEY_ID: ' ' }, 'usage', 'AWS_ACCESS_KEY_ID has white space'],
    ['an end that is over', { ...session, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' }, 'aws', 'ended at 2020'],
    ['nothing', {}, 'usage', 'no credentials in the environment'],
    ['blanks alone', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, 'usage', 'no credentials'],
    ['a role without a token', { AWS_ROLE_ARN: 'arn:aws:iam::1:role/A' }, 'usage', 'no credentials'],
    ['a token without a role', { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' }, 'usage', 'AWS_ROLE_ARN'],
    [
      'a token file of the folder it runs in',
      { AWS_WEB_IDENTITY_TOKEN_FILE: 'token', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/A' },
      'usage',
      'no absolute path',
    ],
    [
      'a token file that is not there',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/A' },
      'file',
      'cannot be read',
    ],
  ] as const satisfies readonly (readonly [string, Env, Problem['kind'], string])[])
    it(`are refused with the reason: ${title}`, async () => {
      const problem = await refusal(env);
      expect(problem.kind, problem.message).to.equal(kind);
      expect(problem.message).to.contain(words);
      expect(problem.message).to.not.match(/[\n\r]|t0ken/);
    });

  it('are refused where the token of the job has ended, or is none', async () => {
    const env = await job('three', -7200);
    expect(await refusal(env)).to.include({ kind: 'aws' });
    await writeFile(env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '', 'no token\n');
    expect((await refusal(env)).message).to.contain('AWS_WEB_IDENTITY_TOKEN_FILE names no token');
  });

  it('lead to the methods that others have: a container, a profile', async () => {
    const hint = async (env: Env): Promise<string> => plainText((await refusal(env)).hint ?? '');
    expect(await hint({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2' })).to.contain('--method instance');
    expect(await hint({ AWS_PROFILE: 'dev' })).to.contain('--method process');
  });

  it('are the first suggestion where they can be taken, and only there', () => {
    const fits = (env: Env): boolean | undefined =>
      environment.fits?.({ profiles: [], ssoSessions: [], env, userName: 'ana' });
    const webIdentity = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/A' };
    for (const env of [session, webIdentity]) expect(fits(env)).to.equal(true);
    const bad: Env[] = [{}, longTerm, { AWS_PROFILE: 'dev' }, { AWS_ACCESS_KEY_ID: 'ASIAX' }];
    for (const env of bad) expect(fits(env), JSON.stringify(env)).to.equal(false);
  });

  it('are renewed by nobody but whoever put them there; STS gives those of a web identity anew', () => {
    expect([environment.needs({}), environment.needs({ roleArn: 'arn' })]).to.deep.equal(['variables', 'nothing']);
  });
});
