import { parseGitHost } from '../aws/hosts.js';
import { isProblem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';

/**
 * The URL of the current clone's remote, where it is one of CodeCommit's: the upstream's, else `origin`'s, else the
 * first there is.
 */
export async function currentRemote({ git, cwd }: Pick<House, 'git' | 'cwd'>): Promise<string | undefined> {
  const { code, stdout } = await git.run(['config', '--get-regexp', '^remote\\..*\\.url$'], { cwd });
  if (code !== 0) return undefined;
  const remotes = stdout.split('\n').flatMap((line) => {
    const [, name, url] = /^remote\.(.+)\.url (.+)$/.exec(line) ?? [];
    return name === undefined || url === undefined ? [] : [{ name, url }];
  });
  const upstream = await git.run(['rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}'], { cwd });
  const wanted = [upstream.code === 0 ? upstream.stdout.split('/')[0] : undefined, 'origin'];
  const ordered = [...remotes].sort((a, b) => rank(a.name, wanted) - rank(b.name, wanted));
  for (const remote of ordered) {
    const url = await readByGit(remote, { git, cwd });
    if (isCodeCommit(url)) return url;
  }
  return undefined;
}

/** Git may have been told to read `codecommit::` URLs as https (`url.<base>.insteadOf`). */
async function readByGit({ name, url }: { readonly name: string; readonly url: string }, { git, cwd }: Pick<House, 'git' | 'cwd'>): Promise<string> {
  if (!url.startsWith('codecommit:')) return url;
  const { code, stdout } = await git.run(['ls-remote', '--get-url', name], { cwd });
  return code === 0 ? stdout.trim() : url;
}

function rank(name: string, wanted: readonly (string | undefined)[]): number {
  const place = wanted.indexOf(name);
  return place === -1 ? wanted.length : place;
}

function isCodeCommit(url: string): boolean {
  try {
    return URL.canParse(url) && parseGitHost(new URL(url).host) !== undefined;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
