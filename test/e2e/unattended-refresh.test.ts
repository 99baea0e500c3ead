import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { newOwner, ownerOf } from '../../src/system/lock/owner.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a session that ended, met inside Git', () => {
  let fixture: Fixture;
  let askpass: string;

  before(async () => {
    fixture = await openFixture();
    const unattended = await fixture.codecommit([...fixture.common, '--yes', '--keep-source', '--clone', 'clone']);
    expect(unattended.code, unattended.stderr).to.equal(0);
    askpass = await fixture.home.write(
      'askpass',
      `#!/bin/sh\nprintf '%s\\n' "$1" >> '${fixture.home.file('asked')}'\ncat '${fixture.home.file('code')}'\n`,
    );
    await chmod(askpass, 0o755);
  });
  after(() => fixture.clear());

  /** Ends every session by the clock that the helper sees, and at AWS. */
  const end = async (profile = 'my-app'): Promise<void> => {
    const file = fixture.home.file('.aws', 'credentials');
    const text = await readFile(file, 'utf8');
    const [before = '', after = ''] = text.split(`[${profile}]`);
    await writeFile(
      file,
      `${before}[${profile}]${after.replace(/x_security_token_expires = \S+/, 'x_security_token_expires = 2020-01-01T00:00:00Z')}`,
    );
  };
  const fetch = (env: Record<string, string> = {}) =>
    fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone'), env: { GIT_TERMINAL_PROMPT: '0', ...env } });
  const calls = (): number => fixture.sandbox.log.of('AssumeRole').filter(({ status }) => status === 200).length;

  it('is renewed without anybody noticing, with one call to AWS', async () => {
    await end();
    const before = fixture.sandbox.log.entries.length;
    const { code, stderr } = await fetch();
    expect(code, stderr).to.equal(0);
    expect(stderr).to.equal('');
    expect(
      fixture.sandbox.log.entries
        .slice(before)
        .map(({ operation }) => operation)
        .filter((operation) => !operation.startsWith('Git')),
    ).to.deep.equal(['AssumeRole']);
  });

  it('takes away what a killed run left behind, while it is renewed', async () => {
    const { token } = ownerOf({ ...newOwner(), pid: 4_194_303, started: '1' });
    const lock = await fixture.home.write('.aws/credentials.before-git-codecommit.lock', `${token}\n`);
    await end();
    const { code, stderr } = await fetch();
    expect(code, stderr).to.equal(0);
    expect(existsSync(lock)).to.equal(false);
  });

  it('is renewed within its time where a container that shared the home was killed with every lock in its hands', async () => {
    await end();
    const state = fixture.home.file('.local', 'state', 'git-codecommit');
    const name = createHash('sha256').update('my-app').digest('hex').slice(0, 32);
    const locks = [
      ...['turn', 'renewing'].map((document) => join(state, `${name}.${document}.json.lock`)),
      fixture.home.file('.aws', 'credentials.lock'),
    ];
    for (const lock of locks) await writeFile(lock, `${ownerOf({ ...newOwner(), space: 'abcdefabcdef' }).token}\n`);
    const filled = await fixture.home.run('git', ['credential', 'fill'], {
      input: `url=${fixture.app.url}\n\n`,
      timeoutMs: 30_000,
    });
    expect(filled.stdout, filled.stderr).to.contain('password=');
    expect(locks.filter((lock) => existsSync(lock))).to.deep.equal([]);
  });

  it('is renewed once, however many Git processes ask at that moment', async () => {
    await end();
    const before = calls();
    const many = await Promise.all(
      Array.from({ length: 12 }, () =>
        fixture.home.run('git', ['credential', 'fill'], { input: `url=${fixture.app.url}\n\n` }),
      ),
    );
    for (const { code, stderr } of many) expect(code, stderr).to.equal(0);
    expect(new Set(many.map(({ stdout }) => /^username=(.*)$/m.exec(stdout)?.[1])).size).to.equal(1);
    expect(calls() - before).to.equal(1);
  });

  it('stops Git with the reason when AWS says no', async () => {
    await end();
    fixture.role.trust = { Version: '2012-10-17', Statement: [] };
    const { code, stderr } = await fetch();
    expect(code).to.equal(128);
    expect(stderr).to.match(
      /^git-credential-codecommit: The session of the profile 'my-app' ended at 2020-01-01T00:00:00Z .*assume this role/m,
    );
  });

  it('asks for an MFA code in three words, the way Git asks', async () => {
    const args = fixture.common.map((word) => (word === fixture.role.arn ? fixture.roleWithMfa.arn : word));
    const second = await fixture.codecommit([
      ...args,
      '--yes',
      '--keep-source',
      '--profile',
      'with-mfa',
      '--git-scope',
      'region',
      '--mfa-code',
      fixture.ana.device.code(),
    ]);
    expect(second.code, second.stderr).to.equal(0);
    await end('with-mfa');
    fixture.sandbox.clock.advance(30_000);
    await writeFile(fixture.home.file('code'), `${fixture.ana.device.code()}\n`);
    const { code, stderr } = await fetch({ GIT_ASKPASS: askpass });
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('asked'), 'utf8')).to.equal("MFA-code for 'with-mfa':\n");
    expect(stderr).to.include('wants an MFA code');
  });

  it('takes anything but six digits for a refusal, which counts for others too', async () => {
    await end('with-mfa');
    await writeFile(fixture.home.file('code'), '\n');
    await writeFile(fixture.home.file('asked'), '');
    for (const attempt of [1, 2]) {
      const { code, stderr } = await fetch({ GIT_ASKPASS: askpass });
      expect(code, String(attempt)).to.equal(128);
      expect(stderr).to.include('No MFA code was given').and.include('git codecommit refresh with-mfa');
    }
    expect(
      (await readFile(fixture.home.file('asked'), 'utf8')).split('\n').filter((line) => line !== ''),
    ).to.have.length(1);
  });

  it('says which command to run when nobody can be asked', async () => {
    await end('with-mfa');
    await fixture.home.run('rm', ['-rf', '.local/state/git-codecommit']);
    const { code, stderr } = await fetch();
    expect(code).to.equal(128);
    expect(stderr).to.include('A new one wants an MFA code.').and.include('git codecommit refresh with-mfa');
  });
});
