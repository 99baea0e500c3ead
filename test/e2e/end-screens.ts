import type { Fixture } from './fixture.js';

/** The line of its last screen that says how the end will be met, put together again where it was broken. */
export function whatSetupSaid(said: string): string {
  return (
    /^\s*lasts until.*(?:\n {8,}.*)*/m
      .exec(said)?.[0]
      .trim()
      .replace(/\s{2,}/g, ' ') ?? ''
  );
}

/** Screens without what is new each time. */
export function hide(text: string, fixture: Fixture): string {
  return text
    .replace(/'!'.*?' told us to quit/g, "'<helper>' told us to quit")
    .replace(/\((?:\d+ d )?\d+ h(?: \d+ min)? ago\)|\(\d+ d ago\)/g, '(<time> ago)')
    .replace(/\b(?!2020-01-01)\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\dZ)?/g, '<time>')
    .replaceAll(fixture.home.path, '<home>')
    .replace(/\b\d{6}$/gm, '<mfa-code>');
}
