import { joined, sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { isInstanceTurnedOff } from '../../aws/provider-chain.js';
import { demandAbsolute } from '../../core/text/absolute-path.js';
import { parseObject } from '../../core/text/parse-object.js';
import type { Credentials } from '../../core/credentials.js';
import { Problem } from '../../core/problem.js';
import { isLoopback } from '../../core/text/loopback.js';
import { printable } from '../../core/text/printable.js';
import { Secret, noteSecret } from '../../core/secret.js';
import { fileProblem } from '../file-problem.js';

type Env = Readonly<Record<string, string | undefined>>;

/** How long and how often a service is asked that is on this very machine, or nowhere. */
interface Patience {
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** Source: botocore, `ContainerMetadataFetcher`. */
const ofContainer: Patience = { timeoutMs: 2_000, attempts: 3 };

/** Between two attempts. Source: the same. */
const pauseMs = 1_000;

/** Far more than any answer. */
const mostBytes = 65_536;

/**
 * Hosts that may be asked without TLS, loopback aside. Source: AWS SDKs and tools reference, "Container credential
 * provider".
 */
const containerHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];

/** The same for the instance's service. Source: the same, "IMDS credential provider". */
const instanceHosts = ['169.254.169.254', '[fd00:ec2::254]'];

/** What role keys are read with. */
export interface RoleKeySources {
  readonly env: Env;
  /** The text of a regular file of at most so many bytes; throws where it is none, or cannot be read. */
  readonly readText: (path: string, most: number) => string | undefined;
  /** What a profile says of the instance's service, below the environment: `ec2_metadata_service_endpoint`, … */
  readonly settings?: Env | undefined;
  /** Ends the waiting; there are no keys then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The keys of the container's role, else of the EC2 instance's; undefined where there is neither. A small client of its
 * own, for the credential helper starts with every fetch and may load no SDK. It does what botocore does, but takes no
 * proxy: the way does not leave the machine. No redirect is followed.
 * Source: AWS SDKs and tools reference, "Container credential provider", "IMDS credential provider".
 * @throws Problem `aws` where a container's variables are set and lead nowhere; `usage` where a variable cannot be used
 */
export async function roleKeys(sources: RoleKeySources): Promise<Credentials | undefined> {
  const address = containerAddress(sources.env);
  if (address) return await containerKeys(address, sources);
  if (isInstanceTurnedOff(sources.env)) return undefined;
  return await instanceKeys(sources);
}

function containerAddress(env: Env): URL | undefined {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  // Put together as text, as botocore does it: no text in there may lead to another host unseen.
  const text = relative ? `http://169.254.170.2${relative}` : full;
  if (!text) return undefined;
  const url = urlOf(text);
  if (url !== undefined && isAllowed(url, containerHosts)) return url;
  throw noAnswer(
    `AWS_CONTAINER_CREDENTIALS_${relative ? 'RELATIVE' : 'FULL'}_URI names no address that keys may come from`,
  );
}

/** Whether keys may come from there: over TLS, or where nobody is on the way. */
function isAllowed({ protocol, hostname }: URL, hosts: readonly string[]): boolean {
  return protocol === 'https:' || (protocol === 'http:' && (isLoopback(hostname) || hosts.includes(hostname)));
}

async function containerKeys(address: URL, { env, readText, signal }: RoleKeySources): Promise<Credentials> {
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const text = file ? authorizationIn(file, readText) : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const authorization = text?.trim();
  if (authorization !== undefined && !isHeaderValue(authorization))
    throw noAnswer('its authorization token has a line break in it, or another character that no token has');
  noteSecret(authorization ?? '');
  const headers = { accept: 'application/json', ...(authorization && { authorization }) };
  const answer = await askOften(address, { headers }, ofContainer, signal);
  const keys = answer?.status === 200 ? keysIn(answer.body) : undefined;
  if (!keys)
    throw noAnswer(
      answer ? `its credentials endpoint answered ${answer.status}` : 'its credentials endpoint does not answer',
    );
  return keys;
}

/**
 * The token in the file that a container's variable names. It is read each time that Git asks, so that a pipe, which
 * gives its text once or waits for ever, is refused.
 * @throws Problem `file` where it cannot be read or is no file, `usage` for a relative path
 */
function authorizationIn(file: string, readText: RoleKeySources['readText']): string {
  const path = demandAbsolute('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', file, process.platform);
  try {
    const text = readText(path, mostBytes);
    if (text !== undefined) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  } catch (cause) {
    const why = fileProblem(cause, 'read', printable(path)).said;
    throw new Problem(
      'file',
      joined(['The token that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names cannot be read.', why]),
      {
        hint: 'Whatever gives this container or pod its identity has to put it there.',
        cause,
      },
    );
  }
}

/** What Node sends as a header without complaint, and no space before or after it. Source: RFC 9110, section 5.5. */
function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

function noAnswer(why: string): Problem {
  return new Problem('aws', `This container has no role of its own: ${why}.`, {
    hint: sentence`Sign in another way: ${setUp()}`,
  });
}

/**
 * Source: EC2 user guide, "Use IMDSv2", "Retrieve security credentials from instance metadata"; botocore, `IMDSFetcher`.
 */
async function instanceKeys(sources: RoleKeySources): Promise<Credentials | undefined> {
  const { signal } = sources;
  const [base, patience] = [instanceAddress(sources), patienceOf(sources)];
  const token = await askOften(
    `${base}/latest/api/token`,
    { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' } },
    patience,
    signal,
  );
  // An answer that does not get through to a container (its hops are counted) is no reason against version 1.
  const hasToken = token?.status === 200 && isHeaderValue(token.body);
  if (token?.status === 400 || (!hasToken && setting(sources, 'ec2_metadata_v1_disabled')?.toLowerCase() === 'true'))
    return undefined;
  const headers: Record<string, string> = hasToken ? { 'x-aws-ec2-metadata-token': token.body } : {};
  noteSecret(headers['x-aws-ec2-metadata-token'] ?? '');
  const folder = `${base}/latest/meta-data/iam/security-credentials/`;
  const role = await askOften(folder, { headers }, patience, signal);
  const name = role?.status === 200 ? role.body.trim().split('\n')[0] : undefined;
  if (!name) return undefined;
  const answer = await askOften(`${folder}${encodeURIComponent(name)}`, { headers }, patience, signal);
  return answer?.status === 200 ? keysIn(answer.body) : undefined;
}

/** Where the service is, without a slash at the end; a path in front of its own is kept. */
function instanceAddress(sources: RoleKeySources): string {
  const own = setting(sources, 'ec2_metadata_service_endpoint');
  const mode = setting(sources, 'ec2_metadata_service_endpoint_mode')?.toLowerCase() ?? 'ipv4';
  if (mode !== 'ipv4' && mode !== 'ipv6') throw unusable('ec2_metadata_service_endpoint_mode', 'ipv4 or ipv6');
  if (own === undefined) return mode === 'ipv6' ? 'http://[fd00:ec2::254]' : 'http://169.254.169.254';
  const url = urlOf(own);
  if (url === undefined || !isAllowed(url, instanceHosts))
    throw unusable(
      'ec2_metadata_service_endpoint',
      'an address that keys may come from: https, http://169.254.169.254, or this computer',
    );
  return own.replace(/\/$/, '');
}

/** Source: AWS SDKs and tools reference, "IMDS credential provider", `metadata_service_timeout`, `…_num_attempts`. */
function patienceOf(sources: RoleKeySources): Patience {
  const number = (name: string): number => {
    const text = setting(sources, name) ?? '1';
    if (/^[1-9]\d?$/.test(text)) return Number(text);
    throw unusable(name, 'a whole number from 1 to 99');
  };
  return { timeoutMs: number('metadata_service_timeout') * 1000, attempts: number('metadata_service_num_attempts') };
}

/** A setting by the variable that every AWS tool knows it by, else by the profile; set to nothing is not set. */
function setting({ env, settings }: RoleKeySources, name: string): string | undefined {
  return [env[`AWS_${name.toUpperCase()}`], settings?.[name]].find(Boolean);
}

function unusable(name: string, good: string): Problem {
  return new Problem('usage', `AWS_${name.toUpperCase()} (or ${name} in AWS's config file) is not ${good}.`, {
    hint: 'Correct it, or unset it.',
  });
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Asks once more where nothing answered, or the service has trouble. */
async function askOften(
  url: string | URL,
  options: RequestOptions,
  { timeoutMs, attempts }: Patience,
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(new URL(url), options, timeoutMs, signal);
    if ((answer && answer.status < 500) || attempt >= attempts || signal?.aborted) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** What answers there; undefined where nothing does in time. */
async function ask(
  url: URL,
  options: RequestOptions,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return await new Promise((resolve) => {
    const asking: ClientRequest = request(url, { ...options, agent: false });
    const stop = (): void => {
      asking.destroy();
      end(undefined);
    };
    const timer = setTimeout(stop, timeoutMs);
    const end = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(answer);
    };
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    asking.on('error', () => {
      end(undefined);
    });
    asking.on('response', (response) => {
      void bodyOf(response).then((body) => {
        end(body === undefined ? undefined : { status: response.statusCode ?? 0, body });
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
  const { AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: end } = parseObject(text) ?? {};
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
