import { expect } from 'chai';
import { codeCommitHelper } from '../../../src/git/settings/codecommit-helper.js';

const host = 'https://git-codecommit.eu-west-1.amazonaws.com';

describe('the helper for CodeCommit that Git asks for a URL', () => {
  const found = (...sections: readonly (readonly [string, string])[]) =>
    codeCommitHelper(
      sections.map(([key, value]) => ({ key, value })),
      `${host}/v1/repos/app`,
    );

  it('is ours or the AWS CLI’s, behind whichever others are asked first', () => {
    expect(found(['credential.helper', 'store'], ['credential.helper', 'codecommit --profile ana'])).to.include({
      kind: 'codecommit',
      profile: 'ana',
    });
    expect(found(['credential.helper', '!aws codecommit credential-helper --profile ben $@'])).to.include({
      kind: 'aws',
      profile: 'ben',
    });
  });

  it('is the first of several', () => {
    expect(
      found(
        ['credential.helper', 'codecommit --profile ana'],
        [`credential.${host}.helper`, 'codecommit --profile ben'],
      ),
    ).to.include({ profile: 'ana' });
  });

  it('is none that another URL has, that was taken away again, or that is another’s', () => {
    expect(found(['credential.https://github.com.helper', 'codecommit'])).to.equal(undefined);
    expect(found(['credential.helper', 'codecommit'], ['credential.helper', ''])).to.equal(undefined);
    expect(found(['credential.helper', 'store'])).to.equal(undefined);
  });
});
