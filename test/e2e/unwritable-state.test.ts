import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('our own files, where they cannot be written', () => {
  let fixture: Fixture;
  let state: string;
  let recipes: string;

  before(async () => {
    fixture = await openFixture();
    state = fixture.home.file('.local', 'state', 'git-codecommit');
    recipes = fixture.home.file('.config', 'git-codecommit', 'recipes.ini');
    await fixture.setUp('--keep-source', '--clone', 'clone');
    const withMfa = fixture.common.map((word) => (word === fixture.role.arn ? fixture.roleWithMfa.arn : word));
    const second = await fixture.codecommit([
      ...withMfa,
      ...['--yes', '--keep-source', '--profile', 'with-mfa', '--git-scope', 'none', '--no-verify'],
      ...['--mfa-code', fixture.ana.device.code()],
    ]);
    expect(second.code, second.stderr).to.equal(0);
  });
  after(() => fixture.clear());

  const said = ({ stderr }: { readonly stderr: string }): string => stderr.replace(/\s+/g, ' ');
  /** Something in the place of a document of private state that is no file, so that nobody can write it, root included. */
  const obstruct = async (of: string, document: string): Promise<string> => {
    const path = join(state, `${createHash('sha256').update(of).digest('hex').slice(0, 32)}.${document}.json`);
    await rm(path, { force: true });
    await mkdir(path);
    return path;
  };
  /** Runs with a file in the place of the whole folder of private state. */
  const withoutFolder = async <T>(work: () => Promise<T>): Promise<T> => {
    await rename(state, `${state}-aside`);
    await writeFile(state, 'not a folder\n');
    try {
      return await work();
    } finally {
      await rm(state);
      await rename(`${state}-aside`, state);
    }
  };
  const nextCode = (): string => {
    fixture.sandbox.clock.advance(30_000);
    return fixture.ana.device.code();
  };
  const end = async (): Promise<void> => {
    const file = fixture.home.file('.aws', 'credentials');
    const ended = 'x_security_token_expires = 2020-01-01T00:00:00Z';
    await writeFile(file, (await readFile(file, 'utf8')).replace(/x_security_token_expires = \S+/g, ended));
  };
  const refusing = async <T>(role: Fixture['role'], work: () => Promise<T>): Promise<T> => {
    const { trust } = role;
    role.trust = { Version: '2012-10-17', Statement: [] };
    try {
      return await work();
    } finally {
      role.trust = trust;
    }
  };

  it('hide nothing of what AWS says when it refuses a refresh', async () => {
    const without = await refusing(fixture.role, () =>
      withoutFolder(() => fixture.codecommit(['refresh', 'my-app', '--force', '--yes'])),
    );
    expect(without.code, without.stderr).to.equal(4);
    expect(said(without)).to.include('AssumeRole: AccessDenied');
    const code = nextCode();
    const withCode = await refusing(fixture.roleWithMfa, () =>
      withoutFolder(() => fixture.codecommit(['refresh', 'with-mfa', '--force', '--yes', '--mfa-code', code])),
    );
    expect(withCode.code, withCode.stderr).to.equal(4);
    expect(said(withCode)).to.include('AssumeRole: AccessDenied');
  });

  it('keep nobody from a refresh where only the memory of used codes is lost', async () => {
    const obstacle = await obstruct(fixture.ana.device.serialNumber, 'codes');
    const { code, stderr } = await fixture.codecommit([
      'refresh',
      'with-mfa',
      '--force',
      '--yes',
      '--mfa-code',
      nextCode(),
    ]);
    expect(code, stderr).to.equal(0);
    await rm(obstacle, { recursive: true });
  });

  it('are named where they keep a refresh from being written, and nothing is', async () => {
    const file = fixture.home.file('.aws', 'credentials');
    const before = await readFile(file, 'utf8');
    const { code, stderr } = await withoutFolder(() => fixture.codecommit(['refresh', 'my-app', '--force', '--yes']));
    expect(code, stderr).to.equal(6);
    expect(stderr.replace(/\s+/g, '')).to.include(`${state}/`);
    expect(await readFile(file, 'utf8')).to.equal(before);
  });

  it('do not hide that a refresh has worked, nor the other way round', async () => {
    const file = fixture.home.file('.aws', 'credentials');
    const before = await readFile(file, 'utf8');
    const recipe = await readFile(recipes, 'utf8');
    // So that a refresh has something to write.
    await writeFile(recipes, recipe.replace(/^arn = .*\n/m, ''));
    await chmod(recipes, 0o400);
    const json = await fixture.codecommit(['refresh', 'my-app', '--force', '--yes', '--json']);
    expect(json.code, json.stderr).to.equal(6);
    expect(json.stdout).to.equal('');
    expect(said(json)).to.include('Profile my-app has new credentials, but not all could be kept for the next time');
    expect(said(json)).to.include('it is marked read-only');
    expect(await readFile(file, 'utf8')).to.not.equal(before);
    await end();
    const git = await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone') });
    expect(git.code, git.stderr).to.equal(0);
    await end();
    const printed = await fixture.codecommit(['export', 'my-app']);
    expect(printed.code, printed.stderr).to.equal(0);
    expect(printed.stdout).to.include('AWS_SESSION_TOKEN');
    expect(said(printed)).to.include('but not all could be kept for the next time');
    await chmod(recipes, 0o600);
    await writeFile(recipes, recipe);
  });

  it('hide nothing of what AWS says inside Git', async () => {
    await end();
    const obstacle = await obstruct('my-app', 'renewal');
    const { code, stderr } = await refusing(fixture.role, () =>
      fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone'), env: { GIT_TERMINAL_PROMPT: '0' } }),
    );
    expect(code).to.equal(128);
    expect(stderr).to.match(
      /^git-credential-codecommit: The session of the profile 'my-app' ended .*assume this role/m,
    );
    const after = await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone') });
    expect(after.code, after.stderr).to.equal(0);
    await rm(obstacle, { recursive: true });
  });

  it('keep the doctor from no cause', async () => {
    const { code, stdout, stderr } = await refusing(fixture.role, () =>
      withoutFolder(() => fixture.codecommit(['doctor', '--json'], { cwd: fixture.home.file('clone') })),
    );
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include('"id":"push"');
  });

  it('say what was written already where setup fails by them', async () => {
    const obstacle = await obstruct('third', 'files');
    const { code, stderr } = await fixture.codecommit([
      'setup',
      '--method',
      'assume-role',
      '--source-profile',
      'my-app-source',
      '--role-arn',
      fixture.role.arn,
      '--profile',
      'third',
      '--region',
      'eu-west-1',
      '--git-scope',
      'none',
      '--no-verify',
      '--yes',
    ]);
    expect(code, stderr).to.equal(6);
    expect(said({ stderr })).to.include('is not a regular file');
    expect(await readFile(recipes, 'utf8')).to.not.include('[third]');
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.not.include('[third]');
    await rm(obstacle, { recursive: true });
  });

  it('tell what was found where the report cannot be saved', async () => {
    await mkdir(fixture.home.file('taken'));
    await rm(fixture.home.file('.gitconfig'));
    const { code, stderr } = await fixture.codecommit(['doctor', '--report', fixture.home.file('taken')], {
      cwd: fixture.home.file('clone'),
    });
    expect(code, stderr).to.equal(6);
    expect(said({ stderr })).to.include('taken is not a regular file').and.include('Credential helper');
  });
});
