import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isoSeconds } from '../../src/core/text/time.js';
import type { Role } from './aws/role.js';
import type { Session } from './aws/session.js';

/** The metadata service of an EC2 instance, and of a container, on loopback: what runs there gets a role's keys. */
export interface Metadata {
  /** Variables that lead AWS's tools to the instance's service. */
  readonly instance: Readonly<Record<string, string>>;
  /** Variables that lead them to the container's. */
  readonly container: Readonly<Record<string, string>>;
  /** The requests, as `PUT /latest/api/token`. */
  readonly seen: string[];
  /** Takes the role away from the instance and the container, or gives another. */
  role: Role | undefined;
  /** Whether version 1, without a token, is answered too, as an instance may be set up. */
  versionOne: boolean;
  /** Whether version 2 is known: a very old stand-in knows only the first. */
  versionTwo: boolean;
  close(): Promise<void>;
}

/** Source: EC2 user guide, "Use IMDSv2"; ECS developer guide, "Task IAM role". */
export async function startMetadata(role: Role | undefined): Promise<Metadata> {
  const [authorization, tokens]: [string, Set<string>] = [randomUUID(), new Set()];
  const answer = (request: IncomingMessage): { status: number; body?: string } => {
    const { method, url = '' } = request;
    metadata.seen.push(`${method ?? ''} ${url}`);
    if (url === '/credentials')
      return request.headers.authorization === authorization && metadata.role
        ? { status: 200, body: keys(metadata.role) }
        : { status: 403 };
    if (method === 'PUT' && url === '/latest/api/token')
      return metadata.versionTwo ? newToken(request, tokens) : { status: 404 };
    if (!isAllowed(request, tokens, metadata)) return { status: 401 };
    const folder = '/latest/meta-data/iam/security-credentials/';
    if (!metadata.role || !url.startsWith(folder)) return { status: 404 };
    if (url === folder) return { status: 200, body: `${metadata.role.name}\n` };
    return url === `${folder}${metadata.role.name}` ? { status: 200, body: keys(metadata.role) } : { status: 404 };
  };
  const server = createServer((request, response) => {
    const { status, body = '' } = answer(request);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve();
    });
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadata: Metadata = {
    instance: { AWS_EC2_METADATA_SERVICE_ENDPOINT: origin, AWS_EC2_METADATA_DISABLED: 'false' },
    container: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization,
    },
    seen: [],
    role,
    versionOne: false,
    versionTwo: true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return metadata;
}

function newToken(request: IncomingMessage, tokens: Set<string>): { status: number; body?: string } {
  if (!/^\d+$/.test(String(request.headers['x-aws-ec2-metadata-token-ttl-seconds']))) return { status: 400 };
  const token = randomUUID();
  tokens.add(token);
  return { status: 200, body: token };
}

function isAllowed(request: IncomingMessage, tokens: ReadonlySet<string>, { versionOne }: Metadata): boolean {
  const token = request.headers['x-aws-ec2-metadata-token'];
  return token === undefined ? versionOne : tokens.has(String(token));
}

/** Both services answer in the same words; an instance's session is named after the instance. */
function keys(role: Role): string {
  const session: Session = role.account.aws.issue(
    { kind: 'role-session', account: role.account, role, name: 'i-0123456789abcdef0' },
    6 * 3600,
  );
  return JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: isoSeconds(session.issuedAt),
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: isoSeconds(session.expiration),
  });
}
