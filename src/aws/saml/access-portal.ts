// `NAME.awsapps.com`, `start.us-gov-home.awsapps.com`, `start.home.awsapps.cn`, and `INSTANCE.portal.REGION.app.aws`.
const portals = [
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.awsapps\.(?:com|cn)$/,
  /^[a-z0-9-]+\.portal\.([a-z0-9-]+)\.app\.(?:aws|amazonwebservices\.(?:com\.cn|eu))$/,
];

/** The address of an AWS access portal, which is signed in to with IAM Identity Center and not with SAML. */
export interface AccessPortal {
  /** As the AWS CLI wants it in `sso_start_url`: without what the browser's page appends. */
  readonly startUrl: string;
  /** Where the address names it. */
  readonly region: string | undefined;
}

/**
 * Reads an access portal's address: `https://NAME.awsapps.com/start`, `…/directory/ID` of the other partitions, and
 * `https://INSTANCE.portal.REGION.app.aws` (IAM Identity Center user guide, "Customizing the AWS access portal URL").
 * @returns undefined when it is none
 */
export function accessPortal(url: URL): AccessPortal | undefined {
  const match = portals.map((portal) => portal.exec(url.hostname)).find((found) => found !== null);
  if (match === undefined) return undefined;
  const path = /^\/(start|directory\/[^/]+)/.exec(url.pathname)?.[0] ?? (match[1] === undefined ? '/start' : '');
  return { startUrl: `https://${url.hostname}${path}`, region: match[1] };
}
