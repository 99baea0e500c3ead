import { spawnSync } from 'node:child_process';
import { cleanEnvironment } from '../../helpers/environment.js';

/** The environment of the sandbox's own Git: nobody's configuration, a fixed identity. */
export function serverGitEnvironment(): Record<string, string> {
  return cleanEnvironment({ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull(), HOME: undefined, LC_ALL: 'C' });
}

// Where there is no /dev/null, Git for Windows knows the name all the same.
function devNull(): string {
  return '/dev/null';
}

/** Makes a bare repository in an existing, empty folder, with one commit if there are files. */
export function initialize(
  directory: string,
  branch: string,
  files: Readonly<Record<string, string>> | undefined,
): void {
  git(directory, ['init', '--quiet', '--bare', '.']);
  git(directory, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  git(directory, ['config', 'http.receivepack', 'true']);
  if (files) git(directory, ['fast-import', '--quiet'], firstCommit(branch, files));
}

// Source: git-fast-import(1), "commit", "filemodify".
function firstCommit(branch: string, files: Readonly<Record<string, string>>): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const lines = Object.entries(files).map(([path, content]) => `M 100644 inline ${path}\n${data(content)}`);
  return (
    `commit refs/heads/${branch}\ncommitter Sandbox <sandbox@example.com> 1700000000 ` +
    `+0000\n${data('First commit')}${lines.join('')}`
  );
}

function git(directory: string, args: readonly string[], input?: string): void {
  const run = spawnSync('git', args, { cwd: directory, env: serverGitEnvironment(), input, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')} failed: ${run.error?.message ?? run.stderr}`);
}
