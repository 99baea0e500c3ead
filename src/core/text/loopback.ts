/**
 * Whether a host, as `URL.hostname` gives it, is this very computer, where nobody listens on the way: what carries a
 * secret goes there by http too. Source: RFC 8252, section 8.3; W3C Secure Contexts, section 3.1.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
