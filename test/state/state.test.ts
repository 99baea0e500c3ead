import { expect } from 'chai';

import { Problem } from '../../src/core/problem.js';
import { openState, openUsedCodes } from '../../src/state/state.js';

function memory() {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (path: string) => Promise.resolve(texts.get(path)),
    edit: (path: string, change: (old: string | undefined) => string | undefined) => {
      const text = change(texts.get(path));
      if (text !== undefined) texts.set(path, text);
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
  const ana = 'arn:aws:iam::111122223333:mfa/ana';

  it('gives each code once, to its own device, whichever process asks', async () => {
    const files = memory();
    const process = () => openUsedCodes(openState(files, '/state'));
    const [first, second] = [process(), process()];
    expect(await first.take(ana, '123456')).to.equal(true);
    expect(await first.take(ana, '123456')).to.equal(false);
    expect(await second.take(ana, '123456')).to.equal(false);
    expect(await second.take('arn:aws:iam::111122223333:mfa/bob', '123456')).to.equal(true);
    expect(await second.take(ana, '654321')).to.equal(true);
    expect(await first.take(ana, '654321')).to.equal(false);
    const both = await Promise.all([first.take(ana, '111111'), second.take(ana, '111111')]);
    expect(both.filter(Boolean)).to.have.lengthOf(1);
  });

  it('knows a code of a variable however many were used after it, up to a hundred, and keeps no more', async () => {
    const files = memory();
    const codes = Array.from({ length: 150 }, (_, index) => String(index).padStart(6, '0'));
    for (const code of codes) await openUsedCodes(openState(files, '/state')).take(ana, code);
    const again: boolean[] = [];
    for (const code of codes.slice(-100)) again.push(await openUsedCodes(openState(files, '/state')).take(ana, code));
    expect(again.filter(Boolean)).to.deep.equal([]);
    expect((JSON.parse([...files.texts.values()].join('')) as unknown[]).length).to.equal(100);
  });

  it('is that of this process alone where nothing can be written or read', async () => {
    const full = () => Promise.reject(new Problem('file', 'No space left on the device.'));
    const used = openUsedCodes({ change: full });
    expect(await used.take('serial', '123456')).to.equal(true);
    expect(await used.take('serial', '123456')).to.equal(false);
    expect(await used.take('serial', '654321')).to.equal(true);
  });

  it('begins anew where it is damaged', async () => {
    const files = memory();
    const state = openState(files, '/state');
    files.texts.set(state.path('serial', 'codes'), '{');
    expect(await openUsedCodes(state).take('serial', '123456')).to.equal(true);
    expect(await openUsedCodes(state).take('serial', '123456')).to.equal(false);
  });

  it('keeps no code in clear', async () => {
    const files = memory();
    await openUsedCodes(openState(files, '/state')).take('serial', '123456');
    expect([...files.texts.values()].join('')).to.not.include('123456');
  });
});
