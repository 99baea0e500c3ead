import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient, type Credentials } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpsProxyAgent } from 'hpagent';
import type { Sandbox } from './sandbox.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** Keys as AWS's own clients take them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Settings of AWS's own clients that lead into the sandbox. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: Keys;
  readonly requestHandler: NodeHttpHandler;
  readonly maxAttempts: number;
}

/** AWS's own JavaScript clients, talking to the sandbox through its proxy. Region `eu-west-1` unless told. */
export class Clients {
  constructor(readonly sandbox: Sandbox) {}

  settings(credentials: Keys, region = 'eu-west-1'): ClientSettings {
    const httpsAgent = new HttpsProxyAgent({ proxy: this.sandbox.proxyUrl, ca: this.sandbox.ca });
    return { region, credentials, requestHandler: new NodeHttpHandler({ httpsAgent }), maxAttempts: 1 };
  }

  sts(credentials: Keys, region?: string): STSClient {
    return new STSClient(this.settings(credentials, region));
  }

  iam(credentials: Keys, region?: string): IAMClient {
    return new IAMClient(this.settings(credentials, region));
  }

  codecommit(credentials: Keys, region?: string): CodeCommitClient {
    return new CodeCommitClient(this.settings(credentials, region));
  }
}

/** The keys out of any STS answer. */
export function sessionKeys({
  Credentials: credentials,
}: {
  readonly Credentials?: Credentials | undefined;
}): Keys & { readonly sessionToken: string } {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error('the answer holds no credentials');
  return { accessKeyId, secretAccessKey, sessionToken };
}
