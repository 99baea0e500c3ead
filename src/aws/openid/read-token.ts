import { Problem } from '../../core/problem.js';

const question = 'webIdentityToken';

/**
 * The token in what people save or paste: the token itself, with line breaks or quotes, percent-encoded, or the JSON of
 * a token endpoint (`id_token`, `access_token`) or of a CI service (`value`).
 * @throws Problem `usage` where there is none
 */
export function readToken(raw: string): string {
  const given = raw.replace(/^\ufeff/, '').trim();
  const found = given.startsWith('{') ? fromJson(given) : given;
  const token = found.replace(/^(["'])(.*)\1$/s, '$2').replace(/\s+/g, '');
  if (token === '') throw new Problem('usage', 'There is no token in it.', { question });
  return token.replace(/^(Atz[ar])%7C/i, '$1|');
}

function fromJson(json: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch (cause) {
    throw new Problem('usage', 'That begins like JSON, but is none.', { question, cause });
  }
  // Where there is an ID token beside the access token, it is the one that vouches.
  const [found] = ['id_token', 'value', 'token', 'access_token']
    .map((field) => (answer as Record<string, unknown>)[field])
    .filter((one) => typeof one === 'string');
  if (found === undefined) throw new Problem('usage', 'That JSON has no id_token or access_token in it.', { question });
  return found;
}
