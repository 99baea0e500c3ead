import { printable } from '../../core/text/printable.js';
import { isLabel } from './labels.js';

const longestRemark = 60;
const mostLabelWords = 5;
const labelLine = /^[\s>*•-]*([A-Za-z][A-Za-z0-9 _()',/?-]{1,60}?)[*`]{0,3}[ \t]*[:=][*`]{0,3}[ \t]+(\S.*)$/;

/** What stands in front of a colon in every mail: its head, a greeting, an aside, how to reach who wrote it. */
const ofMails =
  /^(?:from|to|cc|bcc|sent|date|subject|reply-to|re|fwd?|von|an|gesendet|datum|betreff|hi|hello|hey|dear|good \w+|p\.?s|n\.?b|note|hint|tip|best|kind|regards|thanks?|cheers|tel|phone|mobile|fax|e-?mail|web|attachments?)\b/i;
/** What it is said of that could be an answer here: "the region is Ireland". */
const statement =
  /\b(?:repo(?:sitory)?|region|account|role|permission set|portal|external id|issuer|user pool|identity pool)(?: name| id| number)? (?:is|are|will be|=|called|named)\b/i;
/** What stands behind one of these is nobody's business, whatever it looks like. */
const secretly = /^(?:pass(?:word|wort|phrase|code)?|pin|code|secret|token|kennwort|key)\b/i;

/**
 * What is said of a line that nothing was made of, so that nobody thinks it was used: how it begins, as far as it is
 * harmless. Of a label that is not known no more than the label, for its value may be a secret.
 * @param line hostile
 * @returns undefined for ordinary prose
 */
export function remark(line: string): string | undefined {
  const [, label = '', value = ''] = labelLine.exec(line.trimEnd()) ?? [];
  if (label !== '' && isLabel(label)) return shortened(`${label}: ${value}`);
  const isShort = label !== '' && label.split(/\s+/).length <= mostLabelWords && value.split(/\s+/).length < 4;
  if (label !== '' && !ofMails.test(label) && (isShort || value.split(/\s+/).some(isTechnical)))
    return shortened(`${label}: …`);
  const words = line.trim().split(/\s+/);
  return words.some(isTechnical) || statement.test(line) ? beginning(words) : undefined;
}

/** No word of a sentence: a name of a program, a path, a number with letters; addresses of mails are in every mail. */
function isTechnical(word: string): boolean {
  const plain = word.replace(/^[("'<[]+|[)"'>\],;:.!?]+$/g, '');
  if (!/[A-Za-z]/.test(plain) || /^[^@\s]+@[^@\s]+$/.test(plain) || /^[A-Za-z]+\/[A-Za-z]+$/.test(plain)) return false;
  return /[_\\/=]|::/.test(plain) || (plain.length >= 8 && /\d/.test(plain));
}

/** The plain words that it begins with; a path is one, for it is no secret. */
function beginning(words: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const word of words.slice(0, 8)) {
    const isHarmless =
      /^[\p{L}\p{M}'’(),.:;!?&-]+$/u.test(word) || /^["'(]?(?:[A-Za-z]:|~|\.{1,2})?[\\/][\w.\\/-]+$/.test(word);
    if (!isHarmless) break;
    kept.push(word);
    if (secretly.test(word)) break;
  }
  if (kept.length === 0) return undefined;
  return shortened(kept.length < words.length ? `${kept.join(' ')} …` : kept.join(' '));
}

function shortened(text: string): string {
  return printable(text.replace(/\s+/g, ' '), longestRemark);
}
