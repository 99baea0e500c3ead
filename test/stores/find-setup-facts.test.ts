import { expect } from 'chai';

import { Problem } from '../../src/core/problem.js';
import { findSetupFacts } from '../../src/stores/find-setup-facts.js';

type Given = Parameters<typeof findSetupFacts>;

/** What is found on a computer that says this. */
async function found(says: Readonly<Record<string, string>>, platform: NodeJS.Platform = 'linux', interactive = true) {
  const recipe = { method: 'keys', region: 'eu-west-1', answers: {} };
  const ports = {
    env: {},
    userName: 'ana',
    platform,
    ui: { interactive },
    files: {
      read: (path: string) => {
        const text = says[path.split('/').at(-1) ?? ''];
        if (text === 'denied') return Promise.reject(new Problem('file', 'It cannot be read.'));
        return Promise.resolve(text);
      },
    },
  } as unknown as Given[0];
  const stores = {
    profiles: { list: () => Promise.resolve([]), ssoSessions: () => Promise.resolve([]) },
    recipes: { list: () => Promise.resolve(['first', 'environment', 'last']), read: () => Promise.resolve(recipe) },
  } as unknown as Given[1];
  return await findSetupFacts(ports, stores);
}

describe('what a set-up knows before it asks', () => {
  it('has the recipes of earlier ones, the last first, without what is in no profile', async () => {
    expect((await found({})).earlier?.map(({ profile }) => profile)).to.deep.equal(['last', 'first']);
  });

  it('has nothing of them where nobody is there to be shown them', async () => {
    const facts = await found({ board_asset_tag: 'i-0af01c0123456789a\n' }, 'linux', false);
    expect([facts.earlier, facts.isEc2]).to.deep.equal([undefined, undefined]);
  });

  it('tells an EC2 instance by what Linux says of it, of either kind', async () => {
    expect((await found({ board_asset_tag: 'i-0af01c0123456789a\n' })).isEc2).to.equal(true);
    expect((await found({ uuid: 'ec2e1916-9099-7caf-fd21-012345abcdef\n' })).isEc2).to.equal(true);
    expect(
      (await found({ board_asset_tag: 'Not Specified\n', uuid: '7caf1916-9099-7caf-fd21-012345abcdef\n' })).isEc2,
    ).to.equal(false);
    expect((await found({ board_asset_tag: 'denied', uuid: 'denied' })).isEc2).to.equal(false);
    expect((await found({ board_asset_tag: 'i-0af01c0123456789a\n' }, 'win32')).isEc2).to.equal(false);
    expect((await found({})).isEc2).to.equal(false);
  });
});
