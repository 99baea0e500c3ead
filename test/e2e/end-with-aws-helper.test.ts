import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { endSessions } from './stage-conversation.js';
import { setStage } from './stage.js';
import type { Stage } from './stage.js';

describe('the end of a session, with the AWS CLI\'s own helper', function () {
  this.timeout(180_000);
  let stage: Stage;
  before(needs('aws'));
  before(async () => { stage = await setStage(); });
  after(() => stage.clear());

  it('is a bare 403, of which setup has said what to do, and that does it', async () => {
    const pull = () => stage.home.run('git', ['-C', 'clone', 'pull']);
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--keep-source', '--helper', 'aws', '--clone', 'clone']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^ *lasts until +\S+ \S+; then Git says 403:\s+`git codecommit refresh my-app`$/m);
    expect(stderr).to.include('If Git ever says 403: `git codecommit doctor`');
    expect((await pull()).code).to.equal(0);
    stage.sandbox.world.lastSession.expire();
    await endSessions(stage);
    expect(await pull()).to.deep.equal({ code: 1, stdout: '', stderr: `fatal: unable to access '${stage.app.url}/': The requested URL returned error: 403\n` });
    const refreshed = await stage.codecommit(['refresh', 'my-app']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect((await pull()).code).to.equal(0);
  });
});
