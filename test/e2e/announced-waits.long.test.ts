import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('what takes longer than a second', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
    fixture.sandbox.faults.add({ kind: 'slow', milliseconds: 1600 });
  });
  afterEach(() => fixture.clear());

  const setUp = (): string[] => [...fixture.common, '--no-verify', '--yes'];

  it('says at a terminal what it waits for, calls to AWS included, and leaves nothing of it behind', async () => {
    const at = fixture.wizard(setUp());
    await at.waitFor(/Waiting for AWS \(AssumeRole\)$/m);
    await at.ends(0, 120_000);
    expect(at.text()).to.not.include('Waiting for AWS');
  });

  it('says so in lines of their own where nothing can be drawn again', async () => {
    const at = fixture.wizard(setUp(), { variables: { ACCESSIBLE: '1' } });
    await at.ends(0, 120_000);
    expect(at.text()).to.match(/^Waiting for AWS \(AssumeRole\)…$/m);
  });

  it('says nothing of it in a script, and with --quiet', async () => {
    const script = await fixture.codecommit(setUp());
    expect(script.code, script.stderr).to.equal(0);
    expect(script.stderr).to.not.include('Waiting for');
    const at = fixture.wizard([...setUp(), '--quiet']);
    await at.ends(0, 120_000);
    expect(at.raw()).to.not.include('Waiting for');
  });
});
