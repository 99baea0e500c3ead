/** A URL as Git compares it. */
export interface GitUrl {
  readonly scheme: string;
  /** Still percent-encoded; passwords are not compared. */
  readonly user: string | undefined;
  readonly host: string;
  /** Empty for the scheme's own. */
  readonly port: string;
  /** Begins with a slash; what stands behind `?` or `#` counts as a part of it. */
  readonly path: string;
}

/** How well a pattern fits; Git compares host, path and user in this order. */
export interface MatchQuality {
  readonly host: number;
  readonly path: number;
  readonly user: boolean;
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/**
 * Takes a URL apart and normalises it as Git does before it compares (urlmatch.c, `url_normalize`).
 * @param globs whether the host may hold `*`, as in a pattern of the configuration
 * @returns undefined for what Git takes for no whole URL
 */
export function parseGitUrl(text: string, { globs = false } = {}): GitUrl | undefined {
  const [, scheme = '', authority = '', path = '', rest = ''] =
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(.*)$/s.exec(text) ?? [];
  const at = authority.indexOf('@');
  const [, host = '', port = ''] = /^(.*?)(?::(\d*))?$/.exec(authority.slice(at + 1)) ?? [];
  if (
    scheme === '' ||
    (host === '' && scheme.toLowerCase() !== 'file') ||
    !(globs ? /^[\w.:[\]*-]*$/ : /^[\w.:[\]-]*$/).test(host)
  )
    return undefined;
  const number = port.replace(/^0+(?=.)/, '');
  if (number !== '' && (Number(number) < 1 || Number(number) > 65_535)) return undefined;
  return {
    scheme: scheme.toLowerCase(),
    user: at < 0 ? undefined : normalEscapes(authority.slice(0, at).replace(/:.*$/s, '')),
    host: host.toLowerCase(),
    port: number === defaultPorts[scheme.toLowerCase()] ? '' : number,
    path: normalPath(path) + normalEscapes(rest),
  };
}

/**
 * Whether a pattern matches, and how well; undefined where it does not. A whole label `*` stands for any label; a path
 * is a prefix by whole components. Source: git-config(1), `http.<url>.*`; urlmatch.c, `match_urls`.
 */
export function matchUrl(url: GitUrl, pattern: GitUrl): MatchQuality | undefined {
  if (url.scheme !== pattern.scheme || url.port !== pattern.port || !matchHost(url.host, pattern.host))
    return undefined;
  if (pattern.user !== undefined && pattern.user !== url.user) return undefined;
  const path = prefixLength(url.path, pattern.path);
  return path === undefined ? undefined : { host: pattern.host.length, path, user: pattern.user !== undefined };
}

function matchHost(host: string, pattern: string): boolean {
  const labels = host.split('.');
  const wanted = pattern.split('.');
  return labels.length === wanted.length && wanted.every((label, at) => label === '*' || label === labels[at]);
}

function prefixLength(path: string, pattern: string): number | undefined {
  const prefix = pattern.replace(/\/$/, '');
  if (prefix === '') return 1;
  return path === prefix || path.startsWith(`${prefix}/`) ? prefix.length + 1 : undefined;
}

function normalPath(path: string): string {
  const segments: string[] = [];
  const given = path.replace(/^\//, '').split('/');
  given.forEach((raw, at) => {
    const segment = normalEscapes(raw);
    if (segment === '..') segments.pop();
    const dots = segment === '.' || segment === '..';
    if (!dots) segments.push(segment);
    else if (at === given.length - 1) segments.push('');
  });
  return `/${segments.join('/')}`;
}

// Escapes of characters that need none are undone, everything unsafe is escaped, in capitals.
function normalEscapes(text: string): string {
  const bytes = Buffer.from(text.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')).toString('latin1');
  return bytes
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => {
      const character = String.fromCharCode(parseInt(hex, 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : `%${hex.toUpperCase()}`;
    })
    .replace(
      /[\x00-\x20"<>\\^`{|}\x7f-\xff]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}
