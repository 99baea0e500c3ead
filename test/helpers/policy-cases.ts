/** What somebody wants to do, and whether the policies of a set let them. */
export interface Ask {
  readonly because: string;
  /** `trust`: may this principal take the role; else the name of the policy that must allow it. */
  readonly of: string;
  readonly who?: string;
  readonly action: string;
  readonly on?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly allowed: boolean;
}

export interface PolicyCase {
  readonly method: string;
  readonly title: string;
  readonly flags: readonly string[];
  readonly asks: readonly Ask[];
}

export const owner = '444455556666';
export const people = '111122223333';
const app = `arn:aws:codecommit:eu-west-1:${owner}:my-app`;
const place = ['--repository', 'my-app', '--account', owner, '--region', 'eu-west-1'];

const pull: Ask = {
  because: 'it is a repository of theirs',
  of: 'permissions',
  action: 'codecommit:GitPull',
  on: app,
  allowed: true,
};
const push: Ask = { ...pull, action: 'codecommit:GitPush', context: { 'codecommit:References': 'refs/heads/feature' } };
const except = (ask: Ask, because: string, changes: Partial<Ask>): Ask => ({
  ...ask,
  because,
  allowed: false,
  ...changes,
});

const reading: readonly Ask[] = [
  pull,
  { ...pull, action: 'codecommit:GetRepository' },
  except(pull, 'it is another repository', { on: `${app}2` }),
  except(pull, 'it is in another Region', { on: app.replace('eu-west-1', 'eu-west-2') }),
  except(pull, "it is another account's", { on: app.replace(owner, people) }),
  except(push, 'they may only read', {}),
  except(pull, 'nothing was said of deleting', { action: 'codecommit:DeleteRepository' }),
];

const taking = (action: string, who: string, context: Readonly<Record<string, string>> = {}): Ask => ({
  because: 'the role trusts them',
  of: 'trust',
  action,
  who,
  context,
  allowed: true,
});

const ana = `arn:aws:iam::${people}:user/ana`;
const assume = taking('sts:AssumeRole', ana);
const saml = taking('sts:AssumeRoleWithSAML', `arn:aws:iam::${owner}:saml-provider/Corp`, {
  'saml:aud': 'https://signin.aws.amazon.com/saml',
});
const google = taking('sts:AssumeRoleWithWebIdentity', 'accounts.google.com', {
  'accounts.google.com:aud': 'abc',
  'accounts.google.com:sub': '1234',
});
const amazon = taking('sts:AssumeRoleWithWebIdentity', 'www.amazon.com', {
  'www.amazon.com:app_id': 'abc',
  'www.amazon.com:user_id': '1234',
});
const facebook = taking('sts:AssumeRoleWithWebIdentity', 'graph.facebook.com', {
  'graph.facebook.com:app_id': 'abc',
  'graph.facebook.com:id': '1234',
});
const oidc = taking('sts:AssumeRoleWithWebIdentity', `arn:aws:iam::${owner}:oidc-provider/login.example.com/team`, {
  'login.example.com/team:aud': 'abc',
  'login.example.com/team:sub': 'ana',
});
const slashed = taking('sts:AssumeRoleWithWebIdentity', `arn:aws:iam::${owner}:oidc-provider/acme.eu.auth0.com/`, {
  'acme.eu.auth0.com/:aud': 'abc',
  'acme.eu.auth0.com/:sub': 'auth0|1234',
});
const githubHost = 'token.actions.githubusercontent.com';
const githubSubject = (sub: string): { context: Record<string, string> } => ({
  context: { [`${githubHost}:aud`]: 'sts.amazonaws.com', [`${githubHost}:sub`]: sub },
});
const githubJob: Ask = {
  ...taking('sts:AssumeRoleWithWebIdentity', `arn:aws:iam::${owner}:oidc-provider/${githubHost}`),
  ...githubSubject('repo:octo/app:ref:refs/heads/main'),
};
const gitlabJob = taking('sts:AssumeRoleWithWebIdentity', `arn:aws:iam::${owner}:oidc-provider/gitlab.example.com`, {
  'gitlab.example.com:aud': 'abc',
  'gitlab.example.com:sub': 'project_path:octo/team/app:ref_type:branch:ref:release',
});
const pool = 'eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789';
const cognito = taking('sts:AssumeRoleWithWebIdentity', 'cognito-identity.amazonaws.com', {
  'cognito-identity.amazonaws.com:aud': pool,
  'cognito-identity.amazonaws.com:amr': 'authenticated',
});
const machine = taking('sts:AssumeRole', 'ec2.amazonaws.com');
const caller: Ask = {
  because: 'they may take that role',
  of: 'caller',
  action: 'sts:AssumeRole',
  on: `arn:aws:iam::${owner}:role/CodeCommitRead`,
  allowed: true,
};

const without = (ask: Ask, key: string): Ask =>
  except(ask, `${key} is missing`, {
    context: Object.fromEntries(Object.entries(ask.context ?? {}).filter(([name]) => name !== key)),
  });
const other = (ask: Ask, key: string, value = 'other'): Ask =>
  except(ask, `${key} is another`, { context: { ...ask.context, [key]: value } });
const every = (ask: Ask): readonly Ask[] => [
  ask,
  ...Object.keys(ask.context ?? {}).flatMap((key) => [without(ask, key), other(ask, key)]),
];

const conditioned = (ask: Ask, key: string, value: string, bad: string): readonly Ask[] => {
  const good = { ...ask, context: { ...ask.context, [key]: value } };
  return [good, without(good, key), other(good, key, bad)];
};

const passed = {
  'aws:MultiFactorAuthPresent': 'true',
  'aws:RequestTag/team': 'blue',
  'aws:RequestTag/cost': '42',
};

/** Every set that `policy` makes, with what it must and must not let through. */
export const policyCases: readonly PolicyCase[] = [
  {
    method: 'assume-role',
    title: 'reading across accounts',
    flags: [...place, '--access', 'read', '--trusted', people],
    asks: [
      assume,
      except(assume, 'it is somebody of a third account', { who: 'arn:aws:iam::777788889999:user/eve' }),
      caller,
      except(caller, 'it is another role', { on: `arn:aws:iam::${owner}:role/Admin` }),
      ...reading,
    ],
  },
  {
    method: 'assume-role',
    title: 'for one user',
    flags: [...place, '--access', 'read', '--trusted', ana],
    asks: [assume, except(assume, 'it is somebody else', { who: `arn:aws:iam::${people}:user/bea` })],
  },
  {
    method: 'assume-role',
    title: 'with MFA',
    flags: [...place, '--access', 'read', '--trusted', people, '--mfa'],
    asks: [
      ...conditioned(assume, 'aws:MultiFactorAuthPresent', 'true', 'false'),
      {
        because: "a role's sessions carry no MFA, so its permissions must not ask for it",
        of: 'permissions',
        action: 'codecommit:GitPull',
        on: app,
        allowed: true,
      },
    ],
  },
  {
    method: 'assume-role',
    title: 'with an external id',
    flags: [...place, '--access', 'read', '--trusted', people, '--external-id', 'shared-1'],
    asks: conditioned(assume, 'sts:ExternalId', 'shared-1', 'shared-2'),
  },
  {
    method: 'assume-role',
    title: 'with a session tag',
    flags: [...place, '--access', 'read', '--trusted', people, '--session-tag', 'team=blue'],
    asks: [
      ...conditioned(assume, 'aws:RequestTag/team', 'blue', 'red'),
      ...conditioned({ ...assume, action: 'sts:TagSession' }, 'aws:RequestTag/team', 'blue', 'red'),
      { ...caller, action: 'sts:TagSession', context: { 'aws:RequestTag/team': 'blue' } },
    ],
  },
  {
    method: 'assume-role',
    title: 'with an external id, MFA and session tags',
    flags: [
      ...[...place, '--access', 'read', '--trusted', people, '--external-id', 'shared-1', '--mfa'],
      ...['--session-tag', 'team=blue', '--session-tag', 'cost=42'],
    ],
    asks: [
      ...every({
        ...assume,
        context: { 'sts:ExternalId': 'shared-1', ...passed },
      }),
      ...every({
        ...assume,
        action: 'sts:TagSession',
        context: passed,
      }),
      { ...caller, context: { 'sts:ExternalId': 'shared-1', ...passed } },
      { ...caller, action: 'sts:TagSession', context: passed },
    ],
  },
  {
    method: 'assume-role',
    title: 'with a source identity',
    flags: [...place, '--access', 'read', '--trusted', people, '--source-identity', 'ana'],
    asks: [
      ...conditioned(assume, 'sts:SourceIdentity', 'ana', 'eve'),
      ...conditioned({ ...assume, action: 'sts:SetSourceIdentity' }, 'sts:SourceIdentity', 'ana', 'eve'),
      { ...caller, action: 'sts:SetSourceIdentity', context: { 'sts:SourceIdentity': 'ana' } },
    ],
  },
  {
    method: 'assume-role',
    title: 'with patterns for a source identity',
    flags: [...place, '--access', 'read', '--trusted', people, '--source-identity', '*@acme.com, admin'],
    asks: [
      ...conditioned(assume, 'sts:SourceIdentity', 'ana@acme.com', 'ana@acme.com.example'),
      ...conditioned({ ...assume, action: 'sts:SetSourceIdentity' }, 'sts:SourceIdentity', 'admin', 'administrator'),
    ],
  },
  {
    method: 'assume-role',
    title: 'with an external id, MFA, a session tag and a source identity',
    flags: [
      ...[...place, '--access', 'read', '--trusted', people, '--external-id', 'shared-1', '--mfa'],
      ...['--session-tag', 'team=blue', '--source-identity', 'ana'],
    ],
    asks: [
      ...every({
        ...assume,
        context: {
          'sts:ExternalId': 'shared-1',
          'sts:SourceIdentity': 'ana',
          'aws:RequestTag/team': 'blue',
          'aws:MultiFactorAuthPresent': 'true',
        },
      }),
      ...every({
        ...assume,
        action: 'sts:TagSession',
        context: { 'aws:RequestTag/team': 'blue', 'aws:MultiFactorAuthPresent': 'true' },
      }),
      ...every({
        ...assume,
        action: 'sts:SetSourceIdentity',
        context: { 'sts:SourceIdentity': 'ana', 'aws:MultiFactorAuthPresent': 'true' },
      }),
    ],
  },
  {
    method: 'assume-role',
    title: 'from a network',
    flags: [...place, '--access', 'read', '--trusted', people, '--source-network', '203.0.113.0/24'],
    asks: conditioned(pull, 'aws:SourceIp', '203.0.113.7', '198.51.100.7'),
  },
  {
    method: 'assume-role',
    title: 'from a network or an endpoint',
    flags: [
      ...place,
      '--access',
      'read',
      '--trusted',
      people,
      '--source-network',
      '203.0.113.0/24',
      '--source-network',
      'vpce-0a1b2c3d4e5f67890',
    ],
    asks: [
      ...conditioned(pull, 'aws:SourceIp', '203.0.113.7', '198.51.100.7'),
      ...conditioned(pull, 'aws:SourceVpce', 'vpce-0a1b2c3d4e5f67890', 'vpce-00000000000000000'),
    ],
  },
  {
    method: 'assume-role',
    title: 'for repositories with a tag',
    flags: [...place, '--access', 'read', '--trusted', people, '--repository-tag', 'team=blue'],
    asks: conditioned(pull, 'aws:ResourceTag/team', 'blue', 'red'),
  },
  {
    method: 'assume-role',
    title: "with a key of one's own",
    flags: [
      ...place,
      '--access',
      'read',
      '--trusted',
      people,
      '--kms-key',
      `arn:aws:kms:eu-west-1:${owner}:key/1234abcd`,
    ],
    asks: [
      pull,
      ...conditioned(
        {
          because: 'CodeCommit decrypts with it',
          of: 'permissions',
          action: 'kms:Decrypt',
          on: `arn:aws:kms:eu-west-1:${owner}:key/1234abcd`,
          allowed: true,
        },
        'kms:ViaService',
        'codecommit.eu-west-1.amazonaws.com',
        's3.eu-west-1.amazonaws.com',
      ),
    ],
  },
  {
    method: 'assume-role',
    title: 'contributing',
    flags: [
      ...place,
      '--access',
      'contribute',
      '--trusted',
      people,
      '--protected-branch',
      'main',
      '--protected-branch',
      'release/*',
    ],
    asks: [
      pull,
      push,
      { ...push, because: 'Git asks before it knows what it pushes', context: {} },
      ...['main', 'release/1.0'].map((branch) =>
        except(push, `${branch} is protected`, { context: { 'codecommit:References': `refs/heads/${branch}` } }),
      ),
      { ...pull, action: 'codecommit:CreatePullRequest' },
      except(pull, 'the branch is protected', {
        action: 'codecommit:MergePullRequestByFastForward',
        context: { 'codecommit:References': 'refs/heads/main' },
      }),
      except(pull, 'rules are not theirs to change', { action: 'codecommit:UpdatePullRequestApprovalRuleContent' }),
      except(push, 'it is another repository', { on: `${app}2` }),
    ],
  },
  {
    method: 'assume-role',
    title: 'owning',
    flags: [...place, '--access', 'full', '--trusted', people],
    asks: [
      pull,
      push,
      { ...push, context: { 'codecommit:References': 'refs/heads/main' } },
      { ...pull, action: 'codecommit:DeleteRepository' },
      except(pull, 'it is another repository', { on: `${app}2` }),
    ],
  },
  {
    method: 'assume-role',
    title: 'with the list of repositories',
    flags: [...place, '--access', 'read', '--trusted', people, '--list-repositories'],
    asks: [pull, { ...pull, action: 'codecommit:ListRepositories', on: '*' }],
  },
  {
    method: 'session-token',
    title: 'with MFA',
    flags: [...place, '--access', 'read', '--attach-to', 'user/ana'],
    asks: conditioned(pull, 'aws:MultiFactorAuthPresent', 'true', 'false'),
  },
  {
    method: 'federation-token',
    title: 'handing out sessions',
    flags: [...place, '--access', 'read', '--attach-to', 'user/ana'],
    asks: [
      {
        because: 'they hand out sessions',
        of: 'caller',
        action: 'sts:GetFederationToken',
        on: `arn:aws:sts::${owner}:federated-user/bea`,
        allowed: true,
      },
      ...reading,
    ],
  },
  {
    method: 'saml',
    title: 'reading',
    flags: [...place, '--access', 'read', '--saml-provider', 'Corp'],
    asks: [
      ...every(saml),
      except(saml, 'it is another provider', { who: `arn:aws:iam::${owner}:saml-provider/Evil` }),
      ...reading,
    ],
  },
  {
    method: 'saml',
    title: 'with a session tag',
    flags: [...place, '--access', 'read', '--saml-provider', 'Corp', '--session-tag', 'team=blue'],
    asks: [
      ...every({ ...saml, context: { ...saml.context, 'aws:RequestTag/team': 'blue' } }),
      ...every({ ...saml, action: 'sts:TagSession', context: { 'aws:RequestTag/team': 'blue' } }),
    ],
  },
  {
    method: 'saml',
    title: 'with a source identity',
    flags: [...place, '--access', 'read', '--saml-provider', 'Corp', '--source-identity', 'ana'],
    asks: [
      ...every({ ...saml, context: { ...saml.context, 'sts:SourceIdentity': 'ana' } }),
      ...every({ ...saml, action: 'sts:SetSourceIdentity', context: { 'sts:SourceIdentity': 'ana' } }),
    ],
  },
  {
    method: 'web-identity',
    title: 'Google, with a source identity',
    flags: [
      ...[...place, '--access', 'read', '--provider', 'google', '--client-id', 'abc', '--subject', '1234'],
      ...['--source-identity', 'ana'],
    ],
    asks: [
      ...every({ ...google, context: { ...google.context, 'sts:SourceIdentity': 'ana' } }),
      ...every({ ...google, action: 'sts:SetSourceIdentity', context: { 'sts:SourceIdentity': 'ana' } }),
    ],
  },
  {
    method: 'web-identity',
    title: 'Google, with a session tag',
    flags: [
      ...[...place, '--access', 'read', '--provider', 'google', '--client-id', 'abc', '--subject', '1234'],
      ...['--session-tag', 'team=blue'],
    ],
    asks: [
      ...every({ ...google, context: { ...google.context, 'aws:RequestTag/team': 'blue' } }),
      ...every({ ...google, action: 'sts:TagSession', context: { 'aws:RequestTag/team': 'blue' } }),
    ],
  },
  {
    method: 'web-identity',
    title: 'Google',
    flags: [...place, '--access', 'read', '--provider', 'google', '--client-id', 'abc', '--subject', '1234'],
    asks: [...every(google), except(google, 'it is another provider', { who: 'www.amazon.com' }), ...reading],
  },
  {
    method: 'web-identity',
    title: 'Amazon',
    flags: [...place, '--access', 'read', '--provider', 'amazon', '--client-id', 'abc', '--subject', '1234'],
    asks: [...every(amazon), ...reading],
  },
  {
    method: 'web-identity',
    title: 'Facebook',
    flags: [...place, '--access', 'read', '--provider', 'facebook', '--client-id', 'abc', '--subject', '1234'],
    asks: [...every(facebook), ...reading],
  },
  {
    method: 'web-identity',
    title: 'jobs of a branch at GitHub',
    flags: [...place, '--access', 'read', '--provider', 'github', '--ci-repository', 'octo/app'],
    asks: [
      ...every(githubJob),
      except(githubJob, 'it is another branch', githubSubject('repo:octo/app:ref:refs/heads/main2')),
      except(githubJob, 'it is a pull request', githubSubject('repo:octo/app:pull_request')),
      except(githubJob, 'it is a repository that begins alike', githubSubject('repo:octo/app2:ref:refs/heads/main')),
      ...reading,
    ],
  },
  {
    method: 'web-identity',
    title: 'jobs of an environment at GitHub, in a repository with ids in its subject',
    flags: [
      ...[...place, '--access', 'read', '--provider', 'github', '--ci-repository', 'octo@12/app@34'],
      ...['--ci-environment', 'mirror'],
    ],
    asks: [
      ...every({ ...githubJob, ...githubSubject('repo:octo@12/app@34:environment:mirror') }),
      except(githubJob, 'it is a branch', githubSubject('repo:octo@12/app@34:ref:refs/heads/main')),
      except(githubJob, 'it was recycled', githubSubject('repo:octo@13/app@35:environment:mirror')),
    ],
  },
  {
    method: 'web-identity',
    title: 'jobs of a repository at GitHub, by a pattern',
    flags: [...place, '--access', 'read', '--provider', 'github', '--subject', 'repo:octo/app:*'],
    asks: [
      ...every({ ...githubJob, ...githubSubject('repo:octo/app:pull_request') }),
      except(githubJob, 'it is another repository', githubSubject('repo:octo/app2:pull_request')),
    ],
  },
  {
    method: 'web-identity',
    title: 'jobs of a project at GitLab',
    flags: [
      ...[...place, '--access', 'read', '--provider', 'gitlab', '--ci-repository', 'octo/team/app'],
      ...['--ci-branch', 'release', '--issuer', 'https://gitlab.example.com', '--client-id', 'abc'],
    ],
    asks: [...every(gitlabJob), ...reading],
  },
  {
    method: 'web-identity',
    title: 'any OpenID provider',
    flags: [
      ...place,
      '--access',
      'read',
      '--provider',
      'oidc',
      '--issuer',
      'https://login.example.com/team',
      '--client-id',
      'abc',
      '--subject',
      'an*',
    ],
    asks: [...every(oidc), ...reading],
  },
  {
    method: 'web-identity',
    title: 'an OpenID provider whose issuer ends in a slash',
    flags: [
      ...place,
      '--access',
      'read',
      '--provider',
      'oidc',
      '--issuer',
      'https://acme.eu.auth0.com/',
      '--client-id',
      'abc',
      '--subject',
      'auth0|*',
    ],
    asks: [...every(slashed), ...reading],
  },
  {
    method: 'cognito',
    title: 'reading',
    flags: [...place, '--access', 'read', '--identity-pool-id', pool],
    asks: [...every(cognito), other(cognito, 'cognito-identity.amazonaws.com:amr', 'unauthenticated'), ...reading],
  },
  {
    method: 'identity-center',
    title: 'reading',
    flags: [
      ...place,
      '--access',
      'read',
      '--instance-arn',
      'arn:aws:sso:::instance/ssoins-0123456789abcdef',
      '--group-id',
      '0a1b2c3d-4e5f-6789-abcd-ef0123456789',
    ],
    asks: reading,
  },
  {
    method: 'console-login',
    title: 'reading',
    flags: [...place, '--access', 'read', '--attach-to', 'user/ana'],
    asks: [
      {
        because: 'they sign in',
        of: 'caller',
        action: 'signin:CreateOAuth2Token',
        on: `arn:aws:signin:eu-west-1:${owner}:oauth2/public-client/localhost`,
        allowed: true,
      },
      except(pull, 'signing in is all that is for', { of: 'caller' }),
      ...reading,
    ],
  },
  {
    method: 'process',
    title: 'reading',
    flags: [...place, '--access', 'read', '--attach-to', 'role/Builder'],
    asks: reading,
  },
  {
    method: 'instance',
    title: 'reading',
    flags: [...place, '--access', 'read'],
    asks: [machine, except(machine, 'it is another service', { who: 'lambda.amazonaws.com' }), ...reading],
  },
  {
    method: 'environment',
    title: 'reading',
    flags: [...place, '--access', 'read', '--attach-to', 'role/Builder'],
    asks: reading,
  },
  {
    method: 'keys',
    title: 'reading',
    flags: [...place, '--access', 'read', '--attach-to', 'group/Developers'],
    asks: reading,
  },
];
