/** The longest a code is waited for, in seconds: no provider's lives longer. */
const longestSeconds = 3_600;

/** No provider wants a question more seldom, in seconds. */
const mostSeldomSeconds = 60;

/** RFC 8628, section 3.2: "If no value is provided, clients MUST use 5 as the default." */
const usualIntervalSeconds = 5;

/**
 * How often a provider is asked whether a code was confirmed, in seconds: never more than once a second, whatever it
 * says, so that it cannot be flooded in its own name, and not so seldom that nobody lives to see it.
 * @param said by the provider; undefined where it says nothing
 */
export function pollingInterval(said: number | undefined): number {
  const seconds = Number.isFinite(said) ? Number(said) : usualIntervalSeconds;
  return Math.min(Math.max(seconds, 1), mostSeldomSeconds);
}

/**
 * How long something that a provider handed out is good, in seconds.
 * @param said by the provider
 * @param longest what is believed at most, an hour unless told, as for a code
 * @returns undefined where it says nothing of use: no number, or none above 0
 */
export function lifetime(said: number | undefined, longest = longestSeconds): number | undefined {
  return said !== undefined && said > 0 ? Math.min(said, longest) : undefined;
}
