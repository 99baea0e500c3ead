import { expect } from 'chai';

import { openRecipeStore, parseRecipes, printRecipes } from '../../src/state/recipes.js';
import { fc } from '../helpers/random.js';

/** A file in memory; the port's promises about locks and disks are tested where it is implemented. */
function memory(initial?: string) {
  let text = initial;
  return {
    get text() {
      return text;
    },
    read: () => Promise.resolve(text),
    edit: (_path: string, change: (old: string | undefined) => string | undefined) => {
      text = change(text) ?? text;
      return Promise.resolve();
    },
  };
}

describe('the recipes', () => {
  it('come back as they were written', async () => {
    const file = memory();
    const recipes = openRecipeStore(file, 'recipes.ini');
    await recipes.write('team.dev', {
      method: 'assume-role',
      region: 'eu-west-1',
      account: '111122223333',
      arn: undefined,
      fromTeam: ['roleArn', 'tag'],
      answers: { roleArn: 'arn:aws:iam::111122223333:role/dev', tag: 'a=1\nb=2' },
    });
    await recipes.write('other', { method: 'keys', region: 'us-east-1', answers: {}, lasts: 3600 });
    expect(await recipes.list()).to.deep.equal(['team.dev', 'other']);
    expect(await recipes.read('team.dev')).to.deep.equal({
      method: 'assume-role',
      region: 'eu-west-1',
      account: '111122223333',
      arn: undefined,
      fromTeam: ['roleArn', 'tag'],
      answers: { roleArn: 'arn:aws:iam::111122223333:role/dev', tag: 'a=1\nb=2' },
    });
    expect((await recipes.read('other'))?.lasts).to.equal(3600);
    expect(await recipes.read('nobody')).to.equal(undefined);
  });

  it('are read as names and answers, whatever objects have', async () => {
    expect(await openRecipeStore(memory('[a]\nmethod = "keys"\n'), 'r').read('constructor')).to.equal(undefined);
  });

  it('lose one profile and keep the others', async () => {
    const file = memory();
    const recipes = openRecipeStore(file, 'recipes.ini');
    for (const name of ['a', 'b']) await recipes.write(name, { method: 'keys', region: 'us-east-1', answers: {} });
    await recipes.remove('a');
    await recipes.remove('never-there');
    expect(await recipes.list()).to.deep.equal(['b']);
  });

  describe('that came to nothing', () => {
    const recipe = (region: string) => ({ method: 'keys', region, answers: {} });
    const others = '; mine\n[other]\nmethod="keys"\nregion = "eu-west-1"\n';

    it('are taken back to the byte', async () => {
      const file = memory(others);
      await (
        await openRecipeStore(file, 'r').write('dev', recipe('eu-west-1'))
      )();
      expect(file.text).to.equal(others);
    });

    it('leave no recipe where there was no file', async () => {
      const recipes = openRecipeStore(memory(), 'r');
      await (
        await recipes.write('dev', recipe('eu-west-1'))
      )();
      expect(await recipes.list()).to.deep.equal([]);
    });

    it('give their place to the earlier one, and leave what others wrote meanwhile', async () => {
      const recipes = openRecipeStore(memory(others), 'r');
      await recipes.write('dev', recipe('eu-west-1'));
      const takeBack = await recipes.write('dev', recipe('us-east-1'));
      const takeOther = await recipes.write('new', recipe('us-east-1'));
      await takeBack();
      expect((await recipes.read('dev'))?.region).to.equal('eu-west-1');
      expect((await recipes.read('new'))?.region).to.equal('us-east-1');
      await takeOther();
      expect(await recipes.list()).to.deep.equal(['other', 'dev']);
    });
  });

  it('name the file when somebody wrote something else into it', () => {
    expect(() => parseRecipes('stray = 1\n', '/home/ana/recipes.ini')).to.throw(
      '/home/ana/recipes.ini has a line outside every recipe: stray.',
    );
  });

  it('keep every name and text: dots, #, ;, true, quotes, other alphabets', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'true',
        'null',
        '1',
        'a.b',
        '#x',
        ';y',
        '"q"',
        "'s'",
        'déjà',
        'constructor',
        '[]',
        'a[]',
        ' lead',
        'trail ',
        '',
      ),
    );
    const name = word.filter((text) => text !== '' && text !== '__proto__');
    const values = fc.dictionary(name, word, { maxKeys: 5 });
    fc.assert(
      fc.property(fc.dictionary(name, values, { maxKeys: 5 }), (sections) => {
        expect(parseRecipes(printRecipes(sections), 'r')).to.deep.equal(sections);
      }),
      { numRuns: 300 },
    );
  });
});
