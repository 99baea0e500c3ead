import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { gitRequest } from '../../src/aws/codecommit/git-request.js';
import { Problem } from '../../src/core/problem.js';
import { parseDescription } from '../../src/git/credential-protocol.js';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import { fc } from '../helpers/random.js';

const hosts = [
  'git-codecommit.us-east-1.amazonaws.com',
  'git-codecommit-fips.us-east-1.amazonaws.com',
  'git-codecommit.cn-north-1.amazonaws.com.cn',
  'vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com',
] as const;
const around = [
  '',
  '',
  '.',
  '.evil.example',
  ':443',
  ':8443',
  ':0443',
  ':',
  '@evil.example',
  '/',
  '\\',
  '%2e',
  '\r',
  '\0',
  '\t',
  ' ',
  '\u3002',
  '\u200b',
  '#',
  '?',
  'xn--',
  '.com',
  '\u0131',
  '\u212a',
  '..',
  '-',
] as const;

/** A host that looks like CodeCommit's, or is. */
const host = fc.oneof(
  fc
    .tuple(fc.constantFrom(...around, 'evil.', 'x'), fc.constantFrom(...hosts), fc.constantFrom(...around))
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...hosts), fc.nat(60), fc.constantFrom(...around))
    .map(([name, at, piece]) => name.slice(0, at) + piece + name.slice(at)),
  fc.constantFrom(...hosts).map((name) => name.toUpperCase()),
);
const path = fc
  .array(
    fc.constantFrom(
      'v1/repos/',
      'my-app',
      '.git',
      '/info/lfs',
      '/',
      '..',
      '.',
      '%2e%2e',
      ' ',
      '\r',
      '\0',
      '\\',
      '?x',
      '#',
      'é',
      '\u202e',
      'a'.repeat(101),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const line = fc.oneof(
  fc
    .constantFrom('https', 'https', 'https', 'http', 'ssh', 'HTTPS', 'https\r', 'file')
    .map((protocol) => `protocol=${protocol}`),
  host.map((name) => `host=${name}`),
  path.map((text) => `path=${text}`),
  fc.constantFrom(
    'path=v1/repos/my-app',
    'username=x',
    'wwwauth[]=Basic',
    'capability[]=authtype',
    '__proto__=x',
    'nonsense',
    '=',
    '',
    'quit=1',
    'url=https://evil.example',
    `path=${'a'.repeat(70_000)}`,
    `x=${'y'.repeat(1_000_000)}`,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const question = fc
  .tuple(
    fc.constantFrom('protocol=https\n', 'protocol=https\n', ''),
    host.map((name) => `host=${name}\n`),
    fc.constantFrom('path=v1/repos/my-app\n', ''),
    fc.array(line, { maxLength: 4 }),
  )
  .map(([protocol, name, where, lines]) => protocol + name + where + lines.map((text) => `${text}\n`).join(''));

/** What may be signed, in words of its own: nothing of the program's. */
function maySign({ host: name, path: where }: { host: string; path: string }): boolean {
  const label = '[a-z]{2,}(-[a-z]+)+-[0-9]+';
  return (
    new RegExp(`^(vpce-[a-z0-9-]+\\.)?git-codecommit(-fips)?\\.${label}\\.(vpce\\.)?amazonaws\\.com(\\.cn)?$`).test(
      name,
    ) &&
    /^v1\/repos\/[A-Za-z0-9._-]{1,104}(\/info\/lfs(\/[A-Za-z0-9._-]+)*)?$/.test(where) &&
    !/(^|\/)\.{1,2}(\/|$)/.test(where)
  );
}

describe('the helper, whatever Git or a hostile URL sends', function () {
  this.timeout(120_000);

  it('signs for CodeCommit over https alone: 20,000 questions', () => {
    let signed = 0;
    fc.assert(
      fc.property(question, (text) => {
        const { attributes, fault } = parseDescription(text);
        try {
          const request = gitRequest({ ...attributes, fault });
          if (!request) return;
          signed += 1;
          expect(maySign(request), JSON.stringify(request)).to.equal(true);
          expect(attributes.protocol).to.equal('https');
          expect(attributes.host).to.match(/^[\x21-\x7e]+$/);
        } catch (error) {
          expect(error).to.be.instanceOf(Problem);
          expect((error as Problem).message).to.not.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e\u200b]/);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(signed).to.be.greaterThan(200);
  });

  describe('as it is installed', () => {
    let home: TemporaryHome;
    let dist: string;
    before(async () => {
      dist = built();
      home = await temporaryHome();
      await mkdir(home.file('.aws'), { mode: 0o700 });
      await writeFile(
        home.file('.aws', 'credentials'),
        '[dev]\naws_access_key_id = ASIAMARKED\naws_secret_access_key = s\naws_session_token = marked/token\n',
        { mode: 0o600 },
      );
    });
    after(() => home.remove());

    it('ends quickly with an answer, a refusal or silence: 80 questions', async () => {
      const cases = fc.sample(question, { numRuns: 80 });
      await Promise.all(
        [1, 2, 3].map(async (part) => {
          for (const input of cases.filter((_case, index) => index % 3 === part - 1)) {
            const { code, stdout, stderr } = await run(
              join(dist, 'git-credential-codecommit'),
              ['--profile', 'dev', 'get'],
              { env: home.environment(), cwd: home.path, input },
            );
            const where = JSON.stringify(input.slice(0, 400));
            expect(code, where).to.equal(0);
            if (stdout !== '' && stdout !== 'quit=1\n') {
              const { attributes, fault } = parseDescription(input);
              expect(stdout, where).to.match(
                /^username=ASIAMARKED%marked\/token\npassword=\d{8}T\d{6}Z[0-9a-f]{64}\npassword_expiry_utc=\d+\n$/,
              );
              expect(fault, where).to.equal(undefined);
              expect(
                maySign({
                  host: (attributes.host ?? '').toLowerCase().replace(/:443$/, ''),
                  path: (attributes.path ?? '').replace(/^\/+|\/+$/g, ''),
                }),
                where,
              ).to.equal(true);
            }
            expect(stderr, where).to.not.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e\u200b]|marked\/token/);
          }
        }),
      );
    });
  });
});
