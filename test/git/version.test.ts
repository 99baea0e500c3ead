import { expect } from 'chai';
import { isAtLeast, parseGitVersion, wildcardGit } from '../../src/git/version.js';

describe('the version of Git', () => {
  for (const [text, version] of [
    ['git version 2.45.1.windows.1', [2, 45]],
    ['git version 2.39.5 (Apple Git-154)', [2, 39]],
    ['git version 2.9.0', [2, 9]],
    ['git version 3.0.rc1', [3, 0]],
    ['nonsense', undefined],
  ] as const) {
    it(`is read from ${text}`, () => expect(parseGitVersion(text)).to.deep.equal(version));
  }

  it('is compared number by number', () => {
    expect(isAtLeast([2, 26], wildcardGit)).to.equal(true);
    expect(isAtLeast([3, 0], wildcardGit)).to.equal(true);
    expect(isAtLeast([2, 9], wildcardGit)).to.equal(false);
    expect(isAtLeast([1, 99], wildcardGit)).to.equal(false);
  });
});
