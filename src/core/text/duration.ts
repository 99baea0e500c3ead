import { Problem } from '../problem.js';

const units = { s: 1, m: 60, h: 3600 } as const;

/**
 * Reads a duration: seconds (`3600`), or a number with a unit (`45m`, `12h`, `90s`).
 * @returns whole seconds
 * @throws Problem `usage` when it is neither
 */
export function parseDuration(text: string): number {
  const match = /^(\d{1,7})\s*([smh]?)$/i.exec(text.trim());
  if (!match) throw new Problem('usage', 'Not a duration: write seconds (3600), minutes (45m) or hours (12h).');
  const unit = (match[2] ?? '').toLowerCase() as keyof typeof units | '';
  return Number(match[1]) * (unit === '' ? 1 : units[unit]);
}

/** Says a length of time as a person would: `3 h 12 min`, `47 min`, `20 s`. */
export function sayDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return `${minutes} min`;
  return `${whole} s`;
}
