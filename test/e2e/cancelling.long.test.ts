import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createFiles } from '../../src/system/files/files.js';
import { TestTerminal } from '../helpers/terminal.js';
import type { Ending } from '../helpers/terminal.js';
import { endSessions } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const cancelled: Ending = { code: 130, signal: undefined };
const terminated: Ending = { code: undefined, signal: 15 };
const hungUp: Ending = { code: undefined, signal: 1 };

/** How somebody, or the system, ends a program, and how it is to end. */
type Way = readonly [name: string, end: (terminal: TestTerminal) => void, ending: Ending];
const ctrlC: Way = ['Ctrl-C', (terminal) => terminal.ctrlC(), cancelled];
const ways: readonly Way[] = [
  ctrlC,
  ['SIGINT', (terminal) => terminal.signal('SIGINT'), cancelled],
  ['SIGTERM', (terminal) => terminal.signal('SIGTERM'), terminated],
  ['a terminal that is closed', (terminal) => terminal.hangUp(), hungUp],
];

describe('whoever ends it', function () {
  this.timeout(240_000);
  let fixture: Fixture;
  const terminals: TestTerminal[] = [];
  before(function linuxAlone() {
    // It looks at processes by /proc; and Windows knows no signals.
    if (process.platform !== 'linux') this.skip();
  });
  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--profile', 'work');
  });
  afterEach(async () => {
    fixture.sandbox.faults.clear();
    await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
  });
  after(() => fixture.clear());

  const runIn = (command: readonly [string, ...string[]]): TestTerminal => {
    const terminal = new TestTerminal(command, {
      env: fixture.home.environment(),
      cwd: fixture.home.path,
      columns: 120,
    });
    terminals.push(terminal);
    return terminal;
  };
  /** In a shell that says which process it is, how it ended, and how the terminal was left. */
  const inShell = (command: readonly string[]): TestTerminal =>
    runIn([
      'sh',
      '-c',
      `trap : INT; sh -c 'echo "pid $$"; exec "$@"' sh "$@"; echo "ended with $?"; stty -a | tr ' ;' '\\n\\n' | ` +
        'grep -x -e "-*echo" -e "-*icanon" -e "-*isig" | sort',
      'sh',
      ...command,
    ]);

  /** Ends it in one way, and looks whether everything is as it was. */
  const ends = async (
    terminal: TestTerminal,
    [name, end, ending]: Way,
    said = 'Nothing was changed.',
  ): Promise<void> => {
    end(terminal);
    expect(await terminal.exit(), `${name}\n${terminal.text()}`).to.deep.equal(ending);
    // Of a terminal that has gone nothing can be said.
    if (ending !== hungUp) {
      expect(terminal.cursor().visible, name).to.equal(true);
      expect(terminal.text()).to.contain(said);
    }
    expect(leftovers(), name).to.deep.equal([]);
    await terminal.close();
  };
  /** Lock files and drafts in the home. */
  const leftovers = (): string[] =>
    readdirSync(fixture.home.path, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.lock(?:\.|$)|git-codecommit-tmp$/.test(path),
    );
  const refresh = (...words: string[]): TestTerminal => fixture.wizard(['refresh', 'work', '--force', ...words]);

  it('while AWS gives no answer, changes nothing and leaves nothing behind', async () => {
    const before = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
    for (const way of ways) {
      fixture.sandbox.log.clear();
      const stop = fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts' });
      const terminal = refresh();
      await until(() => fixture.sandbox.log.of('sts').length > 0);
      await ends(terminal, way);
      stop();
    }
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.equal(before);
  });

  it('between the attempts at a service that is overloaded, is not kept waiting for the last of them', async () => {
    const stop = fixture.sandbox.faults.add({ kind: 'unavailable' }, { on: 'sts' });
    const terminal = fixture.wizard(['refresh', 'work', '--force'], { variables: { AWS_MAX_ATTEMPTS: '50' } });
    await until(() => fixture.sandbox.log.of('AssumeRole').length > 1);
    await ends(terminal, ctrlC);
    stop();
  });

  it('while another process holds the lock of the file, writes nothing', async () => {
    for (const way of ways)
      await createFiles().withLock(fixture.home.file('.aws', 'credentials'), async () => {
        const held = leftovers();
        const before = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
        const terminal = refresh();
        await until(() => leftovers().length > held.length || terminal.text().includes('Signed in'), 8_000).catch(
          () => undefined,
        );
        way[1](terminal);
        expect(await terminal.exit(), terminal.text()).to.deep.equal(way[2]);
        expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.equal(before);
        expect(leftovers()).to.deep.equal(held);
      });
  });

  describe('while somebody is to sign in in a browser', () => {
    const startUrl = 'https://corp.awsapps.com/start';
    before(() => {
      const center = fixture.sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
      center.assign(center.user('ana'), fixture.sandbox.aws.account('111122223333'), 'Developer', {
        accountName: 'dev',
      });
    });

    for (const [name, words, sign] of [
      ['which comes back to this computer', [], '/sign-in/'],
      ['with a code, on another device', ['--no-browser'], 'user_code='],
    ] as const)
      it(name, async () => {
        for (const way of ways) {
          const portal = ['--start-url', startUrl, '--sso-region', 'eu-central-1', '--account-id', '111122223333'];
          const terminal = fixture.wizard(
            [
              ...['setup', '--method', 'identity-center', '--repository', fixture.app.url, '--profile', 'portal'],
              ...['--git-scope', 'none', '--role-name', 'Developer', '--yes', ...portal, ...words],
            ],
            { variables: { BROWSER: '/bin/true', DISPLAY: ':9' } },
          );
          await terminal.waitFor(sign);
          await ends(terminal, way);
        }
      });
  });

  it('after the profile was written says what stands, and what takes it back does so', async () => {
    const words = fixture.common.map((word) => (word === fixture.app.url ? other().url : word));
    for (const way of ways) {
      const stop = fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'git-codecommit' });
      const terminal = fixture.wizard([...words, '--yes', '--profile', 'second', '--git-scope', 'repository']);
      await terminal.waitFor('Verifying with Git');
      await ends(terminal, way, "Stopped. So far: profile second is written, Git's settings are written.");
      stop();
      if (way[2] !== hungUp) expect(terminal.text()).to.match(/^→ This takes it back: .* remove second$/m);
      const removed = await fixture.codecommit(['remove', 'second', '--yes']);
      expect(removed.code, removed.stderr).to.equal(0);
      expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.not.contain('second');
    }
  });

  it('while a recipe is to come from standard input or a pipe, waits for neither', async () => {
    await fixture.home.run('mkfifo', ['pipe']);
    for (const from of ['-', fixture.home.file('pipe')])
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const child = spawn(process.execPath, [fixture.program, 'setup', '--yes', '--from', from], {
          env: fixture.home.environment(),
          cwd: fixture.home.path,
        });
        const ended = once(child, 'exit');
        await once(child.stderr, 'data');
        await sleep(1_000);
        child.kill(signal);
        const [code, by] = (await ended) as [number | null, string | null];
        expect([130, signal], `${from} ${signal}`).to.include(by ?? code);
      }
  });

  it('with one Ctrl-C, which Git hands on a second time, says how it ended', async () => {
    const path = await fixture.home.write(
      'git-codecommit',
      `#!/bin/sh\nexec '${process.execPath}' '${fixture.program}' "$@"\n`,
    );
    await chmod(path, 0o700);
    fixture.sandbox.log.clear();
    const stop = fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts' });
    const { PATH = '' } = fixture.home.environment();
    const terminal = runIn([
      'env',
      `PATH=${fixture.home.path}:${PATH}`,
      'git',
      'codecommit',
      'refresh',
      '--force',
      'work',
    ]);
    await until(() => fixture.sandbox.log.of('sts').length > 0);
    terminal.ctrlC();
    await terminal.exit();
    expect(terminal.text()).to.contain('Nothing was changed.');
    stop();
  });

  describe('while a program is asked for credentials', () => {
    let command: string;
    before(async () => {
      // A background job of a shell script ignores Ctrl-C, and its parent is gone before anybody can look for it.
      const asking = [
        '#!/bin/sh',
        `rm -f '${fixture.home.file('pids')}'`,
        'sleep 1000 &',
        `echo $! $$ > '${fixture.home.file('pids')}.new'`,
        `mv '${fixture.home.file('pids')}.new' '${fixture.home.file('pids')}'`,
        'stty -echo < /dev/tty',
        "printf 'Passphrase: ' > /dev/tty",
        'read -r answer < /dev/tty',
        'stty echo < /dev/tty',
        'kill $!',
        'test "$answer" = sesame || exit 3',
        `cat '${fixture.home.file('keys.json')}'`,
      ];
      command = await fixture.home.write('asking', `${asking.join('\n')}\n`);
      await chmod(command, 0o700);
      const session = fixture.sandbox.aws.issue(
        { kind: 'role-session', account: fixture.role.account, role: fixture.role, name: 'ana' },
        3600,
      );
      await fixture.home.write(
        'keys.json',
        JSON.stringify({
          Version: 1,
          AccessKeyId: session.accessKeyId,
          SecretAccessKey: session.secretAccessKey,
          SessionToken: session.sessionToken,
          Expiration: session.expiration.toISOString(),
        }),
      );
      await fixture.home.write('.aws/config', `[profile vault]\ncredential_process = ${command}\n`);
    });

    const setUp = (...words: string[]): readonly [string, ...string[]] => [
      process.execPath,
      fixture.program,
      'setup',
      '--method',
      'process',
      '--repository',
      fixture.app.url,
      '--profile',
      'by-process',
      '--git-scope',
      'none',
      '--yes',
      ...words,
    ];
    const pids = (): number[] => readFileSync(fixture.home.file('pids'), 'utf8').trim().split(' ').map(Number);

    for (const [name, words] of [
      ['by a command', () => ['--command', command]],
      ['by a profile', () => ['--source-profile', 'vault']],
    ] as const) {
      it(`${name}, it may ask at the terminal, as under the AWS CLI`, async () => {
        const terminal = inShell(setUp(...words()));
        await terminal.waitFor('Passphrase:');
        terminal.type('sesame\r');
        await terminal.waitFor('ended with 0');
        await terminal.exit();
        expect(terminal.text()).to.not.contain('sesame');
      });

      for (const way of ways)
        it(`${name}, ${way[0]} ends it and what it has started, and echo is back`, async () => {
          const terminal = inShell(setUp(...words()));
          await terminal.waitFor('Passphrase:');
          const running = pids();
          if (way[0] === 'Ctrl-C') terminal.ctrlC();
          else if (way[2] === hungUp) terminal.hangUp();
          else process.kill(Number(/^pid (\d+)$/m.exec(terminal.text())?.[1]), way[0]);
          await terminal.exit();
          if (way[2] !== hungUp)
            expect(terminal.text())
              .to.match(/^echo\nicanon\nisig$/m)
              .and.contain(`ended with ${way[2].code ?? 128 + (way[2].signal ?? 0)}`);
          await until(() => running.every(isGone));
          expect(leftovers()).to.deep.equal([]);
        });
    }
  });

  it('while Git clones, leaves no clone and no process', async () => {
    await fixture.home.run('rm', ['-rf', 'my-app']);
    for (const way of ways) {
      fixture.sandbox.log.clear();
      const stop = fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'git-codecommit' });
      const terminal = fixture.wizard(['clone', 'my-app', '--profile', 'work', '--region', 'eu-west-1']);
      await until(() => existsSync(fixture.home.file('my-app')));
      await sleep(300);
      await ends(terminal, way);
      stop();
      await until(() => !existsSync(fixture.home.file('my-app')));
      await until(() => ours('git-remote-https').length === 0);
    }
  });

  it('while the credential helper renews a session for Git, leaves no process and no lock', async () => {
    const { code, stderr } = await fixture.home.run('git', ['clone', '-q', fixture.app.url, 'pulled']);
    expect(code, stderr).to.equal(0);
    for (const [name, end] of ways) {
      await endSessions(fixture);
      fixture.sandbox.log.clear();
      const stop = fixture.sandbox.faults.add({ kind: 'hang' }, { on: 'sts' });
      const terminal = runIn(['git', '-C', 'pulled', 'pull']);
      await until(() => leftovers().length > 0);
      await sleep(1_500);
      const helpers = ours('git-credential-codecommit');
      expect(helpers, name).to.not.deep.equal([]);
      end(terminal);
      await terminal.exit();
      if (name === 'SIGTERM' || name === 'SIGINT') for (const helper of helpers) process.kill(helper, name);
      await until(() => helpers.every(isGone));
      stop();
      expect(leftovers(), name).to.deep.equal([]);
      const again = await fixture.home.run('git', ['-C', 'pulled', 'pull', '-q']);
      expect([again.code, again.stderr], name).to.deep.equal([0, '']);
    }
  });

  const other = (): Fixture['app'] =>
    fixture.sandbox.aws.account('444455556666').repository('other', { region: 'eu-west-1', files: { a: 'b' } });

  /** Processes of this home whose command line has the word. */
  function ours(word: string): number[] {
    return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(word) && !/^\s*\d+\s+Z/.test(line))
      .map((line) => Number.parseInt(line, 10))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${String(pid)}/environ`, 'latin1').includes(fixture.home.path);
        } catch {
          return false;
        }
      });
  }
});

/** Waits until something is true. */
async function until(isTrue: () => boolean, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    await sleep(50);
    if (performance.now() > end) throw new Error(`It did not come to be: ${String(isTrue)}`);
  }
}

function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'latin1').includes(' Z ');
  } catch {
    return true;
  }
}
