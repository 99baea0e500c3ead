/** The questions that only come up on the way, and have no flag. */
const passingNames = [
  'mfaKind',
  'newPasswordAgain',
  'redirectAddress',
  'afterSignIn',
  'roleFromSignIn',
  'portalRegion',
  'accountAndRole',
] as const;

/** A question that only comes up on the way, and has no flag; `attribute-…` is what a user pool wants to know. */
export type PassingName = (typeof passingNames)[number] | `attribute-${string}`;

/** Whether no flag answers a question of this name. */
export function isPassing(name: string): name is PassingName {
  return name.startsWith('attribute-') || passingNames.some((passing) => passing === name);
}
