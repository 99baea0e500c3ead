import type { Answer, Call } from '../../wire/exchange.js';

/** A JSON answer. */
export function json(status: number, body: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/** The fields of the query and of the form that was sent. */
export function fieldsOf({ request }: Call): URLSearchParams {
  return new URLSearchParams([
    ...new URLSearchParams(request.query),
    ...new URLSearchParams(request.body.toString('utf8')),
  ]);
}

/** A refusal of a token endpoint. Source: RFC 6749, section 5.2. */
export class OAuthError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Answers a call, with refusals in OAuth's form. */
export async function answerOAuth(call: Call, work: () => unknown): Promise<Answer> {
  if (call.trouble !== undefined) return json(503, { error: 'server_error', error_description: 'Service unavailable' });
  try {
    return json(200, await work());
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    call.entry.errorCode = error.code;
    return json(error.status, { error: error.code, error_description: error.message });
  }
}
