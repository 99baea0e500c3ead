/** The oldest Node that the wizard runs on, and that Git's helper can renew a session with; package.json says it to npm. */
export const oldestNode = [20, 19] as const;

/** Whether the wizard cannot run on it. @param version as `process.versions.node` has it */
export function isTooOldNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}
