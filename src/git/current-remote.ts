import { dirname, join } from 'node:path';
import { isRepositoryUrl } from '../aws/codecommit/repository.js';
import type { Remote } from '../core/remote.js';
import { isProblem } from '../core/problem.js';
import type { Ports } from '../core/ports/ports.js';

type RemotePorts = Pick<Ports, 'git' | 'cwd'>;

/**
 * The URL of the current clone's remote, where it is one of CodeCommit's: the upstream's, else `origin`'s, else the
 * first there is; as Git uses it, with `url.<base>.insteadOf` applied.
 */
export async function currentRemote(ports: RemotePorts & Pick<Ports, 'env' | 'files'>): Promise<string | undefined> {
  return (await mayBeClone(ports)) ? (await findRemote(ports))?.url : undefined;
}

/**
 * Git need not be started where it would find nothing: no `.git`, file or folder, here or above. Source:
 * gitglossary(7), "repository".
 */
export async function mayBeClone({ cwd, env, files }: Pick<Ports, 'cwd' | 'env' | 'files'>): Promise<boolean> {
  if (env['GIT_DIR'] !== undefined) return true;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if ((await files.stat(join(folder, '.git'))) !== undefined) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** The same with its name and how it is written; a clone without such a remote may have a submodule with one. */
export async function findRemote(ports: RemotePorts): Promise<Remote | undefined> {
  const written = await writtenUrls(ports);
  const remotes = [...new Map(written.filter(({ kind }) => kind === 'remote').map((one) => [one.name, one])).values()];
  const wanted = [remotes.length > 1 ? await upstream(ports) : undefined, 'origin'];
  for (const { name } of [...remotes].sort((a, b) => rank(a.name, wanted) - rank(b.name, wanted))) {
    const urls = { fetch: await urlOf(name, [], ports), push: await urlOf(name, ['--push'], ports) };
    const url = [urls.fetch, urls.push].find(isCodeCommit);
    if (url === undefined) continue;
    const first = written.find((one) => one.kind === 'remote' && one.name === name);
    return {
      name,
      kind: 'remote',
      url,
      written: first?.url ?? url,
      pushUrl: isCodeCommit(urls.push) ? urls.push : url,
    };
  }
  const module = written.find(({ kind, url }) => kind === 'submodule' && isCodeCommit(url));
  return module && { ...module, written: module.url, pushUrl: module.url };
}

async function writtenUrls({ git, cwd }: RemotePorts): Promise<readonly Pick<Remote, 'name' | 'kind' | 'url'>[]> {
  const { code, stdout } = await git.run(['config', '-z', '--get-regexp', '^(remote|submodule)\\..*\\.url$'], { cwd });
  if (code !== 0) return [];
  return stdout.split('\0').flatMap((entry) => {
    const [, kind, name, url] = /^(remote|submodule)\.(.+)\.url\n(.+)$/s.exec(entry) ?? [];
    return name === undefined || url === undefined ? [] : [{ name, kind: kind as Remote['kind'], url }];
  });
}

async function upstream({ git, cwd }: RemotePorts): Promise<string | undefined> {
  const { code, stdout } = await git.run(['rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}'], { cwd });
  return code === 0 ? stdout.split('/')[0] : undefined;
}

async function urlOf(name: string, how: readonly string[], { git, cwd }: RemotePorts): Promise<string> {
  return (await git.run(['remote', 'get-url', ...how, name], { cwd })).stdout.split('\n')[0] ?? '';
}

function rank(name: string, wanted: readonly (string | undefined)[]): number {
  const place = wanted.indexOf(name);
  return place === -1 ? wanted.length : place;
}

/** Any way to write a repository of CodeCommit's: https, SSH, or git-remote-codecommit's own. */
export function isCodeCommit(url: string): boolean {
  try {
    return isRepositoryUrl(url);
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
