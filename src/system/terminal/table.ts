import { wrap } from '../../core/text/wrap.js';
import { padTo, widthOf } from './lines.js';
import type { Style } from './style.js';

type Rows = readonly (readonly string[])[];

/**
 * Columns, two blanks apart and indented by two; the last one is wrapped where it must be. Where too little room is
 * left for that, each row becomes a small paragraph: its first cell, and the others below it.
 */
export function layTable(rows: Rows, head: readonly string[] | undefined, columns: number, style: Style): string[] {
  const all = head === undefined ? rows : [head, ...rows];
  const widths = columnWidths(all);
  const last = Math.max(0, widths.length - 1);
  const before = 2 + widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  const space = columns - before;
  if (space < Math.min(widths[last] ?? 0, 24)) return rows.flatMap((row) => stack(row, head, columns, style));
  return all.flatMap((row, index) =>
    layRow(row, widths, before, space, head !== undefined && index === 0 ? style.dim : undefined, style),
  );
}

/** What stands between backticks loses them in colour; the width counts what is seen. */
function seen(cell: string, style: Style): number {
  return style.appearance.colour === 0 ? widthOf(cell) : widthOf(cell.replace(/`([^`\n]+)`/g, '$1'));
}

function columnWidths(rows: Rows): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
}

function layRow(
  row: readonly string[],
  widths: readonly number[],
  before: number,
  space: number,
  paint: ((text: string) => string) | undefined,
  style: Style,
): string[] {
  const last = widths.length - 1;
  const painted = (cell: string): string => (paint ?? style.prose)(cell);
  const front = widths.slice(0, last).map((width, column) => {
    const cell = row[column] ?? '';
    return `${painted(cell)}${' '.repeat(width + 2 - seen(cell, style))}`;
  });
  const tail = wrap(row[last] ?? '', space, widthOf);
  return tail.map((line, index) =>
    `  ${index === 0 ? front.join('') : ' '.repeat(before - 2)}${painted(line)}`.trimEnd(),
  );
}

function stack(row: readonly string[], head: readonly string[] | undefined, columns: number, style: Style): string[] {
  const [first = '', ...others] = row;
  const label = Math.max(0, ...(head ?? []).slice(1).map(widthOf));
  const below = others.flatMap((cell, index) => {
    if (cell === '') return [];
    const name = head === undefined ? '' : `${padTo(head[index + 1] ?? '', label)}  `;
    return wrap(cell, Math.max(12, columns - 4 - widthOf(name)), widthOf).map(
      (line, at) => `    ${at === 0 ? style.dim(name) : ' '.repeat(widthOf(name))}${style.prose(line)}`,
    );
  });
  return [...wrap(first, Math.max(12, columns - 2), widthOf).map((line) => `  ${style.prose(line)}`), ...below];
}
