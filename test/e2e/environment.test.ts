import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/** The variables in export lines. */
const variablesIn = (lines: string): Record<string, string> =>
  Object.fromEntries([...lines.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']));

describe('the environment-variable route', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let lines: string;

  before(async () => {
    fixture = await openFixture();
    const { code, stdout, stderr } = await fixture.codecommit(
      [...fixture.common, '--yes', '--save-to', 'environment'],
      {
        env: { SHELL: '/bin/bash' },
      },
    );
    expect(code, stderr).to.equal(0);
    lines = stdout;
  });
  after(() => fixture.clear());

  it('prints export lines for the shell and writes no credentials', () => {
    expect(Object.keys(variablesIn(lines))).to.deep.equal([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_CREDENTIAL_EXPIRATION',
    ]);
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });

  it('sets a helper without a profile, which Git then uses with those variables', async () => {
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.not.include('--profile');
    const { code, stderr } = await fixture.home.run('git', ['clone', '-q', fixture.app.url], {
      env: variablesIn(lines),
    });
    expect(code, stderr).to.equal(0);
  });

  it('keeps a recipe, by which export renews them', async () => {
    const { code, stdout, stderr } = await fixture.codecommit([
      'export',
      '--recipe',
      'environment',
      '--source-keys-file',
      fixture.keysFile,
    ]);
    expect(code, stderr).to.equal(0);
    expect(variablesIn(stdout)['AWS_ACCESS_KEY_ID'])
      .to.match(/^ASIA/)
      .and.not.equal(variablesIn(lines)['AWS_ACCESS_KEY_ID']);
  });

  it('are renewed by export alone: refresh says so, and writes no profile', async () => {
    const { code, stdout, stderr } = await fixture.codecommit([
      'refresh',
      '--force',
      '--source-keys-file',
      fixture.keysFile,
    ]);
    expect([code, stdout], stderr).to.deep.equal([2, '']);
    expect(stderr).to.include('in no profile').and.include('eval "$(git codecommit export --recipe environment)"');
    const exported = await fixture.codecommit(['export', '--source-keys-file', fixture.keysFile]);
    expect(variablesIn(exported.stdout)['AWS_ACCESS_KEY_ID'], exported.stderr).to.match(/^ASIA/);
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });

  it('has the name of no profile', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--profile', 'environment']);
    expect(code, stderr).to.equal(2);
    expect(stderr.replace(/\s+/g, ' ')).to.include('it stands for the credentials in the environment');
  });

  describe('at a terminal', () => {
    const atTerminal = async (...more: string[]): Promise<string> => {
      const terminal = fixture.wizard([...fixture.common, '--yes', '--save-to', 'environment', ...more], {
        variables: { SHELL: '/bin/bash' },
      });
      await terminal.ends(0, 90_000);
      return terminal.text();
    };

    it('shows no secret, but the line that puts them into the shell', async () => {
      const text = await atTerminal();
      expect(text).to.match(/^eval "\$\(git codecommit export --recipe environment\)"$/m);
      expect(text).to.not.include('AWS_SECRET_ACCESS_KEY').and.not.match(/ASIA/);
    });

    it('shows the secrets with --show, and they are good', async () => {
      const text = await atTerminal('--show');
      expect(text).to.not.include('eval ');
      expect(Object.keys(variablesIn(text))).to.deep.equal([
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'AWS_CREDENTIAL_EXPIRATION',
      ]);
      const { code, stderr } = await fixture.home.run('git', ['ls-remote', fixture.app.url], {
        env: variablesIn(text),
      });
      expect(code, stderr).to.equal(0);
    });
  });
});
