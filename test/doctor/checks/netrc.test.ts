import { expect } from 'chai';

import { readNetrc } from '../../../src/doctor/checks/netrc.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';

describe('the entry of a .netrc that Git would take', () => {
  it('is found with its lines, capitals or not', () => {
    expect(
      readNetrc(
        `machine example.com login a password b\nmachine ${host.toUpperCase()}\n\tlogin bob\n\tpassword x\n`,
        host,
      ),
    ).to.deep.equal({ kind: 'machine', from: 2, to: 4, alone: true });
  });

  it('may be the default, but not one behind it', () => {
    expect(readNetrc(`default login a password b\nmachine ${host} login c password d\n`, host)).to.include({
      kind: 'default',
      from: 1,
      to: 1,
    });
  });

  it('shares its line with another', () => {
    for (const text of [
      `machine a login b password c machine ${host} login d password e`,
      `machine ${host} login d password e machine a login b password c`,
    ]) {
      expect(readNetrc(text, host), text).to.include({ kind: 'machine', alone: false });
    }
  });

  it('is none for another host, in a comment, or in a macro', () => {
    for (const text of [
      '',
      'machine example.com login a password b',
      `# machine ${host} login a`,
      `macdef init\nmachine ${host} login a password b`,
    ])
      expect(readNetrc(text, host), text).to.equal(undefined);
  });
});
