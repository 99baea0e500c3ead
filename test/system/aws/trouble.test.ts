import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { expect } from 'chai';
import type { Aws } from '../../../src/core/ports/aws/aws.js';
import { isProblem, type Problem, type ProblemKind } from '../../../src/core/problem.js';
import { awsSeeing, longTermKeys, rejection } from '../../helpers/aws-client.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { listen } from '../../helpers/fake-service.js';
import { startTlsService, type TlsService } from '../../helpers/tls-service.js';
import { Certificates } from '../../sandbox/certificates.js';

describe('trouble on the way to AWS', () => {
  let service: TlsService;
  let home: TemporaryHome;
  let caFile: string;
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  before(async () => {
    [service, home] = await Promise.all([startTlsService(), temporaryHome()]);
    caFile = home.file('ca.pem');
    await writeFile(caFile, service.ca);
  });
  after(() => Promise.all([service.close(), home.remove()]));
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** A listener that does with every connection what the test says. */
  const listener = async (does: Parameters<typeof createServer>[1]): Promise<number> => {
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      does?.(socket);
    });
    servers.push(server);
    return listen(server);
  };
  const closedPort = async (): Promise<number> => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  const problem = async (
    env: Record<string, string>,
    options: Parameters<typeof awsSeeing>[2] = {},
    kind: ProblemKind = 'network',
  ): Promise<Problem> => {
    const aws = awsSeeing({ AWS_MAX_ATTEMPTS: '1', ...env }, '/nowhere', options);
    const error = await rejection(identify(aws));
    if (!isProblem(error, kind)) throw error;
    return error;
  };
  const identify = async (aws: Aws, signal?: AbortSignal): Promise<unknown> =>
    (await aws.sts({ region: 'eu-west-1', credentials: longTermKeys, signal })).getCallerIdentity();

  it('says that the connection was refused, and where', async () => {
    const port = await closedPort();
    expect((await problem({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })).message).to.equal(
      `Cannot reach 127.0.0.1:${port}: the connection was refused.`,
    );
  });

  it('says that the name is not known', async () => {
    const { message, hint } = await problem({ AWS_ENDPOINT_URL: 'https://sts.nowhere.invalid' });
    expect(message).to.match(
      /^Cannot reach sts\.nowhere\.invalid: (the name is not known to DNS|DNS does not answer)\.$/,
    );
    expect(hint).to.contain('online');
  });

  it('says that the connection was cut off', async () => {
    const port = await listener((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await problem({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })).message).to.contain(
      'the connection was cut off',
    );
  });

  it('tries again after a cut, and gives up after as many attempts as AWS_MAX_ATTEMPTS says', async () => {
    let connections = 0;
    const port = await listener((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    });
    await problem({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: '2' });
    expect(connections).to.equal(2);
  });

  it('says that a certificate is not trusted, and which variable helps', async () => {
    const { message, hint } = await problem({ AWS_ENDPOINT_URL: service.url });
    expect(message).to.match(/^Cannot reach localhost:\d+: its certificate is not trusted\.$/);
    expect(hint).to.contain('AWS_CA_BUNDLE');
  });

  it('says so through a proxy too, and names the proxy without its password', async () => {
    const proxy = service.proxyUrl.replace('://', '://ana:s3cret@');
    const { message } = await problem({ HTTPS_PROXY: proxy });
    expect(message).to.equal(
      `Cannot reach sts.eu-west-1.amazonaws.com through the proxy ${new URL(proxy).host}: its certificate is ` +
        'not trusted.',
    );
  });

  it('says that a certificate is for another name', async () => {
    const certificates = await Certificates.create();
    const context = await certificates.contextFor('other.example');
    const server = createSecureServer(
      {
        SNICallback: (_host, done) => {
          done(null, context);
        },
      },
      (socket) => socket.on('error', () => undefined),
    ).on('tlsClientError', () => undefined);
    servers.push(server);
    const file = home.file('other-ca.pem');
    await writeFile(file, certificates.pem);
    const { message } = await problem({
      AWS_ENDPOINT_URL: `https://localhost:${await listen(server)}`,
      AWS_CA_BUNDLE: file,
    });
    expect(message).to.contain('its certificate is for another name');
  });

  it('says that TLS met something else', async () => {
    const port = await listener((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect((await problem({ AWS_ENDPOINT_URL: `https://127.0.0.1:${port}` })).message).to.match(/TLS failed|cut off/);
  });

  it('says that what answers does not speak HTTP', async () => {
    const port = await listener((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect((await problem({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })).message).to.contain('does not speak HTTP');
  });

  for (const [status, says] of [
    ['407 Proxy Authentication Required', /wants a user name and password \(407\)/],
    ['403 Forbidden', /does not allow it \(403\)/],
    ['502 Bad Gateway', /answered 502/],
  ] as const) {
    it(`says what the proxy said: ${status}`, async () => {
      const port = await listener((socket) =>
        socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)),
      );
      const { message, hint } = await problem({ HTTPS_PROXY: `http://127.0.0.1:${port}`, AWS_CA_BUNDLE: caFile });
      expect(message).to.match(says).and.contain(`127.0.0.1:${port}`).and.contain('sts.eu-west-1.amazonaws.com');
      expect(hint).to.match(/PROXY|administrator/);
    });
  }

  it('says that the proxy cannot be reached', async () => {
    const port = await closedPort();
    const { message, hint } = await problem({ HTTPS_PROXY: `http://127.0.0.1:${port}` });
    expect(message).to.contain(`through the proxy 127.0.0.1:${port}: the connection was refused`);
    expect(hint).to.contain('HTTPS_PROXY');
  });

  it('refuses a proxy that it cannot use, rather than going around it', async () => {
    expect((await problem({ ALL_PROXY: 'socks5://user:s3cret@127.0.0.1:1080' })).message).to.not.contain('s3cret');
  });

  for (const [what, hang] of [
    [
      'a server that never answers',
      async (): Promise<Record<string, string>> => ({
        AWS_ENDPOINT_URL: `http://127.0.0.1:${await listener(() => undefined)}`,
      }),
    ],
    [
      'TLS that never begins',
      async (): Promise<Record<string, string>> => ({
        AWS_ENDPOINT_URL: `https://127.0.0.1:${await listener(() => undefined)}`,
      }),
    ],
    [
      'a proxy that never connects',
      async (): Promise<Record<string, string>> => ({
        HTTPS_PROXY: `http://127.0.0.1:${await listener(() => undefined)}`,
      }),
    ],
  ] as const) {
    it(`does not wait for ever for ${what}`, async () => {
      const { message } = await problem(
        { ...(await hang()), AWS_MAX_ATTEMPTS: '3' },
        { timeouts: { connect: 5_000, whole: 300 } },
      );
      expect(message).to.match(
        /^Cannot reach (127\.0\.0\.1:\d+|sts\.eu-west-1\.amazonaws\.com through the proxy 127\.0\.0\.1:\d+): no answer in time\.$/,
      );
    });

    it(`stops waiting for ${what} when the caller has waited enough, or wants to stop`, async () => {
      const env = await hang();
      const late = await rejection(identify(awsSeeing(env), AbortSignal.timeout(200)));
      expect(isProblem(late, 'network'), String(late)).to.equal(true);
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort();
      }, 100);
      const stopped = await rejection(identify(awsSeeing(env), stop.signal));
      expect(isProblem(stopped, 'cancelled'), String(stopped)).to.equal(true);
    });
  }

  it('says which certificate file cannot be read, or holds none', async () => {
    expect((await problem({ AWS_CA_BUNDLE: home.file('missing.pem') }, {}, 'file')).message)
      .to.contain('AWS_CA_BUNDLE')
      .and.contain('missing.pem');
    await writeFile(home.file('empty.pem'), 'nothing\n');
    expect((await problem({ AWS_CA_BUNDLE: home.file('empty.pem') }, {}, 'file')).message).to.contain(
      'holds no certificate',
    );
  });
});
