import { sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { demandAbsolute } from '../core/text/absolute-path.js';
import type { Credentials } from '../core/credentials.js';
import { Problem } from '../core/problem.js';
import { Secret, noteSecret } from '../core/secret.js';

type Env = Readonly<Record<string, string | undefined>>;

/** One request; the service is on this very machine, or there is none. */
const patienceMs = 1_000;

/** Far more than any answer. */
const mostBytes = 65_536;

/**
 * Hosts that may be asked without TLS, loopback aside. Source: AWS SDKs and tools reference, "Container credential
 * provider".
 */
const containerHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];

/** What role keys are read with. */
export interface RoleKeySources {
  readonly env: Env;
  /** The text of a small file. */
  readonly readText: (path: string) => string | undefined;
}

/**
 * The keys of the container's role, else of the EC2 instance's; undefined where there is neither. A small client of its
 * own, for the credential helper starts with every fetch and may load no SDK. No proxy: the way does not leave the
 * machine.
 * @throws Problem `aws` where a container's variables are set and lead nowhere
 */
export async function roleKeys(sources: RoleKeySources): Promise<Credentials | undefined> {
  const address = containerAddress(sources.env);
  if (address) return await containerKeys(address, sources);
  if (sources.env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') return undefined;
  return await instanceKeys(sources.env);
}

function containerAddress(env: Env): URL | undefined {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  if (relative) return new URL(relative, 'http://169.254.170.2');
  if (!full) return undefined;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  const isNear =
    url !== undefined &&
    (/^127(?:\.\d{1,3}){3}$/.test(url.hostname) || ['localhost', '[::1]', ...containerHosts].includes(url.hostname));
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isNear)) return url;
  throw noAnswer('AWS_CONTAINER_CREDENTIALS_FULL_URI names no address that keys may come from');
}

async function containerKeys(address: URL, { env, readText }: RoleKeySources): Promise<Credentials> {
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const authorization = (
    file
      ? readText(demandAbsolute('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', file, process.platform))
      : env['AWS_CONTAINER_AUTHORIZATION_TOKEN']
  )?.trim();
  if (authorization !== undefined && /[\r\n]/.test(authorization))
    throw noAnswer('its authorization token has a line break in it');
  noteSecret(authorization ?? '');
  const answer = await ask(address, { headers: authorization ? { authorization } : {} });
  const keys = answer?.status === 200 ? keysIn(answer.body) : undefined;
  if (!keys)
    throw noAnswer(
      answer ? `its credentials endpoint answered ${answer.status}` : 'its credentials endpoint does not answer',
    );
  return keys;
}

function noAnswer(why: string): Problem {
  return new Problem('aws', `This container has no role of its own: ${why}.`, {
    hint: sentence`Sign in another way: ${setUp()}`,
  });
}

/** Source: EC2 user guide, "Use IMDSv2"; "Retrieve security credentials from instance metadata". */
async function instanceKeys(env: Env): Promise<Credentials | undefined> {
  const base = instanceAddress(env);
  const token = await ask(new URL('/latest/api/token', base), {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  // Nothing answers: not an EC2 instance, or one whose answers do not get into this container.
  if (!token || (token.status !== 200 && env['AWS_EC2_METADATA_V1_DISABLED']?.toLowerCase() === 'true'))
    return undefined;
  const headers: Record<string, string> = token.status === 200 ? { 'x-aws-ec2-metadata-token': token.body } : {};
  noteSecret(headers['x-aws-ec2-metadata-token'] ?? '');
  const folder = new URL('/latest/meta-data/iam/security-credentials/', base);
  const role = await ask(folder, { headers });
  const name = role?.status === 200 ? role.body.trim().split('\n')[0] : undefined;
  if (!name) return undefined;
  const answer = await ask(new URL(encodeURIComponent(name), folder), { headers });
  return answer?.status === 200 ? keysIn(answer.body) : undefined;
}

function instanceAddress(env: Env): URL {
  const own = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
  if (own && URL.canParse(own)) return new URL(own);
  return new URL(
    env['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE']?.toLowerCase() === 'ipv6'
      ? 'http://[fd00:ec2::254]'
      : 'http://169.254.169.254',
  );
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What answers there; undefined where nothing does in time. */
async function ask(url: URL, options: RequestOptions): Promise<Answer | undefined> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return await new Promise((resolve) => {
    const asking: ClientRequest = request(url, { ...options, agent: false, signal: AbortSignal.timeout(patienceMs) });
    asking.on('error', () => {
      resolve(undefined);
    });
    asking.on('response', (response) => {
      void bodyOf(response).then((body) => {
        resolve(body === undefined ? undefined : { status: response.statusCode ?? 0, body });
      });
    });
    asking.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<string | undefined> {
  let body = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      body += String(chunk);
      if (body.length > mostBytes) return undefined;
    }
    return body;
  } catch {
    return undefined;
  }
}

/** Both services answer in the same words. */
function keysIn(text: string): Credentials | undefined {
  const { AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: end } = parseObject(text);
  if (typeof id !== 'string' || typeof secret !== 'string' || typeof token !== 'string' || id === '' || secret === '')
    return undefined;
  const expiration = new Date(typeof end === 'string' ? end : Number.NaN);
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    ...(!Number.isNaN(expiration.getTime()) && { expiration }),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
