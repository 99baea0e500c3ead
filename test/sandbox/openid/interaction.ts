import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { escapeHtml, form, htmlPage } from '../services/identity-center/html.js';
import type { OpenIdUser } from './provider.js';

/** What a person sees at the provider: name and password first, then what the program wants. */
export async function interaction(
  provider: Provider,
  users: readonly OpenIdUser[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  const answers = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : undefined;
  if (prompt.name === 'login') {
    const user = users.find(
      ({ name, password }) => name === answers?.get('username') && password === answers.get('password'),
    );
    if (user) {
      await provider.interactionFinished(
        request,
        response,
        { login: { accountId: user.name } },
        { mergeWithLastSubmission: false },
      );
      return;
    }
    show(
      response,
      'Sign in',
      `${answers ? '<p id="error">That is not right.</p>' : ''}${form(
        {},
        '<input name="username" autocomplete="username" autofocus><input ' +
          'name="password" type="password"><button>Sign in</button>',
      )}`,
    );
    return;
  }
  const decision = answers?.get('decision');
  if (decision === undefined || decision === null) {
    const question =
      `<p>Allow ${escapeHtml(String(params['client_id']))} to use: ` + `${escapeHtml(String(params['scope']))}?</p>`;
    show(
      response,
      'Allow access',
      question +
        form(
          {},
          '<button name="decision" value="deny">Deny access</button><button name="decision" ' +
            'value="allow">Allow access</button>',
        ),
    );
    return;
  }
  if (decision !== 'allow') {
    await provider.interactionFinished(
      request,
      response,
      { error: 'access_denied', error_description: 'End-User denied the access' },
      { mergeWithLastSubmission: false },
    );
    return;
  }
  const grant =
    (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
    new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function show(response: ServerResponse, title: string, body: string): void {
  const page = htmlPage(200, title, body);
  response.writeHead(page.status, page.headers).end(page.body);
}
