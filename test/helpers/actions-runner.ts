import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { FurnishedHome } from '../sandbox/furnished-home.js';
import type { Variables } from './environment.js';
import type { Ended } from './run.js';

/** A step of a workflow or of a composite action. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

/** A composite action as its file says it. */
export interface CompositeAction {
  readonly inputs: Readonly<
    Record<string, { readonly required?: boolean; readonly default?: string; readonly description?: string }>
  >;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** Reads YAML, as a workflow, an action or a pipeline has it. */
export function readYaml(text: string): unknown {
  return load(text);
}

/** What expressions may name: `inputs.role-arn`, `github.repository`. */
export type Contexts = Readonly<Record<string, string>>;

/**
 * The value of a field with its expressions filled in: names of contexts alone, as these are all that we use.
 * @throws Error for any other expression
 */
export function evaluated(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, name: string) => {
    const value = contexts[name];
    if (value === undefined) throw new Error(`no such context: ${name}`);
    return value;
  });
}

/**
 * Carries steps out one by one, as GitHub's runner does. Source: GitHub Docs, "Workflow commands for GitHub Actions",
 * "Workflow syntax for GitHub Actions", `jobs.<job_id>.steps[*].shell`.
 */
export class ActionsRunner {
  /** RUNNER_TEMP, which the runner empties before and after each job. */
  readonly temp: string;
  readonly ended: Ended[] = [];
  #variables: Record<string, string | undefined> = {};
  #path: string[] = [];
  #scripts = 0;

  /** @param given variables of the job, and the PATH that it begins with */
  private constructor(
    private readonly home: FurnishedHome,
    private readonly given: Variables & { readonly PATH: string },
  ) {
    this.temp = home.file('work', '_temp');
  }

  static async start(home: FurnishedHome, given: Variables & { readonly PATH: string }): Promise<ActionsRunner> {
    const runner = new ActionsRunner(home, given);
    await mkdir(runner.temp, { recursive: true });
    return runner;
  }

  /** Everything that the steps so far have printed. */
  get log(): string {
    return this.ended.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('');
  }

  /** Runs an action with these inputs; stops at the first step that fails. */
  async use({ inputs, runs }: CompositeAction, given: Readonly<Record<string, string>>, path: string): Promise<Ended> {
    const unknown = Object.keys(given).filter((name) => inputs[name] === undefined);
    if (unknown.length > 0) throw new Error(`no such input: ${unknown.join(', ')}`);
    const values = Object.entries(inputs).map(([name, { default: usual = '' }]) => [
      `inputs.${name}`,
      given[name] ?? usual,
    ]);
    const contexts = { ...(Object.fromEntries(values) as Contexts), 'github.action_path': path };
    return await this.all(runs.steps, contexts);
  }

  async all(steps: readonly Step[], contexts: Contexts): Promise<Ended> {
    let last: Ended | undefined;
    for (const step of steps) {
      last = await this.step(step, contexts);
      if (last.code !== 0) break;
    }
    if (last === undefined) throw new Error('no step');
    return last;
  }

  /** Runs one step; what it gives to later ones counts for these. */
  async step({ run, shell, env = {} }: Step, contexts: Contexts): Promise<Ended> {
    if (run === undefined || shell !== 'bash') throw new Error('only steps with `run` and `shell: bash` are known');
    const file = (name: string): string => join(this.temp, `_${name}_${this.#scripts}`);
    this.#scripts += 1;
    const [script, variables, path] = [file('script.sh'), file('env'), file('path')];
    await writeFile(script, run);
    for (const empty of [variables, path]) await appendFile(empty, '');
    const own = Object.entries(env).map(([name, value]) => [name, evaluated(value, contexts)]);
    const ended = await this.home.run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      env: {
        ...this.given,
        ...this.#variables,
        ...(Object.fromEntries(own) as Record<string, string>),
        PATH: [...this.#path, this.given.PATH].join(':'),
        RUNNER_TEMP: this.temp,
        GITHUB_ENV: variables,
        GITHUB_PATH: path,
      },
      timeoutMs: 180_000,
    });
    this.ended.push(ended);
    const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
    for (const line of lines(await readFile(variables, 'utf8'))) {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (name === '') throw new Error(`not NAME=VALUE: ${line}`);
      this.#variables[name] = value;
    }
    this.#path = [...lines(await readFile(path, 'utf8')), ...this.#path];
    return ended;
  }
}
