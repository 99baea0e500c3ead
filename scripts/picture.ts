// Draws what a terminal showed as an SVG picture: a window with the text in its true colours, for light and dark pages.
// The same recording always gives the same picture; it needs no font and no network.
// usage: npx tsx scripts/picture.ts RECORDING.cast OUT.svg [TITLE]
// RECORDING.cast is an asciicast, version 2 (https://docs.asciinema.org/manual/asciicast/v2/).
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type * as Xterm from '@xterm/headless';

// The package is CommonJS whose names an import finds or not, depending on who loads this file.
const { Terminal: Emulator } = createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;

/** What came out of a program, in pieces, and the size of its terminal. */
export interface Recording {
  readonly columns: number;
  readonly rows: number;
  readonly pieces: readonly (readonly [milliseconds: number, output: string])[];
}

/** Writes a recording as an asciicast. */
export function toAsciicast({ columns, rows, pieces }: Recording): string {
  const header = { version: 2, width: columns, height: rows };
  return [header, ...pieces.map(([milliseconds, output]) => [milliseconds / 1000, 'o', output])]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** Reads an asciicast; events other than output are left out. */
export function fromAsciicast(text: string): Recording {
  const [header = '{}', ...events] = text.trimEnd().split('\n');
  const { width, height } = JSON.parse(header) as { width: number; height: number };
  const all = events.map((line) => JSON.parse(line) as [number, string, string]);
  return {
    columns: width,
    rows: height,
    pieces: all.filter(([, kind]) => kind === 'o').map(([seconds, , output]) => [Math.round(seconds * 1000), output]),
  };
}

// Measures of one cell, in the units of the picture; a monospace font is 0.6 times as wide as it is high.
const cell = { width: 8.4, height: 19, font: 14 };
const edge = { side: 18, top: 46, bottom: 16 };

// The 16 colours, readable on each ground: light first, then dark.
const palette: readonly (readonly [string, string])[] = [
  ['#24292f', '#6e7681'],
  ['#b3261e', '#ff7b72'],
  ['#116329', '#56d364'],
  ['#7d4e00', '#e3b341'],
  ['#0550ae', '#79c0ff'],
  ['#8250df', '#d2a8ff'],
  ['#0b6e82', '#56d4dd'],
  ['#57606a', '#c9d1d9'],
  ['#57606a', '#8b949e'],
  ['#cf222e', '#ffa198'],
  ['#1a7f37', '#7ee787'],
  ['#9a6700', '#f2cc60'],
  ['#0969da', '#a5d6ff'],
  ['#a475f9', '#e2c5ff'],
  ['#1b7c83', '#76e3ea'],
  ['#24292f', '#f0f6fc'],
];

interface Run {
  readonly column: number;
  readonly width: number;
  readonly text: string;
  readonly look: string;
}

/**
 * Draws the end of a recording, with everything that scrolled away.
 * @param title stands in the window's frame, and names the picture to screen readers
 */
export async function picture(recording: Recording, title: string): Promise<string> {
  const lines = await replay(recording);
  const width = Math.ceil(recording.columns * cell.width + 2 * edge.side);
  const height = Math.ceil(lines.length * cell.height + edge.top + edge.bottom);
  const spoken = lines
    .map((runs) => spread(runs))
    .join('\n')
    .trim();
  const drawn = lines.flatMap((runs, row) => runs.map((run) => drawRun(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ` +
      `${height}" role="img" aria-labelledby="title text">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="text">${escape(spoken)}</desc>`,
    `<style>${styles(drawn.join('\n'))}</style>`,
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (colour, index) => `<circle cx="${20 + index * 20}" cy="20" r="6" fill="${colour}"/>`,
    ),
    `<text class="name" x="${width / 2}" y="25" text-anchor="middle">${escape(title)}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

async function replay({ columns, rows, pieces }: Recording): Promise<Run[][]> {
  const terminal = new Emulator({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  for (const [, output] of pieces) await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) =>
    runsOf(Array.from({ length: columns }, (__, column) => active.getLine(row)?.getCell(column))),
  );
  terminal.dispose();
  while (lines.at(-1)?.length === 0) lines.pop();
  while (lines[0]?.length === 0) lines.shift();
  return lines;
}

/** Neighbouring cells of one look; blanks are left out unless something shows on them. */
function runsOf(cells: readonly (Xterm.IBufferCell | undefined)[]): Run[] {
  const runs: Run[] = [];
  cells.forEach((one, column) => {
    const width = one?.getWidth() ?? 1;
    // The second half of a wide character.
    if (one === undefined || width === 0) return;
    const text = one.getChars() === '' ? ' ' : one.getChars();
    const look = lookOf(one);
    const last = runs.at(-1);
    if (last?.look === look && last.column + last.width === column)
      runs[runs.length - 1] = { ...last, width: last.width + width, text: last.text + text };
    else runs.push({ column, width, text, look });
  });
  return runs.map(trimmed).filter(({ text }) => text !== '');
}

function trimmed(run: Run): Run {
  if (/\bon/.test(run.look)) return run;
  const text = run.text.trimEnd();
  return { ...run, text, width: run.width - (run.text.length - text.length) };
}

/** The classes of a cell: foreground, background, weight. */
function lookOf(one: Xterm.IBufferCell): string {
  const inverse = one.isInverse() !== 0;
  const ink = colour(one, inverse ? 'bg' : 'fg') ?? (inverse ? 'paper' : undefined);
  const ground = colour(one, inverse ? 'fg' : 'bg') ?? (inverse ? 'inverse' : undefined);
  const weights = [
    one.isBold() !== 0 && 'bold',
    one.isDim() !== 0 && 'dim',
    one.isItalic() !== 0 && 'italic',
    one.isUnderline() !== 0 && 'underline',
  ];
  return [ink, ground === undefined ? false : `on-${ground}`, ...weights]
    .filter((name) => typeof name === 'string')
    .join(' ');
}

/** `c1` for one of the 16 colours, `#rrggbb` for any other, undefined for the terminal's own. */
function colour(one: Xterm.IBufferCell, which: 'fg' | 'bg'): string | undefined {
  const value = which === 'fg' ? one.getFgColor() : one.getBgColor();
  if (which === 'fg' ? one.isFgRGB() : one.isBgRGB()) return `x${value.toString(16).padStart(6, '0')}`;
  if (which === 'fg' ? one.isFgPalette() : one.isBgPalette()) return value < 16 ? `c${value}` : `x${cube(value)}`;
  return undefined;
}

/** xterm's 256 colours behind the first 16: a cube of 6 × 6 × 6, then 24 greys. */
function cube(value: number): string {
  if (value >= 232) return (8 + (value - 232) * 10).toString(16).padStart(2, '0').repeat(3);
  const steps = [0, 95, 135, 175, 215, 255];
  const index = value - 16;
  return [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6]
    .map((step) => (steps[step] ?? 0).toString(16).padStart(2, '0'))
    .join('');
}

function drawRun({ column, width, text, look }: Run, row: number): string {
  const x = round(edge.side + column * cell.width);
  const y = edge.top + row * cell.height;
  const ground = /\bon-(\S+)/.exec(look)?.[1];
  const box =
    ground === undefined
      ? ''
      : `<rect class="on-${ground}" x="${x}" y="${y}" width="${round(width * cell.width)}" height="${cell.height}"/>`;
  const classes = look.replace(/\bon-\S+ ?/, '').trim();
  // The length keeps columns in line in whatever monospace font there is.
  const length = ` textLength="${round(width * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
  return (
    `${box}<text${classes === '' ? '' : ` class="${classes}"`} x="${x}" ` +
    `y="${y + 14}"${length}>${escape(text)}</text>`
  );
}

function styles(drawn: string): string {
  const used = palette.flatMap(([light, dark], index) =>
    new RegExp(`\\bc${index}\\b`).test(drawn) ? [{ name: `c${index}`, light, dark }] : [],
  );
  const exact = [...new Set(drawn.match(/\bx[0-9a-f]{6}\b/g))].sort();
  const rules = (which: 'light' | 'dark'): string =>
    used.map((one) => `.${one.name}{fill:${one[which]}}.on-${one.name}{fill:${one[which]}}`).join('');
  return [
    `text{font:${cell.font}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation ` +
      `Mono',monospace;white-space:pre;fill:#1f2328}`,
    '.ground{fill:#ffffff;stroke:#d0d7de}.name{fill:#656d76;font-size:12px}.bold{font-weight:700}.dim{opacity:.62}.italic{font-style:italic}.underline{text-decoration:underline}.paper{fill:#ffffff}.on-inverse{fill:#1f2328}',
    rules('light'),
    exact.map((name) => `.${name},.on-${name}{fill:#${name.slice(1)}}`).join(''),
    '@media ' +
      `(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#0d1117;stroke:#30363d}.name{fill:#8d96a0}.paper{fill:#0d1117}.on-inverse{fill:#e6edf3}${rules('dark')}}`,
  ].join('');
}

/** The line as text, with the blanks between its runs. */
function spread(runs: readonly Run[]): string {
  let line = '';
  let column = 0;
  for (const run of runs) {
    line += ' '.repeat(Math.max(0, run.column - column)) + run.text;
    column = run.column + run.width;
  }
  return line;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  // XML knows no control characters, and none belong into a picture.
  const known = Array.from(text)
    .filter((character) => character >= ' ' || character === '\n')
    .join('');
  return known.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

async function main([from, to, title = 'git codecommit']: readonly string[]): Promise<void> {
  if (from === undefined || to === undefined)
    throw new Error('usage: npx tsx scripts/picture.ts RECORDING.cast OUT.svg [TITLE]');
  await writeFile(to, await picture(fromAsciicast(await readFile(from, 'utf8')), title));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  void main(process.argv.slice(2));
