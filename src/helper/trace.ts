import { closeSync, constants, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { HelperMemory } from '../core/ports/helper-memory.js';
import { hideSecrets } from '../core/text/hide-secrets.js';
import { printable } from '../core/text/printable.js';
import type { HelperPorts } from './answer/answer-git.js';
import { traceWords } from './trace-words.js';

/** The variable that asks for it. */
export const traceVariable = 'GIT_CODECOMMIT_TRACE';

/** What somebody traces the helper with. */
export interface Trace {
  /** The same ports, which tell what they are asked for, what came of it, and how long it took. */
  around(ports: HelperPorts): HelperPorts;
  /** One line. */
  write(text: string): void;
}

/** Appends, and makes a file of one's own; what is a link is not followed. Windows does not know the words. */
const appending =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) |
  ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Opens what `GIT_CODECOMMIT_TRACE` names, with Git's own meaning of such values: nothing, `0` or `false` is nowhere,
 * `1` or `true` standard error, 2 to 9 a descriptor that is open, an absolute path a file, which is appended to. One
 * that is made is for its owner alone. Source: git(1), `GIT_TRACE`.
 * @param complain told, in one line, why nothing is traced
 */
export function openTrace(value: string, now: () => Date, complain: (line: string) => void): Trace | undefined {
  const descriptor = descriptorOf(value, complain);
  if (descriptor === undefined) return undefined;
  const write = (text: string): void => {
    try {
      writeSync(descriptor, `${now().toISOString()} git-credential-codecommit: ${oneLine(text)}\n`);
    } catch {
      // Whoever listened does so no more; Git goes on.
    }
  };
  return { write, around: (ports) => tracing(ports, now, write) };
}

function oneLine(text: string): string {
  return printable(hideSecrets(text), 2_000);
}

function descriptorOf(value: string, complain: (line: string) => void): number | undefined {
  if (/^(?:|0|false)$/i.test(value)) return undefined;
  if (/^(?:1|true)$/i.test(value)) return 2;
  try {
    if (/^[2-9]$/.test(value)) return Number(value);
    // What the shell in front has found out.
    if (/^[3-9] closed$/.test(value)) throw Object.assign(new Error('not open'), { code: 'EBADF' });
    if (isAbsolute(value)) return openFile(value);
    complain(complaint(value, 'is neither 0, 1, a descriptor nor an absolute path'));
  } catch (error) {
    complain(complaint(value, reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be written'));
  }
  return undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EBADF: 'is not open',
  ELOOP: 'is a link',
  EISDIR: 'is a folder',
  ENOENT: 'lies in a folder that is not there',
  // Of a pipe that nobody reads.
  ENXIO: 'is not a regular file',
  EPERM: 'lies in the folder of another user, and this is run by root',
};

/** @throws what the system says */
function openFile(path: string): number {
  // Whoever could become the owner of the home has done so by now.
  if (process.geteuid?.() === 0 && statSync(dirname(path)).uid !== 0)
    throw Object.assign(new Error("another user's folder"), { code: 'EPERM' });
  const descriptor = openSync(path, appending, 0o600);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw Object.assign(new Error('not a regular file'), { code: 'ENXIO' });
}

function complaint(value: string, why: string): string {
  return oneLine(`${traceVariable} "${value.replace(/ closed$/, '')}" ${why}: nothing is traced.`);
}

/** Ports that tell what is done through them. */
function tracing(ports: HelperPorts, now: () => Date, write: (text: string) => void): HelperPorts {
  const words = traceWords(now);
  const timed = timing(write);
  const { env, explain, form, now: clock, roleKeys, settings, staticKeys, webIdentityKeys, whyUnreadable } = ports;
  return {
    env,
    explain,
    form,
    now: clock,
    settings,
    staticKeys,
    whyUnreadable,
    get memory(): HelperMemory {
      const { memory } = ports;
      return {
        ...memory,
        recall(accessKeyId) {
          const recollection = memory.recall(accessKeyId);
          write(words.recollection(recollection));
          return recollection;
        },
      };
    },
    tell: (step) => {
      write(words.step(step));
    },
    renew: (profile, state) =>
      timed(
        () => {
          write(words.renewal(profile, state));
          return ports.renew(profile, state);
        },
        words.renewed,
        'no new credentials',
      ),
    check: (request, credentials, profile) =>
      timed(() => ports.check(request, credentials, profile), words.verdict, 'AWS could not be asked'),
    webIdentityKeys:
      webIdentityKeys &&
      ((identity, region) =>
        timed(() => webIdentityKeys(identity, region), words.handedOut('STS'), 'no session for the token')),
    roleKeys:
      roleKeys &&
      (() =>
        timed(
          roleKeys,
          (keys) => (keys ? words.handedOut('the role of this machine')(keys) : 'this machine has no role'),
          'no keys from the role of this machine',
        )),
  };
}

type Timed = <T>(work: () => Promise<T>, said: (result: T) => string, failed: string) => Promise<T>;

/** Does a work, and tells what came of it and how long it took. */
function timing(write: (text: string) => void): Timed {
  return async (work, said, failed) => {
    const began = performance.now();
    const took = (): string => `(${Math.round(performance.now() - began)} ms)`;
    try {
      const result = await work();
      write(`${said(result)} ${took()}`);
      return result;
    } catch (error) {
      write(`${failed}: ${error instanceof Error ? error.message : String(error)} ${took()}`);
      throw error;
    }
  };
}
