/**
 * Quotes a word for a POSIX shell: inside single quotes every character stands for itself, save the single quote.
 * Git runs helpers with such a shell on Windows too. Source: POSIX.1-2024, Shell Command Language, 2.2.2.
 */
export function posixQuote(word: string): string {
  return `'${word.replace(/'/g, "'\\''")}'`;
}
