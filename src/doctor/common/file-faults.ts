import type { Advice } from '../../core/advice/advice.js';
import { repairFiles } from '../../core/advice/own-commands.js';
import { printable } from '../../core/text/printable.js';
import type { Fault } from '../../profile/ini/fault.js';
import { findFaults } from '../../profile/ini/faults.js';
import { isRepairable } from '../../profile/ini/repair.js';
import type { DiagnosisFacts } from '../check.js';

/** Faults of AWS's two files: each with its line, and the repair that there is. */
export interface FileFaults {
  /** The AWS CLI reads nothing of a file with one of them. */
  readonly rejected: boolean;
  /** Whole sentences. */
  readonly detail: string;
  /** Undefined where all of them are for a person to mend. */
  readonly fix: Advice | undefined;
}

/** What is named at most of each file, so that one that is no such file at all fills no screen. */
const mostNamed = 20;

/** Every fault of both files; undefined where there is none. */
export function fileFaults({
  credentialsText = '',
  configText = '',
  paths,
  platform,
}: Pick<DiagnosisFacts, 'credentialsText' | 'configText' | 'paths' | 'platform'>): FileFaults | undefined {
  const files = (
    [
      ['credentials', credentialsText],
      ['config', configText],
    ] as const
  ).map(([kind, text]) => ({ kind, text, path: paths[kind], faults: findFaults(text, kind, platform) }));
  const all = files.flatMap(({ faults }) => faults);
  if (all.length === 0) return undefined;
  const rejected = all.some(({ level }) => level === 'rejected');
  const isMended = files.some(({ kind, text, faults }) => faults.some((fault) => isRepairable(fault.id, text, kind)));
  return {
    rejected,
    detail: files
      .filter(({ faults }) => faults.length > 0)
      .map(({ path, faults }) => `${printable(path)}, ${linesOf(faults)}.`)
      .join(' '),
    fix: isMended ? repairFiles() : undefined,
  };
}

function linesOf(faults: readonly Fault[]): string {
  // What is rejected comes first: the rest matters once it is mended.
  const ordered = [...faults].sort((a, b) => Number(a.level !== 'rejected') - Number(b.level !== 'rejected'));
  const more = faults.length - mostNamed;
  return [
    ...ordered.slice(0, mostNamed).map(({ line, message }) => `line ${line}: ${printable(message)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ');
}
