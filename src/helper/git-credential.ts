import type * as Os from 'node:os';
import { join } from 'node:path';
import type { CommandForm } from '../core/advice/say.js';
import { isTooOldNode, oldestNode } from '../core/ports/program.js';
import { Problem, isProblem } from '../core/problem.js';
import { answerGit, type HelperInvocation, type HelperPorts } from './answer/answer-git.js';
import type { HelperOutput } from './answer/refusal.js';
import { longestDescription, parseDescription, quit } from '../git/credential-protocol.js';
import { helperMemoryFolder } from '../state/helper-memory-store.js';
import { findPaths, type Paths } from '../state/paths.js';
import { profileSettings, staticKeys, type Texts } from '../profile/static-keys.js';
import { openHelperMemory } from './helper-memory.js';
import { readDescription, readWhole, writeDescriptor } from '../system/files/descriptors.js';
import { actAsOwnerOf } from '../system/process/act-as-owner.js';
import { homeOf } from '../system/home-folder.js';
import type * as Checking from './check.js';
import type * as Renewal from './renew.js';
import type { Trace } from './trace.js';
import type * as WebIdentity from './web-identity.js';

// The credential helper. It starts with every fetch and push, so it loads little of Node and nothing else, reads and
// writes the plain descriptors, and is bundled into one file (scripts/build.js). What an answer from keys that last
// does not need lies behind an import(), which the build makes a file of its own.

const usage = 'usage: git-credential-codecommit [--profile NAME] get|store|erase\n';

const broken = 'git-credential-codecommit: A file of git-codecommit cannot be loaded. Install it again.\n';

const now = (): Date => new Date();

function readText(path: string, most?: number): string | undefined {
  try {
    return readWhole(path, most);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // What fails while it is open does not name it.
    throw isProblem(error) ? error : Object.assign(error as Error, { path });
  }
}

/** Loaded only where the environment names no home: the helper must never look below the current folder. */
function systemHome(): string {
  const known = process.env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an old Node has no other way to load a part of itself late
  return known ? '' : homeOf(require('os') as typeof Os);
}

/**
 * Where everything lies, and from then on as whom that belongs to. It may be that the variables are wrong, which is to
 * be said only once it is known that the host is ours.
 */
function pathsWhenAsked(): () => Paths {
  let paths: Paths | undefined;
  return () => {
    if (paths === undefined) {
      const found = findPaths(process.platform, process.env, systemHome());
      actAsOwnerOf(found);
      paths = found;
    }
    return paths;
  };
}

/** AWS's two files, each read only when it is needed. */
function textsOf(paths: Paths): Texts {
  return {
    get credentials() {
      return readText(paths.credentials);
    },
    get config() {
      return readText(paths.config);
    },
  };
}

/** Reads the command line; what is wrong with it is told only once it is known that the host is ours. */
function readArguments(
  words: readonly string[],
): Omit<HelperInvocation, 'input'> & { readonly operation: string | undefined } {
  const rest = [...words];
  let profile: string | undefined;
  let fault: string | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--profile') profile = rest.shift() ?? '';
    else if (word.startsWith('--profile=')) profile = word.slice('--profile='.length);
    else if (word.startsWith('-')) fault = 'The helper was called with an option it does not have.';
    else
      return {
        operation: word,
        profile,
        usage: profile === '' ? 'The helper was called with a --profile that is empty.' : fault,
      };
  }
  return { operation: undefined, profile, usage: fault };
}

/** How the commands are written that a refusal advises: the command lies beside the helper. */
async function commandForm(): Promise<CommandForm> {
  const { commandFormOfHelper } = await import('../system/command-form.js');
  return commandFormOfHelper(__dirname, process.env, process.platform);
}

/** Loads a slow part, which lies beside the helper: only once a session has ended, or may have, or STS is to give one. */
async function open(part: 'renew' | 'check' | 'web-identity'): Promise<unknown> {
  // The shell in front took it away from Node's own start; whoever talks to AWS needs it.
  const certificates = process.env['GIT_CODECOMMIT_NODE_EXTRA_CA_CERTS'];
  if (certificates !== undefined) process.env['NODE_EXTRA_CA_CERTS'] = certificates;
  const { node } = process.versions;
  if (isTooOldNode(node))
    throw new Problem(
      'failed',
      `New credentials take Node ${oldestNode.join('.')} or newer, and Git's helper runs on ${node} here.`,
      { hint: 'Install a newer one: https://nodejs.org' },
    );
  const [{ refusal }, form] = [await import('./answer/refusal.js'), await commandForm()];
  // A socket may fail with nobody to catch it; Node would print what it holds, and Git would ask for a user name.
  process.once('uncaughtException', (error) => {
    say(refusal(error, form));
    process.exit(0);
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the helper is CommonJS: an import() would load the other loader first
  return require(join(__dirname, `${part}.js`));
}

function openHelperPorts(paths: () => Paths): HelperPorts {
  return {
    env: process.env,
    staticKeys: (profile) => staticKeys(profile, textsOf(paths())),
    settings: (profile) => profileSettings(profile, textsOf(paths())),
    whyUnreadable: async (profile) =>
      (await import('../profile/why-unreadable.js')).whyUnreadable(profile, { ...textsOf(paths()), paths: paths() }),
    webIdentityKeys: async (webIdentity, region) =>
      await ((await open('web-identity')) as typeof WebIdentity).webIdentityFromHelper(webIdentity, region),
    roleKeys: async () => await (await import('../system/aws/role-keys.js')).roleKeys({ env: process.env, readText }),
    now,
    form: commandForm,
    explain: async (error) => (await import('../system/file-problem.js')).readProblem(error),
    get memory() {
      return openHelperMemory(join(paths().state, helperMemoryFolder), now);
    },
    check: async (request, credentials, profile) =>
      await ((await open('check')) as typeof Checking).checkFromHelper(request, credentials, profile),
    renew: async (profile, state) => await ((await open('renew')) as typeof Renewal).renewFromHelper(profile, state),
  };
}

/** Loaded where somebody wants to see what is decided here. */
async function openTrace(paths: () => Paths): Promise<Trace | undefined> {
  const wanted = process.env['GIT_CODECOMMIT_TRACE'];
  if (!wanted) return undefined;
  const trace = await import('./trace.js');
  // A file that root makes in somebody else's home is theirs.
  try {
    paths();
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
  return trace.openTrace(wanted, now, (line) => {
    writeDescriptor(2, `git-credential-codecommit: ${line}\n`);
  });
}

async function answer(): Promise<void> {
  const { operation, ...call } = readArguments(process.argv.slice(2));
  if (operation === undefined) writeDescriptor(2, usage);
  if (operation !== 'get' && operation !== 'store' && operation !== 'erase') return;
  const paths = pathsWhenAsked();
  const trace = await openTrace(paths);
  const ports = openHelperPorts(paths);
  const input = operation === 'erase' ? '' : readDescription(longestDescription);
  if (operation !== 'get') {
    trace?.write(operation === 'store' ? 'Git was let in' : 'Git was refused what was signed');
    if (operation === 'store') confirm(parseDescription(input).attributes.password ?? '', ports);
    return;
  }
  const output = await answerGit({ ...call, input }, trace?.around(ports) ?? ports);
  if (output.stderr !== '') trace?.write(`refused: ${output.stderr.trim()}`);
  say(output);
}

function say({ stdout, stderr }: HelperOutput): void {
  writeDescriptor(2, stderr);
  writeDescriptor(1, stdout);
}

/** What is wrong with the variables was said by `get`; nobody asks here. */
function confirm(password: string, ports: HelperPorts): void {
  try {
    ports.memory.confirm(password);
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}

async function main(): Promise<void> {
  try {
    await answer();
  } catch {
    // Even the words are missing. Without its word Git would ask for a user name.
    say({ stdout: quit, stderr: broken });
  }
  // What was loaded to renew a session may hold sockets and timers.
  process.exit(0);
}

void main();
