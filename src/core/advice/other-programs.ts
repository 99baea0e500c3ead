import type { Advice, FileStep, Word } from './advice.js';

// Commands of other programs, and what a shell does itself.

/** Which file of Git's a setting is changed in: `--global`, `--file` and its path. */
export type GitConfigPlace = readonly string[];

/** Sets a setting; without a place where Git puts it by itself, which is the clone. */
export const setGitSetting = (place: GitConfigPlace, key: string, value: string): Advice =>
  run('git config set', ['git', 'config', ...place, key, value]);

/** Puts one value in the place of those that a pattern finds. */
export const replaceGitSetting = (place: GitConfigPlace, key: string, value: string, pattern: string): Advice =>
  run('git config replace', ['git', 'config', ...place, '--replace-all', key, value, pattern]);

/** @param pattern of the values to be taken out; all of them where left out */
export const unsetGitSetting = (place: GitConfigPlace, key: string, pattern?: string): Advice =>
  run('git config unset', ['git', 'config', ...place, '--unset-all', key, ...(pattern === undefined ? [] : [pattern])]);

export const editCloneSettings = (): Advice => run('git config --edit', ['git', 'config', '--local', '--edit']);

export const listGitSettings = (key: string): Advice =>
  run('git config --get-all', ['git', 'config', '--get-all', key]);

/** The value that counts for a URL. */
export const showGitSetting = (key: string, url: string): Advice =>
  run('git config --get-urlmatch', ['git', 'config', '--get-urlmatch', key, url]);

export const setRemoteUrl = (remote: string, url: string, { push = false }: { readonly push?: boolean } = {}): Advice =>
  run('git remote set-url', ['git', 'remote', 'set-url', ...(push ? ['--push'] : []), remote, url]);

/** Git's own way to make every helper forget a password. Source: git-credential(1), `reject`. */
export const forgetPassword = (description: readonly string[]): Advice => ({
  ...run('git credential reject', ['git', 'credential', 'reject']),
  input: description,
});

/** @param folder to clone into, where Git would not choose it by itself */
export const gitClone = (url: string, folder?: Word): Advice =>
  run('git clone', ['git', 'clone', ...(folder === undefined ? [url] : ['--', url, folder])]);

export const gitPull = (): Advice => run('git pull', ['git', 'pull']);

export const fetchInParts = (): Advice => run('git fetch --depth', ['git', 'fetch', '--depth']);

/** Sets the computer's clock, which takes its administrator. */
export const setClock = (system: 'macos' | 'linux' | 'wsl'): Advice =>
  run('set-clock', ['sudo', ...clockPrograms[system]]);

const clockPrograms = {
  macos: ['sntp', '-sS', 'time.apple.com'],
  linux: ['timedatectl', 'set-ntp', 'true'],
  wsl: ['hwclock', '-s'],
} as const;

/** Signs the AWS CLI in (2.32 or newer). */
export const awsLogin = (profile?: Word): Advice => aws('aws login', ['login'], profile);

export const awsSsoLogin = (profile?: Word): Advice => aws('aws sso login', ['sso', 'login'], profile);

export const listSsoInstances = (): Advice =>
  run('aws sso-admin list-instances', ['aws', 'sso-admin', 'list-instances']);

export const listSsoGroups = (): Advice =>
  run('aws identitystore list-groups', ['aws', 'identitystore', 'list-groups']);

export const exportWithAwsCli = (): Advice =>
  run('aws configure export-credentials', ['aws', 'configure', 'export-credentials']);

/** Installs a version of ours out of its package, a file as `npm pack` names it: no registry has it. */
export const installPackage = (version: string): Advice =>
  run('npm install', ['npm', 'install', '--global', `./git-codecommit-${version}.tgz`]);

export const unsetVariables = (names: readonly string[]): Advice => ({
  kind: 'unset-variables',
  does: 'unset-variables',
  names,
});

/** Goes into a folder, in the very shell that it is typed into. */
export const changeFolder = (path: string): Advice => withFile('change-folder', path);
export const deleteFile = (path: string): Advice => withFile('delete-file', path);
/** Shows who owns a file and who may do what with it. */
export const lookAt = (path: string): Advice => withFile('look-at', path);
/** Lets nobody but the owner read and write it. */
export const makePrivate = (path: string): Advice => withFile('make-private', path);
export const makeWritable = (path: string): Advice => withFile('make-writable', path);
export const makeExecutable = (path: string): Advice => withFile('make-executable', path);

/** @param from the first line, counted from 1 @param to the last one */
export const deleteLines = (path: string, from: number, to: number): Advice => ({
  kind: 'delete-lines',
  does: 'delete-lines',
  path,
  from,
  to,
});

function withFile(does: FileStep, path: string): Advice {
  return { kind: does, does, path };
}

function aws(kind: 'aws login' | 'aws sso login', words: readonly string[], profile: Word | undefined): Advice {
  const all = ['aws', ...words, ...(profile === undefined ? [] : ['--profile', profile])];
  return typeof profile === 'string' ? { ...run(kind, all), profile } : run(kind, all);
}

function run(kind: Advice['kind'], words: readonly Word[]): Advice & { readonly does: 'run' } {
  return { kind, does: 'run', words };
}
