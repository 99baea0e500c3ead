import { isLoopback } from '../../core/text/loopback.js';
import { OtherMethod } from '../../core/other-method.js';
import { sayNoAddress } from '../../core/text/no-address.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { pageHosts, signInHosts } from '../partitions.js';
import { accessPortal } from './access-portal.js';

/** Whatever stands in front: an account's alias, a Region, a session. */
const ownPages = [...signInHosts(), ...pageHosts('console'), 'signin.aws'];

/**
 * Checks the address of an identity provider's sign-in page.
 * @returns the address as a browser would write it
 * @throws OtherMethod when it is an access portal's, whose answers belong to `identity-center`; Problem `usage` when it
 *   is no https address (loopback aside), or AWS's own sign-in page
 */
export function parseIdpUrl(raw: string): string {
  const url = readAddress(raw.trim());
  const portal = accessPortal(url);
  if (portal !== undefined) {
    throw new OtherMethod(
      'This is the address of an AWS access portal: you sign in there with IAM Identity Center.',
      ['identity-center'],
      {
        startUrl: portal.startUrl,
        ...(portal.region === undefined ? {} : { ssoRegion: portal.region }),
      },
      `Use --method identity-center --start-url ${portal.startUrl}.`,
    );
  }
  if (ownPages.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))) {
    throw new Problem('usage', "This is AWS's own page; what is wanted is your company's page that leads there.", {
      hint: "Copy the address of the AWS tile in your company's portal, or ask your administrator for it.",
    });
  }
  return url.href;
}

function readAddress(text: string): URL {
  const other = sayNoAddress(text);
  if (other !== undefined)
    throw new Problem(
      'usage',
      `'${printable(text, 120)}' is ${other}, no web address such as https://acme.okta.com/….`,
      {
        hint: "Copy the whole address of your company's sign-in page from the browser.",
      },
    );
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+:\d+(\/|$)/.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.hostname === undefined || !/^https?:$/.test(url.protocol) || /\s/.test(text)) {
    throw new Problem('usage', `'${printable(text, 120)}' is no web address.`, {
      hint: 'It looks like https://idp.example.com/….',
    });
  }
  if (url.username !== '' || url.password !== '')
    throw new Problem('usage', 'The address must not hold a user name or a password.');
  if (url.protocol === 'http:' && !isThisComputer(url.hostname))
    throw new Problem('usage', 'The sign-in page must be served over https.');
  return url;
}

/** Browsers know every name below `localhost` to be loopback. */
function isThisComputer(hostname: string): boolean {
  return isLoopback(hostname) || hostname.endsWith('.localhost');
}
