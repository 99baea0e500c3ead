import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { cleanEnvironment } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';
import type { UserPool } from '../sandbox/aws/cognito/user-pool.js';
import { openFixture } from '../e2e/fixture.js';
import type { Fixture } from '../e2e/fixture.js';

const root = resolve(import.meta.dirname, '..', '..');
const script = ['--import=tsx', join(root, 'scripts', 'smoke.ts')];

describe('the smoke script', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  it('asks in every way that CodeCommit could refuse, and reports what it answers', async () => {
    const made = await fixture.codecommit([...fixture.common, '--yes']);
    expect(made.code, made.stderr).to.equal(0);
    fixture.sandbox.log.clear();
    const { code, stdout, stderr } = await run(
      process.execPath,
      [...script, '--profile', 'my-app', '--repository', fixture.app.url],
      { env: fixture.home.environment(), cwd: root },
    );
    expect(code, stderr).to.equal(0);
    const answers: Record<string, string | undefined> = Object.fromEntries(
      [...stdout.matchAll(/^## (.*)\n\nStatus (\d+)/gm)].map(([, asks = '', status]) => [asks, status]),
    );
    expect(answers).to.include({
      'nobody signs in': '401',
      'a good password, to pull': '200',
      'a good password, to push (nothing is pushed)': '200',
      'a password 20 minutes old': '403',
      'a signature that is wrong': '403',
      'a session token that is wrong': '403',
      'an access key that does not exist': '403',
      'a repository that does not exist': '404',
    });
    expect(stdout).to.match(
      /GetRepository: answers\n- GetRepository of one that does not exist: RepositoryDoesNotExistException/,
    );
    expect(stdout).to.include('www-authenticate: Basic');
    expect(stdout).to.not.match(/444455556666|my-app|ASIA[A-Z0-9]{16}|IQoJb3JpZ2luX2VjE(?!XAMPLE)/);
  });

  describe('with an ID token of a user pool with the updated issuer', () => {
    const ask = async (
      trusted: (pool: UserPool) => string,
    ): Promise<Ended & { readonly secrets: readonly string[] }> => {
      const { aws } = fixture.sandbox;
      const users = aws.userPool('eu-west-1', 'my-team', 'UPDATED');
      const client = users.client();
      const identities = aws.identityPool(aws.account('444455556666'), 'eu-west-1');
      identities.allowsClassicFlow = true;
      identities.trusts(trusted(users), client.id);
      const { idToken } = await users.tokens(client, users.user('ana'));
      const file = await fixture.home.write('token', `${idToken}\n`);
      const ended = await run(
        process.execPath,
        [...script, '--identity-pool-id', identities.id, '--id-token-file', file],
        { env: fixture.home.environment(), cwd: root },
      );
      return { ...ended, secrets: [idToken, users.id, identities.id] };
    };

    for (const [what, trusted, says] of [
      ["it is the provider's name", ({ providerName }: UserPool) => providerName, "Settled: it is the provider's name"],
      ['it is the issuer', ({ issuer }: UserPool) => issuer, 'Settled: it is the issuer'],
      ['it is neither', () => 'login.example.com', 'Nothing is settled: does the identity pool know the user pool'],
    ] as const)
      it(`says which key Logins wants, where ${what}`, async () => {
        const { code, stdout, stderr, secrets } = await ask(trusted);
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include(says);
        expect(stdout).to.match(/^- `cognito-idp\.eu-west-1\.amazonaws\.com\/POOL`: (taken|refused\. GetId, \w+:)/m);
        expect(stdout).to.match(
          /^- `issuer-cognito-idp\.eu-west-1\.amazonaws\.com\/POOL`: (taken|refused\. GetId, \w+:)/m,
        );
        for (const secret of secrets) expect(stdout).to.not.include(secret);
      });
  });

  it('says how it is called, and asks nothing, where it was not told whom to ask', async () => {
    const { code, stdout, stderr } = await run(process.execPath, script, { env: cleanEnvironment(), cwd: root });
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^usage: /);
  });
});
