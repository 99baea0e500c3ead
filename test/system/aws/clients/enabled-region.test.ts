import { expect } from 'chai';
import { isProblem, type Refusal } from '../../../../src/core/problem.js';
import { awsSeeing, rejection } from '../../../helpers/aws-client.js';
import { undoAfter } from '../../../helpers/undo.js';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.js';
import { furnishedHome } from '../../../sandbox/furnished-home.js';
import type { Account } from '../../../sandbox/aws/account.js';
import type { Aws, Sts } from '../../../../src/core/ports/aws/aws.js';
import { Secret } from '../../../../src/core/secret.js';

describe('STS in a Region where the account has turned it off', () => {
  const undo = undoAfter();
  let sandbox: Sandbox;
  let environment: Record<string, string>;
  let account: Account;
  let aws: Aws;
  let number = 0;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    const home = await furnishedHome(sandbox);
    undo(() => home.remove());
    environment = home.environment();
  });
  beforeEach(() => {
    number += 1;
    account = sandbox.aws.account(`11112222${String(3000 + number)}`);
    aws = awsSeeing(environment);
    sandbox.log.clear();
  });

  const code = (error: unknown): string | undefined =>
    isProblem(error, 'aws') ? (error as Partial<Refusal>).facts?.code : undefined;
  const user = (region: string): Promise<Sts> => {
    const { accessKeyId, secretAccessKey } = account.user('ana', { mfa: 'totp' }).key;
    return aws.sts({ region, credentials: { accessKeyId, secretAccessKey: new Secret(secretAccessKey) } });
  };
  const asked = (operation: string): (readonly [string, number])[] =>
    sandbox.log
      .of(operation)
      .map(({ host, status }) => [host.replace(/^sts\.|\.amazonaws\.com$/g, ''), status] as const);

  it('is asked in another Region, at once from then on', async () => {
    account.disableSts('eu-south-1');
    account.disableSts('us-east-1');
    const sts = await user('eu-south-1');
    expect((await sts.getCallerIdentity()).account).to.equal(account.id);
    expect(asked('GetCallerIdentity')).to.deep.equal([
      ['eu-south-1', 403],
      ['us-east-1', 403],
      ['us-west-2', 200],
    ]);
    await (await user('eu-south-1')).getCallerIdentity();
    expect(asked('GetCallerIdentity').slice(3)).to.deep.equal([['us-west-2', 200]]);
  });

  it('says so where it is off in all of them', async () => {
    for (const region of ['eu-south-1', 'us-east-1', 'us-west-2', 'eu-west-1']) account.disableSts(region);
    for (const attempts of [4, 5]) {
      const error = await rejection((await user('eu-south-1')).getCallerIdentity());
      expect(code(error)).to.equal('RegionDisabledException');
      expect(asked('GetCallerIdentity')).to.have.length(attempts);
    }
  });

  it('is not asked elsewhere for any other reason', async () => {
    const error = await rejection(
      (await user('eu-south-1')).assumeRole({ roleArn: `arn:aws:iam::${account.id}:role/Nobody`, sessionName: 'ana' }),
    );
    expect(code(error)).to.equal('AccessDenied');
    expect(asked('AssumeRole')).to.deep.equal([['eu-south-1', 403]]);
  });
});
