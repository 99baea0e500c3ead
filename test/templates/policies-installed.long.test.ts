import { readFile, writeFile } from 'node:fs/promises';
import {
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { expect } from 'chai';

import { cleanEnvironment } from '../helpers/environment.js';
import { startMoto, type Moto } from '../helpers/moto.js';
import { needs } from '../helpers/needs.js';
import { policyCases, type PolicyCase } from '../helpers/policy-cases.js';
import { policyCommand, type PolicyCommand } from '../helpers/policy-command.js';
import { run, type Ended } from '../helpers/run.js';

/** One case of each method, and of each kind of provider. */
const cases = policyCases.filter(
  ({ method, title }, index) =>
    policyCases.findIndex((one) => one.method === method) === index ||
    title === 'any OpenID provider' ||
    title.endsWith('ends in a slash') ||
    title === 'with a session tag',
);

function caseOf(wanted: string): PolicyCase {
  const found = cases.find(({ method }) => method === wanted);
  if (found === undefined) throw new Error(`There is no case for ${wanted}.`);
  return found;
}

describe('what `policy` prints, pasted into a shell', function () {
  this.timeout(600_000);
  before(needs('aws', 'moto', 'bash'));
  let moto: Moto | undefined;
  let policy: PolicyCommand | undefined;
  let iam: IAMClient;
  before(async () => {
    policy = await policyCommand();
    moto = await startMoto();
    iam = new IAMClient({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    });
    await writeFile(policy.home.file('metadata.xml'), `<EntityDescriptor>${'x'.repeat(1000)}</EntityDescriptor>`);
  });
  beforeEach(async () => {
    await moto?.reset();
    await iam.send(new CreateUserCommand({ UserName: 'ana' }));
    for (const GroupName of ['CodeCommitUsers', 'Developers']) await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new CreateRoleCommand({ RoleName: 'Builder', AssumeRolePolicyDocument: '{}' }));
  });
  after(async () => {
    await moto?.stop();
    await policy?.home.remove();
  });

  function made(): PolicyCommand {
    if (policy === undefined) throw new Error('before() has not run');
    return policy;
  }

  function shell(script: string): Promise<Ended> {
    const variables = {
      HOME: made().home.path,
      AWS_ENDPOINT_URL: moto?.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    };
    return run('bash', ['-eu', '-c', script], {
      env: cleanEnvironment(variables),
      cwd: made().home.path,
      timeoutMs: 500_000,
    });
  }

  /** Every policy that IAM holds now, as it came. */
  async function held(): Promise<readonly unknown[]> {
    const {
      RoleDetailList: roles = [],
      UserDetailList: users = [],
      GroupDetailList: groups = [],
    } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    const inline = [
      ...roles.flatMap((role) => role.RolePolicyList ?? []),
      ...users.flatMap((user) => user.UserPolicyList ?? []),
      ...groups.flatMap((group) => group.GroupPolicyList ?? []),
    ];
    const trusts = roles
      .filter(({ RoleName }) => RoleName !== 'Builder')
      .map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument);
    return [...inline.map(({ PolicyDocument }) => PolicyDocument), ...trusts].map(
      (text) => JSON.parse(decodeURIComponent(text ?? '')) as unknown,
    );
  }

  async function printed({ method, flags }: PolicyCase): Promise<string> {
    const { code, stdout, stderr } = await made()([method, ...flags]);
    expect(code, stderr).to.equal(0);
    return stdout;
  }

  for (const one of cases.filter(({ method }) => method !== 'identity-center')) {
    it(`installs exactly the policies for ${one.method}, ${one.title}`, async () => {
      // This IAM's neighbour lacks the one call of Cognito's; that the CLI takes the line is shown below.
      const script = (await printed(one)).replace(/^aws cognito-identity .*$/m, '');
      const { code, stderr } = await shell(script);
      expect(code, stderr).to.equal(0);
      const set = await made().set(one);
      expect(await held()).to.have.deep.members(
        set.steps.flatMap(({ documents }) => documents).map((document) => document.policy),
      );
    });
  }

  it("gives Cognito's roles in a line that the AWS CLI understands and sends", async () => {
    const one = caseOf('cognito');
    const [line = ''] = /^aws cognito-identity .*$/m.exec(await printed(one)) ?? [];
    expect((await shell(line)).stderr).to.include('calling the SetIdentityPoolRoles operation');
  });

  it('makes a permission set with its policy, and assigns it', async () => {
    const one = caseOf('identity-center');
    const read =
      'aws sso-admin get-inline-policy-for-permission-set --instance-arn ' +
      'arn:aws:sso:::instance/ssoins-0123456789abcdef --permission-set-arn "$permission_set" ' +
      '--query InlinePolicy --output text >inline.json';
    const { code, stderr } = await shell(`${await printed(one)}\n${read}`);
    expect(code, stderr).to.equal(0);
    const set = await made().set(one);
    expect(JSON.parse(await readFile(made().home.file('inline.json'), 'utf8'))).to.deep.equal(
      set.steps[0]?.documents[0]?.policy,
    );
  });
});
