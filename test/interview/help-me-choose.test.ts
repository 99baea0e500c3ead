import { expect } from 'chai';

import type { Text } from '../../src/core/advice/advice.js';
import type { Prompt } from '../../src/core/ports/ui.js';
import { helpMeChoose } from '../../src/interview/help-me-choose.js';
import { NothingGiven } from '../../src/interview/given/nothing-given.js';
import { methods } from '../../src/methods/index.js';

/** Answers the questions by the given picks, then takes the last choice; gives where that led, and all prompts. */
async function walk(picks: readonly number[], known = methods, offersNothing = false) {
  const [prompts, said]: [Prompt[], Text[]] = [[], []];
  const id = await helpMeChoose(
    known,
    {
      say: (text) => said.push(text),
      ask: (prompt) => {
        const choices = prompt.choices ?? [];
        const pick = choices[picks[prompts.length] ?? choices.length - 1];
        prompts.push(prompt);
        return Promise.resolve(pick?.value ?? '');
      },
    },
    { offersNothing },
  );
  return { id, prompts, said };
}

/** Every way through the questions, each with the method that it ends in. */
async function everyWay(picks: readonly number[] = []): Promise<readonly (string | undefined)[]> {
  const { id, prompts } = await walk(picks);
  const next = prompts[picks.length]?.choices ?? [];
  if (next.length === 0) return [id];
  const ways = await Promise.all(next.map((_choice, index) => everyWay([...picks, index])));
  return ways.flat();
}

describe('"Help me choose"', () => {
  it('leads to every method (src/interview/help-me-choose.ts)', async () => {
    const ends = await everyWay();
    const missed = methods.map(({ id }) => id).filter((id) => !ends.includes(id));
    expect(missed, 'no answer in src/interview/help-me-choose.ts leads to them').to.deep.equal([]);
  });

  it('asks three questions at most, each with a way out', async () => {
    const seen = new Set<string>();
    const look = async (picks: readonly number[]): Promise<void> => {
      const { prompts } = await walk(picks);
      expect(prompts.length).to.be.at.most(3);
      for (const { message, choices = [] } of prompts) {
        expect(choices.at(-1)?.name, message).to.equal('None of these');
        seen.add(message);
      }
      const next = prompts[picks.length]?.choices ?? [];
      for (const index of next.keys()) await look([...picks, index]);
    };
    await look([]);
    expect(seen.size).to.be.greaterThan(3);
  });

  it('says what it came to, in the words of the menu', async () => {
    const { prompts } = await walk([]);
    const inside = prompts[0]?.choices?.findIndex(({ name }) => name.includes('runs inside AWS')) ?? -1;
    const { id, said } = await walk([inside]);
    expect(id).to.equal('instance');
    expect(said).to.deep.equal([
      'Then it is: The role of this EC2 instance or container (instance profile, task role).',
    ]);
  });

  it('leads to nothing, with advice, where no answer fits', async () => {
    const { id, said } = await walk([]);
    expect(id).to.equal(undefined);
    expect(JSON.stringify(said)).to.contain('administrator');
  });

  it('offers no answer that leads to a method there is not', async () => {
    const { prompts } = await walk(
      [],
      methods.filter(({ id }) => id === 'process'),
    );
    expect(prompts[0]?.choices?.map(({ name }) => name)).to.deep.equal([
      'A command, or a profile of the AWS CLI that works already',
      'None of these',
    ]);
  });

  it('has an answer for each thing in a newcomer\'s mail, "just a key" and nothing at all included', async () => {
    const lead = async (...names: readonly RegExp[]): Promise<string | undefined> => {
      const picks: number[] = [];
      for (const name of names) {
        const { prompts } = await walk(picks, methods, true);
        picks.push(prompts[picks.length]?.choices?.findIndex((choice) => name.test(choice.name)) ?? -1);
      }
      expect(picks, String(names)).to.not.include(-1);
      return (await walk(picks, methods, true)).id;
    };
    expect(await lead(/accessKeys\.csv/, /just the key/)).to.equal('session-token');
    expect(await lead(/accessKeys\.csv/, /role/)).to.equal('assume-role');
    expect(await lead(/address/, /awsapps/)).to.equal('identity-center');
    expect(await lead(/address/, /Okta/)).to.equal('saml');
    expect(await lead(/link that switches/, /access key/)).to.equal('assume-role');
    expect(await lead(/link that switches/, /Okta/)).to.equal('saml');
    expect(await lead(/password for the AWS console/)).to.equal('console-login');
    let ended: unknown;
    await lead(/nothing at all/).catch((error: unknown) => (ended = error));
    expect(ended).to.be.instanceOf(NothingGiven);
  });

  it('lets nobody be given nothing where that leads nowhere: an administrator', async () => {
    const { prompts } = await walk([]);
    expect(prompts[0]?.choices?.map(({ name }) => name).join()).to.not.contain('nothing at all');
  });
});
