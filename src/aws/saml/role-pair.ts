/** A role, and the identity provider through which it can be taken. */
export interface SamlRole {
  readonly roleArn: string;
  /** The SAML provider's ARN: STS's `PrincipalArn`. */
  readonly principalArn: string;
}

const arn = /^arn:[a-z0-9-]{3,30}:iam::\d{12}:(role|saml-provider)\/[\w+=,.@/-]{1,600}$/;

/**
 * Reads a value of the attribute `https://aws.amazon.com/SAML/Attributes/Role`: two ARNs with a comma between them, in
 * either order (IAM user guide, "Configure SAML assertions for the authentication response").
 * @returns undefined when it is none, or the two belong to different partitions
 */
export function parseRolePair(value: string): SamlRole | undefined {
  // A comma may stand in a role's name, too.
  const second = value.indexOf('arn:', value.search(/\S/) + 1);
  if (second === -1) return undefined;
  const pair = [value.slice(0, second).trim().replace(/\s*,$/, ''), value.slice(second).trim()];
  const roleArn = pair.find((text) => arn.exec(text)?.[1] === 'role');
  const principalArn = pair.find((text) => arn.exec(text)?.[1] === 'saml-provider');
  if (roleArn === undefined || principalArn === undefined || roleArn.split(':')[1] !== principalArn.split(':')[1])
    return undefined;
  return { roleArn, principalArn };
}
