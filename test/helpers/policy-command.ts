import type { PolicyDocument } from '../../src/aws/policies/document.js';
import type { PolicySet } from '../../src/commands/policy/set.js';
import { built } from './built.js';
import { temporaryHome, type TemporaryHome } from './environment.js';
import { run, type Ended } from './run.js';
import type { PolicyCase } from './policy-cases.js';

/** `git codecommit policy` as it was built, in an empty home. */
export interface PolicyCommand {
  (args: readonly string[]): Promise<Ended>;
  readonly home: TemporaryHome;
  /** The set of a case. */
  set(one: Pick<PolicyCase, 'method' | 'flags'>): Promise<PolicySet>;
}

/** Call `home.remove()` in the end. */
export async function policyCommand(): Promise<PolicyCommand> {
  const program = `${built()}/git-codecommit.js`;
  const home = await temporaryHome();
  const call = (args: readonly string[]): Promise<Ended> =>
    run(process.execPath, [program, 'policy', ...args], { env: home.environment(), cwd: home.path });
  return Object.assign(call, {
    home,
    async set({ method, flags }: Pick<PolicyCase, 'method' | 'flags'>): Promise<PolicySet> {
      const { code, stdout, stderr } = await call([method, ...flags, '--json']);
      if (code !== 0) throw new Error(`policy ${method} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as PolicySet;
    },
  });
}

/** A policy of a set, by its name. */
export function documentOf({ steps }: PolicySet, name: string): PolicyDocument {
  const found = steps.flatMap(({ documents }) => documents).find((document) => document.name === name);
  if (found === undefined) throw new Error(`There is no ${name} in the set.`);
  return found.policy;
}
