import { readFile, rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parseEntries, parseList, readEntries, keyParts } from '../../../src/git/config/entries.js';
import { effectiveCredentials, effectiveHttp } from '../../../src/git/config/effective.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { run } from '../../helpers/run.js';
import { fc } from '../../helpers/random.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const url = `https://${host}/v1/repos/R`;
const helper = (pattern: string | undefined, value: string): { key: string; value: string } => ({
  key: pattern === undefined ? 'credential.helper' : `credential.${pattern}.helper`,
  value,
});
const values = (entries: readonly { value: string | undefined }[]): (string | undefined)[] =>
  entries.map(({ value }) => value);

describe("Git's configuration as it is printed", () => {
  it('is read with and without the scope', () => {
    const entry = { origin: 'file:/h/.gitconfig', key: 'credential.https://a.b.helper', value: 'x\ny' };
    expect(parseEntries('global\0file:/h/.gitconfig\0credential.https://a.b.helper\nx\ny\0', true)).to.deep.equal([
      { scope: 'global', ...entry },
    ]);
    expect(parseEntries('file:/h/.gitconfig\0credential.https://a.b.helper\nx\ny\0', false)).to.deep.equal([
      { scope: undefined, ...entry },
    ]);
    expect(parseEntries('', true)).to.deep.equal([]);
    expect(parseList('http.emptyauth\0credential.helper\n\0')).to.deep.equal([
      { key: 'http.emptyauth', value: undefined },
      { key: 'credential.helper', value: '' },
    ]);
  });

  it('has keys of two or three parts', () => {
    expect(keyParts('credential.https://a.b/c.d.helper')).to.deep.equal({
      section: 'credential',
      url: 'https://a.b/c.d',
      name: 'helper',
    });
    expect(keyParts('credential.helper')).to.deep.equal({ section: 'credential', url: undefined, name: 'helper' });
  });
});

describe('what Git does about a URL', () => {
  it('is told by the order of reading, not by how exact a section is', () => {
    const entries = [helper(url, 'repository'), helper(`https://${host}`, ''), helper(`https://${host}`, 'host')];
    expect(values(effectiveCredentials(entries, url).helpers)).to.deep.equal(['host']);
    expect(
      values(effectiveCredentials([...entries.slice(1), entries[0] ?? helper(undefined, '')], url).helpers),
    ).to.deep.equal(['host', 'repository']);
  });

  it('knows user names and the path from any section that matches', () => {
    const entries = [
      { key: `credential.https://${host}.usehttppath`, value: 'yes' },
      { key: 'credential.username', value: 'ana' },
      { key: 'credential.username', value: 'bob' },
    ];
    expect(effectiveCredentials(entries, url)).to.deep.equal({ helpers: [], useHttpPath: true, username: 'ana' });
    expect(effectiveCredentials(entries, 'https://github.com/x').useHttpPath).to.equal(false);
  });

  it('takes HTTP settings from the best section, and those that come in its way', () => {
    const entries = [
      { key: 'http.extraheader', value: 'plain' },
      { key: `http.https://${host}.extraheader`, value: 'host' },
      { key: 'http.https://*.eu-west-1.amazonaws.com.extraheader', value: 'stars' },
      { key: 'http.extraheader', value: 'late' },
      { key: `http.https://${host}/v1.extraheader`, value: 'path' },
      { key: 'http.emptyauth', value: undefined },
    ];
    expect(values(effectiveHttp(entries, url, 'extraHeader'))).to.deep.equal(['plain', 'host', 'path']);
    expect(effectiveHttp(entries, url, 'emptyAuth')).to.have.length(1);
  });
});

describe('the replay', () => {
  let home: TemporaryHome;
  let log: string;
  before(async () => {
    home = await temporaryHome();
    log = home.file('log');
  });
  after(() => home.remove());

  const patterns = [
    undefined,
    `https://${host}`,
    `https://${host}/`,
    `https://${host.toUpperCase()}`,
    `https://${host}:443`,
    `https://${host}:8443`,
    `http://${host}`,
    'https://git-codecommit.*.amazonaws.com',
    'https://*.*.amazonaws.com',
    'https://git-codecommit*.eu-west-1.amazonaws.com',
    'https://*',
    'https://*.amazonaws.com',
    `https://${host}/v1`,
    `https://${host}/v1/repos/R`,
    `https://${host}/v1/repos/R/`,
    `https://${host}/v1/repos/R2`,
    `https://${host}/v1/./repos/x/../R`,
    `https://${host}/v1/repos/%52`,
    `https://${host}/V1/repos/R`,
    `https://ana@${host}`,
    `https://ana:pw@${host}`,
    `https://@${host}`,
    'https://github.com',
    'https://',
    host,
    `${host}/v1/repos/R`,
    '/v1/repos/R',
    `ana@${host}`,
    `https://${host}?x`,
    `https://${host}#x`,
    'nonsense',
    'https://a b',
    `https://${host}:0443`,
    `https://${host}:99999`,
  ];
  const urls = [
    url,
    `${url}.git`,
    `https://${host}:8443/v1/repos/R`,
    `https://${host}/v1/repos/R2`,
    `https://ana@${host}/v1/repos/R`,
    `https://GIT-codecommit.eu-west-1.amazonaws.com/v1/repos/R`,
    'https://git-codecommit.us-east-1.amazonaws.com/v1/repos/R',
    'https://github.com/o/r',
    `http://${host}/v1/repos/R`,
    `https://${host}/v1/repos/a%20b`,
  ];

  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constant('helper') },
    { weight: 2, arbitrary: fc.constant('reset') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('useHttpPath = true', 'useHttpPath = false', 'useHttpPath = 1', 'useHttpPath = off'),
    },
  );
  const section = fc.record({
    pattern: fc.constantFrom(...patterns),
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  });

  function textOf(sections: readonly { pattern: string | undefined; lines: readonly string[] }[]): string {
    let number = 0;
    const lineOf = (kind: string): string => {
      if (kind === 'reset') return 'helper =';
      return kind === 'helper' ? `helper = "!echo '#${++number}' >>\\"$LOG\\"; cat >>\\"$LOG\\"; :"` : kind;
    };
    return sections
      .map(
        ({ pattern, lines }) =>
          `[credential${pattern === undefined ? '' : ` "${pattern}"`}]\n${lines.map((kind) => `\t${lineOf(kind)}\n`).join('')}`,
      )
      .join('');
  }

  async function whatGitDoes(asked: string): Promise<{ helpers: string[]; path: boolean }> {
    await rm(log, { force: true });
    await run('git', ['credential', 'fill'], {
      env: home.environment({ LOG: log }),
      cwd: home.path,
      input: `url=${asked}\n\n`,
    });
    const text = await readFile(log, 'utf8').catch(() => '');
    return { helpers: [...text.matchAll(/^#(\d+)$/gm)].map(([, number = '']) => number), path: /^path=/m.test(text) };
  }

  it('is what real Git does', async function () {
    this.timeout(120_000);
    const git = systemGit(home.environment());
    await fc.assert(
      fc.asyncProperty(fc.array(section, { maxLength: 6 }), fc.constantFrom(...urls), async (sections, asked) => {
        await writeFile(home.file('.gitconfig'), textOf(sections));
        const { helpers, useHttpPath } = effectiveCredentials(await readEntries(git, home.path), asked);
        const does = await whatGitDoes(asked);
        expect(helpers.map(({ value }) => /#(\d+)/.exec(value ?? '')?.[1])).to.deep.equal(does.helpers);
        if (does.helpers.length > 0) expect(useHttpPath).to.equal(does.path);
      }),
      { numRuns: 150 },
    );
  });

  it('judges each pattern as real Git does', async function () {
    this.timeout(120_000);
    const git = systemGit(home.environment());
    await writeFile(home.file('.gitconfig'), textOf(patterns.map((pattern) => ({ pattern, lines: ['helper'] }))));
    for (const asked of urls) {
      const { helpers } = effectiveCredentials(await readEntries(git, home.path), asked);
      expect(
        helpers.map(({ value }) => /#(\d+)/.exec(value ?? '')?.[1]),
        asked,
      ).to.deep.equal((await whatGitDoes(asked)).helpers);
    }
  });

  it('agrees with git config --get-urlmatch about HTTP settings', async function () {
    this.timeout(120_000);
    const git = systemGit(home.environment());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...patterns), { maxLength: 6 }),
        fc.constantFrom(...urls),
        async (sections, asked) => {
          await writeFile(
            home.file('.gitconfig'),
            sections
              .map((pattern, at) => `[http${pattern === undefined ? '' : ` "${pattern}"`}]\n\textraHeader = ${at}\n`)
              .join(''),
          );
          const { stdout } = await git.run(['config', '--get-urlmatch', 'http.extraHeader', asked], { cwd: home.path });
          expect(effectiveHttp(await readEntries(git, home.path), asked, 'extraHeader').at(-1)?.value ?? '').to.equal(
            stdout.trim(),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
