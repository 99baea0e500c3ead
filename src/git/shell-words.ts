/**
 * Splits a simple shell command into words, with quotes taken away; variables stay as they are written.
 * @returns undefined for more than one simple command, or quotes that do not end
 */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const word = /^(?:[^\s'"\\;&|<>()`]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")+/.exec(rest)?.[0];
    if (word === undefined) return undefined;
    words.push(unquoted(word));
    rest = rest.slice(word.length).trimStart();
  }
  return words;
}

// Inside double quotes a backslash escapes only these. Source: POSIX.1-2024, Shell Command Language, 2.2.3.
function unquoted(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\([$`"\\])/g, '$1').replace(/\\\n/g, '') ?? escaped ?? '',
  );
}
