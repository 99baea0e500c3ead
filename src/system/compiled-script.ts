import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One for each Node that is in use, and a few that no longer are. */
const mostKept = 8;

/**
 * Keeps what V8 has made of a script, for the next process to begin with. Nothing happens where that cannot be written.
 *
 * V8 does not look for damage, and may fall over it. So it is written twice: to compare the two takes no time, and nothing
 * has to be loaded for it.
 * Source: Node.js documentation, "vm", `script.createCachedData()`.
 * @param path in a folder of ours alone, which is made where it is missing
 */
export function keepCompiled(path: string, data: Buffer): void {
  attempt(() => {
    write(path, Buffer.concat([data, data]));
    const others = readdirSync(dirname(path)).map((name) => `${dirname(path)}/${name}`).filter((other) => other !== path);
    if (others.length >= mostKept) for (const other of others) attempt(() => { unlinkSync(other); });
  });
}

/** Whole or not at all. */
function write(path: string, bytes: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const descriptor = openSync(unfinished, 'wx', 0o600);
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, path);
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}
