import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { exportCredentials, exportFormats } from '../../src/aws/credential-formats/export-formats.js';
import { everyHost } from '../../src/aws/codecommit/hosts.js';
import { renderText } from '../../src/core/text/template.js';
import { Secret } from '../../src/core/secret.js';
import { helperSettings, type GitScope } from '../../src/git/settings/helper-settings.js';
import { applySettings } from '../../src/git/settings/settings.js';
import { systemClock } from '../../src/system/clock.js';
import { createFiles } from '../../src/system/files/files.js';
import { systemGit } from '../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

const template = (path: string): Promise<string> =>
  readFile(join(resolve(import.meta.dirname, '..', '..', 'templates'), path), 'utf8');

describe('templates/shell', () => {
  const session = {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: new Secret('wJalr/XUtn+FEMI='),
    sessionToken: new Secret('IQoJb3JpZ2lu//////////wEaCXVz+A=='),
    expiration: new Date('2026-11-23T12:34:56Z'),
  };
  const values = {
    accessKeyId: session.accessKeyId,
    secretAccessKey: 'wJalr/XUtn+FEMI=',
    sessionToken: 'IQoJb3JpZ2lu//////////wEaCXVz+A==',
    expiration: '2026-11-23T12:34:56Z',
  };

  for (const format of exportFormats) {
    if (format === 'process') continue;
    it(`says what \`export --format ${format}\` prints`, async () => {
      expect(renderText(await template(`shell/export.${format}`), values)).to.equal(exportCredentials(session, format));
    });
  }
});

describe('templates/git', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  const helper = "codecommit --profile 'dev'";
  const host = 'git-codecommit.eu-west-1.amazonaws.com';
  const repositoryUrl = `https://${host}/v1/repos/app`;
  const read = async (file: string): Promise<string> =>
    (await run('git', ['config', '--file', file, '--list'], { env: home.environment() })).stdout;

  /** What Git has in its file once setup's settings are applied. */
  async function written(scope: GitScope): Promise<string> {
    const settings = helperSettings({ scope, value: helper, hosts: [host], everyHost: everyHost(), repositoryUrl });
    const tools = {
      git: systemGit(home.environment()),
      clock: systemClock,
      env: home.environment(),
      homeDirectory: home.path,
      platform: process.platform,
      files: createFiles(),
    };
    await applySettings(settings, home.path, tools, () => Promise.resolve());
    return await read(home.file('.gitconfig'));
  }

  async function rendered(name: string, urls: readonly string[]): Promise<string> {
    const sections = await Promise.all(
      urls.map(async (url) => renderText(await template(`git/${name}.gitconfig`), { url, helper })),
    );
    await writeFile(home.file('rendered'), sections.join(''));
    return await read(home.file('rendered'));
  }

  it('says what setup writes for a Region', async () => {
    expect(await rendered('own-section', [`https://${host}`])).to.equal(await written('region'));
  });

  it('says what setup writes for one repository', async () => {
    expect(await rendered('own-section', [repositoryUrl])).to.equal(await written('repository'));
  });

  it('says what setup writes for every Region', async () => {
    expect(
      await rendered(
        'own-section',
        everyHost().map((pattern) => `https://${pattern}`),
      ),
    ).to.equal(await written('all'));
  });

  it("says what setup adds to Git's general helpers", async () => {
    expect(await rendered('general-helper', [`https://${host}`])).to.equal(await written('global'));
  });
});
