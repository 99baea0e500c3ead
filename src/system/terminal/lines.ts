import stringWidth from 'fast-string-width';
import { wrap } from '../../core/text/wrap.js';

/** Columns that a text without colours takes: wide characters count two, combining ones none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Fills a text up with blanks to a width. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Wraps and indents: the first line after `first`, the others below it. */
export function hang(text: string, width: number, first: string, indent = widthOf(first)): string {
  const lines = wrap(text, Math.max(12, width - indent), widthOf);
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line).join('\n');
}
