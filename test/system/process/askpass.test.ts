import { chmod, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';

import { expect } from 'chai';

import { askCodeAsGitDoes } from '../../../src/system/process/askpass.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe('a program that asks for codes', () => {
  let home: TemporaryHome;
  const before = process.cwd();
  beforeEach(async () => {
    home = await temporaryHome();
    for (const name of ['theirs', 'mine']) {
      await writeFile(home.file(name), `#!/bin/sh\ntouch '${home.file(`${name}.ran`)}'\necho 123456\n`);
      await chmod(home.file(name), 0o755);
    }
    const git = systemGit(home.environment());
    await git.run(['init', '-q', home.file('clone')]);
    await git.run(['config', 'core.askPass', home.file('theirs')], { cwd: home.file('clone') });
    process.chdir(home.file('clone'));
  });
  afterEach(async () => {
    process.chdir(before);
    await home.remove();
  });

  const ask = () =>
    askCodeAsGitDoes('dev', undefined, { env: { GIT_TERMINAL_PROMPT: '0' }, git: systemGit(home.environment()) });

  it('is run where the user has set it, and not where a clone has', async () => {
    expect(await ask()).to.equal(undefined);
    await writeFile(home.file('.gitconfig'), `[core]\n\taskPass = ${home.file('mine')}\n`);
    expect(await ask()).to.equal('123456');
    expect([existsSync(home.file('theirs.ran')), existsSync(home.file('mine.ran'))]).to.deep.equal([false, true]);
  });

  it('is ended where it prints without end, and waited for no longer than it runs', async function () {
    if (process.platform !== 'linux') this.skip();
    await writeFile(home.file('.gitconfig'), `[core]\n\taskPass = ${home.file('mine')}\n`);
    await writeFile(home.file('mine'), '#!/bin/sh\nexec yes\n');
    expect(await ask()).to.equal('');
    // As an agent that it begins may do, in a session of its own.
    const service = home.file('service');
    await writeFile(
      home.file('mine'),
      `#!/bin/sh\nsetsid sh -c 'echo $$ > "${service}"; exec sleep 300' &\n` +
        `while [ ! -s '${service}' ]; do :; done\necho 654321\n`,
    );
    try {
      expect(await ask()).to.equal('654321');
    } finally {
      process.kill(Number(await readFile(service, 'utf8')), 'SIGKILL');
    }
  }).timeout(30_000);
});
