import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { openFixture, type Fixture } from './fixture.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const aws = (profile?: string) =>
  `"!aws codecommit credential-helper${profile === undefined ? '' : ` --profile ${profile}`} $@"`;
const section = (value: string, url = '') =>
  `[credential${url === '' ? '' : ` "${url}"`}]\n\thelper = ${value}\n\tuseHttpPath = true\n`;

/** Where somebody's helper stands: written there, and named by the line of its value. */
interface Place {
  readonly named: RegExp;
  readonly write: (fixture: Fixture, value: string) => Promise<Readonly<Record<string, string>>>;
  /** What is said of when it counts. */
  readonly when?: string;
}

const append = async (fixture: Fixture, text: string): Promise<Readonly<Record<string, string>>> => {
  const file = fixture.home.file('.gitconfig');
  await writeFile(file, (await readFile(file, 'utf8')) + text);
  return {};
};

const places: Readonly<Record<string, Place>> = {
  "the user's general helpers": {
    named: /~\/\.gitconfig, line \d+/,
    write: (fixture, value) => append(fixture, section(value)),
  },
  "the host's section": {
    named: /~\/\.gitconfig, line \d+/,
    write: (fixture, value) => append(fixture, section(value, `https://${host}`)),
  },
  'a section with a wildcard': {
    named: /~\/\.gitconfig, line \d+/,
    write: (fixture, value) => append(fixture, section(value, 'https://*.*.amazonaws.com')),
  },
  'a file that is included where a condition holds': {
    named: /~\/work\.inc, line 2/,
    when: ' where includeIf "gitdir:~/work/" holds',
    write: async (fixture, value) => {
      await fixture.home.write('work.inc', section(value));
      return await append(fixture, '[includeIf "gitdir:~/work/"]\n\tpath = work.inc\n');
    },
  },
  'the clone': {
    named: /\.git\/config, line \d+/,
    write: async ({ home }, value) => {
      const file = home.file('here', '.git', 'config');
      await writeFile(file, (await readFile(file, 'utf8')) + section(value));
      return {};
    },
  },
  'the settings of the system': {
    named: /~\/system, line 2/,
    write: async ({ home }, value) => {
      await home.write('system', section(value));
      return { GIT_CONFIG_NOSYSTEM: '0', GIT_CONFIG_SYSTEM: home.file('system') };
    },
  },
};

describe("somebody's helper for CodeCommit", function () {
  this.timeout(180_000);
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture();
    await fixture.home.run('git', ['init', '-q', 'here']);
    await mkdir(fixture.home.file('work'));
  });
  after(() => fixture.clear());
  let clean: string;
  let cleanClone: string;
  const files = () => [fixture.home.file('.gitconfig'), fixture.home.file('here', '.git', 'config')] as const;
  beforeEach(async () => {
    [clean, cleanClone] = (await Promise.all(files().map((file) => readFile(file, 'utf8')))) as [string, string];
  });
  afterEach(async () => {
    await writeFile(files()[0], clean);
    await writeFile(files()[1], cleanClone);
    fixture.sandbox.log.clear();
  });

  /** What Git reads of each file, of every section by itself. */
  const settings = () =>
    Promise.all(
      files().map(async (file) =>
        (await fixture.home.run('git', ['config', '--file', file, '--list'])).stdout.split('\n').sort(),
      ),
    );
  /** What it says is given without the breaks of its lines. */
  const setUp = async (more: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await fixture.codecommit(
      [...fixture.common, '--profile', 'mine', '--no-verify', ...more],
      { cwd: fixture.home.file('here'), env },
    );
    return { code, stdout, stderr: stderr.replace(/\s+/g, ' ') };
  };

  for (const [where, { named, when = '', write }] of Object.entries(places))
    for (const profile of [undefined, 'corp']) {
      const title = `the AWS CLI's, ${profile === undefined ? 'without a profile' : 'with one'}, in ${where}`;

      it(`${title}: ends a script with 2 and the flag, with nothing done`, async () => {
        const env = await write(fixture, aws(profile));
        const before = await Promise.all(files().map((file) => readFile(file, 'utf8')));
        const { code, stdout, stderr } = await setUp(['--yes'], env);
        expect([code, stdout], stderr).to.deep.equal([2, '']);
        const says =
          profile === undefined
            ? `Git asks the AWS CLI's helper without a profile for ${host} already${when} (`
            : `Git uses profile corp for ${host} already${when} (`;
        expect(stderr).to.include(says).and.match(named).and.include('--git-scope');
        expect(await Promise.all(files().map((file) => readFile(file, 'utf8')))).to.deep.equal(before);
        expect(fixture.sandbox.log.of('AssumeRole')).to.deep.equal([]);
      });

      it(`${title}: is said to be set aside where a scope is given, and put back by remove`, async () => {
        const env = await write(fixture, aws(profile));
        const before = await settings();
        for (const scope of ['region', 'repository']) {
          const { code, stderr } = await setUp(['--yes', '--git-scope', scope], env);
          expect(code, stderr).to.equal(0);
          const plan = stderr.slice(stderr.indexOf('This will'), stderr.indexOf('Done'));
          expect(plan)
            .to.match(/set aside/)
            .and.match(named)
            .and.include('remove mine');
          const removed = await fixture.codecommit(['remove', 'mine', '--yes'], { env });
          expect(removed.code, removed.stderr).to.equal(0);
          expect(await settings()).to.deep.equal(before);
        }
      });
    }

  const quiet: Readonly<Record<string, string>> = {
    'a credential manager that every host has': '[credential]\n\thelper = store\n',
    'a script that every host has': '[credential]\n\thelper = "!f() { test $1 = get; }; f"\n',
    "AWS's helper for another Region": section(aws(), 'https://git-codecommit.us-east-2.amazonaws.com'),
    'a wildcard that Git takes for no part of this host': section(aws(), 'https://*.amazonaws.com'),
    "AWS's helper that an empty one takes away": `${section(aws())}[credential]\n\thelper =\n`,
    "AWS's helper with the same profile": section(aws('mine')),
  };
  for (const [what, text] of Object.entries(quiet))
    it(`is not ${what}, which nobody is asked about`, async () => {
      await append(fixture, text);
      const { code, stderr } = await setUp(['--yes', '--dry-run']);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.not.match(/already|set aside/);
    });

  const asked: Readonly<Record<string, readonly [string, string]>> = {
    "another program's for the host": [section('/opt/corp/git-login', `https://${host}`), '"/opt/corp/git-login"'],
    'a keychain that the host alone has': [section('store', `https://${host}`), '"store"'],
    "another program's that names CodeCommit": [section('"!corp-codecommit-login"'), '"!corp-codecommit-login"'],
    "AWS's for another repository of the Region": [
      section(aws(), `https://${host}/v1/repos/other`),
      `for https://${host}/v1/repos/other already`,
    ],
  };
  for (const [what, [text, says]] of Object.entries(asked))
    it(`is ${what}, too`, async () => {
      await append(fixture, text);
      const { code, stderr } = await setUp(['--yes']);
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include(says).and.include('--git-scope');
    });

  it('is left in use for other repositories by the first choice at a terminal, which says so', async () => {
    await append(fixture, section(aws()));
    const terminal = fixture.wizard([...fixture.common, '--profile', 'mine', '--no-verify'], {
      cwd: fixture.home.file('work'),
    });
    await terminal.waitFor('What shall Git use the profile for?');
    expect(terminal.screen().replace(/\s+/g, ' '))
      .to.include(`Git asks the AWS CLI's helper without a profile for ${host} already (~/.gitconfig, line `)
      .and.include('❯ Only the repository my-app')
      .and.include('What is in use stays for other repositories');
    terminal.enter();
    await terminal.waitFor('Go ahead?');
    expect(terminal.screen()).to.match(
      /set aside +the AWS CLI's helper without a profile \(~\/\.gitconfig, line \d+\)/,
    );
    terminal.ctrlC();
    await terminal.ends(130);
  });

  it('is asked about no more once it was set aside', async () => {
    await append(fixture, section(aws()));
    expect((await setUp(['--yes', '--git-scope', 'region'])).code).to.equal(0);
    const { code, stderr } = await setUp(['--yes', '--overwrite']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.not.include('set aside');
    expect((await fixture.codecommit(['remove', 'mine', '--yes'])).code).to.equal(0);
  });
});
