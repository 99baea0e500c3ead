/** What must not be pasted where it can be seen. */
export type SecretKind = 'a secret access key' | 'a session token' | 'a password or another secret' | 'a long token';

/** A secret in a text: where it stands, and never what it is. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly from: number;
  readonly to: number;
}

const labelled: readonly (readonly [RegExp, SecretKind])[] = [
  [/secret[ _-]?(?:access[ _-]?)?key["']?[ \t]*[:=][ \t]*["']?([^\s"',;]{8,})/gi, 'a secret access key'],
  [/(?:session|security)[ _-]?token["']?[ \t]*[:=][ \t]*["']?([^\s"',;]{8,})/gi, 'a session token'],
  [
    /(?:password|passwort|passphrase|client[ _-]?secret|api[ _-]?key|token|secret)["']?[ \t]*[:=][ \t]*["']?([^\s"',;]{6,})/gi,
    'a password or another secret',
  ],
];

// All secrets of AWS ever seen have 40 characters of base64's; a commit's hash has 40 too, all of them hexadecimal.
const base64Run = /[A-Za-z0-9+/]{40,}={0,2}/g;
const shortestToken = 100;

/**
 * Finds keys, tokens and passwords, by their labels and by what they look like.
 * @param text hostile; of any length, read once for each pattern
 */
export function findSecrets(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  const add = (kind: SecretKind, from: number, to: number): void => {
    if (!found.some((other) => from < other.to && other.from < to)) found.push({ kind, from, to });
  };
  for (const [pattern, kind] of labelled)
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      add(kind, end - (match[1] ?? '').length, end);
    }
  for (const { 0: run, index } of text.matchAll(base64Run)) {
    const end = index + run.length;
    if (run.length >= shortestToken) add('a long token', index, end);
    else if (isSecretKey(run) && standsAlone(text, index, end)) add('a secret access key', index, end);
  }
  return found.sort((a, b) => a.from - b.from);
}

function isSecretKey(run: string): boolean {
  return run.length === 40 && /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9+/]/.test(run);
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !/[\w.:@~%-]/.test(text[from - 1] ?? ' ') && !/[\w@%-]/.test(text[to] ?? ' ');
}

/** The text with blanks in the place of every secret, so that nothing that reads it can show one. */
export function withoutSecrets(text: string, secrets: readonly FoundSecret[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of secrets) {
    parts.push(text.slice(at, from), ' '.repeat(to - from));
    at = to;
  }
  return parts.join('') + text.slice(at);
}
