import { expect } from 'chai';

import { Problem } from '../../src/core/problem.js';
import { openState, openUsedCodes } from '../../src/state/state.js';

function memory() {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (path: string) => Promise.resolve(texts.get(path)),
    edit: (path: string, change: (old: string | undefined) => string | undefined) => {
      texts.set(path, change(texts.get(path)) ?? '');
      return Promise.resolve();
    },
    remove: (path: string) => {
      texts.delete(path);
      return Promise.resolve();
    },
  };
}

describe('the private state', () => {
  it('gives back what was written, other alphabets too', async () => {
    const state = openState(memory(), '/state');
    await state.write('dev', 'tokens', { refresh: 'déjà' });
    expect(await state.read('dev', 'tokens')).to.deep.equal({ refresh: 'déjà' });
    expect(await state.read('dev', 'renewal')).to.equal(undefined);
    await state.remove('dev', 'tokens');
    expect(await state.read('dev', 'tokens')).to.equal(undefined);
  });

  it("never makes a file name out of a profile's name", async () => {
    const files = memory();
    await openState(files, '/state').write('../../etc/passwd', 'tokens', {});
    expect([...files.texts.keys()][0]).to.match(/^\/state\/[0-9a-f]{32}\.tokens\.json$/);
  });

  it('names a damaged file', async () => {
    const files = memory();
    const state = openState(files, '/state');
    files.texts.set(state.path('dev', 'tokens'), '{');
    const failure = await state.read('dev', 'tokens').catch((error: unknown) => error);
    expect(failure).to.have.property('kind', 'file');
  });
});

describe('the memory of used codes', () => {
  it('knows a code for some minutes, for its own device only', async () => {
    let now = new Date('2026-11-23T12:00:00Z');
    const used = openUsedCodes(openState(memory(), '/state'), () => now);
    await used.markUsed('arn:aws:iam::111122223333:mfa/ana', '123456');
    expect(await used.wasUsed('arn:aws:iam::111122223333:mfa/ana', '123456')).to.equal(true);
    expect(await used.wasUsed('arn:aws:iam::111122223333:mfa/bob', '123456')).to.equal(false);
    now = new Date('2026-11-23T12:06:00Z');
    expect(await used.wasUsed('arn:aws:iam::111122223333:mfa/ana', '123456')).to.equal(false);
  });

  it('knows no code of a clock that was ahead, and keeps none', async () => {
    const files = memory();
    let now = new Date('2027-11-23T12:00:00Z');
    const used = openUsedCodes(openState(files, '/state'), () => now);
    await used.markUsed('serial', '123456');
    now = new Date('2026-11-23T12:00:00Z');
    expect(await used.wasUsed('serial', '123456')).to.equal(false);
    await used.markUsed('serial', '654321');
    now = new Date('2027-11-23T12:00:00Z');
    expect(await used.wasUsed('serial', '123456')).to.equal(false);
  });

  it('is that of this process alone where nothing can be written or read', async () => {
    const full = () => Promise.reject(new Problem('file', 'No space left on the device.'));
    const used = openUsedCodes({ read: full, write: full }, () => new Date('2026-11-23T12:00:00Z'));
    expect(await used.wasUsed('serial', '123456')).to.equal(false);
    await used.markUsed('serial', '123456');
    expect(await used.wasUsed('serial', '123456')).to.equal(true);
    expect(await used.wasUsed('serial', '654321')).to.equal(false);
  });

  it('keeps no code in clear', async () => {
    const files = memory();
    await openUsedCodes(openState(files, '/state'), () => new Date()).markUsed('serial', '123456');
    expect([...files.texts.values()].join('')).to.not.include('123456');
  });
});
