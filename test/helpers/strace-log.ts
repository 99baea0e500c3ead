/** The lines of a log of `strace -f`, with the halves of calls that others came in between put together. */
export function wholeLines(log: string): string[] {
  const begun = new Map<string, string>();
  return log.split('\n').flatMap((line) => {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    if (line.endsWith('<unfinished ...>')) {
      begun.set(pid, line.replace(/\s*<unfinished \.\.\.>$/, ''));
      return [];
    }
    const resumed = /<\.\.\. \w+ resumed>(.*)$/.exec(line);
    return [resumed ? (begun.get(pid) ?? '') + (resumed[1] ?? '') : line];
  });
}
