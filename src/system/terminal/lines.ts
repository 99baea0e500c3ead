import stringWidth from 'fast-string-width';

/** Columns that a text without colours takes: wide characters count two, combining ones none. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** Fills a text up with blanks to a width. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * Breaks text at blanks into lines of at most `width` columns. What stands between backticks stays on one line, so
 * that it can be copied; so does a word longer than a line, which the terminal itself then wraps. A line that begins
 * with a blank was laid out by hand, and stays as it is.
 */
export function wrapLines(text: string, width: number): string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') || widthOf(line) <= width ? [line] : wrapLine(line, width)));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Words, where a pair of backticks and all between and around them is one. */
function wordsOf(text: string): string[] {
  return text.match(/(?:[^\s`]|`[^`]*`|`)+/g) ?? [];
}

/** Wraps and indents: the first line after `first`, the others below it. */
export function hang(text: string, width: number, first: string, indent = widthOf(first)): string {
  const lines = wrapLines(text, Math.max(12, width - indent));
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line).join('\n');
}
