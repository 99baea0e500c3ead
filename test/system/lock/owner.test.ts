import { expect } from 'chai';
import { lifeOf, newOwner, parseOwner } from '../../../src/system/lock/owner.js';

describe('the owner of a lock', () => {
  it('is read back as it was written', () => {
    const owner = newOwner();
    expect(parseOwner(owner.token)).to.deep.equal(owner);
    expect(parseOwner(`${owner.token}x`)).to.equal(undefined);
    expect(newOwner().token).to.not.equal(owner.token);
  });

  it('of this process is alive; with its id reused by another process it is dead', function () {
    const owner = newOwner();
    if (process.platform === 'linux') {
      expect(lifeOf(owner)).to.equal('alive');
      expect(lifeOf({ ...owner, started: '1' })).to.equal('dead');
    } else {
      expect(lifeOf(owner)).to.equal('unknown');
    }
    expect(lifeOf({ ...owner, space: 'elsewhere' })).to.equal('unknown');
    expect(lifeOf({ ...owner, pid: 0 })).to.equal('unknown');
  });
});
