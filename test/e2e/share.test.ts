import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

import { built } from '../helpers/built.js';
import type { Ended } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import type { Answer } from '../sandbox/wire/exchange.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a recipe that is handed on in a team', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  const pages = new Map<string, Answer>();
  let fixture: Fixture;
  let recipe: string;
  let newcomer: FurnishedHome;
  let keysFile: string;

  before(async () => {
    fixture = await openFixture();
    undo(() => fixture.clear());
    fixture.sandbox.serve({
      name: 'wiki',
      serves: (host) => host === 'wiki.example.com',
      answer: ({ request }) => pages.get(request.path) ?? { status: 404 },
    });
    fixture.sandbox.serve({
      name: 'evil',
      serves: (host) => host.endsWith('evil.example'),
      answer: () => ({ status: 200, body: '' }),
    });
    const set = await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--keep-source',
      '--session-name',
      'ana.personal',
      '--clone',
      'clone',
    ]);
    expect(set.code, set.stderr).to.equal(0);
    const shared = await fixture.codecommit(['share', '--team', 'Payments', '--contact', 'platform@example.com'], {
      cwd: fixture.home.file('clone'),
    });
    expect(shared.code, shared.stderr).to.equal(0);
    recipe = shared.stdout;
    expect(shared.stderr).to.include('Left out').and.include('source-profile').and.include('session-name');
  });
  beforeEach(async () => {
    newcomer = await furnishedHome(fixture.sandbox);
    keysFile = await newcomer.write('keys.csv', fixture.ana.accessKeysCsv());
    fixture.sandbox.log.clear();
  });
  afterEach(() => newcomer.remove());

  const program = (): string => `${built()}/git-codecommit.js`;
  const setup = (args: readonly string[], input?: string): Promise<Ended> =>
    newcomer.run(process.execPath, [program(), 'setup', ...args], input === undefined ? {} : { input });
  const wizard = (args: readonly string[]): TestTerminal =>
    new TestTerminal([process.execPath, program(), ...args], {
      env: newcomer.environment(),
      cwd: newcomer.path,
      columns: 120,
      rows: 60,
    });
  const nothingHappened = async (): Promise<void> => {
    for (const path of ['.aws/credentials', '.aws/config', '.config', '.local'])
      expect(existsSync(newcomer.file(path)), path).to.equal(false);
    expect(await readFile(newcomer.file('.gitconfig'), 'utf8')).to.equal(fixture.sandbox.gitConfig());
    expect(fixture.sandbox.log.entries.filter(({ service }) => service !== 'wiki')).to.deep.equal([]);
  };

  it('has what is the same for everybody, and no secret, name or path', () => {
    expect(recipe.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).to.deep.equal([
      '[git-codecommit]',
      'format = 1',
      'team = Payments',
      'contact = platform@example.com',
      'method = assume-role',
      'region = eu-west-1',
      `repository = ${fixture.app.url}`,
      `role-arn = ${fixture.role.arn}`,
    ]);
    expect(recipe).to.not.match(/ana|AKIA|ASIA|source|\/home|tmp/i);
  });

  it('is one JSON document for scripts', async () => {
    const { stdout } = await fixture.codecommit(['share', 'my-app', '--json', '--repository', 'my-app']);
    expect(JSON.parse(stdout)).to.deep.equal({
      format: 1,
      method: 'assume-role',
      region: 'eu-west-1',
      repository: fixture.app.url,
      answers: { roleArn: fixture.role.arn },
    });
  });

  it('brings a newcomer to a clone with one command and what only they can answer', async () => {
    const file = await newcomer.write('team.ini', recipe);
    const terminal = wizard(['setup', '--from', file, '--source-keys-file', keysFile]);
    try {
      await terminal.waitFor('Do you know account 444455556666, and go on?');
      expect(terminal.screen())
        .to.include('The recipe of Payments says')
        .and.include(fixture.role.arn)
        .and.include('platform@example.com');
      expect(fixture.sandbox.log.entries).to.deep.equal([]);
      terminal.type('y');
      terminal.enter();
      await terminal.waitFor('Profile name');
      terminal.enter();
      await terminal.waitFor('Go ahead?');
      terminal.enter();
      expect((await terminal.exit()).code).to.equal(0);
      expect(terminal.screen()).to.not.include('How do you sign in?').and.not.include('Which AWS Region');
    } finally {
      await terminal.close();
    }
    expect(await readFile(newcomer.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('goes nowhere when the person says no, which is what Enter means', async () => {
    const file = await newcomer.write('team.ini', recipe);
    const terminal = wizard(['setup', '--from', file, '--source-keys-file', keysFile]);
    try {
      await terminal.waitFor('and go on?');
      terminal.enter();
      expect((await terminal.exit()).code).to.equal(130);
      expect(terminal.screen()).to.include('Nothing was changed.');
    } finally {
      await terminal.close();
    }
    await nothingHappened();
  });

  it('is confirmed in a script by the same answer as a flag; without it the flag is named, exit 2', async () => {
    const file = await newcomer.write('team.ini', recipe);
    const refused = await setup(['--from', file, '--source-keys-file', keysFile, '--yes']);
    expect([refused.code, refused.stdout]).to.deep.equal([2, '']);
    expect(refused.stderr).to.include('account 444455556666').and.include('--role-arn');
    await nothingHappened();
    const done = await setup(['--from', file, '--source-keys-file', keysFile, '--yes', '--role-arn', fixture.role.arn]);
    expect(done.code, done.stderr).to.equal(0);
  });

  it("counts after flags and variables, which are one's own", async () => {
    const file = await newcomer.write('team.ini', recipe);
    const other = fixture.sandbox.aws
      .account('444455556666')
      .repository('other-app', { region: 'us-east-1', files: { a: 'a\n' } });
    const { code, stdout, stderr } = await setup([
      '--from',
      file,
      '--source-keys-file',
      keysFile,
      '--yes',
      '--role-arn',
      fixture.role.arn,
      '--repository',
      other.url,
      '--json',
    ]);
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ profile: 'other-app', region: 'us-east-1' });
    const moved = await setup([
      '--from',
      file,
      '--source-keys-file',
      keysFile,
      '--yes',
      '--role-arn',
      fixture.role.arn,
      '--region',
      'eu-central-1',
      '--dry-run',
      '--json',
    ]);
    expect(JSON.parse(moved.stdout)).to.include({ profile: 'my-app', region: 'eu-central-1' });
  });

  it('comes from an https address, or by standard input', async () => {
    pages.set('/team.ini', { status: 200, body: recipe });
    const fetched = await setup([
      '--from',
      'https://wiki.example.com/team.ini',
      '--source-keys-file',
      keysFile,
      '--yes',
      '--role-arn',
      fixture.role.arn,
    ]);
    expect(fetched.code, fetched.stderr).to.equal(0);
    const piped = await setup(
      [
        '--from',
        '-',
        '--source-keys-file',
        keysFile,
        '--yes',
        '--role-arn',
        fixture.role.arn,
        '--profile',
        'piped',
        '--git-scope',
        'repository',
      ],
      recipe,
    );
    expect(piped.code, piped.stderr).to.equal(0);
  });

  it('is not fetched without TLS, followed out of it, taken for a web page, or waited for in vain', async () => {
    pages.set('/plain', { status: 302, headers: { location: 'http://wiki.example.com/team.ini' } });
    pages.set('/login', { status: 200, body: '<!doctype html><title>Sign in</title>' });
    pages.set('/large', { status: 200, body: `${recipe}#${'x'.repeat(70_000)}` });
    const endsWith = async (from: string, code: number, message: RegExp): Promise<void> => {
      const ended = await setup(['--from', from, '--yes']);
      expect(ended.stderr).to.match(message);
      expect(ended.code, from).to.equal(code);
    };
    await endsWith('http://wiki.example.com/team.ini', 2, /Only an https address/);
    await endsWith('https://wiki.example.com/plain', 5, /not https/);
    await endsWith('https://wiki.example.com/login', 2, /web page/);
    await endsWith('https://wiki.example.com/large', 5, /too long/);
    await endsWith('https://wiki.example.com/gone', 5, /404/);
    await endsWith('no-such-file.ini', 6, /cannot be read/);
    await nothingHappened();
  });

  it('is checked and written anew by `share --from`, for an administrator who edits it', async () => {
    const file = await newcomer.write('team.ini', recipe.replace('Payments', 'Billing'));
    const again = await newcomer.run(process.execPath, [program(), 'share', '--from', file]);
    expect(again.stdout).to.equal(recipe.replace('Payments', 'Billing'));
    const broken = await newcomer.run(process.execPath, [
      program(),
      'share',
      '--from',
      await newcomer.write('broken.ini', recipe.replace('role-arn', 'rolearn')),
    ]);
    expect(broken.code).to.equal(2);
    expect(broken.stderr).to.match(/Line 11 .*\s.*did you\s+mean\s+role-arn\?\n/);
  });

  it('becomes a page for newcomers, whose command is the published recipe or its answers', async () => {
    const page = (...args: readonly string[]): Promise<Ended> =>
      fixture.codecommit(['share', 'my-app', '--page', '--repository', fixture.app.url, ...args]);
    const plain = await page();
    expect(plain.code, plain.stderr).to.equal(0);
    expect(plain.stdout)
      .to.match(/^<!doctype html>[^]*<\/html>\n$/)
      .and.include(`<span>${fixture.role.arn}</span>`)
      .and.not.match(/AKIA|ana\b/);
    expect((await page('--published-at', 'https://wiki.example.com/team.ini')).stdout).to.include(
      '<span>--from</span> <span>https://wiki.example.com/team.ini</span>',
    );
    expect((await page('--published-at', 'http://wiki.example.com/team.ini')).code).to.equal(2);
    expect((await page('--json')).code).to.equal(2);
  });

  describe('and was written by somebody with other aims', () => {
    const head = '[git-codecommit]\nformat = 1\n';
    const marker = 'touched-by-a-recipe';
    const hostile: readonly (readonly [what: string, recipe: () => string])[] = [
      ['runs a command', () => `${head}method = process\ncommand = touch ${marker}\n`],
      ['runs a command in the name of another method', () => `${recipe}command = touch ${marker}\n`],
      ['runs a command in a value', () => recipe.replace(fixture.role.arn, `$(touch ${marker})`)],
      ['runs Git with an option', () => recipe.replace(fixture.app.url, `--upload-pack=touch ${marker}`)],
      ['runs a remote helper', () => recipe.replace(fixture.app.url, `ext::sh -c touch% ${marker}`)],
      ['clones from elsewhere', () => recipe.replace(fixture.app.url, 'https://evil.example/v1/repos/my-app')],
      [
        'sends signatures elsewhere',
        () =>
          recipe.replace(
            fixture.app.url,
            'https://git-codecommit.eu-west-1.amazonaws.com.evil.example/v1/repos/my-app',
          ),
      ],
      ['writes into another profile', () => `${recipe}profile = default\n`],
      [
        "writes into another profile by the repository's address",
        () => recipe.replace(fixture.app.url, 'codecommit::eu-west-1://default@my-app'),
      ],
      ["takes another's keys", () => `${recipe}source-profile = admin\n`],
      ['reads a file', () => `${recipe}source-keys-file = /etc/passwd\n`],
      ['sends a file to AWS', () => `${recipe}policy-file = /etc/passwd\n`],
      ['overwrites', () => `${recipe}overwrite = 1\n`],
      ['changes Git for every server', () => `${recipe}git-scope = global\n`],
      ['leads to another recipe', () => `${recipe}from = https://evil.example/\n`],
      ['writes a second section', () => `${recipe}[default]\naws_access_key_id = AKIA\n`],
      ['writes on the terminal', () => recipe.replace('Payments', '\u001b]0;owned\u0007\u001b[2J')],
      ['hides what it says', () => recipe.replace('Payments', '\u202estnemyaP')],
    ];
    for (const [what, text] of hostile) {
      it(`is refused when it ${what}`, async () => {
        const ended = await setup([
          '--from',
          await newcomer.write('team.ini', text()),
          '--source-keys-file',
          keysFile,
          '--yes',
          '--role-arn',
          fixture.role.arn,
          '--clone',
        ]);
        expect(ended.code, ended.stderr).to.equal(2);
        expect(ended.stderr)
          .to.match(/Line \d+ of the team recipe/)
          .and.not.match(/[\u001b\u0007\u202e]/);
        expect(existsSync(newcomer.file(marker))).to.equal(false);
        await nothingHappened();
      });
    }

    it('opens no page and asks no host that was not confirmed', async () => {
      for (const lines of [
        'method = saml\nidp-url = https://idp.evil.example/',
        'method = web-identity\nprovider = oidc\nissuer = https://login.evil.example\nclient-id = x',
        'method = identity-center\nstart-url = https://corp.evil.example/start\nsso-region = eu-west-1',
      ]) {
        const file = await newcomer.write('team.ini', `${head}${lines}\nregion = eu-west-1\n`);
        const scripted = await setup(['--from', file, '--yes', '--repository', 'my-app']);
        expect(scripted.code, scripted.stderr).to.equal(2);
        expect(scripted.stderr).to.match(/leads to \w+\.evil\.example/);
        const terminal = wizard(['setup', '--from', file, '--no-browser']);
        try {
          await terminal.waitFor('.evil.example, and go on?');
          terminal.ctrlC();
          expect((await terminal.exit()).code).to.equal(130);
        } finally {
          await terminal.close();
        }
      }
      await nothingHappened();
    });
  });
});
