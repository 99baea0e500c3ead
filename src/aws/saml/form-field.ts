/**
 * The values of a saved page's `<input>` fields of that name, whatever the order and the quoting of the attributes.
 * Reads the page once from front to back, so that no page, however made, takes long.
 */
export function inputValues(page: string, name: string): readonly string[] {
  const values: string[] = [];
  const start = /<input\b/gi;
  for (let found = start.exec(page); found !== null; found = start.exec(page)) {
    const attributes = new Map<string, string>();
    start.lastIndex = readAttributes(page, start.lastIndex, attributes);
    const value = attributes.get('value');
    if (attributes.get('name') === name && value !== undefined) values.push(withoutReferences(value));
  }
  return values;
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

const names: Readonly<Record<string, string>> = {
  plus: '+',
  equals: '=',
  sol: '/',
  quot: '"',
  apos: "'",
  amp: '&',
  NewLine: '\n',
  nbsp: ' ',
};

/** Text with HTML's character references put back, as far as they can stand in base64 and around it. */
export function withoutReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([A-Za-z]{2,8}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(names, name) ? (names[name] ?? whole) : whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code < 0x110000 ? String.fromCodePoint(code) : whole;
    },
  );
}
