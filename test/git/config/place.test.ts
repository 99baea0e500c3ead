import { expect } from 'chai';
import { isProblem } from '../../../src/core/problem.js';
import { configPath, demandConfigFile } from '../../../src/git/config/place.js';

const files = { stat: () => Promise.resolve(undefined), read: () => Promise.resolve(undefined) };
const ports = { homeDirectory: '/home/ana', platform: 'linux' as const, files };
const global = { scope: 'global' as const, cwd: '/' };

describe("the place of Git's settings", () => {
  it('is below HOME', async () => {
    const env = { HOME: '/home/other' };
    expect(await configPath(global, { ...ports, env })).to.equal('/home/other/.gitconfig');
  });

  for (const env of [{ HOME: '' }, {}])
    it(`is none that we and Git agree on with ${JSON.stringify(env)}, which is refused before anything is done`, async () => {
      const failed = await demandConfigFile(global, { ...ports, env }).catch((error: unknown) => error);
      if (!isProblem(failed, 'usage')) expect.fail(String(failed));
      expect(failed.message).to.contain('HOME is not set, or is empty');
    });

  it('is on Windows what the system says, where HOME is not set', async () => {
    const path = await configPath(global, { ...ports, platform: 'win32', homeDirectory: 'C:\\Users\\ana', env: {} });
    expect(path).to.match(/ana.*\.gitconfig$/);
  });
});
