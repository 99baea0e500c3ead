import { basename, join, posix, win32 } from 'node:path';
import { demandAbsolute, isAbsolutePath } from '../core/text/absolute-path.js';

/** Variables of the process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where everything lies: AWS's files, and ours. */
export interface Paths {
  /** The home of AWS's files: `%USERPROFILE%` on Windows, whatever `HOME` says there. */
  readonly home: string;
  /** AWS's credentials file. */
  readonly credentials: string;
  /** AWS's config file. */
  readonly config: string;
  /** AWS's cache of Identity Center tokens. */
  readonly ssoCache: string;
  /** AWS's cache of `aws login` sessions. */
  readonly loginCache: string;
  /** Our recipes. */
  readonly recipes: string;
  /** Our private state: tokens, locks, what setup replaced. */
  readonly state: string;
  /** Our data: copies of the helper, browser folders. */
  readonly data: string;
}

/**
 * Finds every path from the platform, the environment and the home folder the system names; each when it is asked for,
 * for the credential helper needs few. All are absolute: Git runs the helper in the clone that it works in, and what
 * lies there is somebody else's. AWS's tools take relative values of their variables from the current folder; we take
 * none.
 *
 * Sources: AWS SDKs and Tools reference guide, "Location of the shared config and credentials files"; XDG Base
 * Directory Specification (a relative path there is to be ignored); botocore expands `~` and variables in both paths.
 * @throws Problem `usage` naming a variable whose value is relative, but for those of XDG and of Windows itself
 */
export function findPaths(platform: NodeJS.Platform, env: Environment, systemHome: string): Paths {
  const windows = platform === 'win32';
  const path = windows ? win32 : posix;
  const homeName = windows ? 'USERPROFILE' : 'HOME';
  const home = demandAbsolute(homeName, valueOf(env, homeName) ?? systemHome, platform);
  const named = (name: string): string | undefined => {
    const value = valueOf(env, name);
    return value === undefined ? undefined : demandAbsolute(name, expand(value, { env, home, windows }), platform);
  };
  const own = named('GIT_CODECOMMIT_HOME');
  const ours = (kind: Kind): string => (windows ? windowsFolder : xdgFolder)(kind, env, home);
  return {
    home,
    get credentials() {
      return named('AWS_SHARED_CREDENTIALS_FILE') ?? path.join(home, '.aws', 'credentials');
    },
    get config() {
      return named('AWS_CONFIG_FILE') ?? path.join(home, '.aws', 'config');
    },
    get ssoCache() {
      return path.join(home, '.aws', 'sso', 'cache');
    },
    get loginCache() {
      return named('AWS_LOGIN_CACHE_DIRECTORY') ?? path.join(home, '.aws', 'login', 'cache');
    },
    get recipes() {
      return path.join(own ?? ours('config'), 'recipes.ini');
    },
    get state() {
      return own === undefined ? ours('state') : path.join(own, 'state');
    },
    get data() {
      return own === undefined ? ours('data') : path.join(own, 'data');
    },
  };
}

type Kind = 'config' | 'state' | 'data';

const xdg = {
  config: ['XDG_CONFIG_HOME', '.config'],
  state: ['XDG_STATE_HOME', '.local/state'],
  data: ['XDG_DATA_HOME', '.local/share'],
} as const;

function xdgFolder(kind: Kind, env: Environment, home: string): string {
  const [name, otherwise] = xdg[kind];
  const value = valueOf(env, name);
  return posix.join(
    value !== undefined && isAbsolutePath(value, 'linux') ? value : posix.join(home, otherwise),
    'git-codecommit',
  );
}

function windowsFolder(kind: Kind, env: Environment, home: string): string {
  const [name, otherwise] = kind === 'config' ? ['APPDATA', 'Roaming'] : ['LOCALAPPDATA', 'Local'];
  const value = valueOf(env, name);
  const folder = win32.join(
    value !== undefined && isAbsolutePath(value, 'win32') ? value : win32.join(home, 'AppData', otherwise),
    'git-codecommit',
  );
  return kind === 'config' ? folder : win32.join(folder, kind);
}

// A variable that is set to nothing counts as not set, as AWS's tools have it.
function valueOf(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

// As Python's expandvars and expanduser do, for botocore passes both paths through them; an unknown variable stays.
function expand(path: string, where: { env: Environment; home: string; windows: boolean }): string {
  const variable = where.windows ? /\$(\w+)|\$\{([^}]*)\}|%([^%]+)%/g : /\$(\w+)|\$\{([^}]*)\}/g;
  const full = path.replace(variable, (whole, ...names: (string | undefined)[]) => {
    const name = names.slice(0, 3).find((candidate) => candidate !== undefined);
    return (name === undefined ? undefined : where.env[name]) ?? whole;
  });
  return full.replace(where.windows ? /^~(?=$|[\\/])/ : /^~(?=$|\/)/, () => where.home);
}

/** A file of every folder in which locks of ours lie. */
export function lockedFiles({
  credentials,
  config,
  recipes,
  state,
}: Pick<Paths, 'credentials' | 'config' | 'recipes' | 'state'>): readonly string[] {
  return [credentials, config, recipes, join(state, 'any')];
}

/** Where the first state of the credentials file may be kept: beside it, or in our folder where it is a link. */
export function backupPaths({
  credentials,
  state,
}: Pick<Paths, 'credentials' | 'state'>): readonly [beside: string, ours: string] {
  const beside = `${credentials}.before-git-codecommit`;
  return [beside, join(state, basename(beside))];
}
