import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

import { manualPages, roff } from '../../scripts/manual.js';
import { commonFlags } from '../../src/commands/common/flags.js';
import { allCommands } from '../../src/commands/index.js';
import { exitCodes } from '../../src/core/problem.js';
import { methods } from '../../src/methods/index.js';
import { built } from '../helpers/built.js';
import { cleanEnvironment, temporaryHome } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';

const commands = await allCommands();
const pages = await manualPages('1.2.3');

describe('the manual', function () {
  this.timeout(60_000);
  const page = pages['git-codecommit.1'] ?? '';

  it('names every command with its flags, the common flags, every method and every exit code', () => {
    for (const { name, flags } of commands) {
      expect(page).to.include(`.SS "git codecommit ${roff(name)}`);
      for (const flag of [...flags, ...commonFlags]) expect(page).to.include(roff(`--${flag.name}`));
    }
    for (const { id } of methods) expect(page).to.include(`.SS "${roff(id)}: `);
    for (const code of new Set(Object.values(exitCodes))) expect(page).to.include(`.B "${String(code)}"`);
  });

  it('lets no text become a macro, an escape or a hyphen', () => {
    expect(roff(".SH a\n'b \\fI --flag `x`")).to.equal("\\&.SH a\n\\&'b \\efI \\-\\-flag \\fBx\\fP");
  });

  it('is what the build writes, and what package.json names', async () => {
    const dist = built();
    const manifest = JSON.parse(await readFile(join(dist, '..', 'package.json'), 'utf8')) as {
      man: string[];
      version: string;
    };
    for (const [name, text] of Object.entries(await manualPages(manifest.version))) {
      expect(manifest.man).to.include(`dist/man/${name}`);
      expect(await readFile(join(dist, 'man', name), 'utf8')).to.equal(text);
    }
  });

  describe('as man shows it', () => {
    before(needs('man'));

    it('draws no warning, on 80 and on 40 columns', async () => {
      const dist = built();
      for (const columns of ['80', '40']) {
        for (const name of Object.keys(pages)) {
          const { code, stdout, stderr } = await run('man', ['--warnings', '-l', join(dist, 'man', name)], {
            env: cleanEnvironment({ LANG: 'C.UTF-8', MANWIDTH: columns }),
          });
          expect([code, stderr.replace(/^.*(?:cannot adjust line|can't break line).*\n/gm, '')]).to.deep.equal([0, '']);
          expect(stdout).to.include('gitcredentials(7)');
        }
      }
    });

    it('is what `git codecommit --help` opens once it is installed', async () => {
      const home = await temporaryHome();
      try {
        const dist = built();
        await mkdir(home.file('bin'));
        await symlink(join(dist, 'git-codecommit.js'), home.file('bin', 'git-codecommit'));
        // As npm lays it out below its prefix.
        await mkdir(home.file('share', 'man', 'man1'), { recursive: true });
        await symlink(join(dist, 'man', 'git-codecommit.1'), home.file('share', 'man', 'man1', 'git-codecommit.1'));
        const { code, stdout, stderr } = await run('git', ['codecommit', '--help'], {
          env: home.environment({
            PATH: `${home.file('bin')}:/usr/bin:/bin`,
            MANPATH: home.file('share', 'man'),
            MANPAGER: 'cat',
            GIT_PAGER: 'cat',
            LANG: 'C.UTF-8',
          }),
        });
        expect([code, stderr]).to.deep.equal([0, '']);
        expect(stdout).to.match(/git codecommit \[COMMAND\] \[FLAGS\]/);
      } finally {
        await home.remove();
      }
    });
  });
});
