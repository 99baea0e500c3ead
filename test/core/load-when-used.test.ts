import { expect } from 'chai';
import { loadWhenUsed } from '../../src/core/load-when-used.js';

interface Room {
  add(one: number, other: number): Promise<number>;
  fail(): Promise<never>;
}

function watched(): { readonly room: Room; readonly loads: () => number } {
  let loads = 0;
  const room = loadWhenUsed<Room>(() => {
    loads += 1;
    return Promise.resolve({
      add: (one, other) => Promise.resolve(one + other),
      fail: () => Promise.reject(new Error('no')),
    });
  });
  return { room, loads: () => loads };
}

describe('what is loaded when it is used', () => {
  it('is not loaded before, not even where it is handed on by a promise', async () => {
    const { room, loads } = watched();
    expect(await Promise.resolve(room)).to.equal(room);
    expect(loads()).to.equal(0);
  });

  it('is loaded once, and does what the real one does', async () => {
    const { room, loads } = watched();
    expect(await Promise.all([room.add(1, 2), room.add(3, 4)])).to.deep.equal([3, 7]);
    expect(loads()).to.equal(1);
    const error: unknown = await room.fail().catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('message', 'no');
  });
});
