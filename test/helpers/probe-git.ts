import { gitHost } from '../../src/aws/codecommit/hosts.js';
import { Secret } from '../../src/core/secret.js';
import type { ProbeAnswer } from '../../src/core/ports/git-probe.js';
import { openGitProbe } from '../../src/system/git/probe.js';

const login = { username: new Secret('AKIAIOSFODNN7EXAMPLE'), password: new Secret('20261123T100000Zdeadbeef') };

/** Asks the Git endpoint of a Region, or the one at `origin`, seeing only these variables. */
export async function probeGit(
  env: Readonly<Record<string, string | undefined>>,
  region: string,
  origin = `https://${gitHost(region)}`,
): Promise<ProbeAnswer> {
  return await openGitProbe(env)(`${origin}/v1/repos/MyDemoRepo`, 'git-upload-pack', login);
}
