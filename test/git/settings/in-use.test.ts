import { expect } from 'chai';

import type { ConfigView } from '../../../src/git/config/conditional.js';
import type { ConfigEntry } from '../../../src/git/config/entries.js';
import { helperSettings, type GitScope } from '../../../src/git/settings/helper-settings.js';
import { helpersInUse, type InUseFacts } from '../../../src/git/settings/in-use.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const url = `https://${host}/v1/repos/app`;
const aws = '!aws codecommit credential-helper $@';
const userFile = '/home/ana/.gitconfig';

type Line = readonly [name: string, value: string, origin?: string, scope?: string];

function entry([name, value, origin = userFile, scope = 'global']: Line): ConfigEntry {
  return { scope, origin: `file:${origin}`, key: `credential.${name}`, value };
}

function view(lines: readonly Line[], condition?: string): ConfigView {
  return { condition, entries: lines.map(entry) };
}

/** The helpers in use before profile `dev` is set up, each with whether it is set aside. */
function inUse(views: readonly ConfigView[], scope: GitScope = 'region', over: Partial<InUseFacts> = {}) {
  const settings = helperSettings({
    scope,
    value: "codecommit --profile 'dev'",
    hosts: [host],
    everyHost: ['git-codecommit.*.amazonaws.com'],
    repositoryUrl: url,
  });
  return helpersInUse({ views, settings, profile: 'dev', url, userFile, ...over }).map(
    ({ entry: { value }, isSetAside }) => [value, isSetAside],
  );
}

describe("somebody's helpers in use", () => {
  it('are those that Git asks by its own rules, wherever they stand', () => {
    for (const line of [
      ['helper', aws],
      ['helper', "!aws --profile 'corp' codecommit credential-helper $@"],
      [`https://${host}.helper`, aws],
      [`https://${host}.helper`, '/opt/corp/login'],
      [`https://${host}/v1.helper`, aws],
      ['https://*.*.amazonaws.com.helper', 'manager'],
      [`${host}.helper`, aws],
      ['helper', aws, '/etc/gitconfig', 'system'],
    ] as const) {
      expect(inUse([view([line])]), line.join()).to.deep.equal([[line[1], true]]);
      expect(inUse([view([line])], 'none', { settings: [] }), line.join()).to.deep.equal([[line[1], false]]);
    }
  });

  it('are none that every server has, none for others, none cut off, and none with the same profile', () => {
    for (const lines of [
      [['helper', 'osxkeychain']],
      [['https://*.*.*.com.helper', 'manager']],
      [['https://.helper', 'store']],
      [['https://*.amazonaws.com.helper', aws]],
      [['https://git-codecommit.us-east-1.amazonaws.com.helper', aws]],
      [
        ['helper', aws],
        ['helper', ''],
      ],
      [['helper', "!aws codecommit credential-helper --profile 'dev' $@"]],
      [['helper', "codecommit --profile 'dev'"]],
      // It answers nothing.
      [['helper', "'!aws codecommit credential-helper $@'"]],
    ] as readonly (readonly Line[])[])
      expect(inUse([view(lines)]), JSON.stringify(lines)).to.deep.equal([]);
  });

  it('are none of the environment where the environment is set up', () => {
    expect(inUse([view([['helper', aws]])], 'region', { profile: undefined })).to.deep.equal([]);
  });

  it('are those for other URLs and under other conditions that would be set aside', () => {
    const other: Line = [`https://${host}/v1/repos/other.helper`, aws];
    expect(inUse([view([other])])).to.deep.equal([[aws, true]]);
    expect(inUse([view([other])], 'repository')).to.deep.equal([]);
    const views = [view([]), view([['helper', aws, '/home/ana/work.inc']], 'gitdir:~/work/')];
    expect(inUse(views)).to.deep.equal([[aws, true]]);
    expect(inUse(views, 'local')).to.deep.equal([]);
  });

  it('are not those of an exact section that is put behind ours', () => {
    const exact: readonly Line[] = [
      [`https://${host}/v1/repos/other.helper`, ''],
      [`https://${host}/v1/repos/other.helper`, aws],
    ];
    expect(inUse([view(exact)])).to.deep.equal([]);
    const included = exact.map(([name, value]): Line => [name, value, '/home/ana/more']);
    expect(inUse([view(included)])).to.deep.equal([[aws, true]]);
  });

  it('are those that a whole Region would take from other repositories, once one has settings of its own', () => {
    const before: readonly Line[] = [
      ['helper', aws],
      [`${url}.helper`, ''],
      [`${url}.helper`, "codecommit --profile 'dev'"],
      [`${url}.usehttppath`, 'true'],
    ];
    expect(inUse([view(before)])).to.deep.equal([[aws, true]]);
    expect(inUse([view(before)], 'repository')).to.deep.equal([]);
  });

  it('are none where nothing is to be written', () => {
    const ours: readonly Line[] = [
      [`https://${host}.helper`, ''],
      [`https://${host}.helper`, "codecommit --profile 'dev'"],
      [`https://${host}.usehttppath`, 'true'],
    ];
    const behind = view([...ours, ['helper', '', '/more'], ['helper', aws, '/more']], 'gitdir:~/work/');
    expect(inUse([view([['helper', aws], ...ours]), behind])).to.deep.equal([]);
  });

  it("are replaced among Git's general helpers where ours goes there", () => {
    expect(inUse([view([['helper', aws]])], 'global')).to.deep.equal([[aws, true]]);
    const before = view([[`https://${host}.helper`, aws]]);
    expect(inUse([before], 'global')).to.deep.equal([[aws, false]]);
  });
});
