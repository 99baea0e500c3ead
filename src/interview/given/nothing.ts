import { sentence } from '../../core/advice/advice.js';
import { policy } from '../../core/advice/own-commands.js';
import { plainText } from '../../core/advice/say.js';
import { blanks } from './labels.js';
import type { Blank } from './labels.js';

/** Whether somebody says that nothing was given to them. */
export function isNothing(text: string): boolean {
  return /^(?:i (?:was|have been) given )?(?:nothing|none)(?: at all)?[.!]?$/i.test(text.trim());
}

/**
 * A text to send to whoever administers AWS, with lines to fill in: "What were you given?" understands it when it comes
 * back. Its command is written as any shell takes it: another person reads it.
 * @param known what stands in its lines already
 */
export function requestForAdministrator(known: Readonly<Partial<Record<Blank, string | undefined>>> = {}): string {
  return [
    'Hello,',
    '',
    'I need to use a repository of AWS CodeCommit with Git, and do not know yet how I sign in to AWS.',
    'Could you fill in what applies, and send it back? No passwords, keys or codes, please: nobody needs them.',
    '',
    ...blanks.map((label) => `${label}: ${known[label] ?? ''}`.trimEnd()),
    '',
    'If I am to use an access key: its CSV file, on a safe way.',
    plainText(sentence`If nothing is set up yet, "${policy()}" prints what has to be made in AWS.`),
    '',
    'Thank you!',
  ].join('\n');
}
