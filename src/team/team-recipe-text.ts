import { sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { plainText } from '../core/advice/say.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { kebab } from '../core/interview/question.js';
import { teamRecipeFormat } from '../core/team-recipe.js';
import type { TeamRecipe } from '../core/team-recipe.js';
import { readIni } from '../profile/ini/ini.js';
import { encode } from '../core/text/lines.js';
import type { Option } from '../profile/ini/ini.js';

/** The one section of a team recipe. */
const section = 'git-codecommit';

/** The most bytes that a team recipe has; a real one has 500. */
export const mostRecipeBytes = 65_536;

/** One line `key = value`. */
export interface RecipeLine {
  readonly key: string;
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

const heading =
  plainText(sentence`# How a team signs in to AWS CodeCommit, for git-codecommit. No secret and nothing personal stands here.
# Save it as a file and begin with: ${setUp('from', { blank: 'FILE' })}
`);

/**
 * Writes a team recipe: INI, one answer a line under the name of its flag, so that people can read and edit it. Values
 * go to the end of the line as they are; several of one key stand one below the other.
 */
export function printTeamRecipe({ method, region, repository, host, team, contact, answers }: TeamRecipe): string {
  const head = { format: teamRecipeFormat, team, contact, method, region, repository, host };
  const lines = [...Object.entries(head), ...Object.entries(answers)].flatMap(([name, text]) =>
    (text ?? '')
      .split('\n')
      .filter((value) => value !== '')
      .map((value) => `${kebab(name)} = ${value}`),
  );
  return `${heading}\n[${section}]\n${lines.join('\n')}\n`;
}

/**
 * Reads the lines of a team recipe, and nothing that could be read in two ways: no line that continues another, no
 * second section, no character that hides or moves text.
 * @throws Problem `usage` naming the line
 */
export function readRecipeLines(text: string): readonly RecipeLine[] {
  const plain = text.replace(/^\ufeff/, '');
  if (Buffer.byteLength(plain) > mostRecipeBytes)
    throw new Problem('usage', `A team recipe has at most ${mostRecipeBytes / 1024} KiB, and this is more.`, {
      hint: 'Check what --from names.',
    });
  refuseOtherThings(plain);
  const { sections, bad } = readIni(encode(plain));
  const [first, second] = sections;
  if (first?.name !== section || first.header.text !== `[${section}]`)
    throw fault(first?.header.number ?? 1, `a team recipe begins with [${section}]`);
  if (second !== undefined) throw fault(second.header.number, `a team recipe has the one section [${section}]`);
  const [broken] = bad;
  if (broken !== undefined) throw fault(broken.number, 'it is neither key = value nor a # comment');
  return first.options.map(readLine);
}

/** What is wrong with a line of a team recipe. */
export function fault(line: number, what: string): Problem {
  return new Problem(
    'usage',
    `Line ${line} of the team recipe cannot be used: ${what}${what.endsWith('?') ? '' : '.'}`,
    { hint: 'Nothing was changed. Ask whoever gave you the recipe, or mend the line.' },
  );
}

function refuseOtherThings(text: string): void {
  if (/^\s*</.test(text))
    throw new Problem('usage', 'This is a web page, and no team recipe.', {
      hint: 'Open the address in your browser, save the recipe as a file, and give that: --from FILE',
    });
  const hidden = text
    .split(/\r\n|\r|\n/)
    .findIndex(
      (line) =>
        printable(line.replaceAll('\t', ' '), line.length) !== line.replaceAll('\t', ' ') || line.includes('\ufffd'),
    );
  if (hidden >= 0) throw fault(hidden + 1, 'it holds a character that does not show, or is no UTF-8');
}

function readLine({ written, separator, line, continuations, value }: Option): RecipeLine {
  const [more] = continuations;
  if (more !== undefined) throw fault(more.number, 'it is indented, and a team recipe has no values of several lines');
  if (separator !== '=') throw fault(line.number, 'a key is followed by =');
  if (value === '') throw fault(line.number, `${printable(written, 60)} has no value; leave the line out`);
  return { key: written, value, line: line.number };
}
