import type { Credentials } from '../../src/core/credentials.js';
import type { Source } from '../../src/core/method.js';
import { Secret } from '../../src/core/secret.js';
import type { AccessKey } from '../sandbox/aws/user.js';
import type { Session } from '../sandbox/aws/session.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { awsSeeing } from './aws-client.js';

/** Keys of the sandbox as a method's source: long-term ones, or a session's. AWS says whose they are. */
export function sourceOf(keys: AccessKey | Session, sandbox: Sandbox, profile?: string): { source(): Promise<Source> } {
  const credentials: Credentials = {
    accessKeyId: keys.accessKeyId,
    secretAccessKey: new Secret(keys.secretAccessKey),
    ...('sessionToken' in keys && { sessionToken: new Secret(keys.sessionToken) }),
  };
  const identity = async () => {
    const sts = await awsSeeing(sandbox.environment()).sts({ region: 'eu-west-1', credentials });
    return await sts.getCallerIdentity();
  };
  return { source: () => Promise.resolve({ credentials, profile, identity }) };
}
