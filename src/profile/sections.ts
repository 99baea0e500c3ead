import { readIni } from './ini/ini.js';
import { profileOf, servicesOf, ssoSessionOf, valuesByName } from './ini/readings.js';
import type { FileKind, Values } from './ini/readings.js';

/** Sections by what they are about: profiles by name, `sso-session.NAME`, `services.NAME`. */
export type Sections = Readonly<Record<string, Values>>;

/**
 * All that one of AWS's files says about profiles, sessions and services, by the rules by which profiles are listed and
 * their static keys found. The settings below a key without a value are `KEY.SETTING`.
 * @param text latin1; undefined where there is no file
 */
export function sectionsIn(text: string | undefined, kind: FileKind): Sections {
  const ini = readIni(text ?? '');
  const of = (nameOf: (header: string) => string | undefined, prefix: string): [string, Values][] =>
    [...valuesByName(ini, nameOf)].map(([name, values]) => [prefix + name, withSubSettings(values)]);
  // The profiles last: one may have a name that begins like the others.
  const entries = [
    ...(kind === 'config' ? [...of(ssoSessionOf, 'sso-session.'), ...of(servicesOf, 'services.')] : []),
    ...of((header) => profileOf(header, kind), ''),
  ];
  return collected(entries);
}

function withSubSettings(values: Values): Values {
  const entries: [string, string][] = [];
  for (const [key, value] of Object.entries(values))
    if (value.startsWith('\n')) entries.push(...subSettings(value, key));
    else entries.push([key, value]);
  return collected(entries);
}

/** Source: botocore, `configloader._parse_nested`. */
function subSettings(block: string, key: string): [string, string][] {
  return block
    .split('\n')
    .map((line) => [line.indexOf('='), line] as const)
    .filter(([at]) => at > 0)
    .map(([at, line]) => [`${key}.${line.slice(0, at).trim()}`, line.slice(at + 1).trim()]);
}

// No prototype: a profile named `constructor` is then one like any other.
function collected<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const result = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) result[key] = value;
  return result;
}
