import { GetRepositoryCommand, ListRepositoriesCommand, paginateListRepositories } from '@aws-sdk/client-codecommit';
import { AssumeRoleCommand, GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { Clients, sessionKeys } from './clients.js';
import { refused } from './refusal.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { Account } from './aws/account.js';
import type { User } from './aws/user.js';

describe("the sandbox's CodeCommit API", () => {
  let sandbox: Sandbox;
  let clients: Clients;
  let account: Account;
  let ana: User;
  before(async () => {
    sandbox = await startSandbox();
    clients = new Clients(sandbox);
    account = sandbox.aws.account('111122223333');
    ana = account.user('ana');
    for (let number = 0; number < 7; number += 1) account.repository(`repo-${number}`, { region: 'eu-west-1' });
    account.repository('elsewhere', { region: 'us-east-1', files: { 'README.md': 'hello\n' } });
    sandbox.aws.account('444455556666').repository('foreign', { region: 'eu-west-1' });
  });
  after(() => sandbox.stop());

  it("lists the account's repositories of one region, page by page", async () => {
    sandbox.aws.repositoriesPerPage = 3;
    const pages: string[][] = [];
    for await (const { repositories = [] } of paginateListRepositories({ client: clients.codecommit(ana.key) }, {})) {
      pages.push(repositories.map(({ repositoryName = '' }) => repositoryName));
    }
    expect(pages).to.deep.equal([['repo-0', 'repo-1', 'repo-2'], ['repo-3', 'repo-4', 'repo-5'], ['repo-6']]);
    expect(await refused(clients.codecommit(ana.key).send(new ListRepositoriesCommand({ nextToken: 'x' })))).to.include(
      { code: 'InvalidContinuationTokenException' },
    );
  });

  it('describes a repository', async () => {
    const { repositoryMetadata } = await clients
      .codecommit(ana.key, 'us-east-1')
      .send(new GetRepositoryCommand({ repositoryName: 'elsewhere' }));
    expect(repositoryMetadata).to.include({
      accountId: '111122223333',
      repositoryName: 'elsewhere',
      defaultBranch: 'main',
      Arn: 'arn:aws:codecommit:us-east-1:111122223333:elsewhere',
      cloneUrlHttp: 'https://git-codecommit.us-east-1.amazonaws.com/v1/repos/elsewhere',
      cloneUrlSsh: 'ssh://git-codecommit.us-east-1.amazonaws.com/v1/repos/elsewhere',
    });
    expect(repositoryMetadata?.creationDate).to.be.instanceOf(Date);
  });

  it('knows no repository of another region or account', async () => {
    const get = (repositoryName: string): Promise<unknown> =>
      clients.codecommit(ana.key).send(new GetRepositoryCommand({ repositoryName }));
    expect(await refused(get('elsewhere'))).to.deep.equal({
      code: 'RepositoryDoesNotExistException',
      status: 400,
      message: 'elsewhere does not exist',
    });
    expect(await refused(get('foreign'))).to.include({ code: 'RepositoryDoesNotExistException' });
    expect(await refused(get('a b'))).to.include({ code: 'InvalidRepositoryNameException' });
  });

  it('refuses wrong keys in the words of the JSON services', async () => {
    const list = new ListRepositoriesCommand({});
    expect(
      await refused(clients.codecommit({ ...ana.key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }).send(list)),
    ).to.deep.equal({
      code: 'UnrecognizedClientException',
      status: 400,
      message: 'The security token included in the request is invalid.',
    });
    expect(await refused(clients.codecommit({ ...ana.key, secretAccessKey: 'wrong' }).send(list))).to.include({
      code: 'InvalidSignatureException',
    });
    const late = clients.codecommit(ana.key);
    late.config.systemClockOffset = -6 * 60_000;
    expect((await refused(late.send(list))).message).to.match(/ - 5 min\.\)$/);
  });

  it('lets a role and its session policy do only what both allow', async () => {
    const role = account.role('reader', { policies: ['AWSCodeCommitReadOnly'] });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'codecommit:Get*', Resource: 'arn:aws:codecommit:*:*:repo-1' },
    });
    const session = sessionKeys(
      await clients.sts(ana.key).send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'ana', Policy })),
    );
    const client = clients.codecommit(session);
    expect(
      (await client.send(new GetRepositoryCommand({ repositoryName: 'repo-1' }))).repositoryMetadata?.repositoryName,
    ).to.equal('repo-1');
    expect(await refused(client.send(new GetRepositoryCommand({ repositoryName: 'repo-2' })))).to.deep.equal({
      code: 'AccessDeniedException',
      status: 400,
      message:
        'User: arn:aws:sts::111122223333:assumed-role/reader/ana is not authorized to perform: ' +
        'codecommit:GetRepository on resource: arn:aws:codecommit:eu-west-1:111122223333:repo-2 because no ' +
        'session policy allows the codecommit:GetRepository action',
    });
  });

  it('lets a federated user without a policy do nothing, and with one what the policy says', async () => {
    const list = new ListRepositoriesCommand({});
    const bare = sessionKeys(await clients.sts(ana.key).send(new GetFederationTokenCommand({ Name: 'ana' })));
    expect(await refused(clients.codecommit(bare).send(list))).to.include({ code: 'AccessDeniedException' });
    const given = sessionKeys(
      await clients.sts(ana.key).send(
        new GetFederationTokenCommand({
          Name: 'ana',
          PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly' }],
        }),
      ),
    );
    expect((await clients.codecommit(given).send(list)).repositories).to.not.be.empty;
  });

  it('denies everything to a session that was revoked, alone or with its role', async () => {
    const role = account.role('revocable');
    const signIn = async () =>
      sessionKeys(
        await clients.sts(ana.key).send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'ana' })),
      );
    const [one, other] = [await signIn(), await signIn()];
    sandbox.aws.lastSession.revoke();
    const list = new ListRepositoriesCommand({});
    expect((await refused(clients.codecommit(other).send(list))).message).to.contain('with an explicit deny');
    expect((await clients.codecommit(one).send(list)).repositories).to.be.an('array');
    role.revokeSessions();
    expect((await refused(clients.codecommit(one).send(list))).message).to.contain(
      'with an explicit deny in an identity-based policy',
    );
  });

  it('says why KMS refuses, and when it is asked too often', async () => {
    const repository = account.repository('locked', { region: 'eu-west-1' });
    repository.denyKms();
    const get = (): Promise<unknown> =>
      clients.codecommit(ana.key).send(new GetRepositoryCommand({ repositoryName: 'locked' }));
    expect(await refused(get())).to.include({ code: 'EncryptionKeyAccessDeniedException' });
    repository.allowKms();
    sandbox.faults.add({ kind: 'throttle' }, { on: 'codecommit', times: 1 });
    expect(await refused(get())).to.deep.equal({ code: 'ThrottlingException', status: 400, message: 'Rate exceeded' });
    await get();
  });

  it('does not take tokens of the global STS endpoint in opt-in regions', async () => {
    const role = account.role('traveller');
    const global = new STSClient({ ...clients.settings(ana.key, 'us-east-1'), endpoint: 'https://sts.amazonaws.com' });
    const session = sessionKeys(
      await global.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'ana' })),
    );
    const list = new ListRepositoriesCommand({});
    expect((await clients.codecommit(session).send(list)).repositories).to.be.an('array');
    expect(await refused(clients.codecommit(session, 'eu-south-1').send(list))).to.include({
      code: 'UnrecognizedClientException',
    });
  });
});
