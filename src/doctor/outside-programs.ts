import { sameKey, type ConfigEntry } from '../git/config/entries.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A program that runs Git in its own way. */
export interface OutsideProgram {
  readonly name: string;
  /** What makes it, or Git within it, ask the helper that is set. */
  readonly cure: string;
  /** Whether it leaves out the helpers that are set, as far as it is known. */
  readonly leavesOut: boolean;
  /** Whether Git here was started by it, or in a terminal of it. */
  readonly isHere: (env: Env, given: readonly string[]) => boolean;
}

const asks = (env: Env, pattern: RegExp): boolean => pattern.test(env['GIT_ASKPASS'] ?? '');

/**
 * Editors and desktop programs that give Git a helper, or none, or a question of their own. Sources: desktop/desktop,
 * issues 10486 and 19015; what Sourcetree shows as "full output"; VS Code's variables. The signs of JetBrains and of Git
 * GUI are guesses.
 */
export const outsidePrograms: readonly OutsideProgram[] = [
  {
    name: 'GitHub Desktop',
    cure: 'It asks no helper but its own: for CodeCommit use Git in a terminal, or another program.',
    leavesOut: true,
    isHere: (env, given) =>
      (env['DESKTOP_TRAMPOLINE_TOKEN'] ?? env['DESKTOP_PORT']) !== undefined ||
      given.includes('desktop') ||
      asks(env, /desktop-(?:askpass-)?trampoline|GitHub ?Desktop/i),
  },
  {
    name: 'a JetBrains IDE',
    cure: 'Turn on "Use credential helper" in its Settings, Version Control, Git.',
    leavesOut: true,
    isHere: (env) => env['TERMINAL_EMULATOR'] === 'JetBrains-JediTerm' || asks(env, /intellij|jetbrains/i),
  },
  {
    name: 'Sourcetree',
    cure: 'Let it use the Git of the system, in its settings under Git.',
    leavesOut: true,
    isHere: (env, given) => given.includes('sourcetree') || asks(env, /sourcetree/i),
  },
  {
    name: 'VS Code',
    cure: 'Quit it and start it again, so that it has the settings and variables of now.',
    leavesOut: false,
    isHere: (env) =>
      (env['VSCODE_GIT_IPC_HANDLE'] ?? env['VSCODE_GIT_ASKPASS_NODE']) !== undefined ||
      env['TERM_PROGRAM'] === 'vscode',
  },
  {
    name: 'Git GUI',
    cure: 'Quit it and start it again, so that it has the settings and variables of now.',
    leavesOut: false,
    isHere: (env) => asks(env, /git-gui--askpass/),
  },
];

/** The program around this Git, if one is known. @param entries with what was given to Git from outside among them */
export function programAround(env: Env, entries: readonly ConfigEntry[]): OutsideProgram | undefined {
  const given = entries.filter(isFromOutside).map(({ value = '' }) => value);
  return outsidePrograms.find(({ isHere }) => isHere(env, given));
}

/** Whether a setting stands in no file: it came with `-c`, or in a variable. Source: git-config(1), `--show-scope`. */
export function isFromOutside({ scope, origin }: Pick<ConfigEntry, 'scope' | 'origin'>): boolean {
  return scope === 'command' || origin.startsWith('command line:');
}

/** How the settings from outside came. */
export interface OutsideSettings {
  /** As people look for it: a variable, or what another program gave by `-c`. */
  readonly how: string;
  /** What can be unset because it brings nothing else than credentials. */
  readonly variables: readonly string[];
}

/**
 * Where an empty helper from outside comes from: the pairs of GIT_CONFIG_COUNT, or GIT_CONFIG_PARAMETERS, in which Git
 * hands `-c` on to what it starts. Source: git(1), `-c`; git-config(1), "GIT_CONFIG_COUNT"; config.c,
 * `git_config_from_parameters`.
 */
export function whereFromOutside(env: Env): OutsideSettings {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? '0');
  const pairs = Array.from({ length: count > 0 && count < 1000 ? count : 0 }, (_, at) => ({
    key: env[`GIT_CONFIG_KEY_${at}`] ?? '',
    value: env[`GIT_CONFIG_VALUE_${at}`] ?? '',
    name: `GIT_CONFIG_KEY_${at}`,
  }));
  const pair = pairs.findLast(({ key, value }) => isHelperKey(key) && value === '');
  if (pair !== undefined)
    return {
      how: `the variables GIT_CONFIG_COUNT and ${pair.name}`,
      variables: pairs.every(({ key }) => isCredentialKey(key)) ? ['GIT_CONFIG_COUNT'] : [],
    };
  const keys = [...(env['GIT_CONFIG_PARAMETERS'] ?? '').matchAll(/'([^'=]+)(?:'='[^']*'|=[^']*'|')/g)].map(
    ([, key = '']) => key,
  );
  return {
    how: 'the option -c, or the variable GIT_CONFIG_PARAMETERS',
    variables: keys.length > 0 && keys.every(isCredentialKey) ? ['GIT_CONFIG_PARAMETERS'] : [],
  };
}

function isCredentialKey(key: string): boolean {
  return /^credential\./i.test(key);
}

function isHelperKey(key: string): boolean {
  return /^credential\.(?:.*\.)?helper$/i.test(key);
}

/**
 * Where a setting from outside comes from, and what is unset so that it is gone: the variables bring other settings
 * too, unless it is the only one. Undefined for one that stands in a file.
 */
export function whereOfSetting(entry: ConfigEntry, env: Env): OutsideSettings | undefined {
  if (!isFromOutside(entry)) return undefined;
  const count = Number(env['GIT_CONFIG_COUNT'] ?? '0');
  const at = Array.from({ length: count > 0 && count < 1000 ? count : 0 }, (_, index) => index).findLast((index) =>
    sameKey(lowerSection(env[`GIT_CONFIG_KEY_${index}`] ?? ''), entry.key),
  );
  if (at !== undefined)
    return {
      how: `the variables GIT_CONFIG_COUNT and GIT_CONFIG_KEY_${at}`,
      variables: count === 1 ? ['GIT_CONFIG_COUNT'] : [],
    };
  const parameters = env['GIT_CONFIG_PARAMETERS'] ?? '';
  const pairs = parameters.match(/'[^']*'(?:=(?:'[^']*')?)?/g) ?? [];
  return {
    how: 'the option -c, or the variable GIT_CONFIG_PARAMETERS',
    variables: pairs.length === 1 ? ['GIT_CONFIG_PARAMETERS'] : [],
  };
}

function lowerSection(key: string): string {
  return key.replace(/^[^.]*/, (section) => section.toLowerCase());
}
