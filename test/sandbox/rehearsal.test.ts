import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cleanEnvironment } from '../helpers/environment.js';
import { PseudoTerminal } from '../helpers/pseudo-terminal.js';
import { run } from '../helpers/run.js';
import { conversation, type Line } from './rehearsal/conversation.js';
import { Player } from './rehearsal/player.js';
import { activePrompt } from './rehearsal/prompt.js';
import type { Fixture } from './rehearsal/fixture.js';

const start = fileURLToPath(new URL('../../scripts/start.cjs', import.meta.url));

describe('the rehearsal (npm start)', function () {
  this.timeout(180_000);
  let temporary: string;
  let terminal: PseudoTerminal | undefined;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'git-codecommit-test-'));
  });
  afterEach(async () => {
    terminal?.kill('SIGKILL');
    await terminal?.ended;
    terminal = undefined;
    await rm(temporary, { recursive: true, force: true });
  });

  const environment = (): Record<string, string> =>
    cleanEnvironment({ TMPDIR: temporary, TEMP: temporary, TMP: temporary, TERM: 'xterm-256color' });
  const sit = (rows: number): PseudoTerminal => {
    terminal = new PseudoTerminal(process.execPath, [start], { env: environment(), columns: 100, rows });
    return terminal;
  };
  // tsx keeps compiled modules in the temporary folder; they are not the rehearsal's.
  const leftBehind = async (): Promise<string[]> =>
    (await readdir(temporary)).filter((name) => name.startsWith('git-codecommit'));

  const playsByItself = async (variables: Readonly<Record<string, string>>): Promise<void> => {
    const { code, stdout, stderr } = await run(process.execPath, [start], {
      env: { ...environment(), ...variables },
      timeoutMs: 150_000,
    });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^This is a rehearsal\. Nothing outside a throw-away folder is touched/);
    for (const said of [
      /What were you given\? +https:\/\/git-codecommit\./,
      /How do you sign in\?/,
      /Go ahead\?/,
      /MFA code of/,
      /The clone is there, made by real Git:\n\n {2}\$ git -C my-app log --oneline\n {2}[0-9a-f]{7} .*First commit/,
      /\n {2}npm run setup\n$/,
    ]) {
      expect(stdout).to.match(said);
    }
    expect(stdout).to.not.match(/\u001b/);
    expect(await leftBehind()).to.deep.equal([]);
  };

  it('plays the whole conversation by itself where there is no terminal', () => playsByItself({}));

  it('does so too where the environment speaks of a terminal that can do little, as on many build servers', () =>
    playsByItself({ TERM: 'dumb', ACCESSIBLE: '1', CI: 'true' }));

  for (const rows of [40, 20]) {
    it(`lets a person talk to the wizard on ${rows} lines, the device's code above its question`, async () => {
      const person = sit(rows);
      const read = (what: RegExp): string => what.exec(person.text())?.[1] ?? '';
      const code: Line = { asked: /(?:MFA|next) code/, reply: () => ({ type: read(/The MFA device shows (\d{6})/) }) };
      const handed = {
        get repositoryUrl(): string {
          return read(/repository +(\S+)/);
        },
        get roleArn(): string {
          return read(/role +(arn:\S+)/);
        },
        keysFile: 'accessKeys.csv',
      };
      const seen = person.until(
        /The MFA device shows \d{6}, for \d+ s more \(the rehearsal plays the device\)\n\? MFA code/,
        150_000,
      );
      seen.catch(() => undefined);
      const player = new Player(
        person,
        [
          {
            ...code,
            reply: async () => {
              await seen;
              return code.reply({} as Fixture);
            },
          },
          ...conversation,
        ],
        { handed } as Fixture,
        () => undefined,
      );
      expect(await player.play(), person.text()).to.equal(0);
      expect(person.text())
        .to.contain('The clone is there, made by real Git:')
        .and.match(/npm run setup$/);
      expect(await leftBehind()).to.deep.equal([]);
    });
  }

  it('ends and cleans up on Ctrl-C', async () => {
    const person = sit(40);
    await person.until((one) => activePrompt(one) !== undefined);
    expect(await leftBehind()).to.not.be.empty;
    person.type('\u0003');
    expect(await person.ended).to.equal(130);
    expect(person.text()).to.not.contain('The clone is there');
    expect(await leftBehind()).to.deep.equal([]);
  });

  it('ends and cleans up when it is told to stop', async function () {
    if (process.platform === 'win32') this.skip();
    const person = sit(40);
    await person.until((one) => activePrompt(one) !== undefined);
    person.kill('SIGTERM');
    expect(await person.ended).to.equal(143);
    expect(await leftBehind()).to.deep.equal([]);
  });
});
