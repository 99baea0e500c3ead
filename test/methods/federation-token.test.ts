import { plainText } from '../../src/core/advice/say.js';
import { expect } from 'chai';

import type { Problem } from '../../src/core/problem.js';
import { federationToken } from '../../src/methods/federation-token.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';
import { sourceOf } from '../helpers/source-keys.js';
import { undoAfter } from '../helpers/undo.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';

describe("a limited session from an IAM user's keys", function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let account: Account;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    account = sandbox.aws.account('111122223333');
  });
  beforeEach(() => sandbox.log.clear());

  const limited = { sourceProfile: 'cal', access: 'read', only: 'my-app' };
  const signIn = (options: Partial<SignInOptions> = {}, user = 'cal'): Promise<SignedIn> =>
    signInWith(federationToken, {
      aws: awsSeeing(sandbox.environment()),
      given: limited,
      context: sourceOf(account.user(user).key, sandbox, 'cal'),
      ...options,
    });
  const sent = () => sandbox.log.of('GetFederationToken').at(-1)?.parameters ?? {};

  it('ends in keys of a federated user who may do what was said, and no more', async () => {
    const { obtained } = await signIn();
    expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(sandbox.aws.lastSession.origin).to.include({ kind: 'federated-user' });
    expect(String(sent()['Policy'])).to.contain('codecommit:GitPull').and.contain(':111122223333:my-app');
    expect(String(sent()['Policy'])).to.not.contain('GitPush');
  });

  it('is named after the IAM user, in 32 characters, and by the same name the next time', async () => {
    const long = `c${'x'.repeat(40)}`;
    const { obtained } = await signIn({}, long);
    expect(sent()['Name']).to.equal(long.slice(0, 32));
    expect(obtained.learned).to.deep.equal({ federatedName: long.slice(0, 32) });
    await signIn({ given: {}, recipe: { ...limited, ...obtained.learned } });
    expect(sent()['Name']).to.equal(long.slice(0, 32));
    await signIn({ given: { ...limited, federatedName: 'build' } });
    expect(sent()['Name']).to.equal('build');
  });

  it('is refused without a policy, for it could do nothing: before any call', async () => {
    const problem = (await rejection(signIn({ given: { sourceProfile: 'cal' } }))) as Problem;
    expect(problem).to.include({ kind: 'usage' });
    expect(`${problem.message} ${plainText(problem.hint ?? '')}`).to.contain('--access');
    expect(sandbox.log.count('GetFederationToken')).to.equal(0);
  });

  it('takes a managed policy in place of a level', async () => {
    const policyArn = 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly';
    await signIn({ given: { sourceProfile: 'cal', policyArn } });
    expect(JSON.stringify(sent())).to.contain(policyArn);
    expect(sent()).to.not.have.property('Policy');
  });

  it('refuses temporary keys before any call', async () => {
    const session = sandbox.aws.issue({ kind: 'session-token', account, user: account.user('dan') }, 3600);
    const problem = (await rejection(signIn({ context: sourceOf(session, sandbox) }))) as Problem;
    expect(problem).to.include({ kind: 'usage' });
    expect(problem.message).to.contain('these are temporary ones');
    expect(sandbox.log.count('GetFederationToken')).to.equal(0);
  });

  it('needs nobody to be repeated', () => {
    expect(federationToken.needs({})).to.equal('nothing');
  });
});
