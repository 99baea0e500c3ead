import { expect } from 'chai';
import type { Ended } from '../helpers/run.js';
import { systemWithHelper, type SystemHelper, type SystemWithHelper } from '../helpers/stored-passwords.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const systems: Readonly<Record<SystemHelper, string>> = { osxkeychain: 'macOS', manager: 'Windows' };
const section = 'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper';

for (const [helper, system] of Object.entries(systems) as [SystemHelper, string][]) {
  describe(`beside ${helper}, which Git on ${system} has for every server`, function () {
    this.timeout(120_000);
    let fixture: Fixture;
    let store: SystemWithHelper;
    before(async () => {
      fixture = await openFixture();
      store = await systemWithHelper(helper, fixture.home);
      const { code, stderr } = await fixture.codecommit(
        [...fixture.common, '--yes', '--keep-source', '--git-scope', 'none'],
        { env: store.env },
      );
      expect(code, stderr).to.equal(0);
    });
    after(() => fixture.clear());
    afterEach(async () => {
      await fixture.home.write('.gitconfig', fixture.sandbox.gitConfig());
      await fixture.home.run('rm', ['-rf', 'clone']);
      await store.forget();
    });

    const git = (args: readonly string[], input?: string): Promise<Ended> =>
      fixture.home.run('git', args, { env: store.env, ...(input === undefined ? {} : { input }) });
    const setUp = async (scope: string): Promise<void> => {
      const { code, stderr } = await fixture.codecommit(
        [...fixture.common, '--yes', '--overwrite', '--git-scope', scope],
        {
          env: store.env,
        },
      );
      expect(code, stderr).to.equal(0);
    };
    const filled = async (): Promise<string> =>
      (await git(['credential', 'fill'], `url=${fixture.app.url}\n\n`)).stdout;

    for (const scope of ['region', 'all', 'repository']) {
      it(`has nothing of CodeCommit's stored with the settings for ${scope}, and ours answers`, async () => {
        await setUp(scope);
        expect(await git(['clone', '-q', fixture.app.url, 'clone'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await git(['-C', 'clone', 'fetch'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await store.stored()).to.deep.equal([]);
        expect(await filled()).to.include(`username=${fixture.sandbox.aws.lastSession.accessKeyId}%`);
      });
    }

    it('goes on keeping the passwords of other servers', async () => {
      await setUp('region');
      await git(['credential', 'approve'], 'protocol=https\nhost=github.com\nusername=ana\npassword=other\n\n');
      expect(await store.stored()).to.deep.equal(['https|github.com||ana|other']);
      expect((await git(['credential', 'fill'], 'url=https://github.com/a/b\n\n')).stdout).to.include('password=other');
    });

    it('would have stored a copy, and answered with it when its session had ended, without the empty helper', async () => {
      await setUp('region');
      const own =
        (await git(['config', '--global', '--get-all', section])).stdout.split('\n').find((value) => value !== '') ??
        '';
      await git(['config', '--global', '--replace-all', section, own]);
      expect(await git(['clone', '-q', fixture.app.url, 'clone'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      const first = fixture.sandbox.aws.lastSession;
      expect(await store.stored()).to.have.lengthOf(1);
      expect((await store.stored())[0]).to.match(
        new RegExp(
          `^https\\|git-codecommit\\.eu-west-1\\.amazonaws\\.com\\|v1/repos/my-app\\|${first.accessKeyId}%.*Z[0-9a-f]{64}$`,
        ),
      );
      first.expire();
      const { code } = await fixture.codecommit(['refresh', 'my-app', '--force']);
      expect(code).to.equal(0);
      expect((await git(['-C', 'clone', 'fetch'])).stderr).to.include('The requested URL returned error: 403');
      expect(await filled()).to.include(`username=${first.accessKeyId}%`);
      await setUp('region');
      expect(await git(['-C', 'clone', 'fetch'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    });
  });
}
