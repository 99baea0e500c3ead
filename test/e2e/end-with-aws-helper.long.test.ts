import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { hide, whatSetupSaid } from './end-screens.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { waysToSignIn, withVariables } from './ways-to-sign-in.js';
import type { WayToSignIn } from './ways-to-sign-in.js';

const written = join(import.meta.dirname, '..', 'conversations', 'end-with-aws-helper.txt');
const heading = `# How the end of a session is met with the AWS CLI's own helper, which renews nothing: setup has said which command to
# run, and Git says no more than a number. UPDATE_CONVERSATIONS=1 writes these screens down anew.
`;
/** One way for each method: what AWS says to a renewal makes no difference here. */
const ways = waysToSignIn.filter(
  ({ title }) => !/^The same|for once$|pasted$/.test(title) || title === 'Keys that were pasted',
);

describe("the end of a session, with the AWS CLI's own helper", function () {
  this.timeout(300_000);
  let fixture: Fixture;
  before(needs('aws'));
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  it('is a bare 403, of which setup has said what to do, and that does it', async () => {
    const pull = () => fixture.home.run('git', ['-C', 'clone', 'pull']);
    const { code, stderr } = await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--keep-source',
      '--helper',
      'aws',
      '--clone',
      'clone',
    ]);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^ *lasts until +\S+ \S+; then Git says 403:\s+`git codecommit refresh my-app`$/m);
    expect(stderr).to.include('If Git ever says 403: `git codecommit doctor`');
    expect((await pull()).code).to.equal(0);
    fixture.sandbox.aws.lastSession.expire();
    await endSessions(fixture);
    expect(await pull()).to.deep.equal({
      code: 1,
      stdout: '',
      stderr: `fatal: unable to access '${fixture.app.url}/': The requested URL returned error: 403\n`,
    });
    const refreshed = await fixture.codecommit(['refresh', 'my-app']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect((await pull()).code).to.equal(0);
  });

  describe('is met as it was written down', () => {
    const sections = new Map<string, string>();
    const update = process.env['UPDATE_CONVERSATIONS'] === '1';

    for (const way of ways) {
      it(way.title, async () => {
        const screen = await meet(way);
        sections.set(way.title, screen);
        if (update) return;
        const all = (await readFile(written, 'utf8')).split(/^(?=== )/m);
        expect(screen.trimEnd()).to.equal(all.find((section) => section.startsWith(`== ${way.title}\n`))?.trimEnd());
      });
    }

    it('for every way, and for nothing else', async () => {
      if (update) await writeFile(written, `${heading}\n${[...sections.values()].join('\n')}`);
      const titles = [...(await readFile(written, 'utf8')).matchAll(/^== (.*)$/gm)].map(([, title]) => title);
      expect(titles).to.deep.equal(ways.map(({ title }) => title));
    });
  });
});

/** What setup has said, and the screen on which Git meets the end. */
async function meet(way: WayToSignIn): Promise<string> {
  const bare = await openFixture();
  try {
    const fixture = withVariables(bare, () => ({ ...way.variables?.(), GIT_CODECOMMIT_HELPER: 'aws' }));
    const said = whatSetupSaid(await way.setUp(fixture));
    expect(
      (await fixture.home.run('git', ['config', '--global', '--get-regexp', '^credential.*helper'])).stdout,
    ).to.include('!aws codecommit credential-helper');
    fixture.sandbox.aws.lastSession.expire();
    await endSessions(fixture);
    const { code, stdout, stderr } = await fixture.home.run('git', ['-C', 'clone', 'pull']);
    return `${hide([`== ${way.title}`, '-- setup has said', ...(said === '' ? [] : [said]), '-- with anybody', '$ git pull', `${stderr}${stdout}= exit ${code}`].join('\n'), fixture)}\n`;
  } finally {
    await way.leave?.();
    await bare.clear();
  }
}
