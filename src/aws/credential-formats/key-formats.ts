import { parse as parseIni } from 'ini';
import { keyField } from './key-fields.js';

/** The pairs of names and values in one part of a block, and what the block calls that part. */
export interface BlockPart {
  /** A section's name, or the user's in a CSV file. */
  readonly name?: string | undefined;
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

/**
 * Reads JSON: of `aws sts …`, `aws iam create-access-key`, `credential_process`, `aws configure export-credentials`,
 * Cognito, Identity Center and the instance's metadata. What stands before and after it, a prompt say, is let be.
 * @returns undefined where there is no JSON
 */
export function jsonParts(text: string): readonly BlockPart[] | undefined {
  const body = /\{[\s\S]*\}/.exec(text)?.[0];
  const document = body === undefined ? undefined : (tryJson(body) ?? tryJson(body.replace(/\r?\n[ \t]*/g, '')));
  return document === undefined ? undefined : objectsWithKeys(document).map((pairs) => ({ pairs }));
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Objects, however deep, that name an access key. */
function objectsWithKeys(value: unknown, depth = 0): [string, string][][] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  const pairs = Object.entries(value)
    .filter(([, one]) => typeof one === 'string' || typeof one === 'number')
    .map(([name, one]): [string, string] => [name, String(one).trim()]);
  if (pairs.some(([name]) => keyField(name) === 'accessKeyId')) return [pairs];
  return Object.values(value).flatMap((one) => objectsWithKeys(one, depth + 1));
}

/**
 * Reads the `accessKeys.csv` and `credentials.csv` that the IAM console gives, whatever order their columns have.
 * @returns undefined where the first line names no access key
 */
export function csvParts(text: string): readonly BlockPart[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // Spreadsheets of many countries save it with other separators.
  const separator = [',', ';', '\t'].find((one) => lines[0]?.includes(one)) ?? ',';
  const [heading, ...rows] = lines.map((line) => csvCells(line, separator));
  if (!heading?.some((cell) => keyField(cell) === 'accessKeyId') || heading.length < 2) return undefined;
  // A tab also stands between a web page's labels and their values.
  if (separator !== ',' && !heading.some((cell) => keyField(cell) === 'secretAccessKey')) return undefined;
  return rows.map((cells) => ({
    name: cells[heading.findIndex((cell) => /^user\s*name$/i.test(cell))],
    pairs: heading.map((name, at) => [name, cells[at] ?? ''] as const),
  }));
}

function csvCells(line: string, separator: string): string[] {
  const cell = new RegExp(`(?:^|${separator}) *(?:"((?:[^"]|"")*)"|([^${separator}]*))`, 'g');
  return [...line.matchAll(cell)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"').trim() ?? plain.trim());
}

/**
 * Reads sections of AWS's credentials file.
 * @returns undefined where there is no section header
 */
export function iniParts(text: string): readonly BlockPart[] | undefined {
  if (!/^[ \t]*\[[^\]\n]+\][ \t]*(?:[#;].*)?$/m.test(text)) return undefined;
  // A dot in a section's name would make the reader nest it, and a space before the bracket would hide it.
  const plain = text.replace(
    /^[ \t]*\[([^\]\n]+)\].*$/gm,
    (_header, name: string) => `[${name.trim().replaceAll('.', '\\.')}]`,
  );
  const sections = Object.entries(parseIni(plain)).map(([name, value]: [string, unknown]) => ({
    name,
    pairs: stringPairs(value),
  }));
  return sections.filter(({ pairs }) => pairs.some(([name]) => keyField(name) !== undefined));
}

function stringPairs(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    typeof one === 'string' ? [[name, one.trim()] as [string, string]] : [],
  );
}

// NAME, then what any shell puts between a name and its value, then the value, quoted or not.
const assignment =
  /(["']?)\b(aws_?access_?key_?id|aws_?secret_?access_?key|aws_?secret_?key|aws_?session_?token|aws_?security_?token|aws_?credential_?expiration|aws_?(?:session_?)?expiration|x_security_token_expires|aws_(?:default_)?region|access key id|secret access key|session token|region)\b\1[ \t]*(?:[=:,]|(?<=[ \t])|$)[ \t]*(?:\n[ \t]*)?(?:"([^"\n]*)"?|'([^'\n]*)'?|([^\s"';,&|)]+))/gim;

/**
 * Reads the lines that people copy for a shell: `export …`, `set …`, `setx …`, `$Env:… = …`, `set -gx …`, `setenv …`,
 * a dotenv file, or the labels of a web page with the values beside or below them.
 */
export function lineParts(text: string): readonly BlockPart[] {
  const plain = joinWrapped(text.replace(/^[ \t]*(?:#|;|\/\/|::|rem\b|unset\b).*$/gim, ''));
  const pairs = [...plain.matchAll(assignment)].map(
    ([, , name = '', double, single, bare]) => [name, (double ?? single ?? bare ?? '').trim()] as const,
  );
  return [{ pairs: pairs.filter(([, value]) => keyField(value) === undefined) }];
}

/** Terminals break long tokens into lines; what follows a value and is nothing but more of it is put back. */
function joinWrapped(text: string): string {
  const continued = text.replace(/[ \t]*[\\^`]\n[ \t]*/g, ' ');
  return continued.replace(/(?<=[A-Za-z0-9+/=]{40})\n[ \t]*(?=[A-Za-z0-9+/]{8,}={0,2}["']?;?[ \t]*$)/gm, '');
}
