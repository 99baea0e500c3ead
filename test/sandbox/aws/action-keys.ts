import type { RequestContext } from './condition.js';

const tags = /^aws:(requesttag\/.+|tagkeys)$/;

/**
 * The condition keys, in lower case, that an action knows beside the global ones. Source: service authorization
 * reference, "Actions, resources, and condition keys for AWS Security Token Service".
 */
const ownKeys: Readonly<Record<string, readonly RegExp[]>> = {
  'sts:assumerole': [tags, /^sts:(externalid|rolesessionname|sourceidentity|transitivetagkeys)$/],
  'sts:assumerolewithsaml': [tags, /^saml:/, /^sts:(rolesessionname|sourceidentity|transitivetagkeys)$/],
  'sts:getfederationtoken': [tags],
  'sts:getsessiontoken': [],
  'sts:setsourceidentity': [/^sts:sourceidentity$/],
  'sts:tagsession': [tags, /^saml:aud$/, /^sts:transitivetagkeys$/],
};

/**
 * What of a request's context one of its actions knows: a call that passes tags is one request, but sts:TagSession sees
 * no external id of it. An action that is not in the table knows everything.
 */
export function knownTo(action: string, context: RequestContext): RequestContext {
  const own = ownKeys[action.toLowerCase()];
  if (own === undefined) return context;
  const isGlobal = (key: string): boolean => key.startsWith('aws:') && !tags.test(key);
  return new Map([...context].filter(([key]) => isGlobal(key) || own.some((pattern) => pattern.test(key))));
}
