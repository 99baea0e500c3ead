import { unsetGitSetting, unsetVariables } from '../../core/advice/other-programs.js';
import type { Advice } from '../../core/advice/advice.js';
import { printable } from '../../core/text/printable.js';
import { configFileOf } from '../../git/config/fix.js';
import { placeWithLine } from '../../git/config/line.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { escapePattern } from './escape-pattern.js';
import { harmlessSetting } from '../harmless-settings.js';
import { whereOfSetting } from '../outside-programs.js';
import type { Hindrance } from './what-stops-git.js';

type Setting = Extract<Hindrance, { readonly kind: 'setting' }>;

/** What keeps Git from CodeCommit, for people: its name and where it stands, and what takes the first of it away. */
export async function sayHindrances(
  found: readonly Hindrance[],
  facts: DiagnosisFacts,
  ports: Pick<CheckPorts, 'files'>,
): Promise<{ readonly said: string; readonly fix: Advice | undefined } | undefined> {
  const [first] = found;
  if (first === undefined) return undefined;
  const names = await Promise.all(found.map((one) => nameOf(one, facts, ports)));
  const variables = found.flatMap((one) => (one.kind === 'variable' ? [one.name] : []));
  return {
    said: `Git gets through without ${names.join(' and ')}.`,
    fix:
      variables.length > 0 ? unsetVariables(variables) : first.kind === 'setting' ? without(first, facts) : undefined,
  };
}

async function nameOf(one: Hindrance, facts: DiagnosisFacts, { files }: Pick<CheckPorts, 'files'>): Promise<string> {
  if (one.kind === 'variable') return `the variable ${printable(one.name, 80)}`;
  const { entry, among } = one;
  const place = whereOfSetting(entry, facts.env)?.how ?? (await placeWithLine(entry, among, { files, cwd: facts.cwd }));
  return `${printable(harmlessSetting(entry), 200)} (${printable(place, 300)})`;
}

function without({ entry, among }: Setting, { env }: DiagnosisFacts): Advice | undefined {
  const variables = whereOfSetting(entry, env)?.variables ?? [];
  if (variables.length > 0) return unsetVariables(variables);
  const place = configFileOf(entry);
  if (place === undefined) return undefined;
  const alike = among.filter(({ key, origin }) => key === entry.key && origin === entry.origin);
  return unsetGitSetting(
    place,
    entry.key,
    alike.length > 1 && entry.value !== undefined ? `^${escapePattern(entry.value)}$` : undefined,
  );
}
