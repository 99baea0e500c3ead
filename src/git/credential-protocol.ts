import { sentence } from '../core/advice/advice.js';
import { startHere } from '../core/advice/own-commands.js';
import { Problem } from '../core/problem.js';

/** What Git tells a helper: the attributes we know. Source: git-credential(1), "INPUT/OUTPUT FORMAT". */
export interface CredentialDescription {
  readonly protocol?: string;
  readonly host?: string;
  readonly path?: string;
  readonly username?: string;
  readonly password?: string;
}

const known = new Set(['protocol', 'host', 'path', 'username', 'password']);
// Git reads no longer lines either (LARGE_PACKET_MAX).
const longestLine = 65_535;
/** Far more than Git ever sends; in characters. */
export const longestDescription = 1_048_576;

// Everything below the space except the line feed that ends a line and the tab that HTTP allows in a header's value.
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Attributes as they were sent, and why they must not be believed, where there is a reason. */
export interface ParsedDescription {
  readonly attributes: CredentialDescription;
  readonly fault: string | undefined;
}

/**
 * Reads what Git writes to a helper: `key=value` lines up to a blank line or the end. Lines end in `\n` alone: a
 * helper that also splits at `\r` can be given attributes by a URL (CVE-2024-52006). Unknown keys are passed over,
 * the last of several wins.
 *
 * A description with a fault still has its attributes, so that the caller can see whose host it is: only on our own
 * hosts may we stop Git.
 */
export function parseDescription(text: string): ParsedDescription {
  const attributes: Record<string, string> = {};
  let fault = text.length > longestDescription ? 'more than a megabyte' : undefined;
  for (const line of text.split('\n')) {
    if (line === '') break;
    const equals = line.indexOf('=');
    if (control.test(line)) fault ??= 'a control character';
    else if (line.length > longestLine) fault ??= 'a line longer than 65,535 characters';
    else if (equals < 1) fault ??= 'a line that is no key=value';
    const key = line.slice(0, Math.max(equals, 0));
    if (known.has(key)) attributes[key] = line.slice(equals + 1);
  }
  return { attributes, fault };
}

/** An answer to `get`. */
export interface CredentialAnswer {
  readonly username: string;
  readonly password: string;
  /** Git 2.40 and newer forget the answer then; older ones pass over the line. */
  readonly expiration: Date;
}

/** Writes an answer. @throws Problem `failed` for values that would break out of their line */
export function printAnswer(answer: CredentialAnswer): string {
  const lines = [
    `username=${answer.username}`,
    `password=${answer.password}`,
    `password_expiry_utc=${Math.floor(answer.expiration.getTime() / 1000)}`,
  ];
  if (lines.some((line) => control.test(line) || line.includes('\n') || line.length > longestLine)) {
    throw new Problem('failed', 'The credentials hold a line break or another control character.', {
      hint: sentence`Enter them again: ${startHere()}`,
    });
  }
  return `${lines.join('\n')}\n`;
}

/** Tells Git to stop: without it, Git would ask for a user name that CodeCommit does not have (Git 2.3 and newer). */
export const quit = 'quit=1\n';
