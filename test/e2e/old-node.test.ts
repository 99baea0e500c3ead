import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { oldestNode } from '../../src/core/ports/program.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import type { Ended } from '../helpers/run.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const root = join(import.meta.dirname, '..', '..');

describe('an old Node', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let node12: string;

  before(needs('node12'));
  before(async () => {
    fixture = await openFixture();
    const { stdout } = await run('/bin/sh', ['-c', 'command -v node12'], { env: cleanEnvironment() });
    node12 = stdout.trim();
  });
  after(() => fixture.clear());

  const tooOld =
    /^git-codecommit needs Node 20\.19 or newer; this is Node 12\.\d+\.\d+ \(\/[^\n]*\)\. Install a newer one: https:\/\/nodejs\.org\n$/;

  for (const words of [[], ['-h'], ['--version'], ['setup', '--yes'], ['doctor', 'x'], ['__complete', '--', 'r']])
    it(`is one line to the wizard: ${words.join(' ') || 'nothing else'}`, async () => {
      const { code, stdout, stderr } = await fixture.home.run(node12, [fixture.program, ...words]);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
      expect(stderr).to.match(tooOld);
    });

  it('is one line, wherever the command is a link and Node is what PATH has', async () => {
    await fixture.home.run('mkdir', ['bin']);
    await symlink(node12, fixture.home.file('bin', 'node'));
    await symlink(fixture.program, fixture.home.file('bin', 'git-codecommit'));
    const env = { PATH: `${fixture.home.file('bin')}:${process.env['PATH'] ?? ''}` };
    const { code, stderr } = await fixture.home.run('git', ['codecommit', 'status'], { env });
    expect(code).to.equal(1);
    expect(stderr).to.match(tooOld);
    const npm = await run(node12, [join(root, 'scripts', 'start.cjs'), 'setup'], { env: cleanEnvironment() });
    expect(npm.code).to.equal(1);
    expect(npm.stderr).to.match(tooOld);
  });

  it('is one document with --json', async () => {
    const { code, stderr } = await fixture.home.run(node12, [fixture.program, 'status', '--json']);
    expect(code).to.equal(1);
    const { error, log } = JSON.parse(stderr) as { error: Record<string, unknown>; log: unknown };
    expect(error).to.include({ kind: 'failed', exitCode: 1, hint: 'Install a newer one: https://nodejs.org' });
    expect(log).to.deep.equal([]);
  });

  it('answers Git while the session lasts, and says what it takes where it has ended, with a command that runs', async () => {
    await fixture.setUp();
    const { protocol, host, pathname } = new URL(fixture.app.url);
    const get = (): Promise<Ended> =>
      fixture.home.run(
        fixture.program.replace(/git-codecommit\.js$/, 'git-credential-codecommit'),
        ['--node', node12, '--profile', 'my-app', 'get'],
        {
          env: { PATH: process.env['PATH'] },
          input: `protocol=${protocol.slice(0, -1)}\nhost=${host}\npath=${pathname.slice(1)}\n\n`,
        },
      );
    const answered = await get();
    expect(answered.stderr).to.equal('');
    expect(answered.stdout).to.match(/^username=ASIA/);

    const path = fixture.home.file('.aws', 'credentials');
    const text = await readFile(path, 'utf8');
    const ended = text.replace(/^(x_security_token_expires = ).*$/m, (_, key: string) => `${key}2020-01-01T00:00:00Z`);
    expect(ended).to.not.equal(text);
    await fixture.home.write('.aws/credentials', ended);
    const refused = await get();
    expect(refused.stdout).to.equal('quit=1\n');
    expect(refused.stderr).to.match(
      /^git-credential-codecommit: The session [^\n]* ago\)\. New credentials take Node 20\.19 or newer, and Git's helper runs on 12\.\d+\.\d+ here\. Run: [^\n]*\n$/,
    );
    const [, command = ''] = /Run: (.*)$/m.exec(refused.stderr) ?? [];
    expect(command).to.equal(`${fixture.program} refresh my-app`);
    const typed = await fixture.home.run('/bin/sh', ['-c', `${command} --source-keys-file '${fixture.keysFile}'`], {
      env: { PATH: process.env['PATH'] },
    });
    expect(typed.code, typed.stderr).to.equal(0);
    expect((await get()).stdout).to.match(/^username=ASIA/);
  });
});

describe('the oldest Node', () => {
  it('is the same to npm, to the doctor and to what stands in front of the command', async () => {
    const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
    expect(engines.node).to.equal(`>=${oldestNode.join('.')}`);
    const script = await readFile(join(root, 'scripts', 'demand-node.cjs'), 'utf8');
    expect(script).to.contain(`wanted = [${oldestNode.join(', ')}];`);
  });
});
