import { spawn } from 'node:child_process';
import type { Answer, Request } from '../wire/exchange.js';
import { serverGitEnvironment } from './bare-repository.js';

/**
 * Lets Git's own server program answer. Source: git-http-backend(1); RFC 3875 (CGI).
 * @param directory the bare repository
 * @param path what is asked of it: `/info/refs`
 */
export async function httpBackend(directory: string, path: string, request: Request, user: string): Promise<Answer> {
  const child = spawn('git', ['http-backend'], {
    env: backendEnvironment(directory, path, request, user),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.body);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return readCgi(Buffer.concat(chunks));
}

function backendEnvironment(directory: string, path: string, request: Request, user: string): Record<string, string> {
  const { headers } = request;
  return {
    ...serverGitEnvironment(),
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: request.query,
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: String(request.body.length),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_USER: user,
    REMOTE_ADDR: '127.0.0.1',
  };
}

function readCgi(output: Buffer): Answer {
  const end = output.indexOf('\r\n\r\n');
  const lines = output
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map((line) => line.split(/:\s*(.*)/s));
  const headers = Object.fromEntries(lines.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  const { status = '200', ...others } = headers;
  return { status: Number.parseInt(status, 10), headers: others, body: output.subarray(end + 4) };
}
