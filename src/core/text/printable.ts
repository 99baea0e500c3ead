// C0 and C1 controls, DEL, line and paragraph separators, and the marks that reorder or hide text on a terminal.
const harmful = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Makes text from AWS, an identity provider, a repository or a recipe harmless to print: whatever could move the
 * cursor, colour, reorder or hide is shown as `\xNN` or `\uNNNN`.
 * @param text hostile text; may be of any length
 * @param limit the most characters to keep; the rest becomes `…`
 */
export function printable(text: string, limit = 500): string {
  const shown = text.replace(harmful, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return shown.length > limit ? `${shown.slice(0, limit)}…` : shown;
}
