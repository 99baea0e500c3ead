import { deleteLines } from '../../core/advice/other-programs.js';
import { fail, ok, skip } from '../check.js';
import type { Check, DiagnosisFacts } from '../check.js';

/** An entry of a .netrc, with the lines it stands on, counted from 1. */
export interface NetrcEntry {
  readonly kind: 'machine' | 'default';
  readonly from: number;
  readonly to: number;
  /** Whether nothing else stands on those lines. */
  readonly alone: boolean;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/**
 * The entry of a .netrc that curl, and so Git, would take for a host.
 * Source: curl's lib/netrc.c and netrc(5): tokens divided by white space; `default` matches every host.
 */
export function readNetrc(text: string, host: string): NetrcEntry | undefined {
  const tokens = tokensOf(text);
  const starts = tokens.flatMap(({ text: token }, at) =>
    token === 'machine' || token === 'default' || token === 'macdef' ? [at] : [],
  );
  for (const [place, at] of starts.entries()) {
    const start = tokens[at];
    if (start === undefined || start.text === 'macdef') return undefined;
    const isMeant = start.text === 'default' || tokens[at + 1]?.text.toLowerCase() === host.toLowerCase();
    if (!isMeant) continue;
    const end = starts[place + 1] ?? tokens.length;
    const last = tokens[end - 1] ?? start;
    const alone = tokens[at - 1]?.line !== start.line && tokens[end]?.line !== last.line;
    return { kind: start.text === 'default' ? 'default' : 'machine', from: start.line, to: last.line, alone };
  }
  return undefined;
}

function tokensOf(text: string): readonly Token[] {
  return text.split('\n').flatMap((line, index) =>
    line
      .replace(/^\s*#.*$/, '')
      .split(/\s+/)
      .filter((token) => token !== '')
      .map((token) => ({ text: token, line: index + 1 })),
  );
}

export const netrc: Check = {
  id: 'netrc',
  title: '.netrc',
  async run(facts, { files }) {
    if (facts.cleanUrl === undefined) return skip('No CodeCommit URL is known.');
    const { host } = new URL(facts.cleanUrl);
    for (const path of netrcPaths(facts)) {
      const text = await files.read(path);
      const entry = text === undefined ? undefined : readNetrc(text, host);
      if (entry === undefined) continue;
      const lines = entry.from === entry.to ? `line ${entry.from}` : `lines ${entry.from} to ${entry.to}`;
      if (entry.kind === 'default')
        return fail(
          `${path} has an entry "default" (${lines}), which counts for every host: Git takes that user name ` +
            'and password and does not ask the helper. Replace it by an entry for each host that needs it.',
        );
      return fail(
        `${path} has an entry for ${host} (${lines}): Git takes that user name and password and does not ask ` +
          `the helper.${entry.alone ? '' : ' Delete it.'}`,
        entry.alone ? deleteLines(path, entry.from, entry.to) : undefined,
      );
    }
    return ok('No .netrc stands in for the helper.');
  },
};

function netrcPaths({ paths: { home }, platform, env }: DiagnosisFacts): readonly string[] {
  if (platform !== 'win32') return [`${home}/.netrc`];
  // Git for Windows looks where its HOME points to.
  const folder = env['HOME'] ?? home;
  return [`${folder}\\_netrc`, `${folder}\\.netrc`];
}
