import type { Clipboard } from '../core/ports/clipboard.js';
import { isWsl } from './browser/browser-absence.js';
import { withoutSecrets } from './process/child-environment.js';
import { startChild } from './process/children.js';
import { findProgram } from './process/find-program.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A program that puts its standard input on the clipboard. */
interface CopyCommand {
  readonly name: string;
  readonly args: readonly string[];
  /** clip.exe takes the console's code page, or UTF-16 with its mark. */
  readonly encoding: 'utf8' | 'utf16le';
}

/** Long enough for a display server that is far away. */
const longestMs = 5_000;

/**
 * The clipboard, by the system's own program: pbcopy(1), clip.exe, wl-copy(1), xclip(1), xsel(1), termux-clipboard-set.
 * @param signal ends the waiting for it
 */
export function openClipboard(env: Env, platform: NodeJS.Platform, signal?: AbortSignal): Clipboard {
  const found = (): (CopyCommand & { readonly program: string }) | undefined => {
    for (const command of commandsFor(env, platform)) {
      const program = findProgram(command.name, env, platform);
      if (program !== undefined) return { ...command, program };
    }
    return undefined;
  };
  return {
    isThere: () => found() !== undefined,
    copy: async (text) => {
      const command = found();
      return command !== undefined && (await feed(command, text, env, signal));
    },
  };
}

function commandsFor(env: Env, platform: NodeJS.Platform): readonly CopyCommand[] {
  const utf8 = (name: string, ...args: readonly string[]): CopyCommand => ({ name, args, encoding: 'utf8' });
  if (platform === 'win32') return [{ name: 'clip', args: [], encoding: 'utf16le' }];
  if (platform === 'darwin') return [utf8('pbcopy')];
  return [
    ...(isWsl(env) ? [{ name: 'clip.exe', args: [], encoding: 'utf16le' } as const] : []),
    ...(env['WAYLAND_DISPLAY'] ? [utf8('wl-copy')] : []),
    ...(env['DISPLAY'] ? [utf8('xclip', '-selection', 'clipboard'), utf8('xsel', '--clipboard', '--input')] : []),
    ...(env['TERMUX_VERSION'] ? [utf8('termux-clipboard-set')] : []),
  ];
}

/** The text goes by standard input alone. Some programs stay, to hand the text out: what has ended has done its work. */
function feed(
  { program, args, encoding }: CopyCommand & { readonly program: string },
  text: string,
  env: Env,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = startChild(program, args, {
      env: withoutSecrets(env),
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      // Ctrl-C must not end the one that stays.
      ownGroup: true,
    });
    const { stdin } = child.process;
    const told = (worked: boolean): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(worked);
    };
    const stop = (): void => {
      child.end();
      told(false);
    };
    const timer = setTimeout(stop, longestMs);
    signal?.addEventListener('abort', stop, { once: true });
    child.process.once('error', () => told(false));
    child.process.once('exit', (code) => told(code === 0));
    // One that does not read ends with a code of its own.
    stdin?.on('error', () => undefined);
    stdin?.end(encoding === 'utf8' ? text : Buffer.from(`\ufeff${text.replace(/\n/g, '\r\n')}`, 'utf16le'));
  });
}
