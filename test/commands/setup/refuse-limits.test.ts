import { expect } from 'chai';
import { plainText } from '../../../src/core/advice/say.js';
import { refuseLimits } from '../../../src/commands/setup/refuse-limits.js';
import type { FlagName } from '../../../src/core/interview/question.js';
import { isProblem } from '../../../src/core/problem.js';
import { methods } from '../../../src/methods/index.js';

const limits = ['policy-file', 'policy-arn', 'access', 'only', 'protected-branch'];
const able = methods.filter(({ questions }) => 'access' in questions);
const unable = methods.filter(({ questions }) => !('access' in questions));

/** What is said of a call of setup with these flags; undefined where it is taken. */
function said(method: (typeof methods)[number], ...flags: readonly string[]): string | undefined {
  const given = { texts: (name: FlagName) => (flags.includes(name) ? ['x'] : undefined) };
  try {
    refuseLimits({ method, given }, methods);
    return undefined;
  } catch (error) {
    if (!isProblem(error, 'usage')) throw error;
    return `${error.message} ${error.hint === undefined ? '' : plainText(error.hint)}`;
  }
}

describe('limits of a session that a method cannot keep', () => {
  it('are those of the methods by which AWS takes no session policy', () => {
    expect(unable.map(({ id }) => id)).to.have.members([
      'identity-center',
      'console-login',
      'process',
      'session-token',
      'environment',
      'instance',
      'keys',
    ]);
  });

  for (const method of unable) {
    it(`are refused, each and together, and the methods that can are named: ${method.id}`, () => {
      for (const flag of limits) {
        const words = said(method, flag);
        expect(words, flag).to.match(new RegExp(`^--${flag} cannot be kept: with --method ${method.id} the session`));
        for (const { id } of able) expect(words).to.include(id);
      }
      expect(said(method, 'access', 'only')).to.match(/^--access and --only cannot be kept/);
      expect(said(method, 'repository', 'duration')).to.equal(undefined);
    });
  }

  it('are left to a method that knows them', () => {
    for (const method of able) expect(said(method, ...limits), method.id).to.equal(undefined);
  });
});
