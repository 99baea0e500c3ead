import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** A script that has run. */
export interface CompiledScript {
  /** What it exports, as a CommonJS module does. */
  readonly exports: unknown;
  /** Keeps what V8 has compiled of it so far, unless that is there already or cannot be written. */
  keep(): void;
}

/** Where what V8 has made of a script is kept. */
export interface Shelf {
  /** Ours alone; made where it is missing. */
  readonly folder: string;
  /** The script's name there, which changes with its text: V8 compares no more than the length. */
  readonly name: string;
}

/** One for each Node that is in use, and a few that no longer are. */
const mostKept = 8;

/**
 * Runs a CommonJS script of ours, from what V8 made of it in an earlier process where that was kept. What another V8 made,
 * or one with other flags, it refuses by itself. This is what Git waits for each time: it does no more than it must.
 * Source: Node.js documentation, "vm", `script.createCachedData()`.
 * @param name of a file in `folder`, in ASCII
 * @param shelf undefined where nothing is kept
 */
export function runCompiled(folder: string, name: string, shelf: Shelf | undefined): CompiledScript {
  const filename = `${folder}/${name}`;
  const kept = shelf && `${shelf.folder}/${shelf.name}-${process.version}-${process.arch}${process.execPath.replace(/\W+/g, '-').slice(-100)}`;
  const cachedData = kept === undefined ? undefined : attempt(() => undamaged(readFileSync(kept)));
  const source = readFileSync(filename, 'latin1');
  const script = new Script(`(function (module, exports, require, __dirname) {${source}\n})`, { filename, cachedData });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapped)(module, module.exports, require, folder);
  return {
    exports: module.exports,
    keep: () => {
      if (shelf && kept !== undefined && script.cachedDataRejected !== false) attempt(() => { write(kept, script.createCachedData(), shelf.folder); });
    },
  };
}

type Wrapped = (module: { exports: unknown }, exports: unknown, require: NodeJS.Require, dirname: string) => void;

/**
 * V8 does not look for damage, and may fall over it. So it is written twice: to compare the two takes no time, and nothing
 * has to be loaded for it.
 */
function undamaged(twice: Buffer): Buffer | undefined {
  const once = twice.subarray(0, twice.length / 2);
  return once.equals(twice.subarray(once.length)) ? once : undefined;
}

function write(path: string, data: Buffer, folder: string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const descriptor = openSync(unfinished, 'wx', 0o600);
  try {
    writeFileSync(descriptor, Buffer.concat([data, data]));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, path);
  const others = readdirSync(folder).map((name) => `${folder}/${name}`).filter((other) => other !== path);
  if (others.length >= mostKept) for (const other of others) attempt(() => { unlinkSync(other); });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
