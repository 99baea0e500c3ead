import { parseObject } from '../../core/text/parse-object.js';

/** OAuth's own form of a refusal. Source: RFC 6749, section 5.2. */
interface Refused {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/**
 * Gives a provider's refusal the one form that the library reads, with the provider's own words in it: JSON with status
 * 400. Providers send it with any status (also 200 and 5xx), as a form, as plain text, in a challenge, or in JSON of
 * their own. What is no refusal, and what says nothing, comes back as it is.
 */
export async function readableRefusal(response: Response): Promise<Response> {
  const refused = refusedBy(response, await response.clone().text());
  if (refused === undefined) return response;
  return new Response(JSON.stringify(refused), { status: 400, headers: { 'content-type': 'application/json' } });
}

function refusedBy(response: Response, body: string): Refused | undefined {
  const json = parseObject(body);
  if (response.ok && (json === undefined || json['access_token'] !== undefined || json['device_code'] !== undefined))
    return undefined;
  const said = json ? inJson(json, response) : inWords(response, body);
  if (said ?? response.ok) return said;
  const challenged = inChallenge(response.headers.get('www-authenticate') ?? '');
  if (challenged) return challenged;
  return response.status === 401 ? { error: 'invalid_client' } : undefined;
}

/** OAuth's two members; else an object in place of the code, or the names that other interfaces of providers have. */
function inJson(json: Readonly<Record<string, unknown>>, { ok, status }: Response): Refused | undefined {
  const { error } = json;
  const inner = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : json;
  const description = ['error_description', 'message', 'errorSummary', 'detail', 'description', 'title']
    .map((name) => text(inner[name]))
    .find((one) => one !== undefined);
  if (text(error) !== undefined) return { error: text(error) ?? '', error_description: description };
  const isRefusal = inner !== json || (!ok && description !== undefined);
  return isRefusal ? { error: codeFor(status), error_description: description } : undefined;
}

/** A form (RFC 6749 knows none here, some send it all the same), or a sentence; a web page is for people at a browser. */
function inWords(response: Response, body: string): Refused | undefined {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) return undefined;
  const form = new URLSearchParams(/x-www-form-urlencoded/i.test(type) ? body : '');
  const error = text(form.get('error'));
  if (error !== undefined) return { error, error_description: text(form.get('error_description')) };
  const sentence = /^text\/plain/i.test(type) ? text(body.trim()) : undefined;
  return sentence === undefined ? undefined : { error: codeFor(response.status), error_description: sentence };
}

/** Source: RFC 6750, section 3: `error="invalid_client", error_description="…"`. */
function inChallenge(header: string): Refused | undefined {
  const value = (name: string): string | undefined =>
    text(new RegExp(`\\b${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header)?.[1]?.replace(/\\(.)/g, '$1'));
  const error = value('error');
  return error === undefined ? undefined : { error, error_description: value('error_description') };
}

function codeFor(status: number): string {
  return status === 401 ? 'invalid_client' : 'refused';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
