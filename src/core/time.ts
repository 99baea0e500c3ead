/** A moment as the contract writes it: UTC with `Z`, to the second (`2026-11-23T12:34:56Z`). */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
