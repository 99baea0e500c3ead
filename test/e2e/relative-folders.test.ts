import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const variables = [
  'GIT_CODECOMMIT_HOME',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_LOGIN_CACHE_DIRECTORY',
] as const;

describe('a variable that names a folder or file by a relative path', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let clone: string;

  beforeEach(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--clone', 'clone');
    clone = fixture.home.file('clone');
  });
  afterEach(() => fixture.clear());

  const inHome = async (): Promise<string> =>
    (await fixture.home.run('sh', ['-c', 'find . -type f -exec cksum {} + | sort -k 3'])).stdout;
  const end = async (): Promise<void> => {
    const file = fixture.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
  };
  /** What a hostile clone would have put there: a recipe and a profile that run a program of its own. */
  async function baited(): Promise<string> {
    const caught = fixture.home.file('caught');
    const bait = fixture.home.file('clone', 'bait');
    await writeFile(bait, `#!/bin/sh\ntouch '${caught}'\n`);
    await chmod(bait, 0o755);
    const files = {
      'ours/recipes.ini': `[my-app]\nmethod = "process"\nregion = "eu-west-1"\ncommand = "${bait}"\n`,
      'ours/state/tokens.json': '{}',
      credentials:
        '[my-app]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = ' +
        't\nx_security_token_expires = 2020-01-01T00:00:00Z\n',
      config: `[profile my-app]\ncredential_process = ${bait}\n`,
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(fixture.home.file('clone', path)), { recursive: true });
      await writeFile(fixture.home.file('clone', path), text);
    }
    return caught;
  }

  it('runs nothing in a clone that has a folder of that name, when Git fetches', async () => {
    const caught = await baited();
    await end();
    // What is given whole is followed, so that the bait is known to work.
    await fixture.home.run('git', ['fetch'], {
      cwd: clone,
      env: { GIT_CODECOMMIT_HOME: fixture.home.file('clone', 'ours') },
    });
    expect(existsSync(caught)).to.equal(true);
    await fixture.home.run('rm', [caught]);
    const before = await readdir(clone, { recursive: true });
    for (const [name, value] of [
      ['GIT_CODECOMMIT_HOME', 'ours'],
      ['GIT_CODECOMMIT_HOME', './ours'],
      ['AWS_SHARED_CREDENTIALS_FILE', 'credentials'],
      ['AWS_CONFIG_FILE', 'config'],
    ] as const) {
      const { code, stderr } = await fixture.home.run('git', ['fetch'], { cwd: clone, env: { [name]: value } });
      expect(code, stderr).to.equal(128);
      expect(stderr).to.contain(`${name} is no absolute path: ${value}.`);
      expect(stderr.split('\n').filter((line) => line.startsWith('git-credential-codecommit: '))).to.have.lengthOf(1);
    }
    expect(existsSync(caught)).to.equal(false);
    expect(await readdir(clone, { recursive: true })).to.deep.equal(before);
  });

  it('ends every command with one clear line and 2, with nothing asked and nothing written', async () => {
    await baited();
    const before = await inHome();
    fixture.sandbox.log.clear();
    const commands = [
      [...fixture.common, '--yes'],
      [...fixture.common, '--yes', '--dry-run'],
      ['refresh', 'my-app', '--force'],
      ['doctor'],
      ['doctor', '--fix'],
      ['doctor', '--repair-git'],
      ['doctor', '--repair-files'],
      ['status'],
      ['remove', 'my-app', '--yes'],
      ['export', 'my-app'],
      ['share', 'my-app'],
    ];
    for (const [index, words] of commands.entries()) {
      for (const name of index === 0 ? [...variables, 'HOME'] : [variables[index % variables.length] ?? '']) {
        const { code, stdout, stderr } = await fixture.codecommit(words, { cwd: clone, env: { [name]: 'ours' } });
        expect({ code, stdout }, `${name} ${words.join(' ')}: ${stderr}`).to.deep.equal({ code: 2, stdout: '' });
        expect(stderr.replace(/\s+/g, ' ')).to.contain(`${name} is no absolute path: ours.`);
      }
    }
    expect(fixture.sandbox.log.entries).to.have.lengthOf(0);
    expect(await inHome()).to.equal(before);
  });

  it('is passed over in those of XDG, which say so themselves', async () => {
    const { code, stderr } = await fixture.codecommit(['status'], {
      cwd: clone,
      env: { XDG_CONFIG_HOME: 'ours', XDG_STATE_HOME: 'ours', XDG_DATA_HOME: 'ours', XDG_CACHE_HOME: 'ours' },
    });
    expect(code, stderr).to.equal(0);
  });

  it('is no file of certificates either', async () => {
    await end();
    await writeFile(
      fixture.home.file('clone', 'ca.pem'),
      await readFile(fixture.sandbox.environment()['AWS_CA_BUNDLE'] ?? '', 'utf8'),
    );
    const { code, stderr } = await fixture.codecommit(['refresh', 'my-app', '--force'], {
      cwd: clone,
      env: { AWS_CA_BUNDLE: 'ca.pem' },
    });
    expect(code, stderr).to.equal(2);
    expect(stderr.replace(/\s+/g, ' ')).to.contain('AWS_CA_BUNDLE is no absolute path: ca.pem.');
  });
});
