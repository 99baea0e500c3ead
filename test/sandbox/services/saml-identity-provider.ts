import { randomBytes } from 'node:crypto';
import type { IdentityProvider } from '../saml/identity-provider.js';
import type { Answer, Call, Service } from '../wire/exchange.js';
import { escapeXml } from '../wire/xml.js';

/**
 * The sign-in pages of the companies' SAML identity providers: a portal with tiles, a form for name and password, a
 * session cookie, and the page that posts the response to AWS. Source: SAML bindings 2.0, section 3.5; IdP-initiated
 * sign-in as in SAML profiles 2.0, section 4.1.5.
 */
export const samlIdentityProvider: Service = {
  name: 'saml-identity-provider',
  serves: (host) => host.endsWith('.idp.example') || host.endsWith('.okta.com'),
  async answer(call) {
    const provider = call.aws.identityProviders.get(call.request.host);
    if (!provider) return { status: 404, body: 'Nobody lives here.\n' };
    return await route(provider, call);
  },
};

async function route(provider: IdentityProvider, { request, entry }: Call): Promise<Answer> {
  const { method, path, query } = request;
  const user = signedIn(provider, request.headers.cookie);
  entry.caller = user;
  if (method === 'POST' && path === '/sign-in')
    return signIn(provider, new URLSearchParams(request.body.toString('utf8')));
  if (method !== 'GET') return { status: 405, body: 'Method Not Allowed\n' };
  if (path === '/metadata')
    return { status: 200, headers: { 'content-type': 'application/samlmetadata+xml' }, body: provider.metadata };
  if (path === '/sign-out') return redirect('/', `${cookie}=; Max-Age=0; Path=/; Secure; HttpOnly`);
  if (!['/', '/apps/aws', '/apps/aws-in-frame'].includes(path)) return { status: 404, body: 'Not Found\n' };
  if (user === undefined) return html(signInPage(provider, path + (query === '' ? '' : `?${query}`)));
  if (path === '/') return html(portalPage(provider, user));
  return html(path === '/apps/aws' ? await postingPage(provider, user) : '<iframe src="/apps/aws"></iframe>');
}

const cookie = 'session';

function signedIn(provider: IdentityProvider, header = ''): string | undefined {
  const id = new Map(header.split(/;\s*/).map((pair) => pair.split('=') as [string, string])).get(cookie);
  return id === undefined ? undefined : provider.sessions.get(id);
}

function signIn(provider: IdentityProvider, form: URLSearchParams): Answer {
  const [name, next] = [form.get('name') ?? '', form.get('next') ?? '/'];
  if (provider.people.get(name)?.password !== form.get('password'))
    return html(signInPage(provider, next, 'That is not right.'), 403);
  const id = randomBytes(16).toString('hex');
  provider.sessions.set(id, name);
  // Until the browser is closed, as most providers have it where nobody ticks "remember me".
  return redirect(next.startsWith('/') ? next : '/', `${cookie}=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`);
}

function signInPage(provider: IdentityProvider, next: string, error = ''): string {
  return `<h1>Sign in</h1><p>${escapeXml(error)}</p>
<form method="post" action="/sign-in"><input type="hidden" name="next" value="${escapeXml(next)}">
<label>Name <input name="name" autofocus></label> <label>Password <input name="password" type="password"></label>
<button>Sign in</button></form>${typist(provider, error)}`;
}

/** Somebody who types and clicks, where a test wants one: by script, in the page's own form. */
function typist({ typing }: IdentityProvider, error: string): string {
  if (typing === undefined || error !== '') return '';
  const values = JSON.stringify(typing).replaceAll('<', '\\u003c');
  return (
    `<script>addEventListener('load', () => { for (const [name, value] of Object.entries(${values})) ` +
    `document.querySelector('[name=' + name + ']').value = value; ` +
    `document.querySelector('button').click(); });</script>`
  );
}

function portalPage(provider: IdentityProvider, user: string): string {
  const click =
    provider.typing === undefined
      ? ''
      : "<script>addEventListener('load', () => document.querySelector('#aws').click());</script>";
  return (
    `<h1>Welcome, ${escapeXml(user)}</h1><p><a href="/mail">Mail</a> <a id="aws" href="/apps/aws" ` +
    `target="_blank" rel="noopener">AWS</a></p>${click}`
  );
}

/** Source: SAML bindings 2.0, section 3.5.4: the form that the browser posts by itself. */
async function postingPage(provider: IdentityProvider, user: string): Promise<string> {
  const response = await provider.response({
    roles: provider.people.get(user)?.roles ?? [],
    nameId: user,
    sessionName: `${user}@example.com`,
    ...provider.options,
  });
  return (
    `<form method="post" action="${escapeXml(provider.endpoint)}"><input type="hidden" ` +
    `name="SAMLResponse" value="${escapeXml(response)}"><input type="hidden" name="RelayState" ` +
    'value=""><noscript><button>Continue</button></noscript></form><script>document.forms[0].submit()</script>'
  );
}

function html(body: string, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!DOCTYPE html><html lang="en"><head><title>Example Corp</title></head><body>${body}</body></html>`,
  };
}

function redirect(location: string, setCookie: string): Answer {
  return { status: 303, headers: { location, 'set-cookie': setCookie } };
}
