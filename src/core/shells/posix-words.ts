/**
 * The words of a line by POSIX quoting: `'…'` as it is, `"…"` with `\"` and `\\`, `\` before anything else. Nothing is
 * expanded. Source: Python, `shlex.split`.
 * @returns undefined where a quotation does not end
 */
export function posixWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const token = /'([^']*)'|"((?:\\[^]|[^"\\])*)"|\\([^])|([^ \t\r\n'"\\]+)|([ \t\r\n]+)/y;
  let word: string | undefined;
  while (token.lastIndex < line.length) {
    const match = token.exec(line);
    if (!match) return undefined;
    const [, single, double, escaped, plain, blank] = match;
    if (blank === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? plain ?? '');
    } else {
      if (word !== undefined) words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
