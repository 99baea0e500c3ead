import { sentence } from '../../src/core/advice/advice.js';
import { awsLogin } from '../../src/core/advice/other-programs.js';
import { plainText } from '../../src/core/advice/say.js';
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Credentials } from '../../src/core/credentials.js';
import type { Problem } from '../../src/core/problem.js';
import { consoleLogin } from '../../src/methods/console-login.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { ConsoleSession } from '../sandbox/aws/console-session.js';

const known = { describes: '', longTerm: false, managed: false };
const profiles = [
  { name: 'console', ...known, loginSession: true },
  { name: 'keys', ...known },
];

describe('using the session of `aws login`', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let session: ConsoleSession;
  let home: FurnishedHome;
  let cacheFile: string;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
  });
  beforeEach(async () => {
    sandbox.log.clear();
    session = sandbox.aws.consoleSession(sandbox.aws.account('111122223333').user('ana'));
    home = await furnishedHome(sandbox);
    await home.write(
      '.aws/config',
      `[profile console]\nregion = eu-west-1\nlogin_session = ${session.name}\n\n[profile ` +
        `keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n`,
    );
    cacheFile = home.file('.aws', 'login', 'cache', `${createHash('sha256').update(session.name).digest('hex')}.json`);
  });
  afterEach(() => home.remove());

  /** What `aws login` leaves behind; `minutes` are left of the keys' life. */
  const login = async (minutes = 14): Promise<void> => {
    await mkdir(home.file('.aws', 'login', 'cache'), { recursive: true });
    const file = JSON.parse(session.cacheFile()) as { accessToken: object };
    const accessToken = { ...file.accessToken, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString() };
    await writeFile(cacheFile, JSON.stringify({ ...file, accessToken }), { mode: 0o600 });
  };
  const signIn = (options: Partial<SignInOptions> = {}): Promise<SignedIn> => {
    const aws = awsSeeing(sandbox.environment(), home.path);
    const source = async (): Promise<{ credentials: Credentials; identity: () => Promise<never> }> => ({
      credentials: await aws.profileCredentials('console', { region: 'eu-west-1' }),
      identity: () => Promise.reject(new Error('not asked')),
    });
    return signInWith(consoleLogin, {
      aws,
      given: { sourceProfile: 'console' },
      localFacts: { profiles },
      context: { source },
      ...options,
    });
  };

  it('takes the keys that are there while they live', async () => {
    await login();
    const { obtained } = await signIn();
    expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect((obtained.credentials.expiration?.getTime() ?? 0) - Date.now()).to.be.within(13 * 60_000, 14 * 60_000);
    expect(sandbox.log.entries).to.deep.equal([]);
  });

  it('has them renewed without anybody, with the proof that AWS asks for, and the next refresh token kept', async () => {
    for (const minutes of [-5, 3]) {
      await login(minutes);
      const before = await readFile(cacheFile, 'utf8');
      const { obtained } = await signIn();
      expect(sandbox.log.of('CreateOAuth2Token').at(-1)).to.include({ status: 200, caller: session.name });
      expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
      const after = JSON.parse(await readFile(cacheFile, 'utf8')) as {
        refreshToken: string;
        dpopKey: string;
        tokenType: string;
      };
      expect(session.knows(after.refreshToken)).to.equal(true);
      expect(before).to.contain(after.tokenType);
      expect((await stat(cacheFile)).mode & 0o777).to.equal(0o600);
    }
  });

  it('has them renewed once, however many processes want it', async () => {
    await login(-5);
    const program = fileURLToPath(new URL('../system/aws/profile-keys.ts', import.meta.url));
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const runs = await Promise.all(
      Array.from({ length: 4 }, () =>
        home.run(process.execPath, ['--import', 'tsx', program, home.path, 'console'], { cwd }),
      ),
    );
    expect(runs.map(({ stderr }) => stderr).join('')).to.equal('');
    expect(new Set(runs.map(({ stdout }) => stdout))).to.deep.equal(new Set([sandbox.aws.lastSession.accessKeyId]));
    expect(sandbox.log.count('CreateOAuth2Token')).to.equal(1);
  });

  for (const ended of ['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED'] as const) {
    it(`says what to run when it is over: ${ended}`, async () => {
      await login(-5);
      session.ended = ended;
      const problem = (await rejection(signIn())) as Problem;
      expect(problem).to.deep.include({ kind: 'aws', hint: sentence`Run: ${awsLogin('console')}` });
    });
  }

  it('says what to run when there is none', async () => {
    expect(await rejection(signIn())).to.deep.include({ kind: 'aws', hint: sentence`Run: ${awsLogin('console')}` });
    await mkdir(home.file('.aws', 'login', 'cache'), { recursive: true });
    await writeFile(cacheFile, '{"cut');
    expect(await rejection(signIn())).to.deep.include({ kind: 'aws', hint: sentence`Run: ${awsLogin('console')}` });
  });

  it('tells a network that is down from a session that is over', async () => {
    await login(-5);
    const stop = sandbox.faults.add({ kind: 'unreachable' }, { on: 'eu-west-1.signin.aws.amazon.com', times: 9 });
    expect(await rejection(signIn())).to.include({ kind: 'network' });
    stop();
  });

  it('offers the profiles that have one, and refuses the others', async () => {
    await login();
    const { prompts } = await signIn({ given: {}, person: ['console'] });
    expect(prompts[0]?.choices?.map(({ value }) => value)).to.deep.equal(['console']);
    const problem = (await rejection(signIn({ given: { sourceProfile: 'keys' } }))) as Problem;
    expect(problem).to.include({ kind: 'usage', question: 'sourceProfile' });
    expect(plainText(problem.hint ?? ''))
      .to.contain('aws login --profile keys')
      .and.contain('--method process');
  });

  it('says so where there is nothing to choose, and where nobody is there', async () => {
    const nothing = (await rejection(signIn({ given: {}, person: [], localFacts: { profiles: [] } }))) as Problem;
    expect(plainText(nothing.hint ?? '')).to.contain('`aws login`');
    expect(((await rejection(signIn({ given: {} }))) as Problem).message).to.contain('--source-profile');
  });
});
