import { expect } from 'chai';
import { commandLine, plainForm } from '../../src/core/advice/say.js';
import { Interview } from '../../src/core/interview/interview.js';
import type { AnyMethod, MethodContext } from '../../src/core/method.js';
import type { Questions } from '../../src/core/interview/question.js';
import type { SignInAnswers } from '../../src/methods/answers.js';
import { cognito } from '../../src/methods/cognito/index.js';
import { saml } from '../../src/methods/saml/index.js';
import { webIdentity } from '../../src/methods/web-identity/index.js';
import { sentBy, sentByAnswers } from '../../src/sign-in/sent-by.js';
import { idClaims, jwt } from '../helpers/jwt.js';

const role = 'arn:aws:iam::444455556666:role/Developer';

async function vouchedBy(method: AnyMethod, given: Readonly<Record<string, string>>): Promise<unknown> {
  const interview = new Interview<SignInAnswers>({
    ui: {
      interactive: false,
      ask: () => Promise.reject(new Error('nobody is there')),
      say: () => undefined,
      warn: () => undefined,
    },
    source: {
      given: (name: string) => Promise.resolve(given[name]),
      remembered: () => undefined,
      suggested: () => undefined,
      isOfTeam: () => false,
    },
    localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
    readText: () => Promise.reject(new Error('no file')),
  });
  await interview.all(method.questions as Questions);
  const { provider, audience } = await sentBy({ interview, context: {} as MethodContext });
  return [provider, audience];
}

describe('who vouches for somebody, as a message for the administrator says it', () => {
  for (const [provider, given, name, audience] of [
    ['oidc', { issuer: 'https://acme.eu.auth0.com/', clientId: 'abc' }, 'acme.eu.auth0.com/', 'abc'],
    [
      'oidc',
      { issuer: 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC', clientId: 'abc' },
      'issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC',
      'abc',
    ],
    ['google', { clientId: '1.apps.googleusercontent.com' }, 'accounts.google.com', '1.apps.googleusercontent.com'],
    ['amazon', { clientId: 'amzn1.app' }, 'www.amazon.com', 'amzn1.app'],
    ['github', {}, 'token.actions.githubusercontent.com', 'sts.amazonaws.com'],
  ] as const)
    it(`is the provider, by its name in trust policies, and the client: ${provider}, ${name}`, async () => {
      expect(await vouchedBy(webIdentity, { provider, roleArn: role, ...given })).to.deep.equal([name, audience]);
    });

  it('is whom a token that was brought names, where nobody has said it', async () => {
    const webIdentityToken = jwt({ ...idClaims, iss: 'https://login.example.com/x', aud: 'app' });
    expect(await vouchedBy(webIdentity, { provider: 'oidc', roleArn: role, webIdentityToken })).to.deep.equal([
      'login.example.com/x',
      'app',
    ]);
  });

  for (const [region, host] of [
    ['eu-west-1', 'cognito-identity.amazonaws.com'],
    ['us-gov-west-1', 'cognito-identity-us-gov.amazonaws.com'],
    ['cn-north-1', 'cognito-identity.cn-north-1.amazonaws.com.cn'],
  ] as const)
    it(`is the identity pool, by the name that it has in its partition: ${region}`, async () => {
      const identityPoolId = `${region}:12345678-90ab-cdef-1234-567890abcdef`;
      const given = { identityPoolId, login: 'google', clientId: 'abc', flow: 'basic', roleArn: role };
      expect(await vouchedBy(cognito, given)).to.deep.equal([host, identityPoolId]);
    });

  it('is nobody where no provider is asked for', async () => {
    expect(await vouchedBy(saml, { idpUrl: 'https://idp.example.com/aws' })).to.deep.equal([undefined, undefined]);
  });
});

describe('what gets a source profile new keys', () => {
  const profiles = [
    { name: 'ours', managed: true },
    { name: 'portal', ssoSession: 'corp' },
    { name: 'old-portal', ssoStartUrl: 'https://corp.awsapps.com/start' },
    { name: 'console', loginSession: true },
    { name: 'role', roleArn: role, sourceProfile: 'portal' },
    { name: 'round', roleArn: role, sourceProfile: 'round' },
    { name: 'pasted' },
  ].map((profile) => ({ describes: '', longTerm: false, managed: false, ...profile }));

  for (const [sourceProfile, command] of [
    ['ours', 'git codecommit refresh ours'],
    ['portal', 'aws sso login --profile portal'],
    ['old-portal', 'aws sso login --profile old-portal'],
    ['console', 'aws login --profile console'],
    ['role', 'aws sso login --profile portal'],
    ['round', undefined],
    ['pasted', undefined],
    ['nowhere', undefined],
  ] as const)
    it(`is the one command that does: ${sourceProfile}, ${command ?? 'none'}`, () => {
      const { renewSource } = sentByAnswers({ sourceProfile }, { localFacts: { profiles } });
      expect(renewSource && commandLine(renewSource, plainForm)).to.equal(command);
    });
});
