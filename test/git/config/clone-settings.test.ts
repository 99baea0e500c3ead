import { mkdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { saySetting, saySettings, steeringSections, steeringSettings } from '../../../src/git/config/clone-settings.js';
import { readEntries } from '../../../src/git/config/entries.js';
import { systemGit } from '../../../src/system/git/git.js';
import type { Git } from '../../../src/core/ports/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';

describe('what a clone brings', () => {
  let home: TemporaryHome;
  let git: Git;
  beforeEach(async () => {
    home = await temporaryHome();
    git = systemGit(home.environment());
    await git.run(['init', '-q', home.file('clone')]);
  });
  afterEach(() => home.remove());

  const add = (text: string) => writeFile(home.file('clone', '.git', 'config'), text, { flag: 'a' });
  const found = async (by: Pick<Git, 'run'> = git) =>
    steeringSettings(await readEntries(by, home.file('clone'), { keys: steeringSections })).map(({ key }) => key);

  it('is every program, helper, proxy, certificate and address that it names', async () => {
    await add(
      '[core]\n\taskPass = a\n\tsshCommand = a\n\tgitProxy = a\n\tfsmonitor = a\n[credential ' +
        '"https://h"]\n\thelper = a\n[http "https://h"]\n\tproxy = a\n\tsslCert = a\n\tcurloptResolve = ' +
        'a\n\tsomethingNew = a\n[remote "o"]\n\tvcs = a\n\tproxy = a\n\tuploadpack = a\n[url "x"]\n\tinsteadOf ' +
        '= a\n\tpushInsteadOf = a\n[protocol "ext"]\n\tallow = always\n[alias]\n\tcodecommit = ' +
        '!a\n[pager]\n\tcodecommit = a\n',
    );
    expect((await found()).sort()).to.deep.equal([
      'alias.codecommit',
      'core.askpass',
      'core.fsmonitor',
      'core.gitproxy',
      'core.sshcommand',
      'credential.https://h.helper',
      'http.https://h.curloptresolve',
      'http.https://h.proxy',
      'http.https://h.somethingnew',
      'http.https://h.sslcert',
      'pager.codecommit',
      'protocol.ext.allow',
      'remote.o.proxy',
      'remote.o.uploadpack',
      'remote.o.vcs',
      'url.x.insteadof',
      'url.x.pushinsteadof',
    ]);
  });

  it('is not what names nothing of the kind, nor what the user has set for all', async () => {
    await add(
      '[core]\n\tfsmonitor = true\n\tbare = false\n[credential]\n\thelper =\n\tuseHttpPath = ' +
        'true\n[http]\n\tpostBuffer = 1\n\temptyAuth = true\n[remote "o"]\n\turl = https://h/\n\tfetch = a\n',
    );
    await writeFile(home.file('.gitconfig'), '[http]\n\tproxy = http://p\n[credential]\n\thelper = store\n');
    expect(await found()).to.deep.equal([]);
  });

  it('is found in files that it includes, and with a Git that tells no scopes', async () => {
    await mkdir(home.file('x'));
    await writeFile(home.file('x', 'more'), '[http]\n\tproxy = http://p\n');
    await writeFile(home.file('.gitconfig'), '[credential]\n\thelper = store\n');
    await add(`[include]\n\tpath = ${home.file('x', 'more')}\n[credential]\n\thelper = a\n`);
    expect(await found()).to.deep.equal(['http.proxy', 'credential.helper']);
    const old: Pick<Git, 'run'> = {
      run: (args, options) =>
        args.includes('--show-scope')
          ? Promise.resolve({ code: 129, stdout: '', stderr: 'usage' })
          : git.run(args, options),
    };
    expect(await found(old)).to.deep.equal(['http.proxy', 'credential.helper']);
  });

  it('is shown without a login and without a trick', () => {
    expect(
      saySetting({
        scope: 'local',
        origin: 'file:.git/config',
        key: 'http.proxy',
        value: 'http://ana:secret@p\u001b[2J',
      }),
    ).to.equal('http.proxy = http://p\\x1b[2J (.git/config)');
  });

  it('is told in a few lines, however much it is, and nothing hides behind many of another kind', () => {
    const entry = (key: string) => ({ scope: 'local', origin: 'file:.git/config', key, value: 'a' });
    const many = Array.from({ length: 5000 }, (_, index) => entry(`url.x${index}.insteadof`));
    const said = saySettings([...many, entry('credential.https://h.helper'), entry('core.sshcommand')]);
    expect(said).to.have.length(13);
    expect(said.slice(0, 3).map((one) => one.split(' ')[0])).to.deep.equal([
      'url.x0.insteadof',
      'credential.https://h.helper',
      'core.sshcommand',
    ]);
    expect(said.at(-1)).to.equal('4990 more');
    expect(saySettings(many.slice(0, 12))).to.deep.equal(many.slice(0, 12).map(saySetting));
  });
});
