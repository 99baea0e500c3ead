import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Ended } from '../helpers/run.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const escaped = (text: string): string => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** How a service may write down what it was sent. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in JSON': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
};

const codes = ['AccessDenied', 'ValidationError', 'SomethingNew'] as const;

describe('an answer of AWS that repeats the request', function () {
  this.timeout(300_000);
  let fixture: Fixture;
  let ways: Readonly<Record<string, readonly string[]>>;
  const more: string[] = [];

  before(async () => {
    fixture = await openFixture();
    const { sandbox, home, ana } = fixture;
    const account = sandbox.aws.account('444455556666');
    const ci = oddProvider(sandbox, 'ci.example.com');
    const webRole = account.role('FromWeb', {
      trust: webIdentityTrust(account.openIdProvider(ci.issuer, ['sts.amazonaws.com']).arn, {}),
    });
    const token = await ci.idToken({ aud: 'sts.amazonaws.com', sub: 'me' });
    const idp = await sandbox.aws.identityProvider();
    const saml = account.samlProvider('Corp', idp.metadata);
    const samlRole = account.role('FromSaml', { trust: saml.trust() });
    const response = await idp.response({ roles: [`${samlRole.arn},${saml.arn}`] });
    await fixture.setUp('--keep-source', '--clone', 'clone');
    const session = sandbox.aws.lastSession;
    const block = await home.write(
      'keys.env',
      `export AWS_ACCESS_KEY_ID=${session.accessKeyId}\nexport ` +
        `AWS_SECRET_ACCESS_KEY=${session.secretAccessKey}\nexport AWS_SESSION_TOKEN=${session.sessionToken}\n`,
    );
    more.push(ana.key.secretAccessKey, token, response);
    const common = ['setup', '--repository', fixture.app.url, '--yes', '--profile', 'other', '--git-scope', 'none'];
    ways = {
      keys: [...common, '--method', 'keys', '--keys-file', block],
      'web-identity': [
        ...common,
        '--method',
        'web-identity',
        '--role-arn',
        webRole.arn,
        '--web-identity-token-file',
        await home.write('token', token),
      ],
      saml: [...common, '--method', 'saml', '--saml-response-file', await home.write('response', response)],
      'assume-role': [
        ...common,
        '--method',
        'assume-role',
        '--role-arn',
        fixture.role.arn,
        '--source-profile',
        'my-app',
      ],
    };
  });
  after(() => fixture.clear());
  afterEach(() => fixture.sandbox.faults.clear());

  const secrets = (): string[] => [
    ...more,
    ...fixture.sandbox.aws.sessions.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
  ];

  /** All ways to write any part of 16 characters of a secret; of long ones some parts. */
  const expectNone = (said: string, where: string): void => {
    for (const secret of secrets()) {
      for (let at = 0; at + 16 <= Math.min(secret.length, 400); at += 7) {
        const part = secret.slice(at, at + 16);
        for (const written of [
          part,
          encodeURIComponent(part),
          JSON.stringify(part).slice(1, -1).replaceAll('/', '\\/'),
        ])
          expect(said, where).to.not.include(written);
      }
      expect(said, where).to.not.include(Buffer.from(secret.slice(0, 30)).toString('base64').slice(4, -4));
    }
  };

  /** @param known what else whoever reads the answer has */
  const repeat = (code: string, form: string, known = ''): void => {
    const write = forms[form] ?? String;
    fixture.sandbox.faults.add(
      {
        kind: 'repeat',
        status: code === 'AccessDenied' ? 403 : 400,
        body: (request) => {
          const parts = request
            .split('\n')
            .filter((line) => /token|assertion/i.test(line))
            .map((line) => write(line.replace(/^[\w-]+: /, '')));
          return (
            `<ErrorResponse><Error><Code>${code}</Code><Message>You sent ` +
            `${escaped([...parts, write(known)].join(' and '))}</Message></Error></ErrorResponse>`
          );
        },
      },
      { on: 'sts' },
    );
  };

  for (const form of Object.keys(forms)) {
    for (const code of codes) {
      it(`${form}, with ${code}, is said without a secret`, async () => {
        repeat(code, form);
        const runs: readonly Promise<Ended>[] = Object.values(ways).flatMap((args) =>
          [['--debug'], ['--json']].map((wordy) => fixture.codecommit([...args, ...wordy])),
        );
        for (const { code: exit, stdout, stderr } of await Promise.all(runs)) {
          expect(exit, stderr).to.equal(4);
          expectNone(stdout + stderr, `${stdout}\n${stderr}`);
        }
      });
    }

    it(`${form}, is said without a secret by the doctor, in its document and in its report`, async () => {
      repeat('SomethingNew', form);
      const file = fixture.home.file(`report-${Object.keys(forms).indexOf(form)}`);
      const [plain, document] = [
        await fixture.codecommit(['doctor', '--all', '--report', file], { cwd: fixture.home.file('clone') }),
        await fixture.codecommit(['doctor', '--json'], { cwd: fixture.home.file('clone') }),
      ];
      expect(JSON.parse(document.stdout)).to.have.property('ok', false);
      expectNone(
        [plain.stderr, plain.stdout, document.stdout, document.stderr, await readFile(file, 'utf8')].join('\n'),
        plain.stderr,
      );
    });

    it(`${form}, is said without a secret by the helper inside Git, and kept so`, async () => {
      await endSessions(fixture);
      repeat('SomethingNew', form, fixture.ana.key.secretAccessKey);
      const { code, stderr } = await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone') });
      expect(code, stderr).to.equal(128);
      expect(stderr).to.include('[secret]');
      expectNone(stderr, stderr);
      const { stdout: kept } = await fixture.home.run('sh', ['-c', 'cat .local/state/git-codecommit/*.renewal.json']);
      expect(kept).to.include('[secret]');
      expectNone(kept, kept);
      fixture.sandbox.faults.clear();
      expect((await fixture.codecommit(['refresh', 'my-app'])).code).to.equal(0);
    });
  }

  it('is no reason to hide anything from those who are to have it: export, and Git', async () => {
    const { stdout } = await fixture.codecommit(['export', 'my-app']);
    expect(stdout).to.include(fixture.sandbox.aws.lastSession.sessionToken);
    const filled = await fixture.home.run('git', ['credential', 'fill'], { input: `url=${fixture.app.url}\n\n` });
    expect(filled.stdout).to.include(fixture.sandbox.aws.lastSession.sessionToken);
  });

  it('is not said either by what nobody caught, of the command or of the helper inside Git', async () => {
    const thrower = await fixture.home.write(
      'thrower.cjs',
      `const ours = Symbol.for('git-codecommit.secrets');
const request = require('node:https').request;
require('node:https').request = (...given) => {
  const known = [...(globalThis[ours] ?? [])];
  setTimeout(() => { throw Object.assign(new Error('Odd: ' + known.join(' ')), { known }); }, 0);
  return request(...given);
};
`,
    );
    const env = { NODE_OPTIONS: `--require=${thrower}`, NODE_COMPILE_CACHE: undefined };
    const ended = await fixture.codecommit(['refresh', 'my-app', '--force', '--debug'], { env });
    expect(ended.code, ended.stderr).to.equal(1);
    expect(ended.stderr).to.match(/Something unexpected happened: Error: Odd: .*\[secret\]/s);
    await endSessions(fixture);
    const fetched = await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone'), env });
    expect(fetched.code).to.equal(128);
    expect(fetched.stderr).to.match(/^git-credential-codecommit: Something unforeseen went wrong: Odd: .*\[secret\]/m);
    for (const { stdout, stderr } of [ended, fetched])
      for (const secret of secrets()) expect(stdout + stderr).to.not.contain(secret);
  });
});
