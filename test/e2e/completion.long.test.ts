import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';

import { commonFlags } from '../../src/commands/common/flags.js';
import { loadCommand } from '../../src/commands/index.js';
import { built } from '../helpers/built.js';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';
import { TestTerminal } from '../helpers/terminal.js';

const hostile = 'x$(touch pwned)`touch pwned`;touch pwned';

/** How each shell is started without the files of the machine, and how it loads the script. */
const shells: Readonly<
  Record<string, { readonly start: readonly [string, ...string[]]; readonly load: readonly string[] }>
> = {
  bash: {
    start: ['bash', '--noprofile', '--norc', '-i'],
    load: ['. /usr/share/bash-completion/completions/git', 'eval "$(git codecommit completion bash)"'],
  },
  zsh: {
    start: ['zsh', '-f', '-i'],
    load: [
      'autoload -Uz compinit && compinit -D -u',
      'zstyle ":completion:*" menu no',
      'eval "$(git codecommit completion zsh)"',
    ],
  },
  fish: { start: ['fish', '--no-config', '--interactive'], load: ['git codecommit completion fish | source'] },
};

describe('completion in a shell', function () {
  this.timeout(120_000);
  let home: TemporaryHome;
  let environment: Record<string, string>;

  beforeEach(async () => {
    const dist = built();
    home = await temporaryHome();
    await mkdir(home.file('bin'));
    await symlink(`${dist}/git-codecommit.js`, home.file('bin', 'git-codecommit'));
    await mkdir(home.file('.aws'));
    await writeFile(
      home.file('.aws', 'credentials'),
      `[dev]\naws_access_key_id = ASIA\n[prod]\n[${hostile}]\naws_access_key_id = ASIA\n`,
    );
    await writeFile(home.file('keys of ana.csv'), '');
    environment = home.environment({
      PATH: `${home.file('bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
      PS1: '$ ',
    });
  });
  afterEach(() => home.remove());

  for (const [name, { start, load }] of Object.entries(shells)) {
    describe(name, () => {
      before(needs(name));

      /** Types into a new shell and waits for what Tab makes of it. */
      const completes = async (typed: string, to: string): Promise<void> => {
        const shell = new TestTerminal(start, { env: environment, cwd: home.path, columns: 160, rows: 50 });
        try {
          shell.type([...load, 'echo rea""dy', ''].join('\r'));
          await shell.waitFor(/^ready\n.*[$%#]/m, { timeoutMs: 30_000 });
          shell.type(`${typed}\t`);
          await shell.waitFor(to, { timeoutMs: 30_000 });
        } finally {
          await shell.close();
        }
      };

      it('completes a command, a flag, a value and a profile of git-codecommit', async () => {
        await completes('git-codecommit stat', 'git-codecommit status');
        await completes('git-codecommit setup --reposi', 'git-codecommit setup --repository');
        await completes('git-codecommit setup --method web', 'git-codecommit setup --method web-identity');
        await completes('git-codecommit status --profile pr', 'git-codecommit status --profile prod');
      });

      it('completes git codecommit as well', async () => {
        await completes('git codecommit compl', 'git codecommit completion');
        await completes('git codecommit setup --source-profile d', 'git codecommit setup --source-profile dev');
      });

      it('completes behind an equals sign', async () => {
        await completes('git-codecommit setup --git-scope=reg', 'git-codecommit setup --git-scope=region');
      });

      it('completes the names of files, blanks and all', async () => {
        await completes('git-codecommit setup --keys-file key', 'keys\\ of\\ ana.csv');
      });

      it('runs nothing that a profile is named', async () => {
        await completes('git-codecommit status --profile x', 'pwned');
        expect((await run('ls', [home.path], { env: environment })).stdout).to.not.match(/^pwned$/m);
      });
    });
  }
});

/** What each shell's own function of the script finds for the words of a command line, one a line. */
const asked: Readonly<Record<string, (words: string) => readonly [string, ...string[]]>> = {
  bash: (words) => [
    'bash',
    '--noprofile',
    '--norc',
    '-c',
    `eval "$(git codecommit completion bash)"; COMP_WORDS=(git-codecommit ${words}); ` +
      `COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _git_codecommit; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  zsh: (words) => [
    'zsh',
    '-f',
    '-c',
    `compdef() { :; }; _describe() { print -rl -- "\${(@P)2}"; }; eval "$(git codecommit completion zsh)"; ` +
      `words=(git-codecommit ${words}); CURRENT=\${#words}; _git-codecommit`,
  ],
  fish: (words) => [
    'fish',
    '--no-config',
    '-c',
    `git codecommit completion fish | source; complete -C 'git-codecommit ${words}'`,
  ],
};

describe('every flag that a command takes is offered', function () {
  this.timeout(120_000);
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
    await mkdir(home.file('bin'));
    await symlink(`${built()}/git-codecommit.js`, home.file('bin', 'git-codecommit'));
  });
  after(() => home.remove());

  for (const [shell, lineFor] of Object.entries(asked)) {
    describe(`by ${shell}`, () => {
      before(needs(shell));

      for (const command of ['setup', 'refresh', 'clone', 'export', 'policy', 'doctor', 'remove', 'share'] as const) {
        it(`for ${command}`, async () => {
          const [program, ...args] = lineFor(`${command} --`);
          const { stdout, stderr } = await run(program, args, {
            env: home.environment({
              PATH: `${home.file('bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
              TERM: 'xterm',
            }),
          });
          const offered = stdout.match(/^--[a-z][a-z-]*/gm) ?? [];
          const { flags } = await loadCommand(command);
          const taken = [...flags, ...commonFlags].map(({ name }) => `--${name}`);
          expect([...new Set(offered)].sort(), stderr).to.deep.equal(taken.sort());
        });
      }
    });
  }
});

describe('the completion scripts', () => {
  it('exist for PowerShell too, and ask the way the program answers', async () => {
    const home = await temporaryHome();
    const program = `${built()}/git-codecommit.js`;
    const { stdout } = await run(process.execPath, [program, 'completion', 'powershell'], { env: home.environment() });
    expect(stdout)
      .to.include('Register-ArgumentCompleter -Native -CommandName git-codecommit')
      .and.include('git codecommit __complete @words');
    const answer = await run(process.execPath, [program, '__complete', 'completion', '--'], {
      env: home.environment(),
    });
    expect(answer.stdout).to.equal('bash\t\nzsh\t\nfish\t\npowershell\t\n');
    await home.remove();
  });
});
