import { Problem } from '../problem.js';

/** What goes in place of `{{name}}`; a list only where JSON takes one. */
export type TemplateValues = Readonly<Record<string, string | readonly string[]>>;

/** Makes a value harmless where it is put: in HTML, in a shell's words. */
export type Escape = (value: string) => string;

const placeholder = /\{\{([^{}]*)\}\}/g;
const name = /^[a-z][A-Za-z0-9]*$/;

/** The names of a template's placeholders, each once, in the order in which they come. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, found = '']) => found))];
}

/**
 * Fills the placeholders of a text.
 * @param escape what makes each value harmless there
 * @throws Problem `failed` for a placeholder without a value, a value without a placeholder, and a list
 */
export function renderText(template: string, values: TemplateValues, escape: Escape = (value) => value): string {
  check(template, values);
  return template.replace(placeholder, (_whole, key: string) => escape(single(key, values)));
}

/**
 * Fills the placeholders of a JSON text; whatever a value holds, it stays one string. A string that is nothing but a
 * placeholder takes a list as well: one element becomes a string, several become an array.
 * @throws Problem `failed` for a placeholder without a value, a value without a placeholder, and a list inside a string
 */
export function renderJson(template: string, values: TemplateValues): string {
  check(template, values);
  return template.replace(/"\{\{([^{}]*)\}\}"|\{\{([^{}]*)\}\}/g, (_whole, alone: string | undefined, inside = '') =>
    alone === undefined
      ? JSON.stringify(single(inside as string, values)).slice(1, -1)
      : JSON.stringify(oneOrMore(values[alone])),
  );
}

/** As IAM writes it: a single value needs no brackets. */
function oneOrMore(value: string | readonly string[] | undefined): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as string) : value;
}

function single(key: string, values: TemplateValues): string {
  const value = values[key];
  if (typeof value === 'string') return value;
  throw new Problem('failed', `{{${key}}} stands where a list cannot.`);
}

function check(template: string, values: TemplateValues): void {
  const wanted = placeholdersOf(template);
  const odd = wanted.find((key) => !name.test(key));
  if (odd !== undefined) throw new Problem('failed', `{{${odd}}} is no placeholder: its name is letters and digits.`);
  const missing = wanted.filter((key) => !Object.hasOwn(values, key));
  if (missing.length > 0) throw new Problem('failed', `Nothing was given for ${list(missing)} in a template.`);
  const unknown = Object.keys(values).filter((key) => !wanted.includes(key));
  if (unknown.length > 0) throw new Problem('failed', `No place was found for ${list(unknown)} in a template.`);
}

function list(names: readonly string[]): string {
  return names.map((one) => `{{${one}}}`).join(', ');
}
