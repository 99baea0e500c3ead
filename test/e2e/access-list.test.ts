import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a credentials file with an access list and attributes of its own', () => {
  let fixture: Fixture;

  before(needs('setfacl', 'setfattr'));
  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source');
  });
  after(() => fixture.clear());

  it('keeps them, lets nobody in by them, and says so once', async () => {
    const file = fixture.home.file('.aws', 'credentials');
    execFileSync('setfacl', ['--modify', 'user:12345:r', file]);
    execFileSync('setfattr', ['--name', 'user.note', '--value', 'mine', file]);
    const first = await fixture.codecommit(['refresh', 'my-app', '--force']);
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stderr.replace(/\s+/g, ' ')).to.include(
      `An access list (ACL) let others at ${file}. It stays, but gives nothing any more: the file is for you alone.`,
    );
    expect(execFileSync('getfattr', ['--absolute-names', '-d', file], { encoding: 'utf8' })).to.include(
      'user.note="mine"',
    );
    expect(execFileSync('getfacl', ['--absolute-names', '-n', file], { encoding: 'utf8' })).to.match(
      /^user:12345:r--\s+#effective:---$/m,
    );
    const second = await fixture.codecommit(['refresh', 'my-app', '--force']);
    expect(second.code, second.stderr).to.equal(0);
    expect(second.stderr).to.not.include('access list');
  });
});
