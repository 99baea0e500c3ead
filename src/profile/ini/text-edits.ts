import type { TextLine } from '../../core/text/lines.js';

/** New text for a stretch of the old one. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts edits into a text; they must not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** Where a line stands in its text. */
export function spanOf({ start, end }: TextLine): { start: number; end: number } {
  return { start, end };
}

/** Makes comments of lines. */
export function commented(text: string, lines: readonly TextLine[]): TextEdit[] {
  return lines.map((line) => ({ ...spanOf(line), text: `# ${text.slice(line.start, line.end)}` }));
}
