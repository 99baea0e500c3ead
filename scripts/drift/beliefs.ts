/** A row of docs/beliefs.md. */
export interface Belief {
  /** The heading that it stands under. */
  readonly about: string;
  readonly belief: string;
  /** File in `src` and a name in it. */
  readonly where: readonly (readonly [file: string, name: string])[];
  /** How it was verified, as it is written. */
  readonly verified: string;
  /** Test files among that. */
  readonly tests: readonly string[];
  /** Year and month. */
  readonly when: string;
}

/** Reads the rows of all tables of docs/beliefs.md that have these four columns. */
export function readBeliefs(markdown: string): readonly Belief[] {
  const found: Belief[] = [];
  let about = '';
  let isTable = false;
  for (const line of markdown.split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading !== undefined) about = heading;
    if (!line.startsWith('|')) isTable = false;
    else if (line === '| what we believe | where in `src` | verified by | when |') isTable = true;
    else if (isTable && line !== '|---|---|---|---|') found.push(row(about, line));
  }
  return found;
}

function row(about: string, line: string): Belief {
  // A bar inside a cell is written `\|`.
  const [, belief = '', where = '', verified = '', when = '', ...more] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
  if (more.length !== 1) throw new Error(`docs/beliefs.md: a row has four cells: ${line}`);
  return {
    about,
    belief,
    where: [...where.matchAll(/`([^`]+)` ((?:`[^`]+`(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [`src/${file}`, name] as const),
    ),
    verified,
    tests: [...verified.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, file = '']) => file),
    when,
  };
}
