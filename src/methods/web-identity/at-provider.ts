import { joined, sentence } from '../../core/advice/advice.js';
import { refresh } from '../../core/advice/own-commands.js';
import type { Browser } from '../../core/ports/browser.js';
import type {
  DeviceSignIn,
  OpenIdClient,
  OpenIdProvider,
  OpenIdTokens,
  RelyingParty,
} from '../../core/ports/openid.js';
import { Problem, isProblem } from '../../core/problem.js';
import { usualBrowserTimeout } from '../common/session-questions.js';
import { byPastedAddress, confirmed, inBrowser } from './in-browser.js';
import type { SignInRequest } from './in-browser.js';
import { requestOf } from './providers.js';
import type { Preset } from './providers.js';
import type { ProviderAnswers } from './questions.js';
import type { WebIdentityContext } from './signed-in.js';

/** How somebody wants to sign in. */
export type SignInPreferences = Pick<ProviderAnswers, 'scope' | 'redirectUri' | 'browserTimeout'>;

/**
 * Sends a person to a provider to sign in: in the browser, by a code on another device, or by bringing the address that
 * a browser elsewhere ended at.
 * @throws Problem `aws` where nobody is there, or who is there says no
 */
export async function signInAtProvider(
  server: OpenIdProvider,
  client: OpenIdClient,
  preset: Preset,
  preferences: SignInPreferences,
  context: WebIdentityContext,
): Promise<OpenIdTokens> {
  const { browser } = context;
  if (!browser) throw signedOutAtProvider(preset.name, context.profile);
  const party = await context.openid.relyingParty(server, client, { signal: context.signal });
  const request = {
    name: preset.name,
    ...requestOf(preset, server, preferences.scope),
    redirectUri: preferences.redirectUri,
    timeoutMs: (preferences.browserTimeout ?? usualBrowserTimeout) * 1000,
  };
  if (preset.signIn === 'device') return await confirmed(await party.device(request.scope), request, browser, context);
  if (browser.absence === undefined) return await inBrowser(party, request, browser, context);
  if (!preset.hasDeviceCode || server.deviceAuthorizationEndpoint === undefined)
    return await byPastedAddress(party, request, browser.absence, context);
  return await byDeviceCodeOrAddress(party, request, browser, browser.absence, context);
}

/** Somebody has to sign in, and nobody is there who could. */
export function signedOutAtProvider(
  name: string,
  profile: string | undefined,
  { takes, instead }: { readonly takes: string; readonly instead?: string } = { takes: 'a browser' },
): Problem {
  const hint = sentence`Run at a terminal: ${refresh(profile)}`;
  return new Problem('aws', `Nobody is signed in at ${name} any more, and signing in takes ${takes}.`, {
    hint: instead === undefined ? hint : joined([hint, instead], '; '),
  });
}

/** A provider that has device codes need not have them for every client. */
async function byDeviceCodeOrAddress(
  party: RelyingParty,
  request: SignInRequest,
  browser: Browser,
  why: string,
  context: WebIdentityContext,
): Promise<OpenIdTokens> {
  let device: DeviceSignIn;
  try {
    device = await party.device(request.scope);
  } catch (error) {
    if (!isProblem(error, 'aws') || !context.ui.interactive) throw error;
    return await byPastedAddress(party, request, why, context);
  }
  return await confirmed(device, request, browser, context);
}
