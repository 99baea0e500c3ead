import { expect } from 'chai';
import { Problem, cancelled } from '../../src/core/problem.js';
import { tryToKeep } from '../../src/core/try-to-keep.js';

describe('trying to keep something', () => {
  it('gives the failure of a file back, and lets everything else out', async () => {
    const full = new Problem('file', 'Cannot write it: no space left on the device (ENOSPC).');
    expect(await tryToKeep(() => Promise.reject(full))).to.equal(full);
    expect(await tryToKeep(() => Promise.resolve())).to.equal(undefined);
    for (const other of [cancelled(), new Problem('aws', 'No.'), new TypeError('a mistake')])
      expect(await tryToKeep(() => Promise.reject(other)).catch((error: unknown) => error)).to.equal(other);
  });
});
