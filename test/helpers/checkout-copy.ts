import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnvironment } from './environment.js';
import type { Variables } from './environment.js';
import { run } from './run.js';
import type { Ended } from './run.js';

const root = resolve(import.meta.dirname, '..', '..');
const parts = [
  '.gitattributes',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'package-lock.json',
  'package.json',
  'scripts',
  'src',
  'templates',
  'tsconfig.json',
];

/**
 * A copy of this checkout, to be packed and thrown away. Its packages are links to the ones that are installed here.
 */
export interface CheckoutCopy {
  readonly path: string;
  /** Runs npm in it, with no registry in reach. */
  npm(args: readonly string[], variables?: Variables): Promise<Ended>;
  remove(): Promise<void>;
}

/** What npm is told in all tests: nowhere to ask, its files in this folder, no talk that has nothing to do with us. */
export function npmVariables(folder: string): Record<string, string> {
  return {
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_fetch_retries: '0',
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_globalconfig: join(folder, 'npmrc-global'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
  };
}

export async function copyCheckout(): Promise<CheckoutCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'git-codecommit-copy-'));
  const path = join(folder, 'git-codecommit');
  for (const part of parts.filter((name) => existsSync(join(root, name))))
    await cp(join(root, part), join(path, part), { recursive: true });
  await linkPackages(join(root, 'node_modules'), join(path, 'node_modules'));
  return {
    path,
    npm: (args, variables = {}) =>
      run('npm', args, {
        cwd: path,
        env: cleanEnvironment({ HOME: folder }, npmVariables(folder), variables),
        timeoutMs: 180_000,
      }),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

/** npm's own names begin with a dot; among them is the cache that says what was built here last. */
async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const names = (await readdir(from)).filter((name) => !name.startsWith('.'));
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))));
}

/** The packed file of this checkout, in a folder that the caller throws away; the copy it was made from is gone. */
export async function packCheckout(folder: string): Promise<string> {
  const copy = await copyCheckout();
  try {
    const { code, stdout, stderr } = await copy.npm([
      'run',
      '--silent',
      'pack',
      '--',
      '--json',
      '--loglevel',
      'error',
      '--pack-destination',
      folder,
    ]);
    if (code !== 0) throw new Error(`npm run pack failed:\n${stderr}`);
    const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
    return join(folder, filename);
  } finally {
    await copy.remove();
  }
}
