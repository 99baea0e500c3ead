/**
 * The entry of a .netrc that curl, and so Git, would take for a host.
 * Source: curl's lib/netrc.c and netrc(5): tokens divided by white space; `default` matches every host.
 */
export function readNetrc(text: string, host: string): 'machine' | 'default' | undefined {
  const tokens = text.replace(/^\s*#.*$/gm, '').split(/\s+/);
  for (const [index, token] of tokens.entries()) {
    if (token === 'macdef') break;
    if (token === 'machine' && tokens[index + 1]?.toLowerCase() === host.toLowerCase()) return 'machine';
    if (token === 'default') return 'default';
  }
  return undefined;
}
