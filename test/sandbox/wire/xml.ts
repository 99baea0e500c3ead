/** What an XML element may hold; a list repeats the element, `undefined` leaves it out. */
export type Xml = string | number | boolean | Date | undefined | readonly Xml[] | XmlElements;

/** Elements by name; the name may carry attributes: `Foo xmlns="…"`. */
export interface XmlElements {
  readonly [element: string]: Xml;
}

/** Writes elements, indented as AWS's answers are. */
export function xml(elements: XmlElements, indent = ''): string {
  return Object.entries(elements)
    .map(([name, value]) => element(name, value, indent))
    .join('');
}

function element(name: string, value: Xml, indent: string): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item, indent)).join('');
  const end = name.split(' ', 1)[0] ?? name;
  if (typeof value === 'object' && !(value instanceof Date)) {
    const inside = xml(value, `${indent}  `);
    return inside === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${inside}${indent}</${end}>\n`;
  }
  return `${indent}<${name}>${escapeXml(scalar(value))}</${end}>\n`;
}

function isList(value: Xml): value is readonly Xml[] {
  return Array.isArray(value);
}

function scalar(value: string | number | boolean | Date): string {
  return value instanceof Date ? value.toISOString().replace(/\.\d{3}Z$/, 'Z') : String(value);
}

/** Text made safe between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
