import type { KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml, htmlPage } from '../services/identity-center/html.js';

/** The pages of the device flow: enter the code, see that it is the right one, done. */
export const devicePages = {
  userCodeInputSource(ctx: KoaContextWithOIDC, form: string, _out?: unknown, error?: unknown): void {
    const wrong = error === undefined ? '' : '<p id="error">That code is not one that is waited for.</p>';
    ctx.body = htmlPage(
      200,
      'Enter the code',
      `${wrong}${form.replace('</form>', '<button>Next</button></form>')}`,
    ).body;
  },
  userCodeConfirmSource(
    ctx: KoaContextWithOIDC,
    form: string,
    _client: unknown,
    _device: unknown,
    userCode: string,
  ): void {
    ctx.body = htmlPage(
      200,
      'Confirm the code',
      `<p>Code: <b>${escapeHtml(userCode)}</b></p>${form.replace('</form>', '<button>It is this one</button></form>')}`,
    ).body;
  },
  successSource(ctx: KoaContextWithOIDC): void {
    ctx.body = htmlPage(200, 'Done', '<p>You can close this window.</p>').body;
  },
};
