// Whether dist/ was built from what lies here now: a digest of everything that goes in, kept outside of what is packed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const sources = ['package.json', 'package-lock.json', 'scripts', 'src', 'templates', 'tsconfig.json'];
const record = (root) => join(root, 'node_modules', '.cache', 'git-codecommit', 'build.json');

/** One digest of the names and contents of all inputs. */
export function inputsDigest(root) {
  const hash = createHash('sha256').update(process.version);
  for (const path of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Whether the last build had the same inputs, and its files are still as it left them. */
export function isFresh(root, digest) {
  try {
    const last = JSON.parse(readFileSync(record(root), 'utf8'));
    return last.digest === digest && last.outputs === outputsState(root);
  } catch {
    return false;
  }
}

export function remember(root, digest) {
  mkdirSync(dirname(record(root)), { recursive: true });
  writeFileSync(record(root), JSON.stringify({ digest, outputs: outputsState(root) }));
}

function outputsState(root) {
  const state = filesBelow(join(root, 'dist')).map((path) => [
    path.slice(root.length),
    statSync(path).size,
    Math.floor(statSync(path).mtimeMs),
  ]);
  return JSON.stringify(state);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
