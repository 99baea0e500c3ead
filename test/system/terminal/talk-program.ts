import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { TestTerminal } from '../../helpers/terminal.js';
import type { TerminalOptions } from '../../helpers/terminal.js';

/** The talking program, built once for a file of tests, and the terminals in which it runs. */
export class TalkProgram {
  readonly #terminals: TestTerminal[] = [];
  #folder = '';

  /** A mocha hook: builds the program as the real one is built. */
  readonly build = async (): Promise<void> => {
    this.#folder = await mkdtemp(join(tmpdir(), 'git-codecommit-talk-'));
    await build({
      entryPoints: { talk: join(import.meta.dirname, 'talk.ts') },
      outdir: this.#folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
  };

  /** A mocha hook: removes it. */
  readonly remove = async (): Promise<void> => {
    await rm(this.#folder, { recursive: true, force: true });
  };

  /** A mocha hook: ends what a test left running. */
  readonly close = async (): Promise<void> => {
    await Promise.all(this.#terminals.splice(0).map((terminal) => terminal.close()));
  };

  /** The command line of a scenario. */
  command(...words: string[]): [string, ...string[]] {
    return [process.execPath, join(this.#folder, 'talk.mjs'), ...words];
  }

  /** Starts a scenario in a terminal. */
  start(scenario: string, options: TerminalOptions = {}): TestTerminal {
    return this.run(this.command(...scenario.split(' ')), options);
  }

  run(command: readonly [string, ...string[]], options: TerminalOptions = {}): TestTerminal {
    const terminal = new TestTerminal(command, options);
    this.#terminals.push(terminal);
    return terminal;
  }
}
