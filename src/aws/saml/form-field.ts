import { tagsOf } from './html-tags.js';

/** The values of a saved page's `<input>` fields of that name. */
export function inputValues(page: string, name: string): readonly string[] {
  return tagsOf(page, 'input').flatMap((attributes) => {
    const value = attributes.get('value');
    return attributes.get('name') === name && value !== undefined ? [withoutReferences(value)] : [];
  });
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
