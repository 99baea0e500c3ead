import { expect } from 'chai';

import type { KnownProfile, LocalFacts } from '../../src/core/local-facts.js';
import { pointedTo } from '../../src/interview/pointed-to.js';
import { methods } from '../../src/methods/index.js';

const nothing: LocalFacts = { profiles: [], ssoSessions: [], env: {}, userName: 'ana' };
const profile = (name: string, more: Partial<KnownProfile>): KnownProfile => ({
  name,
  describes: '',
  longTerm: false,
  managed: false,
  ...more,
});
const earlier = (name: string, method: string): NonNullable<LocalFacts['earlier']>[number] => ({
  profile: name,
  recipe: { method, region: 'eu-west-1', answers: {} },
});
const said = (facts: Partial<LocalFacts>): readonly string[] =>
  pointedTo({ ...nothing, ...facts }).map(({ method, because }) => `${method}: ${because}`);

describe('what this computer points to', () => {
  it('is nothing on a fresh one', () => {
    expect(said({})).to.deep.equal([]);
    expect(said({ profiles: [profile('default', { longTerm: true })] })).to.deep.equal([]);
  });

  it("is the profile of this terminal first, then earlier set-ups, AWS's config, and the place", () => {
    expect(
      said({
        env: {
          AWS_PROFILE: 'work',
          GITHUB_ACTIONS: 'true',
          AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2/',
        },
        earlier: [earlier('my-app', 'saml'), earlier('lib', 'saml'), earlier('old', 'assume-role')],
        profiles: [
          profile('team', { roleArn: 'arn:aws:iam::444455556666:role/A' }),
          profile('work', { loginSession: true }),
        ],
        ssoSessions: [{ name: 'corp' }],
      }),
    ).to.deep.equal([
      'console-login: AWS_PROFILE is work.',
      'saml: Profile my-app signs in so.',
      'assume-role: Profile old signs in so.',
      'identity-center: ~/.aws/config has [sso-session corp].',
      'web-identity: This is a job of GitHub Actions.',
      'instance: This container has a role.',
    ]);
  });

  for (const [what, more, expected] of [
    ['a portal without a session', { ssoStartUrl: 'https://corp.awsapps.com/start' }, 'identity-center'],
    ['a role', { roleArn: 'arn:aws:iam::444455556666:role/A', sourceProfile: 'ana' }, 'assume-role'],
    ['a sign-in by `aws login`', { loginSession: true }, 'console-login'],
    ['a credential_process', { credentialProcess: 'vault' }, 'process'],
    ['a key with an MFA device', { longTerm: true, mfaSerial: 'arn:aws:iam::111122223333:mfa/ana' }, 'session-token'],
  ] as const)
    it(`is, by ${what} in AWS's config: ${expected}`, () => {
      expect(said({ profiles: [profile('x', more)] })).to.deep.equal([
        `${expected}: ~/.aws/config has it for profile x.`,
      ]);
      // What was written here says nothing new.
      expect(said({ profiles: [profile('x', { ...more, managed: true })] })).to.deep.equal([]);
    });

  it('is the role before the key that it is taken with', () => {
    const profiles = [
      profile('ana', { longTerm: true, mfaSerial: 'arn:aws:iam::111122223333:mfa/ana' }),
      profile('team', { roleArn: 'arn:aws:iam::444455556666:role/A', sourceProfile: 'ana' }),
    ];
    expect(pointedTo({ ...nothing, profiles }).map(({ method }) => method)).to.deep.equal([
      'assume-role',
      'session-token',
    ]);
  });

  it('is the job, the build, the container or the instance that it runs in', () => {
    expect(said({ env: { GITLAB_CI: 'true' } })).to.deep.equal(['web-identity: This is a job of GitLab CI/CD.']);
    const container = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' };
    expect(said({ env: { ...container, CODEBUILD_BUILD_ARN: 'arn' } })).to.deep.equal([
      'instance: This is a build of CodeBuild.',
    ]);
    expect(said({ isEc2: true })).to.deep.equal(['instance: This is an EC2 instance; it may have a role.']);
    expect(said({ isEc2: true, env: { AWS_EC2_METADATA_DISABLED: 'true' } })).to.deep.equal([]);
  });

  it('is nothing that there is no method for, and nothing that could harm a terminal', () => {
    const [found] = pointedTo({ ...nothing, ssoSessions: [{ name: 'a\u001b[2Jb' }] });
    expect(found?.because).to.not.include('\u001b');
    expect(methods.map(({ id }) => id)).to.include.members([
      'identity-center',
      'assume-role',
      'console-login',
      'process',
      'session-token',
      'web-identity',
      'instance',
    ]);
  });
});
