/**
 * Breaks text at blanks into lines of at most `width` columns. What stands between backticks stays on one line, so
 * that it can be copied; so does a word longer than a line, which the terminal itself then wraps. A line that begins
 * with a blank was laid out by hand, and stays as it is.
 * @param widthOf the columns that a text takes; without it, one for each character
 */
export function wrap(text: string, width: number, widthOf = (part: string): number => part.length): string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') || widthOf(line) <= width ? [line] : wrapLine(line, width, widthOf)));
}

function wrapLine(text: string, width: number, widthOf: (part: string) => number): string[] {
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
