import type { WriteStream } from 'node:tty';

/** How much a terminal can show, and how it is to be spoken to. */
export interface Appearance {
  /** 0 none, 1 the 16 colours, 2 the 256, 3 all: chalk's levels. */
  readonly colour: 0 | 1 | 2 | 3;
  /** Whether symbols beyond ASCII can be shown. */
  readonly unicode: boolean;
  /** Append-only: no cursor movement, no spinner, numbered menus. */
  readonly plain: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What decides the appearance besides the environment. */
export interface ScreenFacts {
  readonly isTTY: boolean;
  /** The colours the terminal says it has, in bits: 1, 4, 8 or 24. */
  readonly depth: (env: Environment) => number;
  readonly platform: NodeJS.Platform;
}

/**
 * Reads what people and terminals say about themselves: NO_COLOR (no-color.org), FORCE_COLOR (as Node reads it, and
 * like there it wins over NO_COLOR), TERM, the locale, ACCESSIBLE.
 */
export function appearanceOf(env: Environment, screen: ScreenFacts): Appearance {
  const dumb = env['TERM'] === 'dumb' || (env['TERM'] === undefined && screen.platform !== 'win32');
  return {
    colour: colourLevel(env, screen, dumb),
    unicode: showsUnicode(env, screen.platform),
    plain: dumb || isOn(env['ACCESSIBLE']),
  };
}

/** The screen behind a stream; anything that is no terminal has no colours. */
export function screenFactsOf(
  stream: { isTTY?: boolean | undefined; getColorDepth?: WriteStream['getColorDepth'] | undefined },
  platform: NodeJS.Platform,
): ScreenFacts {
  return {
    isTTY: stream.isTTY === true,
    depth: (env) => stream.getColorDepth?.(env) ?? 1,
    platform,
  };
}

function colourLevel(env: Environment, screen: ScreenFacts, dumb: boolean): Appearance['colour'] {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forcedLevel(forced);
  if (isSet(env['NO_COLOR']) || dumb || !screen.isTTY) return 0;
  const depth = screen.depth({ ...env, NO_COLOR: undefined });
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

/**
 * Source: Node's documentation of FORCE_COLOR: empty, `1` and `true` mean 16 colours, `2` 256, `3` all, anything else
 * none.
 */
function forcedLevel(value: string): Appearance['colour'] {
  if (value === '' || value === '1' || value === 'true') return 1;
  return value === '2' ? 2 : value === '3' ? 3 : 0;
}

/** The Linux console has a font of 512 glyphs; Windows' old console has none of ours. */
function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'linux') return false;
  if (platform === 'win32')
    return (
      ['WT_SESSION', 'TERM_PROGRAM', 'ConEmuTask', 'TERMINAL_EMULATOR'].some((name) => isSet(env[name])) ||
      /^(xterm|alacritty)/.test(env['TERM'] ?? '')
    );
  // POSIX: the first of these that is set and not empty names the locale.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
  return locale === undefined ? platform === 'darwin' : /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** Switches in the environment: set, and not a way of saying no. */
function isOn(value: string | undefined): boolean {
  return isSet(value) && !/^(0|false|no|off)$/i.test(value);
}
