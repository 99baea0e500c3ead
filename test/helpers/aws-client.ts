import { openAws, type AwsOptions } from '../../src/system/aws/index.js';
import type { Aws } from '../../src/core/ports/aws/aws.js';
import type { Credentials } from '../../src/core/credentials.js';
import { createFiles } from '../../src/system/files/files.js';
import { Secret } from '../../src/core/secret.js';

/** Long-term keys out of AWS's own documentation. */
export const longTermKeys: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
};

/** The product's AWS clients, seeing only these variables and no file of the machine's. */
export function awsSeeing(
  env: Readonly<Record<string, string>>,
  home = '/nowhere',
  options: Partial<Pick<AwsOptions, 'files' | 'now' | 'timeouts'>> = {},
): Aws {
  const files = { credentials: `${home}/.aws/credentials`, config: `${home}/.aws/config`, home };
  return openAws({ env, files, disk: createFiles(), version: '1.2.3', now: () => new Date(), ...options });
}

/** What a promise was rejected with; fails where it was not. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => {
      throw new Error(`it should have failed, but gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
