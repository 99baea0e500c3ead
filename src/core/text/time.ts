/** A moment as a person reads it, in the computer's own time zone: `2026-11-23 15:19`. */
export function localMinutes(date: Date): string {
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}`
  );
}

/** A moment in UTC with `Z`, to the second: `2026-11-23T12:34:56Z` (contract, section 4). */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * A moment as AWS signs it, without the `Z`: `20261123T123456`. The first `toISOString` of a process takes as long as a
 * signature.
 */
export function basicTime(date: Date): string {
  return `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}T${two(date.getUTCHours())}${two(date.getUTCMinutes())}${two(date.getUTCSeconds())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
