import { ambiguous } from './fault.js';
import type { Fault } from './fault.js';
import type { Ini, Option, Section } from './ini.js';
import { countsForKeys } from './key-faults.js';
import { javascriptLines, javascriptProfileOf, profileOf } from './readings.js';
import type { FileKind, JavascriptLine } from './readings.js';

/**
 * What one of AWS's readers finds and another does not, for a reason that no other fault has: the first such line of
 * each section without a fault.
 * @param named the faults that are known; what they explain is not said twice
 */
export function readerFaults(ini: Ini, kind: FileKind, named: readonly Fault[]): Fault[] {
  // Then the readers go by other lines, or botocore reads nothing.
  if (named.some(({ id, level }) => level === 'rejected' || id === 'lone-cr')) return [];
  const bySdk = sdkReading(ini.text, kind);
  const faults: Fault[] = [];
  for (const section of ini.sections) {
    const profile = section.name === 'DEFAULT' ? undefined : profileOf(section.name, kind);
    if (profile === undefined || hasFault(section, ini, named)) continue;
    const own = section.options.filter(({ key }) => countsForKeys(key));
    const missed = own.find((option) => isMissed(option, bySdk.get(profile)));
    const added = [...(bySdk.get(profile)?.values() ?? [])].find(
      ({ start, key }) =>
        start >= section.header.start && start < section.end && own.every((option) => option.key !== key),
    );
    if (missed)
      faults.push(
        ambiguous('cli-alone', missed.line, `AWS's SDKs read ${missed.key} otherwise than the AWS CLI`, profile),
      );
    else if (added)
      faults.push(
        ambiguous('sdk-alone', lineAt(section, added.start), `the AWS CLI does not find ${added.key}`, profile),
      );
  }
  return faults;
}

function sdkReading(text: string, kind: FileKind): Map<string, Map<string, JavascriptLine>> {
  const profiles = new Map<string, Map<string, JavascriptLine>>();
  for (const line of javascriptLines(text)) {
    const profile = javascriptProfileOf(line.section, kind);
    if (profile === undefined || line.value === '' || line.group !== '' || !countsForKeys(line.key)) continue;
    const values = profiles.get(profile) ?? new Map<string, JavascriptLine>();
    profiles.set(profile, values.set(line.key, line));
  }
  return profiles;
}

function isMissed({ key, value }: Option, bySdk: Map<string, JavascriptLine> | undefined): boolean {
  return value !== '' && !value.startsWith('\n') && bySdk?.get(key)?.value !== value;
}

function hasFault({ header }: Section, { sections }: Ini, named: readonly Fault[]): boolean {
  const next = sections.find((other) => other.header.number > header.number)?.header.number ?? Infinity;
  return named.some(({ line }) => line >= header.number && line < next);
}

/** The line at that place: a key, what continues one, or the header. */
function lineAt({ header, options }: Section, start: number): Section['header'] {
  return (
    options.flatMap(({ line, continuations }) => [line, ...continuations]).find((line) => line.end > start) ?? header
  );
}
