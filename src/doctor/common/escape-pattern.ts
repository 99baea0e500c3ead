/** A text as a regular expression finds it and nothing else: of JavaScript's, and of POSIX's extended ones. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
