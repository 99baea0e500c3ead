import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { cleanEnvironment } from './environment.js';

const root = resolve(import.meta.dirname, '..', '..');

let dist: string | undefined;

/**
 * The folder of the built product, built anew if anything in it changed before these tests: `before(function () { dist
 * = built(); })`.
 */
export function built(): string {
  return (dist ??= build());
}

function build(): string {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'build.js'), '--quiet'], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
  return join(root, 'dist');
}
