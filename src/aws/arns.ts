/** An Amazon Resource Name, taken apart. Source: AWS general reference, "Amazon Resource Names (ARNs)". */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  /** Twelve digits; empty for what belongs to AWS itself (`arn:aws:iam::aws:policy/…` has `aws`). */
  readonly account: string;
  /** Everything after the fifth colon: `role/team/Developer`. */
  readonly resource: string;
}

/** Takes an ARN apart, or gives undefined for what is none. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(\S[^\r\n]*)$/.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** Puts an ARN together again. */
export function formatArn(arn: Arn): string {
  return ['arn', arn.partition, arn.service, arn.region, arn.account, arn.resource].join(':');
}

/** The twelve digits in an ARN, or undefined. */
export function accountOf(text: string): string | undefined {
  const account = parseArn(text)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** The role's name without its path, from a role's ARN or from that of one of its sessions. */
export function roleNameOf(text: string): string | undefined {
  const parts = parseArn(text)?.resource.split('/') ?? [];
  if (parts[0] === 'role') return parts.length > 1 ? parts.at(-1) : undefined;
  return parts[0] === 'assumed-role' ? parts[1] : undefined;
}

/** The user's name without its path, from an IAM user's ARN. */
export function userNameOf(text: string): string | undefined {
  const parts = parseArn(text)?.resource.split('/') ?? [];
  return parts[0] === 'user' && parts.length > 1 ? parts.at(-1) : undefined;
}

/**
 * Whether a caller is the session of a role. From there another role can be had for one hour only ("role chaining");
 * not so from the session of an IAM user, though both have `ASIA` keys.
 * Source: IAM user guide, "Roles terms and concepts", role chaining.
 */
export function isRoleSession(callerArn: string): boolean {
  const arn = parseArn(callerArn);
  return arn?.service === 'sts' && arn.resource.startsWith('assumed-role/');
}

/** Whether a caller is the account's root user, who cannot assume roles and whose sessions last an hour. */
export function isRootUser(callerArn: string): boolean {
  const arn = parseArn(callerArn);
  return arn?.service === 'iam' && arn.resource === 'root';
}

/** Whether a role is one that IAM Identity Center made; only its own sign-in can use it. */
export function isIdentityCenterRole(roleArn: string): boolean {
  return roleNameOf(roleArn)?.startsWith('AWSReservedSSO_') ?? false;
}
