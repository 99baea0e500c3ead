import type { Env } from '../network/proxy.js';

/** What decides whether a browser can be opened. */
export interface Display {
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  /** `--no-browser` */
  readonly unwanted: boolean;
}

/**
 * Why no browser can be opened here, or undefined. A `BROWSER` that is set is trusted: editors that work on a distant
 * computer set it to something that opens the near one's.
 */
export function browserAbsence({ env, platform, unwanted }: Display): string | undefined {
  if (unwanted) return '--no-browser was given';
  if (env['BROWSER']) return undefined;
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return 'this is an SSH session';
  const hasDisplay = platform !== 'linux' || isWsl(env) || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return hasDisplay ? undefined : 'this computer has no display';
}

/** Linux inside Windows, whose browser it can open. */
export function isWsl(env: Env): boolean {
  return Boolean(env['WSL_DISTRO_NAME']);
}
