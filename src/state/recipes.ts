import { sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import ini from 'ini';

import type { Files } from '../core/ports/files.js';
import { Problem } from '../core/problem.js';
import type { Recipe } from '../core/recipe.js';
import { camel, kebab } from '../core/interview/question.js';
import { decode, encode } from '../core/text/lines.js';

/** Our own file of recipes: one section a profile, each answer under its flag's name. Nothing secret stands in it. */
export interface RecipeStore {
  /** The profiles that have a recipe, in the order of the file. */
  list(): Promise<readonly string[]>;
  read(profile: string): Promise<Recipe | undefined>;
  /** Writes a recipe, in place of the profile's earlier one. Gives what takes it back, in case it came to nothing. */
  write(profile: string, recipe: Recipe): Promise<TakeBack>;
  remove(profile: string): Promise<void>;
}

/** Puts the file back as it was, to the byte unless somebody else has written to it since. Throws Problem `file`. */
export type TakeBack = () => Promise<void>;

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

const heading = '; Recipes of git-codecommit: how each profile is renewed. No secrets stand here.\n';

/** Opens the recipes file; it need not be there yet. */
export function openRecipeStore(files: Pick<Files, 'read' | 'edit'>, path: string): RecipeStore {
  let last: { readonly text: string; readonly sections: Sections } | undefined;
  // The file is read anew each time, for others write to it; what it said the last time is known.
  const parsed = (text = ''): Sections => {
    if (last?.text !== text) last = { text, sections: parseRecipes(decode(text), path) };
    return last.sections;
  };
  const sections = async (): Promise<Sections> => parsed(await files.read(path));
  const change = (edit: (sections: Sections) => Sections): Promise<void> =>
    files.edit(path, (text) => encode(printRecipes(edit(parsed(text)))));
  return {
    list: async () => Object.keys(await sections()),
    async read(profile) {
      const all = await sections();
      return Object.hasOwn(all, profile) ? recipeFrom(all[profile] ?? {}) : undefined;
    },
    async write(profile, recipe) {
      let before: string | undefined;
      let after: string | undefined;
      await files.edit(path, (text) => {
        before = text;
        after = encode(printRecipes({ ...parsed(text), [profile]: entriesOf(recipe) }));
        return after;
      });
      return () =>
        files.edit(path, (text) => {
          if (text === after) return before ?? '';
          const entriesIn = (of: string | undefined) => Object.entries(parsed(of));
          const others = entriesIn(text).filter(([name]) => name !== profile);
          const earlier = entriesIn(before).filter(([name]) => name === profile);
          return encode(printRecipes(Object.fromEntries([...others, ...earlier])));
        });
    },
    async remove(profile) {
      if ((await sections())[profile] === undefined) return;
      await change((all) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== profile)));
    },
  };
}

/**
 * Reads the file. npm's `ini` splits section names at dots and reads a bare `true` as a boolean, so names are escaped
 * and values are JSON strings in quotes, which it gives back as they were.
 * @throws Problem `file` naming the line that is no recipe
 */
export function parseRecipes(text: string, path: string): Sections {
  const sections: Record<string, Record<string, string>> = {};
  const parsed: Record<string, unknown> = ini.parse(text);
  for (const [escaped, values] of Object.entries(parsed)) {
    if (typeof values !== 'object' || values === null)
      throw new Problem('file', `${path} has a line outside every recipe: ${escaped}.`, {
        hint: sentence`Delete that line, or the file: \`${setUp()}\` writes it anew.`,
      });
    const name = unescapeName(escaped);
    sections[name] = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [unescapeName(key), String(value)]),
    );
  }
  return sections;
}

/** Writes the file. */
export function printRecipes(sections: Sections): string {
  const parts = Object.entries(sections).map(([name, values]) =>
    [
      `[${escapeName(name)}]`,
      ...Object.entries(values).map(([key, value]) => `${escapeName(key)} = ${JSON.stringify(value)}`),
    ].join('\n'),
  );
  return `${heading}\n${parts.join('\n\n')}\n`;
}

// Percent-encoding leaves only letters, digits and `-_`; dots and the names of an object's own properties go too.
function escapeName(name: string): string {
  return encodeURIComponent(name)
    .replace(/[.!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^__/, '%5F%5F')
    .replace(/\[\]$/, '%5B%5D');
}

function unescapeName(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

const reserved = new Set(['method', 'region', 'account', 'arn', 'lasts', 'fromTeam']);

function entriesOf({ method, region, account, arn, lasts, fromTeam = [], answers }: Recipe): Record<string, string> {
  return {
    method,
    region,
    ...(account === undefined ? {} : { account }),
    ...(arn === undefined ? {} : { arn }),
    ...(lasts === undefined ? {} : { lasts: String(lasts) }),
    ...(fromTeam.length === 0 ? {} : { 'from-team': fromTeam.map(kebab).join(' ') }),
    ...Object.fromEntries(
      Object.entries(answers)
        .filter(([name]) => !reserved.has(name))
        .map(([name, text]) => [kebab(name), text]),
    ),
  };
}

function recipeFrom({
  method = '',
  region = '',
  account,
  arn,
  lasts,
  'from-team': fromTeam,
  ...answers
}: Readonly<Record<string, string>>): Recipe {
  return {
    method,
    region,
    answers: Object.fromEntries(Object.entries(answers).map(([name, text]) => [camel(name), text])),
    account,
    arn,
    ...(lasts !== undefined && /^\d{1,7}$/.test(lasts) && { lasts: Number(lasts) }),
    ...(fromTeam === undefined ? {} : { fromTeam: fromTeam.split(' ').map(camel) }),
  };
}
