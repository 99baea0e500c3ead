/** Time by size: how long one changed profile takes in a file of so many. */
export interface Point {
  readonly profiles: number;
  readonly milliseconds: number;
}

const [width, height, left, bottom, top, right] = [640, 360, 70, 50, 40, 20];

/**
 * Draws the growth on two logarithmic scales, where a straight line of slope 1 is linear growth. For light and dark
 * pages.
 */
export function growthPlot(points: readonly Point[]): string {
  const x = scale(
    points.map(({ profiles }) => profiles),
    left,
    width - right,
  );
  const y = scale(
    points.map(({ milliseconds }) => milliseconds),
    height - bottom,
    top,
  );
  const at = ({ profiles, milliseconds }: Point): string => `${round(x.at(profiles))},${round(y.at(milliseconds))}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
      `height="${height}" role="img" aria-label="Time to change one profile, by the number of profiles in the ` +
      'file">',
    '<style>text{font:13px ' +
      'system-ui,sans-serif;fill:#57606a}.grid{stroke:#8c959f;stroke-opacity:.3}.line{fill:none;stroke:#0969da;stroke-width:2}circle{fill:#0969da}@media(prefers-color-scheme:dark){text{fill:#9198a1}.line{stroke:#4493f8}circle{fill:#4493f8}}</style>',
    `<text x="${left}" y="22">Milliseconds to change one profile, by the number of profiles in the file</text>`,
    ...x.ticks.map(
      (tick) =>
        `<line class="grid" x1="${round(x.at(tick))}" x2="${round(x.at(tick))}" y1="${top}" ` +
        `y2="${height - bottom}"/><text x="${round(x.at(tick))}" y="${height - bottom + 22}" ` +
        `text-anchor="middle">${tick.toLocaleString('en')}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${round(y.at(tick))}" ` +
        `y2="${round(y.at(tick))}"/><text x="${left - 10}" y="${round(y.at(tick) + 4)}" ` +
        `text-anchor="end">${tick.toLocaleString('en')}</text>`,
    ),
    `<polyline class="line" points="${points.map(at).join(' ')}"/>`,
    ...points.map((point) => `<circle cx="${at(point).replace(',', '" cy="')}" r="4"/>`),
    '</svg>',
    '',
  ].join('\n');
}

function scale(
  values: readonly number[],
  from: number,
  to: number,
): { at(value: number): number; readonly ticks: readonly number[] } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
