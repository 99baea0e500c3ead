import { mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { sizeOf } from '../../../src/aws/policies/document.js';
import type { PolicySet } from '../../../src/commands/policy/set.js';
import { documentOf, policyCommand, type PolicyCommand } from '../../helpers/policy-command.js';

describe('policy', function () {
  this.timeout(60_000);
  let policy: PolicyCommand;
  before(async () => {
    policy = await policyCommand();
  });
  after(() => policy.home.remove());

  const place = ['--repository', 'my-app', '--account', '444455556666', '--region', 'eu-west-1'];
  const reading = [...place, '--access', 'read'];
  const role = ['assume-role', ...reading, '--trusted', '111122223333'];

  it('heads each side of cross-account access with its account, policies on stdout and talk on stderr', async () => {
    const { code, stdout, stderr } = await policy(role);
    expect(code, stderr).to.equal(0);
    const headings = stdout.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).to.have.length(3);
    expect(headings[0]).to.match(/^# In account 444455556666, which owns the repositories/);
    expect(headings[1]).to.match(/^# In account 111122223333, where people sign in/);
    expect(stdout)
      .to.include('aws iam create-role --role-name CodeCommitRead')
      .and.include('aws iam put-role-policy')
      .and.include('aws iam put-group-policy --group-name CodeCommitUsers');
    expect(stdout).to.not.include('git codecommit setup');
    expect(stderr.replace(/\s+/g, ' ')).to.include(
      'git codecommit setup --method assume-role ' +
        '--repository https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app --role-arn ' +
        'arn:aws:iam::444455556666:role/CodeCommitRead',
    );
  });

  it('takes the method by flag too', async () => {
    const [, ...flags] = role;
    expect((await policy(['--method', 'assume-role', ...flags])).stdout).to.equal((await policy(role)).stdout);
    expect((await policy(['saml', '--method', 'assume-role'])).code).to.equal(2);
  });

  it('makes the SAML provider out of the metadata that were named', async () => {
    const saml = ['saml', ...reading, '--saml-provider', 'Corp', '--saml-metadata', 'corp-idp.xml'];
    expect((await policy(saml)).stdout)
      .to.include('--saml-metadata-document file://corp-idp.xml')
      .and.include('let it send people to https://eu-west-1.signin.aws.amazon.com/saml');
  });

  it('gives the set as one JSON document', async () => {
    const document = JSON.parse((await policy([...role, '--json'])).stdout) as Record<string, unknown>;
    expect(Object.keys(document)).to.deep.equal(['method', 'steps', 'then', 'blanks', 'notes']);
    expect((document['steps'] as { account: string }[]).map(({ account }) => account)).to.deep.equal([
      '444455556666',
      '111122223333',
    ]);
  });

  it('prints one policy alone as JSON', async () => {
    const { stdout, code } = await policy(['access/read', ...place]);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadRepositories',
          Effect: 'Allow',
          Action: ['codecommit:GetRepository', 'codecommit:GitPull'],
          Resource: 'arn:aws:codecommit:eu-west-1:444455556666:my-app',
        },
      ],
    });
    const trust = JSON.parse(
      (await policy(['trust/saml', '--account', '444455556666', '-r', 'us-gov-west-1', '--saml-provider', 'Corp']))
        .stdout,
    ) as { Statement: object[] };
    expect(trust.Statement[0]).to.deep.include({
      Principal: { Federated: 'arn:aws-us-gov:iam::444455556666:saml-provider/Corp' },
      Condition: {
        StringEquals: {
          'SAML:aud': [
            'https://signin.amazonaws-us-gov.com/saml',
            'https://us-gov-west-1.signin.amazonaws-us-gov.com/saml',
            'https://us-gov-east-1.signin.amazonaws-us-gov.com/saml',
          ],
        },
      },
    });
    expect((await policy(['access/none'])).stderr).to.include('access/read');
  });

  it("writes the ARNs of the Region's partition", async () => {
    const { stdout } = await policy([
      'assume-role',
      '--repository',
      'a',
      '--account',
      '444455556666',
      '-r',
      'cn-north-1',
      '--access',
      'read',
      '--trusted',
      '111122223333',
      '--kms-key',
      'arn:aws-cn:kms:cn-north-1:444455556666:key/1',
    ]);
    expect(stdout).to.include('codecommit.cn-north-1.amazonaws.com.cn');
    expect(stdout).to.not.include('arn:aws:');
    expect(
      (
        await policy([
          'instance',
          '--repository',
          'a',
          '--account',
          '444455556666',
          '-r',
          'cn-north-1',
          '--access',
          'read',
        ])
      ).stdout,
    ).to.include('ec2.amazonaws.com.cn');
    const mixed = await policy([...role, '--trusted', 'arn:aws-cn:iam::111122223333:user/ana']);
    expect([mixed.code, mixed.stdout]).to.deep.equal([2, '']);
    expect(mixed.stderr.replace(/\s+/g, ' ')).to.include("is of AWS's partition aws-cn, and eu-west-1 is in aws");
  });

  it("takes Region and account from a repository's ARN, and refuses two of them", async () => {
    const arn = 'arn:aws:codecommit:eu-west-1:444455556666:team-*';
    const { stdout, code } = await policy(['access/read', '--repository', arn]);
    expect(code).to.equal(0);
    expect(stdout).to.include(`"Resource": "${arn}"`);
    expect((await policy(['access/read', '--repository', arn, '--account', '111122223333'])).code).to.equal(2);
    expect(
      (await policy(['access/read', '--repository', arn, '--repository', arn.replace('eu-west-1', 'eu-west-2')]))
        .stderr,
    ).to.include('one region at a time');
  });

  it('names every missing flag at once, exit 2', async () => {
    const { code, stdout, stderr } = await policy(['assume-role']);
    expect([code, stdout]).to.deep.equal([2, '']);
    for (const flag of ['--repository', '--region', '--account', '--access', '--trusted'])
      expect(stderr).to.include(flag);
    expect((await policy([])).stderr).to.include('--method');
  });

  it('refuses an MFA condition where it could never hold, with the reason', async () => {
    for (const flags of [
      ['saml', '--saml-provider', 'Corp'],
      ['federation-token'],
      [
        'identity-center',
        '--instance-arn',
        'arn:aws:sso:::instance/ssoins-0123456789abcdef',
        '--group-id',
        '0a1b2c3d-4e5f-6789-abcd-ef0123456789',
      ],
    ]) {
      const { code, stdout, stderr } = await policy([...flags, ...reading, '--mfa']);
      expect([code, stdout], flags[0]).to.deep.equal([2, '']);
      expect(stderr.replace(/\s+/g, ' '), flags[0]).to.match(/--mfa has no place here.*(always refuse)/);
    }
  });

  it('asks for MFA in the trust policy of a role, never in its permissions', async () => {
    const set = await policy.set({ method: 'assume-role', flags: [...reading, '--trusted', '111122223333', '--mfa'] });
    expect(JSON.stringify(documentOf(set, 'trust'))).to.include('aws:MultiFactorAuthPresent');
    expect(JSON.stringify(documentOf(set, 'permissions'))).to.not.include('MultiFactorAuth');
  });

  it('names the repository for people where there is one, else its Region', async () => {
    const { stderr } = await policy([...role, '--repository', 'team-*']);
    expect(stderr.replace(/\s+/g, ' ')).to.include('setup --method assume-role --region eu-west-1 --role-arn');
  });

  it('makes the group that is given the policy, and fills it', async () => {
    const { stdout } = await policy([...role, '--attach-to', 'group/Devs', '--member', 'ana', '--member', 'ben']);
    expect(stdout)
      .to.include('|| aws iam create-group --group-name Devs\n')
      .and.include('aws iam add-user-to-group --group-name Devs --user-name ana\n')
      .and.include('aws iam add-user-to-group --group-name Devs --user-name ben\n')
      .and.not.include('<user-name>');
    const empty = await policy([...role, '--attach-to', 'group/Devs']);
    expect(empty.stdout).to.match(/^# Put people into it: .*--group-name Devs --user-name '<user-name>'$/m);
    expect((await policy([...role, '--attach-to', 'user/ana', '--member', 'ben'])).code).to.equal(2);
  });

  it('leaves a blank for what is not known yet, and says what belongs there', async () => {
    const flags = ['--repository', 'my-app', '--region', 'eu-west-1', '--access', 'read'];
    const unknown = ['--account', '<account-id>', '--trusted', '<account-id-of-people>'];
    const { stdout, stderr, code } = await policy(['assume-role', ...flags, ...unknown]);
    expect(code, stderr).to.equal(0);
    expect(stdout)
      .to.match(/^# To be filled in before any of this is run:$/m)
      .and.match(/^# {3}<account-id>: the account that owns the repositories/m)
      .and.include('"AWS": "<account-id-of-people>"');
    expect(stderr.replace(/\s+/g, ' ')).to.include("--role-arn 'arn:aws:iam::<account-id>:role/CodeCommitRead'");
    const portal = ['identity-center', ...flags, '--account', '111122223333', '--instance-arn', '<instance-arn>'];
    const { blanks } = JSON.parse(
      (await policy([...portal, '--group-id', '<group-id>', '--sso-region', 'eu-west-1', '--json'])).stdout,
    ) as { blanks: { blank: string }[] };
    expect(blanks.map(({ blank }) => blank)).to.deep.equal(['<instance-arn>', '<group-id>', '<portal-address>']);
  });

  it('refuses a flag that is empty: a condition of an empty variable would be none', async () => {
    for (const flag of ['--trusted', '--source-network', '--protected-branch', '--external-id', '--account']) {
      const { code, stdout, stderr } = await policy([...role, flag, '']);
      expect([flag, code, stdout]).to.deep.equal([flag, 2, '']);
      expect(stderr, flag).to.include(flag);
    }
  });

  it('says that main and master are protected where people contribute', async () => {
    const contributing = ['assume-role', ...place, '--access', 'contribute', '--trusted', '111122223333'];
    const { stdout, stderr } = await policy(contributing);
    expect(stdout).to.match(/^# Nobody may push to main, master; --protected-branch none/);
    expect(stderr).to.include('Nobody may push to main, master');
    expect((await policy([...contributing, '--protected-branch', 'none'])).stdout).to.not.include('Nobody may push');
  });

  it('writes each policy into a file of its own, and never over another', async () => {
    const folder = policy.home.file('policies');
    const first = await policy([...role, '--trusted', '222233334444', '--output', folder]);
    expect(first.code, first.stderr).to.equal(0);
    const names = (await readdir(folder)).sort();
    expect(names).to.deep.equal(['caller.json', 'commands.sh', 'permissions.json', 'trust.json']);
    const { steps } = JSON.parse((await policy([...role, '--trusted', '222233334444', '--json'])).stdout) as PolicySet;
    for (const { name, policy: wanted } of steps.flatMap(({ documents }) => documents)) {
      expect(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')), name).to.deep.equal(wanted);
    }
    expect((await policy([...role, '--trusted', '222233334444', '--output', folder])).code).to.equal(0);
    const other = await policy([...role, '--output', folder]);
    expect(other.code, other.stderr).to.equal(6);
    expect((await policy(['access/read', ...place, '--output', policy.home.file('one')])).code).to.equal(0);
    expect(await readdir(policy.home.file('one'))).to.deep.equal(['access-read.json']);
  });

  it('writes by no link that stands in the folder, and then nothing', async () => {
    const folder = policy.home.file('cloned');
    await mkdir(folder);
    await symlink(policy.home.file('aim'), join(folder, 'trust.json'));
    const { code, stderr } = await policy([...role, '--trusted', '222233334444', '--output', folder]);
    expect(code, stderr).to.equal(6);
    expect(stderr.replace(/\s+/g, ' ')).to.include('is a symbolic link. It was left as it is.');
    expect(await readdir(folder)).to.deep.equal(['trust.json']);
    expect(await readdir(policy.home.path)).to.not.include('aim');
  });

  it('trusts nobody unnamed', async () => {
    expect((await policy(['assume-role', ...reading, '--trusted', '*'])).stderr).to.include('everybody');
    const everybody = ['web-identity', ...reading, '--provider', 'google', '--client-id', 'abc'];
    expect((await policy(everybody)).stderr).to.include('--subject');
    expect((await policy([...everybody, '--subject', '*'])).stderr).to.include('Everybody who can sign in');
  });

  it('trusts exactly one branch or environment of a CI service, with its provider and the audience', async () => {
    const conditions = async (...flags: string[]): Promise<unknown> => {
      const set = await policy.set({ method: 'web-identity', flags: [...reading, ...flags] });
      return documentOf(set, 'trust').Statement[0]?.Condition;
    };
    const github = 'token.actions.githubusercontent.com';
    const job = (sub: string, aud = 'sts.amazonaws.com'): unknown => ({
      StringEquals: { [`${github}:aud`]: aud, [`${github}:sub`]: sub },
    });
    const of = ['--provider', 'github', '--ci-repository'];
    expect(await conditions(...of, 'octo/app')).to.deep.equal(job('repo:octo/app:ref:refs/heads/main'));
    expect(await conditions(...of, 'https://github.com/octo/app.git', '--ci-branch', 'refs/heads/x/y')).to.deep.equal(
      job('repo:octo/app:ref:refs/heads/x/y'),
    );
    expect(await conditions(...of, 'octo/app', '--ci-environment', 'a:b')).to.deep.equal(
      job('repo:octo/app:environment:a%3Ab'),
    );
    expect(await conditions('--provider', 'github', '--subject', 'repo:octo/app:pull_request')).to.deep.equal(
      job('repo:octo/app:pull_request'),
    );
    const text = await policy(['web-identity', ...reading, ...of, 'octo/app']);
    expect(text.stdout).to.contain(
      `create-open-id-connect-provider --url https://${github} --client-id-list sts.amazonaws.com`,
    );
    expect(text.stderr.replace(/\s+/g, ' '))
      .to.contain('--provider github --client-id sts.amazonaws.com --role-arn')
      .and.not.contain('--issuer');
    const china = await policy(['web-identity', ...reading, '--region', 'cn-north-1', ...of, 'octo/app']);
    expect(china.stdout).to.contain('sts.amazonaws.com.cn').and.contain('arn:aws-cn:iam::');
  });

  it('makes a pattern of jobs only where one is given, says so, and wants its owner named', async () => {
    const by = (subject: string, provider = 'github'): ReturnType<PolicyCommand> =>
      policy(['web-identity', ...reading, '--provider', provider, '--subject', subject]);
    const pattern = await by('repo:octo/app:*');
    expect([
      pattern.code,
      pattern.stderr.replace(/\s+/g, ' ').includes('that is a pattern (StringLike)'),
    ]).to.deep.equal([0, true]);
    expect(pattern.stdout).to.contain('StringLike');
    for (const [subject, provider] of [
      ['*', 'github'],
      ['repo:*', 'github'],
      ['repo:oct?/app:ref:refs/heads/main', 'github'],
      ['*:ref:refs/heads/main', 'github'],
      ['project_path:*', 'gitlab'],
    ] as const) {
      const refused = await by(subject, provider);
      expect([refused.code, refused.stdout], subject).to.deep.equal([2, '']);
      expect(refused.stderr.replace(/\s+/g, ' ')).to.contain('jobs of others');
    }
    const of = ['web-identity', ...reading, '--provider'];
    for (const [flags, words] of [
      [['github'], '--ci-repository'],
      [['github', '--ci-repository', 'octo/*'], 'Not the name of a repository'],
      [['github', '--ci-repository', 'octo'], 'Not the name of a repository'],
      [['github', '--ci-repository', 'octo/app', '--ci-branch', 'release/*'], 'Not the name of one branch'],
      [['github', '--ci-repository', 'octo/app', '--ci-environment', '*'], 'Not the name of one environment'],
      [['github', '--ci-repository', 'octo/app', '--ci-environment', 'e', '--ci-branch', 'b'], '--ci-branch has no'],
      [['github', '--ci-repository', 'octo/app', '--subject', 'repo:octo/app:x'], '--ci-repository has no place'],
      [['gitlab', '--ci-repository', 'octo/app', '--ci-environment', 'e'], '--ci-environment has no place'],
      [['google', '--client-id', 'a', '--subject', 's', '--ci-repository', 'octo/app'], '--ci-repository has no place'],
    ] as const) {
      const refused = await policy([...of, ...flags]);
      expect([refused.code, refused.stdout], flags.join(' ')).to.deep.equal([2, '']);
      expect(refused.stderr.replace(/\s+/g, ' ')).to.contain(words);
    }
  });

  it('makes no provider with a port in its address, for a condition key has room for one colon alone', async () => {
    const { code, stderr } = await policy([
      'web-identity',
      ...reading,
      ...['--provider', 'oidc', '--client-id', 'abc', '--subject', '1', '--issuer', 'https://idp.example.com:8443'],
    ]);
    expect(code).to.equal(2);
    expect(stderr.replace(/\s+/g, ' ')).to.include('none whose address has a port');
  });

  it('refuses a flag that it would have to ignore', async () => {
    expect((await policy(['keys', ...reading, '--subject', 'x'])).stderr).to.include('--subject has no place here');
    expect(
      (
        await policy([
          'web-identity',
          ...reading,
          '--provider',
          'google',
          '--client-id',
          'abc',
          '--subject',
          '1',
          '--issuer',
          'https://x.example.com',
        ])
      ).stderr,
    ).to.include('--issuer has no place here');
    expect((await policy([...role, '--protected-branch', 'main'])).stderr).to.include('nobody may push');
    expect((await policy([...role, '--source-network', '10.0.0.0/8'])).stderr).to.include(
      'never sees a private address',
    );
    expect((await policy(['session-token', ...reading, '--attach-to', 'role/x'])).stderr).to.include(
      'cannot sign in this way',
    );
  });

  it('refuses what is longer than IAM takes, with the number', async () => {
    const many = Array.from({ length: 40 }, (_, index) => [
      '--repository',
      `a-rather-long-name-of-a-repository-${index}`,
    ]).flat();
    const { code, stdout, stderr } = await policy(['keys', ...reading, ...many, '--attach-to', 'user/ana']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr.replace(/\s+/g, ' ')).to.match(
      /2,048 characters for the inline policies of a user, together, at most; this would be 3,\d{3}/,
    );
    const set = await policy.set({ method: 'keys', flags: [...reading, ...many, '--attach-to', 'group/all'] });
    expect(sizeOf(documentOf(set, 'permissions'))).to.be.greaterThan(2048);
  });

  it('protects main and master where people contribute, unless told otherwise', async () => {
    const usual = await policy(['access/contribute', ...place]);
    expect(usual.stdout).to.include('refs/heads/main').and.include('refs/heads/master');
    expect((await policy(['access/contribute', ...place, '--protected-branch', 'none'])).stdout).to.not.include('Deny');
    expect((await policy(['access/full', ...place])).stdout).to.not.include('Deny');
  });

  it('survives names with quotes in a shell', async () => {
    const { stdout } = await policy([
      'assume-role',
      ...reading,
      '--trusted',
      '111122223333',
      '--session-tag',
      'team=a b',
    ]);
    expect(stdout).to.include('"aws:RequestTag/team": "a b"');
    expect(
      (await policy(['assume-role', ...reading, '--trusted', '111122223333', '--role-name', "x'; rm -rf ~"])).code,
    ).to.equal(2);
  });
});
