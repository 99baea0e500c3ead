/**
 * The attributes of a page's tags of that name, whatever their order and quoting. Reads the page once from front to
 * back, so that no page, however made, takes long.
 * @param tag in small letters: `input`
 */
export function tagsOf(page: string, tag: string): readonly ReadonlyMap<string, string>[] {
  const tags: ReadonlyMap<string, string>[] = [];
  const start = new RegExp(`<${tag}\\b`, 'gi');
  for (let found = start.exec(page); found !== null; found = start.exec(page)) {
    const attributes = new Map<string, string>();
    start.lastIndex = readAttributes(page, start.lastIndex, attributes);
    tags.push(attributes);
  }
  return tags;
}

/**
 * Reads attributes up to the tag's end; gives the place behind it. Source: HTML standard, section 13.2.5.32 onwards.
 */
function readAttributes(page: string, from: number, into: Map<string, string>): number {
  const part = /\s*(?:(>)|([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?|[^>])/y;
  part.lastIndex = from;
  for (let found = part.exec(page); found !== null; found = part.exec(page)) {
    const [, close, name, double, single, bare] = found;
    if (close !== undefined) break;
    const key = name?.toLowerCase();
    if (key !== undefined && !into.has(key)) into.set(key, double ?? single ?? bare ?? '');
    from = part.lastIndex;
  }
  return Math.max(from, part.lastIndex);
}
