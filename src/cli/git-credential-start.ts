import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import type * as Helper from './git-credential.js';

// Starts the credential helper. It runs with every fetch and push, and V8 would compile it anew each time: so it begins with
// what V8 made of it before, which lies in the folder that the shell in front names (git-credential.sh). This file is the
// one that is compiled each time: it does no more than it must, and has no function of its own.

/** A digest of the helper's file (scripts/build.js). */
declare const helperDigest: string;

const folder = process.argv[2] === '--compiled' ? process.argv.splice(2, 2)[1] : undefined;
// What another V8 has made, or one with other flags, V8 refuses by itself; of the text it compares no more than the length.
const kept = folder === undefined ? undefined : `${folder}/${helperDigest}-${process.version}-${process.arch}${process.execPath.replace(/\W+/g, '-').slice(-100)}`;

let cachedData: Buffer | undefined;
try {
  if (kept !== undefined) {
    const twice = readFileSync(kept);
    const once = twice.subarray(0, twice.length / 2);
    if (once.equals(twice.subarray(once.length))) cachedData = once;
  }
} catch {
  // There is none yet.
}

const filename = `${__dirname}/helper.cjs`;
const script = new Script(`(function (module, require, __dirname) {${readFileSync(filename, 'latin1')}\n})`, { filename, cachedData });
const helper = { exports: {} };
(script.runInThisContext() as (module: object, require: NodeJS.Require, dirname: string) => void)(helper, require, __dirname);
void (helper.exports as typeof Helper).main(kept !== undefined && script.cachedDataRejected !== false ? { path: kept, script } : undefined);
