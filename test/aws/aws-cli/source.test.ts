import { expect } from 'chai';

import { findAwsCliSource, signInProfile } from '../../../src/aws/aws-cli/source.js';
import { staticKeys, profileSettings } from '../../../src/profile/static-keys.js';

const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
const variables = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };
const role = 'role_arn = arn:aws:iam::111122223333:role/dev\nsource_profile = base\n';
const portal = 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = dev\n';

function find(
  flag: string | undefined,
  { config = '', credentials = '', env = {} }: { config?: string; credentials?: string; env?: Record<string, string> },
): readonly [string, string | undefined, string | undefined] {
  const texts = { config, credentials };
  const { kind, profile, namedBy } = findAwsCliSource(flag, {
    env,
    settings: (name) => profileSettings(name, texts),
    keysIn: (name) => staticKeys(name, texts)?.from,
  });
  return [kind, profile, namedBy];
}

describe('where the AWS CLI gets its keys', () => {
  it('is variables first, unless --profile is given', () => {
    const credentials = `[dev]\n${keys}`;
    expect(find(undefined, { credentials, env: { ...variables, AWS_PROFILE: 'dev' } })[0]).to.equal('environment');
    expect(find('dev', { credentials, env: variables })).to.deep.equal(['keys', 'dev', 'flag']);
    expect(find('default', { env: variables })).to.deep.equal(['machine', 'default', 'flag']);
    expect(find(undefined, { credentials, env: { AWS_PROFILE: 'dev' } })).to.deep.equal(['keys', 'dev', 'variable']);
    expect(find(undefined, { env: { AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' } })[1]).to.equal('b');
  });

  it('is, of a profile, role, web identity, portal, keys, console, process and keys of the config file, in this order', () => {
    const ways: readonly (readonly [string, string])[] = [
      ['role', role],
      ['sso', portal],
      ['login', 'login_session = arn:aws:iam::111122223333:user/ana\n'],
      ['process', 'credential_process = x\n'],
      ['keys', keys],
    ];
    for (const [at, [kind]] of ways.entries()) {
      const config = `[profile dev]\n${ways
        .slice(at)
        .map(([, lines]) => lines)
        .reverse()
        .join('')}`;
      expect(find('dev', { config })[0]).to.equal(kind);
      // Keys of the credentials file stand between the portal and the console.
      expect(find('dev', { config, credentials: `[dev]\n${keys}` })[0]).to.equal(at < 2 ? kind : 'keys');
    }
  });

  it('is a web identity where a role has a token file, and that of the variables only without --profile', () => {
    const config = `[profile dev]\n${role}web_identity_token_file = /t\n`;
    expect(find('dev', { config })).to.deep.equal(['web-identity', 'dev', 'flag']);
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: 'x' };
    expect(find(undefined, { env })).to.deep.equal(['web-identity', undefined, undefined]);
    expect(find('dev', { config: '[profile dev]\nregion = eu-west-1\n', env })[0]).to.equal('machine');
  });

  it('takes no session and no portal alone for a way to sign in', () => {
    expect(find('dev', { config: '[profile dev]\nsso_session = corp\n' })[0]).to.equal('machine');
  });

  it('is signed in to in the profile that the role is taken from, however far it is', () => {
    const config = `[profile dev]\n${role}[profile base]\n${role.replace('base', 'root')}[profile root]\n${portal}`;
    const settings = (name: string) => profileSettings(name, { config, credentials: undefined });
    expect(signInProfile('dev', settings)).to.equal('root');
    expect(signInProfile('root', settings)).to.equal('root');
    const loop = `[profile dev]\n${role}[profile base]\n${role.replace('base', 'dev')}`;
    expect(signInProfile('dev', (name) => profileSettings(name, { config: loop, credentials: undefined }))).to.equal(
      'dev',
    );
  });
});
