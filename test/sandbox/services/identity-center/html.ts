import type { Answer } from '../../wire/exchange.js';

/** A page as a person sees it. */
export function htmlPage(status: number, title: string, body: string, head = ''): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body:
      '<!doctype html><html lang="en"><meta ' +
      `charset="utf-8">${head}<title>${title}</title><h1>${title}</h1>${body}</html>\n`,
  };
}

/** A form that posts back to where it stands; hidden fields by name. */
export function form(hidden: Readonly<Record<string, string>>, inner: string): string {
  const fields = Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('');
  return `<form method="post">${fields}${inner}</form>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
