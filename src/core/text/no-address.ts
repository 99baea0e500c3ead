/**
 * What somebody typed where the address of a page is asked for, and that would pass for a host's name: `okta`, the
 * number of an account (which URLs take for an IPv4 address), an e-mail address.
 * @returns in words; undefined where it may be an address
 */
export function sayNoAddress(text: string): string | undefined {
  if (/^[\d-]+$/.test(text)) return 'a number';
  if (/^[^\s@/:]+@[^\s@/:]+$/.test(text)) return 'an e-mail address';
  return /^[\w-]+$/.test(text) && text.toLowerCase() !== 'localhost' ? 'only a name' : undefined;
}
