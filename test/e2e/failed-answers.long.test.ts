import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Ended } from '../helpers/run.js';
import { Clients, sessionKeys } from '../sandbox/clients.js';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../sandbox/aws/policy.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'codecommit:*', Resource: '*' },
};
const forbidden = /The requested URL returned error: 403/;
const ours = /^git-credential-codecommit: .*$/m;

describe('an answer to Git that may have failed', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let clone: string;

  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--clone', 'clone');
    clone = fixture.home.file('clone');
  });
  after(() => fixture.clear());
  beforeEach(async () => {
    await rm(memory(), { recursive: true, force: true });
    fixture.role.policies.splice(0, Infinity, everything);
    fixture.sandbox.faults.clear();
    await unmanagedKeys();
    fixture.sandbox.log.clear();
  });

  const memory = (): string => fixture.home.file('.local', 'state', 'git-codecommit', 'answers');
  const remembered = (): Promise<string[]> => readdir(memory()).catch(() => []);
  const answers = async (): Promise<string[]> => (await remembered()).filter((name) => !name.includes('-'));
  const pull = (env: Record<string, string> = {}): Promise<Ended> =>
    fixture.home.run('git', ['pull', '-q'], { cwd: clone, env });
  const checks = (): number => fixture.sandbox.log.count('GetCallerIdentity');
  const session = () => fixture.sandbox.aws.lastSession;

  /** A session that somebody else put into the profile, so that nothing can renew it. */
  async function unmanagedKeys(): Promise<void> {
    const keys = sessionKeys(
      await new Clients(fixture.sandbox)
        .sts(fixture.ana.key)
        .send(new AssumeRoleCommand({ RoleArn: fixture.role.arn, RoleSessionName: 'ana' })),
    );
    await rm(fixture.home.file('.aws', 'credentials'));
    await fixture.home.addProfile('my-app', keys);
    await rm(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), { force: true });
  }

  async function failsOnce(): Promise<void> {
    const { code, stderr } = await pull();
    expect({ code, stderr }).to.deep.equal({
      code: 1,
      stderr: `fatal: unable to access '${fixture.app.url}/': The requested URL returned error: 403\n`,
    });
    expect(checks()).to.equal(0);
  }

  async function stopsWith(reason: string): Promise<void> {
    const { code, stderr } = await pull();
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      `git-credential-codecommit: ${reason}\nfatal: credential helper '${await helper()}' told us to quit\n`,
    );
  }

  const helper = async (): Promise<string> =>
    (await fixture.home.run('git', ['config', '--get-urlmatch', 'credential.helper', fixture.app.url])).stdout.trim();

  it('leaves nothing behind where Git was let in', async () => {
    for (let times = 0; times < 2; times += 1) expect(await pull()).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    expect(await remembered()).to.deep.equal([]);
    expect(checks()).to.equal(0);
  });

  it('is explained the next time, when the session has ended at AWS', async () => {
    session().expire();
    await failsOnce();
    await stopsWith(
      "AWS says that the session of the profile 'my-app' has ended. git-codecommit did not set it up. Renew " +
        'it as it was made, or set it up once: git codecommit',
    );
    expect(checks()).to.equal(1);
  });

  it('is explained the next time, when AWS does not know the session any more', async () => {
    session().invalidate();
    await failsOnce();
    await stopsWith(
      "AWS does not know the session of the profile 'my-app' any more. git-codecommit did not set it up. " +
        'Renew it as it was made, or set it up once: git codecommit',
    );
  });

  it("is explained the next time, when the role's sessions were revoked", async () => {
    fixture.role.revokeSessions();
    await failsOnce();
    await stopsWith(
      "AWS refuses everything to the session of the profile 'my-app': it was revoked. git-codecommit did not " +
        'set it up. Renew it as it was made, or set it up once: git codecommit',
    );
  });

  it('is asked about once a minute, and explained by whoever comes within it', async () => {
    session().expire();
    await failsOnce();
    const many = await Promise.all(Array.from({ length: 5 }, () => pull()));
    // While one looks, the others go on; what it finds counts for those who come later.
    for (const { code, stderr } of many) {
      expect(code).to.equal(1);
      expect(stderr).to.satisfy((text: string) => text.includes('error: 403') || ours.test(text));
    }
    const later = await pull();
    expect(later.stderr).to.match(ours).and.include('has ended');
    expect(checks()).to.equal(1);
  });

  it("stops nobody whose session is good: a right that is missing is Git's to tell", async () => {
    fixture.role.policies.splice(0, Infinity);
    await failsOnce();
    for (let times = 0; times < 2; times += 1) {
      const { code, stderr } = await pull();
      expect(code).to.equal(1);
      expect(stderr).to.match(forbidden).and.not.match(ours);
    }
    expect(checks()).to.equal(1);
    fixture.role.policies.push(everything);
    expect(await pull()).to.deep.include({ code: 0 });
  });

  it('stops nobody whom a policy forbids just this repository', async () => {
    fixture.role.policies.push({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: 'codecommit:*',
        Resource: fixture.role.account.arn('codecommit', 'my-app', 'eu-west-1'),
      },
    });
    await failsOnce();
    const { stderr } = await pull();
    expect(stderr).to.match(forbidden).and.not.match(ours);
    expect(checks()).to.equal(1);
  });

  it('stops nobody after a repository that is not there, and looks once', async () => {
    const gone = await fixture.home.run('git', ['ls-remote', fixture.app.url.replace('my-app', 'gone')]);
    expect(gone.stderr).to.include('not found');
    for (let times = 0; times < 3; times += 1) expect(await pull()).to.deep.include({ code: 0, stderr: '' });
    expect(checks()).to.equal(1);
    expect(await answers()).to.deep.equal([]);
  });

  it('stops nobody while AWS cannot be asked', async () => {
    session().expire();
    await failsOnce();
    fixture.sandbox.faults.add({ kind: 'unreachable' }, { on: 'sts.eu-west-1.amazonaws.com' });
    const { stderr } = await pull();
    expect(stderr).to.match(forbidden).and.not.match(ours);
  });

  it('waits three seconds for AWS, and no longer', async () => {
    session().expire();
    await failsOnce();
    fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts' });
    const started = performance.now();
    const { stderr } = await pull();
    expect(stderr).to.match(forbidden).and.not.match(ours);
    // Three seconds, and what starting everything takes on a busy machine; the SDK alone would wait thirty.
    expect(performance.now() - started)
      .to.be.above(2_900)
      .and.below(20_000);
  });

  it('is remembered by hashes alone, for this user only', async () => {
    session().expire();
    await failsOnce();
    await pull();
    const names = await remembered();
    expect(names).to.have.lengthOf(2);
    for (const name of names) {
      const file = `${memory()}/${name}`;
      expect((await fixture.home.run('stat', ['-c', '%a', file])).stdout).to.equal('600\n');
      const text = `${name} ${await readFile(file, 'utf8')}`;
      expect(text).to.match(/^[0-9a-f]{16} [0-9a-f]{32}\n$|^[0-9a-f]{32}-\d+ \d+ ended\n$/);
      for (const secret of [session().accessKeyId, session().secretAccessKey, session().sessionToken])
        expect(text).to.not.include(secret);
    }
  });

  it('is no reason to fail where nothing can be written', async () => {
    await rm(memory(), { recursive: true, force: true });
    await writeFile(memory(), 'a file in its place');
    try {
      expect(await pull()).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      session().expire();
      for (let times = 0; times < 2; times += 1)
        expect((await pull()).stderr)
          .to.match(forbidden)
          .and.not.match(ours);
      expect(checks()).to.equal(0);
    } finally {
      await rm(memory());
    }
  });

  it('is forgotten by store wherever the state lies', async () => {
    const places: Record<string, string>[] = [
      { GIT_CODECOMMIT_HOME: fixture.home.file('own place') },
      { GIT_CODECOMMIT_HOME: '~/tilde' },
      { XDG_STATE_HOME: fixture.home.file('xdg') },
      { XDG_STATE_HOME: 'not/absolute' },
    ];
    for (const place of places) {
      expect(await pull(place), JSON.stringify(place)).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    }
    const left = await fixture.home.run('find', [fixture.home.path, '-path', '*/answers/*']);
    expect(left.stdout).to.equal('');
    const folders = await fixture.home.run('find', [fixture.home.path, '-name', 'answers']);
    expect(folders.stdout.trim().split('\n').sort()).to.deep.equal(
      [
        memory(),
        fixture.home.file('own place', 'state', 'answers'),
        fixture.home.file('tilde', 'state', 'answers'),
        fixture.home.file('xdg', 'git-codecommit', 'answers'),
      ].sort(),
    );
  });

  describe('of a profile that needs nobody', () => {
    beforeEach(async () => {
      await rm(fixture.home.file('.aws', 'credentials'));
      await fixture.setUp('--keep-source');
      fixture.sandbox.log.clear();
    });

    it('ends in a new session, and a pull that works', async () => {
      session().invalidate();
      await failsOnce();
      expect(await pull()).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      expect(fixture.sandbox.log.count('AssumeRole')).to.equal(1);
    });

    it("ends in a new session after all of the role's were revoked", async () => {
      fixture.role.revokeSessions();
      await failsOnce();
      // AWS revokes what was handed out up to this second.
      fixture.sandbox.clock.advance(2_000);
      expect(await pull()).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    });

    it('names the command that does not stop at a profile that looks good', async () => {
      session().expire();
      fixture.role.trust = { Version: '2012-10-17', Statement: [] };
      await failsOnce();
      const { stderr } = await pull();
      expect(stderr)
        .to.match(ours)
        .and.include("AWS says that the session of the profile 'my-app' has ended.")
        .and.include('git codecommit refresh my-app --force');
    });
  });
});
