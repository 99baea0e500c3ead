import { closeSync, openSync, readSync } from 'node:fs';
import { Script } from 'node:vm';
import type * as Helper from './git-credential.js';

// Starts the credential helper. It runs with every fetch and push, and V8 would compile it anew each time: so it begins with
// what V8 made of it before, which lies in the folder that the shell in front names (git-credential.sh). This file is the
// one that is compiled each time, so it does no more than it must.

/** A digest of the helper's file (scripts/build.js). */
declare const helperDigest: string;

const folder = process.argv[2] === '--compiled' ? process.argv.splice(2, 2)[1] : undefined;
// What another V8 has made, or one with other flags, V8 refuses by itself; of the text it compares no more than the length.
const kept = folder === undefined ? undefined : `${folder}/${helperDigest}-${process.version}-${process.arch}`;

// The first readFileSync of a process takes three times as long.
const room = Buffer.allocUnsafeSlow(1_048_576);
function read(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  const length = readSync(descriptor, room, 0, room.length, 0);
  closeSync(descriptor);
  return room.subarray(0, length);
}

const filename = `${__dirname}/helper.cjs`;
const source = read(filename).toString('latin1');

let cachedData: Buffer | undefined;
try {
  if (kept !== undefined) {
    const twice = read(kept);
    const once = twice.subarray(0, twice.length / 2);
    if (once.equals(twice.subarray(once.length))) cachedData = once;
  }
} catch {
  // There is none yet.
}

const script = new Script(`(function (module, require, __dirname) {${source}\n})`, { filename, cachedData });
const helper = { exports: {} };
(script.runInThisContext() as (module: object, require: NodeJS.Require, dirname: string) => void)(helper, require, __dirname);
void (helper.exports as typeof Helper).main(kept !== undefined && script.cachedDataRejected !== false ? { path: kept, script } : undefined);
