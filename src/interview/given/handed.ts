import { parseRepository } from '../../aws/codecommit/repository.js';
import { accepted } from './shapes.js';
import type { GivenKind } from './shapes.js';
import type { Given } from './understand.js';

/** The question that a thing answers, by name; a path is read first, and the console's address answers none. */
export const questionOf: Readonly<Record<Exclude<GivenKind, 'file' | 'console'>, string>> = {
  repository: 'repository',
  region: 'region',
  host: 'host',
  portal: 'startUrl',
  'portal-region': 'ssoRegion',
  'permission-set': 'roleName',
  'sign-in-page': 'idpUrl',
  role: 'roleArn',
  'saml-provider': 'principalArn',
  account: 'accountId',
  'identity-pool': 'identityPoolId',
  'user-pool': 'userPoolId',
  'user-pool-domain': 'userPoolDomain',
  issuer: 'issuer',
  'client-id': 'clientId',
  'external-id': 'externalId',
  method: 'method',
};

/** What each kind is called where it is listed. */
export const kindNames: Readonly<Record<GivenKind, string>> = {
  repository: 'Repository',
  region: 'AWS Region',
  host: 'Git host',
  portal: 'Access portal',
  'portal-region': "Portal's Region",
  'permission-set': 'Role in the portal',
  'sign-in-page': 'Sign-in page',
  console: 'AWS console',
  role: 'Role',
  'saml-provider': 'SAML provider',
  account: 'AWS account',
  'identity-pool': 'Identity pool',
  'user-pool': 'User pool',
  'user-pool-domain': "User pool's page",
  issuer: 'OpenID provider',
  'client-id': 'Client ID',
  'external-id': 'External ID',
  method: 'Way to sign in',
  file: 'File',
};

/** The things of one kind, each once. */
export interface OfKind {
  readonly kind: GivenKind;
  readonly values: readonly string[];
}

/** Groups what was given by kind, in the order of the text; what says the same twice stands once. */
export function byKind(given: readonly Pick<Given, 'kind' | 'value'>[]): readonly OfKind[] {
  const kinds = new Map<GivenKind, string[]>();
  for (const { kind, value } of given) {
    const values = kinds.get(kind) ?? [];
    if (!values.includes(value)) values.push(value);
    kinds.set(kind, values);
  }
  return [...kinds].map(([kind, values]) => ({ kind, values: kind === 'repository' ? repositories(values) : values }));
}

/** One repository in several forms is one: its URL by HTTPS, by SSH, its ARN, its page in the console, its name. */
function repositories(values: readonly string[]): readonly string[] {
  const read = values.map((value) => ({ value, hint: accepted(() => parseRepository(value)) }));
  const kept: typeof read = [];
  for (const one of [...read].sort((a, b) => known(b.hint) - known(a.hint))) {
    const isSame = kept.some(
      ({ hint }) =>
        (one.hint?.name === undefined || hint?.name === one.hint.name) &&
        (one.hint?.region === undefined || hint?.region === one.hint.region),
    );
    if (!isSame) kept.push(one);
  }
  return values.filter((value) => kept.some((one) => one.value === value));
}

/** How much a form says. */
function known(hint: ReturnType<typeof parseRepository> | undefined): number {
  return [hint?.name, hint?.region, hint?.host, hint?.account].filter((part) => part !== undefined).length;
}

/**
 * The ways to sign in that what was given points to, best first: one where there is no doubt.
 * @param kinds what was given, the keys of a file as `keys`
 */
export function methodsFor(kinds: ReadonlySet<GivenKind | 'keys' | 'session-keys'>): readonly string[] {
  const signIns = [
    ...(kinds.has('portal') || kinds.has('permission-set') ? ['identity-center'] : []),
    ...(kinds.has('sign-in-page') || kinds.has('saml-provider') ? ['saml'] : []),
    ...(kinds.has('identity-pool') || kinds.has('user-pool') || kinds.has('user-pool-domain') ? ['cognito'] : []),
    ...(kinds.has('issuer') && !kinds.has('identity-pool') ? ['web-identity'] : []),
    ...(kinds.has('session-keys') ? ['keys'] : []),
  ];
  const byKeys = kinds.has('keys') ? [kinds.has('role') ? 'assume-role' : 'session-token'] : [];
  return [...signIns, ...byKeys];
}

/** The ways that the menu begins with, where what was given leaves several. */
export function likelyMethods(kinds: ReadonlySet<GivenKind | 'keys' | 'session-keys'>): readonly string[] {
  const sure = methodsFor(kinds);
  if (sure.length > 0) return sure;
  if (kinds.has('role')) return ['assume-role', 'saml', 'web-identity'];
  return kinds.has('console') ? ['console-login', 'session-token'] : [];
}
