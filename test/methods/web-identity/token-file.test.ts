import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../../src/core/problem.js';
import { webIdentity } from '../../../src/methods/web-identity/index.js';
import { readGivenText } from '../../../src/system/files/read-text.js';
import { webFixture, type WebFixture } from '../../helpers/web-fixture.js';
import { oddProvider, type OddProvider } from '../../sandbox/openid/odd-provider.js';
import { webIdentityTrust } from '../../sandbox/aws/openid-provider.js';

/** As on a CI machine or in a pod: nobody is there, and a token lies in a file. */
describe('a web identity token from a file', () => {
  let stand: WebFixture;
  let ci: OddProvider;
  let roleArn: string;
  let folder: string;
  before(async () => {
    stand = await webFixture();
    ci = oddProvider(stand.sandbox, 'ci.example.com');
    const account = stand.sandbox.aws.account('111122223333');
    roleArn = account.role('ci', {
      trust: webIdentityTrust(account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, {
        'ci.example.com:sub': 'repo:octo/app',
      }),
    }).arn;
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-token-'));
  });
  beforeEach(() => stand.clear());
  after(async () => {
    await rm(folder, { recursive: true });
    await stand.stop();
  });

  const claims = { aud: 'sts.amazonaws.com', sub: 'repo:octo/app' };
  const file = async (content: string): Promise<string> => {
    const path = join(folder, 'token');
    await writeFile(path, content);
    return path;
  };
  const given = async (content: string, over: Record<string, string> = {}): Promise<Record<string, string>> => {
    const path = await file(content);
    return { roleArn, webIdentityToken: await readGivenText(path), webIdentityTokenFile: path, ...over };
  };
  const context = { readText: readGivenText };

  it('needs no provider, no client and nobody, and its path is kept, whole, for renewals', async () => {
    const { obtained, interview } = await stand.signIn(
      { given: await given(await ci.idToken(claims)), browser: undefined, context },
      webIdentity,
    );
    expect(obtained.learned).to.include({ webIdentityTokenFile: join(folder, 'token') });
    expect(interview.known).to.include({ provider: 'oidc' });
    expect(obtained.account).to.equal('111122223333');
  });

  it('is read anew by a renewal', async () => {
    const path = await file(await ci.idToken({ ...claims, jti: 'second' }));
    const { obtained } = await stand.signIn(
      { given: {}, recipe: { roleArn, provider: 'oidc', webIdentityTokenFile: path }, browser: undefined, context },
      webIdentity,
    );
    expect(obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
  });

  it('keeps no relative path, and no standard input', async () => {
    const token = await ci.idToken(claims);
    const path = relative(process.cwd(), await file(token));
    expect(
      (await stand.signIn({ given: { ...(await given(token)), webIdentityTokenFile: path }, context }, webIdentity))
        .obtained.learned,
    ).to.include({ webIdentityTokenFile: join(folder, 'token') });
    expect(
      (await stand.signIn({ given: { ...(await given(token)), webIdentityTokenFile: '-' }, context }, webIdentity))
        .obtained.learned,
    ).to.not.have.property('webIdentityTokenFile');
  });

  it('is found in the JSON of a CI service', async () => {
    const { obtained } = await stand.signIn(
      { given: await given(JSON.stringify({ count: 1, value: await ci.idToken(claims) })), context },
      webIdentity,
    );
    expect(obtained.account).to.equal('111122223333');
  });

  for (const [what, make, kind, message] of [
    ['an access token', () => ci.idToken({ ...claims, token_use: 'access' }), 'usage', 'This is an access token.'],
    [
      'a token of Login with Amazon where an ID token is wanted',
      () => Promise.resolve('Atza|IwEBI'),
      'usage',
      'This is an access token of Login with Amazon.',
    ],
    ['a token that has ended', () => ci.idToken(claims, -7200), 'aws', /^This token ended at /],
    [
      'a token that is too long',
      () => ci.idToken({ ...claims, more: 'x'.repeat(20_000) }),
      'usage',
      /is not taken: STS allows 4 to 20,000/,
    ],
    [
      'a token without a subject',
      () => ci.idToken({ ...claims, sub: undefined as unknown as string }),
      'usage',
      'This token lacks what AWS looks for: sub.',
    ],
    ['something else', () => Promise.resolve('opaque'), 'usage', 'This is no JWT (an access token, perhaps).'],
  ] as const) {
    it(`is recognised before STS is asked: ${what}`, async () => {
      const problem = await stand.refusal(
        { given: await given(await make(), { provider: 'oidc' }), context },
        webIdentity,
      );
      expect(problem.kind).to.equal(kind);
      if (typeof message === 'string') expect(problem.message).to.equal(message);
      else expect(problem.message).to.match(message);
      expect(stand.sandbox.log.count('sts')).to.equal(0);
    });
  }

  it('is what AWS says it is where that cannot be seen here: for another audience, of another person, forged', async () => {
    const refuse = async (token: string): Promise<string> => {
      const problem = await stand.refusal({ given: await given(token), context }, webIdentity);
      return problem instanceof Refusal ? problem.facts.code : problem.message;
    };
    expect(await refuse(await ci.idToken({ ...claims, aud: 'another' }))).to.equal('InvalidIdentityToken');
    expect(await refuse(await ci.idToken({ ...claims, sub: 'repo:octo/evil' }))).to.equal('AccessDenied');
    const [header, , signature] = (await ci.idToken({ ...claims, sub: 'repo:octo/evil' })).split('.');
    const [, payload] = (await ci.idToken(claims)).split('.');
    expect(await refuse([header, payload, signature].join('.'))).to.equal('InvalidIdentityToken');
  });
});
