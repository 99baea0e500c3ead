import { expect } from 'chai';
import { systemClock } from '../../src/system/clock.js';

describe('the clock', () => {
  it('tells the time', () => {
    const before = Date.now();
    expect(systemClock.now().getTime()).to.be.within(before, Date.now() + 1);
  });

  it('sleeps at least as long as it is told, and not at all for no time', async () => {
    const started = performance.now();
    await systemClock.sleep(30);
    // Timers may fire a fraction of a millisecond early.
    expect(performance.now() - started).to.be.at.least(29);
    await systemClock.sleep(0);
    await systemClock.sleep(-5);
  });

  it('wakes up when the signal aborts, and rejects', async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(600_000, controller.signal).then(
      () => 'slept',
      (error: unknown) => (error as Error).name,
    );
    controller.abort();
    expect(await sleep).to.equal('AbortError');
    expect(
      await systemClock.sleep(0, controller.signal).then(
        () => 'slept',
        (error: unknown) => (error as Error).name,
      ),
    ).to.equal('AbortError');
  });

  it('can sleep longer than a timer of Node can count', async () => {
    const controller = new AbortController();
    let awake = false;
    const sleep = systemClock.sleep(2 ** 33, controller.signal).then(
      () => (awake = true),
      () => undefined,
    );
    await systemClock.sleep(50);
    expect(awake).to.equal(false);
    controller.abort();
    await sleep;
  });
});
