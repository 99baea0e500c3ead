// Packs what is installed and published: puts it into .package, with a package.json of its own, and has npm pack that
// folder.
// The bundle in dist holds everything that this package.json here depends on, so that the packed one depends on
// nothing.
// usage: npm run pack -- [flags of npm pack]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const staged = join(root, '.package');
const parts = ['dist', 'CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md'];

/** What is said of the checkout alone is left out. */
function packedManifest(text) {
  const manifest = JSON.parse(text);
  for (const name of ['private', 'scripts', 'dependencies', 'devDependencies']) delete manifest[name];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function fixture() {
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged);
  for (const part of parts) cpSync(join(root, part), join(staged, part), { recursive: true });
  writeFileSync(join(staged, 'package.json'), packedManifest(readFileSync(join(root, 'package.json'), 'utf8')));
}

/**
 * Runs the npm that runs this, in the folder where it was called. What it prints on stdout may be read by a program.
 */
function npmPack(flags) {
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...words] = [...npm, 'pack', staged, ...flags];
  return spawnSync(command, words, { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit' });
}

const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.js'), '--quiet'], { stdio: 'inherit' });
if (built.status === 0) fixture();
const ended = built.status === 0 ? npmPack(process.argv.slice(2)) : built;
if (ended.error) throw ended.error;
process.exitCode = ended.status ?? 1;
