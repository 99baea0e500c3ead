import { redeemTime } from '../../aws/saml/redeem-time.js';

/** The heading above the steps. */
export const byHandTitle = 'To copy the SAML response by hand';

/**
 * How to get the response out of any browser. Source: IAM user guide, "View a SAML response in your browser".
 * @param idpUrl where the sign-in begins, where that is known
 */
export function byHand(idpUrl = ''): readonly string[] {
  return [
    'Open a private window of any browser, and in it the developer tools (F12; on a Mac Option-Command-I), ' +
      'there the tab "Network" with "Preserve log" ("Persist Logs" in Firefox) switched on.',
    `Sign in ${idpUrl === '' ? "at your company's page as you always do, and choose AWS" : `at ${idpUrl}`}.`,
    'When AWS\'s page appears, find the POST request "saml" to signin.aws.amazon.com in the list, and click on it.',
    'Under "Payload" ("Request" in Firefox) copy the whole value of SAMLResponse: a long text that begins ' +
      'with PHN or PD9.',
    `Give it within ${redeemTime}: paste it where you are asked, or save it to a file for ` +
      '--saml-response-file. It is as good as your password for that time: send it to nobody.',
  ];
}
