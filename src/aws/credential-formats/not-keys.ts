import { sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';

const ownKeyPage = 'AWS console, IAM, your user, Security credentials, Create access key';

/**
 * What somebody was handed instead of an access key, where that can be told: AWS's console gives several files that are
 * easily taken for one another.
 * Source: CodeCommit user guide, "Setup for HTTPS users using Git credentials" (`USER_codecommit_credentials.csv`:
 * `User Name,Password`); IAM user guide, "How IAM users sign in" (`User name,Password,Console sign-in URL`).
 * @param text without a byte order mark, its lines ended by line feeds
 * @returns undefined where it may be anything; no value of it is repeated
 */
export function otherThanKeys(text: string): Problem | undefined {
  const heading = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const columns = heading.split(/[,;\t]/).map((cell) =>
    cell
      .replaceAll('"', '')
      .trim()
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  );
  if (columns.includes('username') && columns.includes('password'))
    return columns.some((column) => /^console|link$|url$/.test(column)) ? consolePassword() : gitCredentials();
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----|^ssh-[a-z0-9]+ |^ecdsa-sha2-/m.test(text)) return sshKey();
  return undefined;
}

/**
 * The same for what was typed where the id of an access key is asked for.
 * Source: IAM user guide, "IAM identifiers", unique id prefixes; CodeCommit user guide, Git credentials: `NAME-at-ACCOUNT`.
 */
export function otherThanKeyId(typed: string): Problem | undefined {
  if (/^[\w+=,.@-]+-at-\d{12}$/.test(typed)) return gitCredentials();
  if (/^APKA[A-Z0-9]{12,}$/.test(typed)) return sshKey();
  if (/^(AIDA|AROA|AGPA|ANPA|AIPA|ASCA|ACCA)[A-Z0-9]{12,}$/.test(typed))
    return wrong('That is the id of a user, role or the like in IAM, not of an access key, which begins with AKIA.');
  if (/^\d{4}-?\d{4}-?\d{4}$/.test(typed))
    return wrong('That is the number of an account, not the id of an access key.');
  return undefined;
}

function gitCredentials(): Problem {
  return wrong(
    'That is a Git user name and password (HTTPS Git credentials for CodeCommit), not an access key.',
    `Git takes these two itself, where it asks for them. An access key is made here: ${ownKeyPage}.`,
  );
}

function consolePassword(): Problem {
  return new Problem('usage', "That is a password for AWS's console, not an access key.", {
    hint: sentence`Sign in with it in the browser: ${setUp('method', 'console-login')}; or make an access key there.`,
  });
}

function sshKey(): Problem {
  return wrong('That is an SSH key, not an access key of AWS.');
}

function wrong(message: string, hint = `An access key is made here: ${ownKeyPage}.`): Problem {
  return new Problem('usage', message, { hint });
}
