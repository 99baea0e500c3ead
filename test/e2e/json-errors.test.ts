import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

interface ErrorDocument {
  readonly error: {
    readonly kind: string;
    readonly exitCode: number;
    readonly message: string;
    readonly hint: string | null;
    readonly flags: readonly string[];
    readonly aws?: { readonly operation: string; readonly code: string; readonly requestId: string | null };
  };
  readonly log: readonly string[];
}

describe('an error with --json', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  /** Standard error is that document and nothing else. */
  const failing = async (words: readonly string[]): Promise<ErrorDocument> => {
    const { code, stdout, stderr } = await fixture.codecommit(words);
    expect(stdout, words.join(' ')).to.equal('');
    expect(stderr, words.join(' ')).to.match(/^\{.*\}\n$/);
    const document = JSON.parse(stderr) as ErrorDocument;
    expect(document.error.exitCode, stderr).to.equal(code);
    return document;
  };

  it('is one document of every command, whatever is wrong with the words', async () => {
    for (const command of ['setup', 'refresh', 'status', 'doctor', 'clone', 'export', 'share', 'policy', 'remove']) {
      const { error } = await failing([command, '--json', '--no-such-flag']);
      expect(error).to.include({ kind: 'usage', exitCode: 2 });
      expect(error.message).to.include('--no-such-flag');
    }
    for (const words of [
      ['refresh', 'nobody'],
      ['clone', 'my-app'],
      ['export', 'nobody'],
      ['remove', 'nobody'],
    ])
      expect((await failing([...words, '--json'])).error.exitCode).to.be.above(0);
  });

  it('names the flags that are missing', async () => {
    const { error } = await failing(['setup', '--method', 'assume-role', '--json']);
    expect(error.kind).to.equal('usage');
    expect(error.flags).to.include.members(['--region', '--role-arn', '--source-profile']);
  });

  it('says what AWS refused, which flags may be wrong, and what was said before', async () => {
    const role = fixture.sandbox.aws.account('444455556666').role('Nobodys', { trust: { principals: [] } });
    const words = fixture.common.map((word) => (word === fixture.role.arn ? role.arn : word));
    const { error, log } = await failing([...words, '--yes', '--json']);
    expect(error).to.include({ kind: 'aws', exitCode: 4 });
    expect(error.aws).to.include({ operation: 'AssumeRole', code: 'AccessDenied' });
    expect(error.flags).to.include.members(['--mfa-serial', '--mfa-code', '--external-id', '--role-arn']);
    expect(log.join('\n')).to.include('This will');
  });

  it('takes nothing away from what is said where all goes well', async () => {
    const done = await fixture.codecommit([...fixture.common, '--yes', '--json', '--dry-run']);
    expect(done.code, done.stderr).to.equal(0);
    expect(done.stderr).to.include('This will');
    expect(JSON.parse(done.stdout)).to.include({ method: 'assume-role' });
  });
});
