/**
 * What stands in a policy or a command for what an administrator does not know yet. AWS takes none of them for the real
 * thing: a name, an ARN or an id has no angle brackets.
 */
export const blanks = {
  account: '<account-id>',
  trusted: '<account-id-of-people>',
  clientId: '<client-id>',
  samlProvider: '<saml-provider>',
  identityPoolId: '<identity-pool-id>',
  instanceArn: '<instance-arn>',
  groupId: '<group-id>',
  startUrl: '<portal-address>',
  idpUrl: '<sign-in-page>',
} as const;

export type BlankName = keyof typeof blanks;

/** Whether a text is a blank to fill in, and nothing else. */
export function isBlank(text: string): boolean {
  return (Object.values(blanks) as readonly string[]).includes(text);
}

/** The blanks that stand in a text, in the order of the table. */
export function blanksIn(text: string): readonly BlankName[] {
  return (Object.keys(blanks) as BlankName[]).filter((name) => text.includes(blanks[name]));
}
