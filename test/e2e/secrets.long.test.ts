import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import type { Command } from '../../src/commands/common/command.js';
import { commonFlags } from '../../src/commands/common/flags.js';
import { allCommands } from '../../src/commands/index.js';
import { setupFlags } from '../../src/commands/setup/flags.js';
import type { Flag } from '../../src/core/interview/flag.js';
import { flagsOfQuestions } from '../../src/core/interview/flag.js';
import { environmentNameOf, isSecret } from '../../src/core/interview/question.js';
import type { Question, Questions } from '../../src/core/interview/question.js';
import { methods } from '../../src/methods/index.js';
import { needs } from '../helpers/needs.js';
import { TestTerminal } from '../helpers/terminal.js';
import { judge, watchedRun, watching } from '../helpers/watched-run.js';
import type { Watched } from '../helpers/watched-run.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { flagsOf, signInBy } from './sign-in-by.js';
import type { AtHand } from './sign-in-by.js';

const commands = await allCommands();

const inEnvironment = 'marked/environment+secret';
const allQuestions = methods.flatMap((method) => Object.entries(method.questions as Questions) as [string, Question][]);
/** Secret answers by variable, each with a mark of its own. */
const markedAnswers = Object.fromEntries(
  allQuestions
    .filter(([, question]) => isSecret(question))
    .map(([name]) => [environmentNameOf(kebabOf(name)), `marked/${name}+answer`]),
);

function kebabOf(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

describe('no secret leaves the program', function () {
  this.timeout(600_000);
  let fixture: Fixture;
  let atHand: ReadonlyMap<string, AtHand>;
  let keysFile: string;
  let policy: string;
  const more: string[] = [];

  before(needs('strace'));
  before(async () => {
    fixture = await openFixture();
    const { sandbox, home, ana } = fixture;
    sandbox.aws.account('111122223333').repository('my-app', { region: 'eu-west-1', files: { 'README.md': 'mine\n' } });
    const first = await fixture.codecommit([...fixture.common, '--yes', '--keep-source']);
    expect(first.code, first.stderr).to.equal(0);
    const made: [string, AtHand][] = [];
    for (const [method, make] of Object.entries(signInBy)) made.push([method, await make(fixture)]);
    atHand = new Map(made);
    keysFile = atHand.get('keys')?.answers()['keys-file'] ?? '';
    policy = await home.write(
      'policy.json',
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"codecommit:*","Resource":"*"}]}',
    );
    more.push(
      ana.key.secretAccessKey,
      await lengthenConsoleSession(),
      inEnvironment,
      ...Object.values(markedAnswers),
      ...made.flatMap(([, { secrets = [] }]) => secrets),
    );
  });
  after(async () => {
    for (const { leave } of atHand.values()) await leave?.();
    await fixture.clear();
  });

  /** More answers than each method needs. */
  const furtherAnswers = (method: string): Readonly<Record<string, string>> =>
    ({
      'assume-role': { 'session-name': 'ana', duration: '1h', 'policy-file': policy },
      'session-token': { duration: '1h' },
      'federation-token': { 'federated-name': 'ana', 'policy-file': policy },
    })[method] ?? {};

  /** The keys of `aws login` last long enough to be taken as they are; gives the secret one. */
  async function lengthenConsoleSession(): Promise<string> {
    const folder = fixture.home.file('.aws', 'login', 'cache');
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const cache = JSON.parse(readFileSync(file, 'utf8')) as { accessToken: Record<string, string> };
    cache.accessToken['expiresAt'] = new Date(Date.now() + 840_000).toISOString();
    await writeFile(file, JSON.stringify(cache));
    return cache.accessToken['secretAccessKey'] ?? '';
  }

  /** All that must not be seen: what was marked, and every session that AWS has given. */
  const secrets = (): string[] =>
    [
      ...more,
      ...fixture.sandbox.aws.sessions.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
    ].filter((secret) => secret.length > 8);

  // AWS's own variables are the user's: a credential_process needs them, and Git where it asks a helper, with all that
  // Git starts then. Git's work on its settings needs none, nor does a browser; and our own answers nobody does.
  const mayHave = (variable: string, [program = '', ...args]: readonly string[]): boolean =>
    variable.startsWith('AWS_') &&
    !(basename(program) === 'git' && args.some((word) => /^(config|version|var|rev-parse)$/.test(word))) &&
    !/person|browser|chrom/i.test(program);

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Watched> => {
    // Some commands make a folder: each run has one of its own to stand in.
    const cwd = mkdtempSync(join(fixture.home.path, 'here-'));
    return watchedRun(
      [process.execPath, fixture.program, ...args],
      { env: fixture.home.environment(env), cwd },
      secrets,
      mayHave,
    ).finally(() => rmSync(cwd, { recursive: true, force: true }));
  };

  /** The same at a terminal, where somebody is. */
  const attend = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Watched> => {
    const log = fixture.home.file('terminal-log');
    const at = new TestTerminal([...(watching(log) as ['strace']), process.execPath, fixture.program, ...args], {
      env: fixture.home.environment(env),
      cwd: fixture.home.path,
    });
    try {
      const { code = 137 } = await at.exit(120_000);
      return { code, stdout: '', stderr: at.raw(), ...judge(readFileSync(log, 'latin1'), secrets(), mayHave) };
    } finally {
      rmSync(log, { force: true });
      await at.close();
    }
  };

  const expectNothing = ({ leaks, stdout, stderr }: Watched, where: string, printsSecrets = false): void => {
    expect(leaks, `${where}\n${stderr}`).to.deep.equal([]);
    const seen = secrets().filter((secret) => stderr.includes(secret) || (!printsSecrets && stdout.includes(secret)));
    expect(seen, `${where}: printed`).to.deep.equal([]);
  };

  const expectPrivateFiles = (): void => {
    for (const entry of readdirSync(fixture.home.path, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !existsSync(path)) continue;
      const text = readFileSync(path, 'latin1');
      if (secrets().some((secret) => text.includes(secret))) expect(statSync(path).mode & 0o077, path).to.equal(0);
    }
  };

  describe('while somebody signs in', () => {
    beforeEach(() => fixture.home.write('.gitconfig', fixture.sandbox.gitConfig()));

    for (const method of methods) {
      for (const wordy of [['--debug'], ['--json']] as const) {
        it(`by ${method.id} with ${wordy.join(' ')}`, async () => {
          const way = atHand.get(method.id);
          const answers = { ...way?.answers(), ...furtherAnswers(method.id) };
          fixture.sandbox.log.clear();
          const args = [
            'setup',
            '--method',
            method.id,
            '--repository',
            fixture.app.url,
            '--profile',
            `by-${method.id}`,
            '--yes',
            ...flagsOf(answers),
            ...wordy,
          ];
          // Keys of the environment would come before an instance's role.
          const keys =
            method.id === 'instance'
              ? {}
              : { AWS_SECRET_ACCESS_KEY: inEnvironment, AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT' };
          const env = { ...keys, ...markedAnswersBut(answers), ...way?.variables, ...way?.person };
          const watched = await (way?.person === undefined ? start(args, env) : attend(args, env));
          expect(watched.code, watched.stderr).to.equal(0);
          expectNothing(watched, method.id);
          expectPrivateFiles();
          expectDocumentedHosts(method.id);
        });
      }
    }
  });

  /** The marked answers, but for the questions that a flag answers, and for those that would stand in for another. */
  function markedAnswersBut(answers: Readonly<Record<string, string>>): Record<string, string> {
    const replaces = new Set(
      [
        'GIT_CODECOMMIT_SOURCE_KEYS',
        'GIT_CODECOMMIT_SAML_RESPONSE',
        'GIT_CODECOMMIT_WEB_IDENTITY_TOKEN',
        'GIT_CODECOMMIT_KEYS',
        // The app client has none, which AWS minds.
        'GIT_CODECOMMIT_CLIENT_SECRET',
      ].filter((name) => !Object.keys(answers).some((flag) => environmentNameOf(flag.replace(/-file$/, '')) === name)),
    );
    return Object.fromEntries(Object.entries(markedAnswers).filter(([name]) => !replaces.has(name)));
  }

  function expectDocumentedHosts(method: string): void {
    const row =
      new RegExp(`^\\| \`${method}\` \\|(.*)\\|$`, 'm').exec(
        readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8'),
      )?.[1] ?? '';
    const documented = [...row.matchAll(/`([a-z0-9.*-]+\.[a-z]+)`/gi)].map(
      ([, host = '']) =>
        new RegExp(
          `^${host.replaceAll('.', '\\.').replaceAll('REGION', '[a-z]+-[a-z]+-\\d').replaceAll('*', '[^.]+')}$`,
        ),
    );
    const contacted = [...new Set(fixture.sandbox.log.entries.map(({ host }) => host.replace(/:443$/, '')))];
    // ci.example.com is the provider that the test names.
    const unknown = contacted.filter(
      (host) =>
        host !== 'ci.example.com' &&
        !/^(git-codecommit|sts)\./.test(host) &&
        !documented.some((pattern) => pattern.test(host)),
    );
    expect(unknown, `SECURITY.md names no such host for ${method}`).to.deep.equal([]);
    for (const { userAgent } of fixture.sandbox.log.entries)
      expect(userAgent ?? 'git-codecommit/', method).to.match(/^git\/|git-codecommit\/|Mozilla|^node$|curl/);
  }

  describe('by any flag of any command', () => {
    const operands: Readonly<Record<string, readonly string[]>> = {
      clone: ['my-app', 'elsewhere'],
      remove: ['nobody'],
      completion: ['bash'],
      complete: ['', ''],
      policy: [],
      share: ['my-app'],
    };
    for (const command of [...commands].sort((a, b) => Number(a.name === 'remove') - Number(b.name === 'remove'))) {
      it(`of ${command.name}`, async () => {
        const own =
          command.name === 'setup'
            ? setupFlags.filter(
                ({ name }) =>
                  !flagsOfQuestions(...methods.map((method) => method.questions as Questions)).some(
                    (flag) => flag.name === name,
                  ),
              )
            : command.flags;
        const calls = [[], ...[...own, ...commonFlags].flatMap((flag) => wordsFor(flag))];
        const base =
          command.name === 'setup'
            ? ['setup', '--method', 'keys', '--keys-file', keysFile, '--region', 'eu-west-1', '--profile', 'flagged']
            : [command.name, ...(operands[command.name] ?? [])];
        let next = 0;
        await Promise.all(
          [1, 2, 3].map(async () => {
            for (let index = next++; index < calls.length; index = next++) {
              const words = [...base, ...(calls[index] ?? [])];
              const args = words.includes('--yes') || command.name === 'help' ? words : [...words, '--yes'];
              expectNothing(
                await start(args, {
                  AWS_SECRET_ACCESS_KEY: inEnvironment,
                  AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
                  ...markedAnswers,
                  GIT_CODECOMMIT_SOURCE_KEYS: '',
                }),
                args.join(' '),
                printsSecrets(command, args),
              );
            }
          }),
        );
        expectPrivateFiles();
      });
    }
  });

  /** Ways to give a flag: each of its values, or one that fits. */
  function wordsFor(flag: Flag): string[][] {
    if (flag.kind === 'switch') return [[`--${flag.name}`]];
    if (flag.values) return flag.values.map((value) => [`--${flag.name}`, value]);
    return [[`--${flag.name}`, valueOf(flag)]];
  }

  /** A file of secrets for whatever takes a file: the wrong one for most, so that errors speak of it. */
  function valueOf({ name, valueName }: Flag): string {
    const known: Readonly<Record<string, string>> = {
      profile: 'my-app',
      region: 'eu-west-1',
      repository: fixture.app.url,
      'role-arn': fixture.role.arn,
      recipe: 'my-app',
      'mfa-code': '000000',
      host: 'git-codecommit.eu-west-1.amazonaws.com',
    };
    return known[name] ?? (valueName === 'PATH' || name.endsWith('-file') ? keysFile : 'value');
  }

  /** Those whose purpose is to hand credentials on, on standard output. */
  function printsSecrets({ name }: Command, args: readonly string[]): boolean {
    return (name === 'export' || args.includes('environment')) && !args.includes('--json');
  }

  it('was looked for well: a program that does all of it is caught', async () => {
    const secret = secrets()[0] ?? '';
    const script = await fixture.home.write(
      'bad.sh',
      `echo '${secret}' > bad; chmod 600 bad; /bin/echo '${secret}' >/dev/null; LEAK='${secret}' /bin/true; rm -f bad`,
    );
    const { leaks } = await watchedRun(
      ['sh', script],
      { env: fixture.home.environment(), cwd: fixture.home.path },
      secrets,
      mayHave,
    );
    expect(leaks.map(({ where, what }) => `${where}: ${basename(what)}`)).to.deep.equal([
      'file: bad (0666)',
      'arguments: echo',
      'environment: LEAK of true',
    ]);
  });
});
