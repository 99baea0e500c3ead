import { expect } from 'chai';
import { Interview } from '../../src/core/interview/interview.js';
import { blanks, repeated, text } from '../../src/core/interview/question.js';
import { answerSource } from '../../src/interview/answer-source.js';
import type { AnswerSourceOptions } from '../../src/interview/answer-source.js';

describe('whether the author of a team recipe chose an answer', () => {
  const userPoolId = text({ message: 'User pool ID', help: 'ID of the user pool', shareable: true });
  const team = { method: 'cognito', answers: { userPoolId: 'theirs' } };
  const saved = { method: 'cognito', region: 'eu-west-1', answers: team.answers, fromTeam: ['userPoolId'] };

  /** Asks for the pool, of a person who types this, or of nobody. */
  async function isOfTeam(
    options: Partial<AnswerSourceOptions>,
    flag?: string,
    typed?: string,
  ): Promise<readonly [answer: string | undefined, isOfTeam: boolean]> {
    const readText = (): Promise<string> => Promise.reject(new Error('no file'));
    const given = { texts: (name: string) => (name === 'user-pool-id' && flag !== undefined ? [flag] : undefined) };
    const interview = new Interview<{ userPoolId: string }>({
      ui: {
        interactive: typed !== undefined,
        ask: ({ suggestion }) => Promise.resolve(typed === '' ? (suggestion ?? '') : (typed ?? '')),
        say: () => undefined,
        warn: () => undefined,
      },
      source: answerSource({ given, env: {}, readText, ...options }),
      localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
      readText,
    });
    await interview.all({ userPoolId });
    return [interview.known.userPoolId, interview.isOfTeam('userPoolId')];
  }

  it('is so in a setup from the recipe', async () => {
    expect(await isOfTeam({ team })).to.deep.equal(['theirs', true]);
  });

  it('is so in each refresh', async () => {
    expect(await isOfTeam({ recipe: saved })).to.deep.equal(['theirs', true]);
  });

  it('is so where the same is set up again, and what was there is left as it is', async () => {
    expect(await isOfTeam({ earlier: saved })).to.deep.equal(['theirs', true]);
    expect(await isOfTeam({ earlier: saved }, undefined, '')).to.deep.equal(['theirs', true]);
  });

  it("is not so with an answer of one's own: another, or the same by flag", async () => {
    expect(await isOfTeam({ earlier: saved }, undefined, 'mine')).to.deep.equal(['mine', false]);
    expect(await isOfTeam({ team }, 'mine')).to.deep.equal(['mine', false]);
    for (const options of [{ team }, { recipe: saved }, { earlier: saved }])
      expect(await isOfTeam(options, 'theirs')).to.deep.equal(['theirs', false]);
  });

  it('is not so where no recipe of others was there', async () => {
    expect(await isOfTeam({ recipe: { ...saved, fromTeam: undefined } })).to.deep.equal(['theirs', false]);
  });
});

describe('a flag that is given twice', () => {
  const role = text({ message: 'Role', help: 'role', shareable: true });
  const source = answerSource({
    given: { texts: () => ['first', 'last'] },
    env: {},
    readText: () => Promise.reject(new Error('no file')),
  });

  it('counts as it was given last, unless it may be repeated', async () => {
    expect(await source.given('role', role)).to.equal('last');
    expect(await source.given('role', repeated(role, blanks))).to.equal('first\nlast');
  });
});
