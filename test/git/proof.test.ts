import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { credentialDescription, fillCredential, listHeads } from '../../src/git/proof.js';
import { systemGit } from '../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';

describe('asking real Git whether the settings work', () => {
  let home: TemporaryHome;
  const forgotten: string[] = [];
  const fill = (url: string) =>
    fillCredential(
      url,
      { cwd: home.path },
      {
        git: systemGit(home.environment()),
        forgetPassword: (password) => {
          forgotten.push(password);
          return Promise.resolve();
        },
      },
    );

  beforeEach(async () => {
    home = await temporaryHome();
    forgotten.length = 0;
  });

  afterEach(() => home.remove());

  it('tells the helpers what Git would tell them of the URL', async () => {
    await writeFile(
      home.file('.gitconfig'),
      `[credential]\n\tuseHttpPath = true\n\thelper = "!cat >>'${home.file('told')}'; :"\n`,
    );
    for (const [url, path] of [
      [`https://${host}/v1/repos/app`, 'v1/repos/app'],
      [`https://${host}`, 'v1/repos/any'],
    ] as const) {
      await writeFile(home.file('told'), '');
      await fill(url);
      expect(await readFile(home.file('told'), 'utf8')).to.include(`protocol=https\nhost=${host}\npath=${path}\n`);
      expect(credentialDescription(url)).to.equal(`protocol=https\nhost=${host}\npath=${path}\n\n`);
    }
  });

  it('speaks English, whatever language the person has', async () => {
    await writeFile(home.file('.gitconfig'), `[credential]\n\thelper = "!echo $LC_ALL >'${home.file('told')}'; :"\n`);
    const git = systemGit(home.environment({ LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' }));
    await fillCredential(`https://${host}`, { cwd: home.path }, { git, forgetPassword: () => Promise.resolve() });
    expect(await readFile(home.file('told'), 'utf8')).to.equal('C\n');
  });

  it('brings the login that somebody gave, and lets our helper forget that password', async () => {
    await writeFile(home.file('.gitconfig'), '[credential]\n\thelper = "!echo username=ana; echo password=given; :"\n');
    const { code, login } = await fill(`https://${host}`);
    expect(code).to.equal(0);
    expect([login?.username.reveal(), login?.password.reveal()]).to.deep.equal(['ana', 'given']);
    expect(forgotten).to.deep.equal(['given']);
  });

  it('brings none where nobody gave one, and then there is nothing to forget', async () => {
    const { code, login } = await fill(`https://${host}`);
    expect(code).to.not.equal(0);
    expect(login).to.equal(undefined);
    expect(forgotten).to.deep.equal([]);
  });

  it('asks a remote for its branches', async () => {
    const env = home.environment();
    await run('git', ['init', '--quiet', '--bare', home.file('app.git')], { env });
    const { code, stdout } = await listHeads(home.file('app.git'), { cwd: home.path }, systemGit(env));
    expect([code, stdout]).to.deep.equal([0, '']);
    expect((await listHeads(home.file('none.git'), { cwd: home.path }, systemGit(env))).code).to.not.equal(0);
  });
});
