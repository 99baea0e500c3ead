import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { expect } from 'chai';

import type { Variables } from '../../helpers/environment.js';
import type { Ended } from '../../helpers/run.js';
import { furnishedHome, type FurnishedHome } from '../../sandbox/furnished-home.js';
import { startMetadata } from '../../sandbox/metadata.js';
import type { Account } from '../../sandbox/aws/account.js';
import type { Repository } from '../../sandbox/aws/repository.js';
import { openFixture, type Fixture } from '../fixture.js';
import { pathWithCommand } from '../../helpers/environment.js';

export const host = 'https://git-codecommit.eu-west-1.amazonaws.com';

/** How a machine was set up before it is broken. */
export type Way = 'role' | 'aws' | 'environment' | 'instance' | 'mfa';

/** `git codecommit doctor --json`. */
export interface Document {
  readonly ok: boolean;
  readonly findings: readonly Found[];
}

export interface Found {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly detail: string;
  readonly fix: string | null;
}

/**
 * A machine that works, of its own: a home with a profile, Git's settings and a clone, in an AWS that others use too.
 */
export interface Bench {
  readonly fixture: Fixture;
  readonly team: Account;
  readonly app: Repository;
  readonly home: FurnishedHome;
  /** Variables that the shell would have exported. */
  readonly exported: Readonly<Record<string, string>>;
  /** Git, in the clone. */
  git(args: readonly string[], env?: Variables): Promise<Ended>;
  /** A line for the shell, in the clone. */
  shell(line: string, env?: Variables): Promise<Ended>;
  codecommit(args: readonly string[], env?: Variables, cwd?: string): Promise<Ended>;
  /** Changes a file of the home. */
  edit(path: readonly string[], change: (text: string) => string): Promise<void>;
}

/** Sets machines up: each kind once, and then copies of it. */
export class Workshop {
  readonly #made = new Map<Way, Promise<{ home: FurnishedHome; exported: Record<string, string> }>>();
  readonly #homes: FurnishedHome[] = [];
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #heal: () => void;

  private constructor(readonly fixture: Fixture) {
    const { role, roleWithMfa, app, sandbox } = fixture;
    const standing = [role, roleWithMfa].map((each) => ({ each, policies: [...each.policies], trust: each.trust }));
    this.#heal = () => {
      for (const { each, policies, trust } of standing) {
        each.policies.splice(0, Infinity, ...policies);
        each.trust = trust;
      }
      role.account.controls.splice(0);
      sandbox.aws.endpointPolicies.splice(0);
      app.allowKms();
      sandbox.faults.clear();
      sandbox.clock.setOffset(0);
      for (const session of sandbox.aws.sessions)
        Object.assign(session, {
          revoked: false,
          invalid: false,
          expiration: new Date(Math.max(session.expiration.getTime(), Date.now() + 3_600_000)),
        });
    };
  }

  static async open(): Promise<Workshop> {
    return new Workshop(await openFixture());
  }

  /** A machine like those of that kind; AWS is as it was at first. */
  async bench(way: Way = 'role'): Promise<Bench> {
    this.#heal();
    let made = this.#made.get(way);
    if (made === undefined) this.#made.set(way, (made = this.#setUp(way)));
    const { home: like, exported } = await made;
    const home = await furnishedHome(this.fixture.sandbox);
    this.#homes.push(home);
    await cp(like.path, home.path, { recursive: true, verbatimSymlinks: true });
    return benchOf(this.fixture, home, exported);
  }

  async #startMetadata(): Promise<Record<string, string>> {
    const metadata = await startMetadata(this.fixture.role);
    this.#closing.push(() => metadata.close());
    return { ...metadata.instance };
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
    await Promise.all(this.#homes.map((home) => home.remove()));
    await this.fixture.clear();
  }

  async #setUp(way: Way): Promise<{ home: FurnishedHome; exported: Record<string, string> }> {
    const home = await furnishedHome(this.fixture.sandbox);
    this.#homes.push(home);
    const { role, roleWithMfa, app, ana } = this.fixture;
    const bench = benchOf(this.fixture, home, {});
    const metadata = way === 'instance' ? await this.#startMetadata() : {};
    const flags =
      way === 'instance'
        ? ['setup', '--yes', '--method', 'instance', '--repository', app.url]
        : [
            'setup',
            '--yes',
            '--keep-source',
            '--method',
            'assume-role',
            '--repository',
            app.url,
            '--source-keys-file',
            await home.write('accessKeys.csv', ana.accessKeysCsv()),
          ];
    const ways: Readonly<Record<Way, readonly string[]>> = {
      role: ['--role-arn', role.arn, '--clone', 'clone'],
      aws: ['--role-arn', role.arn, '--clone', 'clone', '--helper', 'aws'],
      environment: ['--role-arn', role.arn, '--save-to', 'environment'],
      instance: ['--clone', 'clone'],
      mfa: [
        '--role-arn',
        roleWithMfa.arn,
        '--clone',
        'clone',
        '--mfa-serial',
        ana.device.serialNumber,
        '--mfa-code',
        ana.device.code(),
      ],
    };
    const { code, stdout, stderr } = await bench.codecommit(
      [...flags, ...ways[way]],
      { SHELL: '/bin/bash', ...metadata },
      home.path,
    );
    expect(code, stderr).to.equal(0);
    const exported =
      way === 'instance'
        ? metadata
        : Object.fromEntries(
            [...stdout.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
          );
    if (way === 'environment')
      expect((await home.run('git', ['clone', '-q', app.url, 'clone'], { env: exported })).code).to.equal(0);
    return { home, exported };
  }
}

function benchOf(fixture: Fixture, home: FurnishedHome, exported: Readonly<Record<string, string>>): Bench {
  const cwd = home.file('clone');
  return {
    fixture,
    home,
    exported,
    team: fixture.role.account,
    app: fixture.app,
    git: (args, env) => home.run('git', args, { cwd, env: { ...exported, ...env } }),
    shell: (line, env) => home.run('sh', ['-c', line], { cwd, env: { ...exported, ...env } }),
    codecommit: (args, env, at = cwd) =>
      home.run(process.execPath, [fixture.program, ...args], { cwd: at, env: { ...exported, ...env } }),
    async edit(path, change) {
      const file = home.file(...path);
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
  };
}

/** The PATH without the folders that hold a program. */
export function pathWithout(program: string): string {
  return pathWithCommand()
    .split(delimiter)
    .filter((folder) => !existsSync(join(folder, program)))
    .join(delimiter);
}

/** The first finding: what breaks Git, else what may. */
export function firstOf({ ok, findings }: Document): Found | undefined {
  return findings.find(({ level }) => level === (ok ? 'warn' : 'fail'));
}

/** Examines the machine, and checks that exit code and document agree. */
export async function examine(
  bench: Bench,
  args: readonly string[] = [],
  env: Variables = {},
): Promise<Document & { readonly stderr: string }> {
  const { code, stdout, stderr } = await bench.codecommit(['doctor', '--json', ...args], env);
  expect(stdout, stderr).to.match(/^\{"ok":(true|false),"findings":\[.*\]\}\n$/);
  const document = JSON.parse(stdout) as Document;
  expect(
    document.findings.some(({ level }) => level === 'fail'),
    stdout,
  ).to.equal(!document.ok);
  expect(code, stderr).to.equal(document.ok ? 0 : 1);
  return { ...document, stderr };
}

/** What `git fetch` says, with nobody there. */
export function fetch(bench: Bench, env: Variables = {}): Promise<Ended> {
  return bench.git(['fetch'], { GIT_SSH_COMMAND: 'false', ...env });
}
