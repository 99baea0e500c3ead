import { readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Credentials } from '../core/credentials.js';
import { Problem } from '../core/problem.js';
import { answerGit, type HelperCall } from '../flow/answer-git.js';
import { longestDescription } from '../git/credential-protocol.js';
import { findPaths } from '../profile/paths.js';
import { staticKeys } from '../profile/static-keys.js';
import { roleKeys } from '../system/role-keys.js';
import type * as Renewal from './renew.js';

// The credential helper. It starts with every fetch and push, so it loads little of Node and nothing else, reads and
// writes the plain descriptors, and is bundled into one file (scripts/build.js).

const usage = 'usage: git-credential-codecommit [--profile NAME] get|store|erase\n';

/** Reads a description: up to the blank line that ends it, the end of the input, or what is more than Git ever sends. */
function readInput(): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.allocUnsafe(65_536);
  for (let total = 0; total <= longestDescription; ) {
    const length = readChunk(chunk);
    if (length === 0) break;
    total += length;
    chunks.push(Buffer.from(chunk.subarray(0, length)));
    if (/^\n|\n\n/.test(Buffer.concat(chunks).toString('latin1'))) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      pause();
    }
  }
}

/** A descriptor that somebody made non-blocking is looked at again a little later. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Loaded only where the environment names no home: the helper must never look below the current folder. */
function systemHome(): string {
  const known = process.env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
  return known ? '' : process.getBuiltinModule('node:os').homedir();
}

/** Looks into AWS's two files, each read only when it is needed. */
function readStaticKeys(profile: string): ReturnType<typeof staticKeys> {
  const paths = findPaths(process.platform, process.env, systemHome());
  return staticKeys(profile, {
    get credentials() {
      return readText(paths.credentials);
    },
    get config() {
      return readText(paths.config);
    },
  });
}

/** Reads the command line; what is wrong with it is told only once it is known that the host is ours. */
function readArguments(words: readonly string[]): Omit<HelperCall, 'input'> & { readonly operation: string | undefined } {
  const rest = [...words];
  let profile: string | undefined;
  let fault: string | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--profile') profile = rest.shift() ?? '';
    else if (word.startsWith('--profile=')) profile = word.slice('--profile='.length);
    else if (word.startsWith('-')) fault = 'The helper was called with an option it does not have.';
    else return { operation: word, profile, usage: profile === '' ? 'The helper was called with a --profile that is empty.' : fault };
  }
  return { operation: undefined, profile, usage: fault };
}

/** Loads the slow part, once a session has ended; it lies beside the helper. */
async function renew(profile: string, state: { readonly ended: boolean }): Promise<Credentials> {
  // The shell in front took it away from Node's own start; whoever talks to AWS needs it.
  const certificates = process.env['GIT_CODECOMMIT_NODE_EXTRA_CA_CERTS'];
  if (certificates !== undefined) process.env['NODE_EXTRA_CA_CERTS'] = certificates;
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Problem('failed', `The Node that Git found (${process.versions.node}) is too old to renew it.`);
  }
  const { renewFromHelper } = (await import(pathToFileURL(join(__dirname, 'renew.js')).href)) as typeof Renewal;
  return await renewFromHelper(profile, state);
}

async function main(): Promise<void> {
  const { operation, ...call } = readArguments(process.argv.slice(2));
  if (operation === undefined) write(2, usage);
  if (operation !== 'get') return;
  const answer = await answerGit({ ...call, input: readInput() }, { env: process.env, staticKeys: readStaticKeys, roleKeys: () => roleKeys({ env: process.env, readText }), now: () => new Date(), renew });
  write(2, answer.stderr);
  write(1, answer.stdout);
  // What was loaded to renew a session may hold sockets and timers.
  process.exit(0);
}

void main();
