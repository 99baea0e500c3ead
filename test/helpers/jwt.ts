/** A part of a JSON Web Token. */
export const jwtPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token that nobody has signed. */
export const jwt = (
  claims: Record<string, unknown>,
  header: Record<string, unknown> = { alg: 'RS256', typ: 'JWT' },
): string => `${jwtPart(header)}.${jwtPart(claims)}.c2lnbmF0dXJl`;

/** What an ID token says, one hour long from 2026-09-21 14:13:20 UTC. */
export const idClaims = {
  iss: 'https://login.example.com',
  sub: 'ana',
  aud: 'git-codecommit',
  iat: 1_790_000_000,
  exp: 1_790_003_600,
};
