/** The key we write: the one most tools know. UTC, to the second. */
export const expiryKey = 'x_security_token_expires';

/** The keys other tools keep a session's end under; AWS itself has none. */
export const otherExpiryKeys = [
  'aws_expiration',
  'aws_session_expiration',
  'expiration',
  'aws_credential_expiration',
] as const;

/**
 * When a session ends by what is written beside its keys. Of several times the latest: a stale one left by another tool
 * must not end a session that is alive.
 */
export function readExpiration(values: Readonly<Record<string, string>>): Date | undefined {
  let latest: Date | undefined;
  for (const key of [expiryKey, ...otherExpiryKeys]) {
    const value = values[key];
    const date = value === undefined ? undefined : parseExpiration(value);
    if (date && (!latest || date > latest)) latest = date;
  }
  return latest;
}

/**
 * Reads a time as tools write it: `2026-11-23T12:34:56Z`, `…+0000`, `…+02:00`, fractions of a second, or
 * `2026-11-23 12:34:56`, which is UTC.
 * @returns undefined for anything else, and for days that do not exist
 */
export function parseExpiration(text: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*(?:[Zz]|UTC|([+-]\d\d):?(\d\d))?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, day = '', time = '', fraction, hours, minutes] = match;
  const clock = time.length === 5 ? `${time}:00` : time;
  const date = new Date(
    `${day}T${clock}.${(fraction ?? '').slice(0, 3).padEnd(3, '0')}${hours ? `${hours}:${minutes ?? '00'}` : 'Z'}`,
  );
  if (Number.isNaN(date.getTime())) return undefined;
  // Date rolls 30 February over into March.
  return new Date(`${day}T12:00:00Z`).getUTCDate() === Number(day.slice(-2)) ? date : undefined;
}
