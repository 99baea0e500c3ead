import { sentence } from '../core/advice/advice.js';
import { repairFiles } from '../core/advice/own-commands.js';
import { Problem } from '../core/problem.js';
import { splitLines } from '../core/text/lines.js';
import { printable } from '../core/text/printable.js';
import type { Fault } from './ini/fault.js';
import { findFaults } from './ini/faults.js';
import { lastOf, readIni } from './ini/ini.js';
import { profileOf } from './ini/readings.js';
import type { FileKind } from './ini/readings.js';
import { isRepairable } from './ini/repair.js';
import { profileValues } from './static-keys.js';
import type { AwsTexts } from './why-not-writable.js';

const kinds = ['credentials', 'config'] as const;

/**
 * Why nothing is found of a profile, or not its keys, where AWS's files seem to have them: the line that is in the way,
 * and its repair. Kind `file`.
 * @returns undefined where no line explains it
 */
export function whyUnreadable(profile: string, texts: AwsTexts): Problem | undefined {
  for (const ask of [ownFault, halfKey, otherSpelling]) {
    for (const kind of kinds) {
      const found = texts[kind] === undefined ? undefined : ask(profile, texts[kind], kind);
      if (found === undefined) continue;
      const { line, message, hint } = found;
      return new Problem(
        'file',
        `The profile '${printable(profile, 100)}' cannot be read. ${printable(texts.paths[kind])}, line ${line}: ` +
          `${printable(message)}.`,
        {
          hint:
            hint ??
            (found.id !== undefined && isRepairable(found.id, texts[kind] ?? '', kind)
              ? repairHint
              : 'Change that line.'),
        },
      );
    }
  }
  return undefined;
}

const repairHint = sentence`Repair it with: ${repairFiles()}`;

interface Reason extends Pick<Fault, 'line' | 'message'> {
  readonly id?: Fault['id'];
  readonly hint?: string;
}

/** A fault of its section, or of a line that was to be its header. */
function ownFault(profile: string, text: string, kind: FileKind): Reason | undefined {
  const faults = findFaults(text, kind);
  const { sections } = readIni(text);
  const isInside = ({ line }: Fault): boolean => {
    const section = lastOf(sections.filter(({ header }) => header.number <= line));
    return section !== undefined && profileOf(section.name, kind) === profile;
  };
  const lines = splitLines(text);
  const namesIt = ({ line }: Fault): boolean => isHeaderWith(profile, lines[line - 1]?.text ?? '');
  const half = faults.find((fault) => fault.id === 'half-header' && namesIt(fault));
  if (half) return { ...half, hint: `Write ${headerOf(profile, kind)} there.` };
  return (
    faults.find((fault) => fault.profile === profile) ??
    faults.find((fault) => fault.id === 'utf-16') ??
    faults.find((fault) => namesIt(fault)) ??
    faults.find((fault) => isInside(fault))
  );
}

function headerOf(profile: string, kind: FileKind): string {
  const name = printable(profile, 100);
  if (kind === 'credentials' || profile === 'default') return `[${name}]`;
  return `[profile ${/\s/.test(name) ? `"${name}"` : name}]`;
}

function isHeaderWith(profile: string, line: string): boolean {
  return /^\ufeff*\[|\]$/.test(line) && line.split(/[\s[\]"';#]+/).includes(profile);
}

function halfKey(profile: string, text: string, kind: FileKind): Reason | undefined {
  const values = profileValues(text, kind, profile);
  const halves = ['aws_access_key_id', 'aws_secret_access_key'] as const;
  const missing = halves.filter((key) => !values?.[key]);
  if (values === undefined || missing.length !== 1) return undefined;
  const header = readIni(text).sections.find(({ name }) => profileOf(name, kind) === profile)?.header;
  return {
    line: header?.number ?? 1,
    message: `one half of an access key is missing below it, ${String(missing[0])}`,
    hint: 'Write it there.',
  };
}

function otherSpelling(profile: string, text: string, kind: FileKind): Reason | undefined {
  const section = readIni(text).sections.find(
    ({ name }) => profileOf(name, kind)?.toLowerCase() === profile.toLowerCase(),
  );
  const name = section && profileOf(section.name, kind);
  return section === undefined || name === undefined || name === profile
    ? undefined
    : {
        line: section.header.number,
        message: `a profile stands there whose name is ${name}, and capitals make a difference`,
        hint: 'Name it as it is written there.',
      };
}
