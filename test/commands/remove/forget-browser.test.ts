import { expect } from 'chai';
import type { Recipe } from '../../../src/core/recipe.js';
import { forgetBrowser, rememberedPage } from '../../../src/commands/remove/forget-browser.js';

const page = 'https://sso.example.com/aws';

describe('the browser folder of a profile', () => {
  const stores = (profiles: Readonly<Record<string, Pick<Recipe, 'method' | 'answers'>>>) => ({
    recipes: {
      list: () => Promise.resolve(Object.keys(profiles)),
      read: (name: string) => Promise.resolve(profiles[name] && { region: 'eu-west-1', ...profiles[name] }),
      write: () => Promise.resolve(() => Promise.resolve()),
      remove: () => Promise.resolve(),
    },
  });
  const forgotten = async (profiles: Parameters<typeof stores>[0]): Promise<string[]> => {
    const pages: string[] = [];
    const samlBrowser = {
      find: () => Promise.reject(new Error()),
      capture: () => Promise.reject(new Error()),
      forget: (url: string) => Promise.resolve(void pages.push(url)),
    };
    await forgetBrowser('dev', { samlBrowser }, stores(profiles));
    return pages;
  };

  it('goes with its profile', async () => {
    expect(
      await forgotten({
        dev: { method: 'saml', answers: { idpUrl: page } },
        other: { method: 'saml', answers: { idpUrl: 'https://sso.example.com/other' } },
      }),
    ).to.deep.equal([page]);
  });

  it('stays where another profile signs in there, too', async () => {
    expect(
      await forgotten({
        dev: { method: 'saml', answers: { idpUrl: page } },
        other: { method: 'saml', answers: { idpUrl: page } },
      }),
    ).to.deep.equal([]);
  });

  it('is none where responses are pasted, or the method is another', async () => {
    expect(await forgotten({ dev: { method: 'saml', answers: { idpUrl: '' } } })).to.deep.equal([]);
    expect(await forgotten({ dev: { method: 'keys', answers: { idpUrl: page } } })).to.deep.equal([]);
    expect(await rememberedPage('gone', stores({}))).to.equal(undefined);
  });
});
