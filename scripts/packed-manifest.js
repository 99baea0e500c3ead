// While npm packs, package.json says what the package needs: nothing, for everything is bundled into dist. npm can be told
// so in no other way than by the file itself, so it is exchanged before packing and put back after it; a guard puts it back
// where npm fails or is killed.
// usage: node scripts/packed-manifest.js exchange|restore|guard PID|refuse
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const manifest = join(root, 'package.json');
const kept = join(root, '.package.json.kept');

/** The same package, needing at development time what it needed at run time: the bundle holds it. */
export function packed(text) {
  const { dependencies, devDependencies, ...rest } = JSON.parse(text);
  const all = Object.entries({ ...devDependencies, ...dependencies }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ ...rest, devDependencies: Object.fromEntries(all) }, null, 2)}\n`;
}

function exchange() {
  restore();
  const text = readFileSync(manifest, 'utf8');
  replace(kept, text);
  replace(manifest, packed(text));
  const npm = nearestThatIsNoShell();
  if (npm !== undefined) spawn(process.execPath, [import.meta.filename, 'guard', String(npm)], { detached: true, stdio: 'ignore', cwd: root }).unref();
}

/**
 * Puts package.json back.
 * @returns whether it was exchanged until now
 * @throws Error if somebody else changed it meanwhile: both are left as they are
 */
export function restore() {
  if (!existsSync(kept)) return false;
  if (readFileSync(manifest, 'utf8') !== packed(readFileSync(kept, 'utf8'))) throw new Error(`package.json was changed while it was packed. As it was before, it lies in ${kept}: take from it what you need, and delete it.`);
  renameSync(kept, manifest);
  return true;
}

async function guard(pid) {
  while (existsSync(kept) && isAlive(pid)) await delay(100);
  restore();
}

// npm starts scripts through a shell, which may or may not have stepped aside. Windows tells nobody's parent: there a
// killed npm leaves it to the next build.
function nearestThatIsNoShell() {
  if (process.platform === 'win32') return undefined;
  for (let pid = process.ppid; ; ) {
    const status = statusOf(pid);
    if (status === undefined || !/^(?:ba|da|a|z|k)?sh$|^busybox$/.test(status.name)) return pid;
    pid = status.parent;
  }
}

function statusOf(pid) {
  try {
    const [, name, parent] = /^Name:\t(.*)\n[^]*^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return parent === undefined ? undefined : { name, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function replace(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (process.argv[1] === import.meta.filename) {
  const [, , word, pid] = process.argv;
  if (word === 'exchange') exchange();
  else if (word === 'guard') await guard(Number(pid));
  // `npm publish` reads package.json once more when it is back, and would tell the registry of packages that nobody needs.
  else if (word === 'refuse') fail('Publish the packed file, not the folder: npm pack && npm publish ./git-codecommit-*.tgz');
  else if (!restore()) fail('package.json was put back before npm had read it: the package that was made now is not to be used.');
}
