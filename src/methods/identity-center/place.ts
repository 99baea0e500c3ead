/** A role in an account. */
export interface Place {
  readonly accountId: string;
  readonly roleName: string;
}

/** What a place is called by in a list of choices. */
export function keyOf({ accountId, roleName }: Place): string {
  return `${accountId}/${roleName}`;
}

/** Whether something that can be chosen is called like a place. */
export function isPlace(key: string): boolean {
  return /^\d{12}\//.test(key);
}
