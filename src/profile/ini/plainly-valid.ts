import { endOfLine, isUtf8 } from '../../core/text/lines.js';
import { countingKeys } from './key-faults.js';
import { objectNames } from './names.js';
import type { FileKind } from './readings.js';

/**
 * Whether a file is so plain that nothing can be wrong with it: then nobody need take it apart to say so. Nothing but
 * comments is other than ASCII, and nothing is indented but the lines of a block; keys are in small letters before a
 * `=`, no value holds what could be a comment, no name is one that some reader takes for more; and neither a header nor
 * a key of a section stands twice. What is not plain need not be wrong: `findFaults` tells.
 * @param text latin1
 */
export function isPlainlyValid(text: string, kind: FileKind): boolean {
  return !otherLine[kind].test(text) && isInOrder(text) && isUtf8(text);
}

const name = `(?!(?:DEFAULT|${[...objectNames].join('|')})\\])[\\w.@:/%+-]+`;
const headers: Readonly<Record<FileKind, string>> = {
  credentials: name,
  config: `default|profile (?!default\\])${name}|sso-session ${name}`,
};
const key = '[a-z][a-z0-9_]*[\\t ]*=';
/** A key by which a profile gets its keys, with quotes, with blanks in its value, or over a block. */
const oddValue = `(?:${countingKeys.join('|')})[\\t ]*=[\\t ]*(?:["']|[!-~]+[\\t ]+[!-~]|\\r?\\n[\\t ]+[!-~])`;
const assignment = `(?!${oddValue})${key}(?!.*[\\t ][;#])[\\t -~]*`;
/** Below a key without a value, or below another such line. */
const inBlock = `(?<=^(?:${key}[\\t ]*|[\\t ].*)\\r?\\n)[\\t ]+${assignment}`;
const comment = '[;#].*';

const otherLine: Readonly<Record<FileKind, RegExp>> = {
  credentials: otherLineThan(headers.credentials),
  config: otherLineThan(headers.config),
};

/** Finds the start of a line that is none of those; a lone carriage return ends no line. */
function otherLineThan(header: string): RegExp {
  return new RegExp(`^(?!(?:\\[(?:${header})\\]|${assignment}|${inBlock}|${comment})?(?:\\r?\\n|(?![^])))`, 'm');
}

/** Whether a file of such lines has each header once, and each key once in its section, which comes before it. */
function isInOrder(text: string): boolean {
  const names = new Set<string>();
  let keys: Set<string> | undefined;
  for (let at = 0; at < text.length; at = endOfLine(text, at)) {
    if (text.startsWith('[', at)) {
      if (!isNew(names, text.slice(at, text.indexOf(']', at)))) return false;
      keys = new Set();
    } else if (text.charCodeAt(at) >= 0x61) {
      if (!keys || !isNew(keys, text.slice(at, text.indexOf('=', at)).trimEnd())) return false;
    }
  }
  return true;
}

function isNew(seen: Set<string>, word: string): boolean {
  return seen.size < seen.add(word).size;
}
