import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Secret } from '../../src/core/secret.js';
import { openState } from '../../src/state/state.js';
import { openTokenStore } from '../../src/state/token-store.js';
import { createFiles } from '../../src/system/files/files.js';

describe('the sign-ins that are kept', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-tokens-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const store = () => {
    const files = createFiles();
    return openTokenStore(openState(files, join(folder, 'state')), files);
  };
  const signIn = {
    issuer: 'https://login.example.com',
    clientId: 'git-codecommit',
    clientSecret: new Secret('s3cret'),
    refreshToken: new Secret('r3fresh'),
    deviceKey: 'eu-west-1_abc',
  };
  const file = async (): Promise<string> =>
    join(folder, 'state', (await readdir(join(folder, 'state'))).find((name) => name.endsWith('.tokens.json')) ?? '');

  it('come back as they were, one for each profile', async () => {
    await store().write('dev', signIn);
    await store().write('other', { ...signIn, clientSecret: undefined, deviceKey: undefined });
    const [dev, other] = await Promise.all([store().read('dev'), store().read('other')]);
    expect([dev?.refreshToken.reveal(), dev?.clientSecret?.reveal(), dev?.deviceKey, dev?.issuer]).to.deep.equal([
      'r3fresh',
      's3cret',
      'eu-west-1_abc',
      'https://login.example.com',
    ]);
    expect([other?.clientSecret, other?.deviceKey]).to.deep.equal([undefined, undefined]);
    expect(await store().read('none')).to.equal(undefined);
  });

  it('are for the user alone, and the file does not tell the profile', async () => {
    await store().write('dev', signIn);
    if (process.platform !== 'win32') expect((await stat(await file())).mode & 0o777).to.equal(0o600);
    expect(await file()).to.not.contain('dev.');
  });

  it('are forgotten', async () => {
    await store().write('dev', signIn);
    await store().write('dev', undefined);
    expect(await store().read('dev')).to.equal(undefined);
  });

  it('are nothing where they are not whole', async () => {
    await store().write('dev', signIn);
    const path = await file();
    const content = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    for (const damage of [{ refreshToken: 1 }, { issuer: undefined }, { clientId: null }]) {
      await writeFile(path, JSON.stringify({ ...content, ...damage }));
      expect(await store().read('dev')).to.equal(undefined);
    }
    await writeFile(path, '[]');
    expect(await store().read('dev')).to.equal(undefined);
  });

  it('are used by one process at a time', async () => {
    const order: string[] = [];
    const work = (name: string) =>
      store().withLock('dev', async () => {
        order.push(`${name} begins`);
        await store().write('dev', { ...signIn, refreshToken: new Secret(name) });
        order.push(`${name} ends`);
      });
    await Promise.all([work('one'), work('two'), work('three')]);
    for (let index = 0; index < order.length; index += 2)
      expect(order[index + 1]).to.equal(order[index]?.replace('begins', 'ends'));
  });
});
