import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import type { Loopback } from '../../../src/core/ports/browser.js';
import { listenOnLoopback } from '../../../src/system/browser/loopback.js';
import { rejection } from '../../helpers/aws-client.js';

interface Shown {
  readonly status: number;
  readonly text: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** What a browser sees at an address. */
function look(address: string, options: http.RequestOptions = {}): Promise<Shown> {
  return new Promise((resolve, reject) => {
    http
      .request(address, { ...options, agent: new http.Agent() }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
        });
      })
      .on('error', reject)
      .end();
  });
}

describe('the listener that a browser comes back to', () => {
  let loopback: Loopback;
  const stop = new AbortController();
  const patience = { timeoutMs: 10_000, signal: stop.signal };
  beforeEach(async () => {
    loopback = await listenOnLoopback({ path: '/oauth/callback' });
  });
  afterEach(() => loopback.close());
  const code = (query: URLSearchParams): string => query.get('code') ?? '';

  it('listens on 127.0.0.1, on a port of its own, and says so', async () => {
    expect(loopback.redirectUri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const other = await listenOnLoopback({ path: '/', hostName: 'localhost' });
    expect(other.redirectUri).to.match(/^http:\/\/localhost:\d+\/$/);
    await other.close();
  });

  it('hands over the query, and shows that the tab can be closed', async () => {
    const waiting = loopback.callback(code, patience);
    const shown = await look(`${loopback.redirectUri}?code=a%20b&state=x`);
    expect(await waiting).to.equal('a b');
    expect(shown.status).to.equal(200);
    expect(shown.text).to.contain('You are signed in').and.contain('You can close this tab');
    expect(shown.headers).to.include({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(shown.headers['content-security-policy']).to.contain("default-src 'none'");
  });

  it('answers a browser that was back before anybody waited', async () => {
    const shown = look(`${loopback.redirectUri}?code=early`);
    await look(`${new URL(loopback.redirectUri).origin}/favicon.ico`);
    expect(await loopback.callback(code, patience)).to.equal('early');
    expect((await shown).text).to.contain('You are signed in');
  });

  it('shows what went wrong, harmlessly, and throws it', async () => {
    const waiting = rejection(
      loopback.callback(() => {
        throw new Problem('aws', 'Denied <script>alert(1)</script>.');
      }, patience),
    );
    const shown = await look(`${loopback.redirectUri}?error=x`);
    expect(await waiting).to.include({ kind: 'aws' });
    expect(shown.text)
      .to.contain('did not work')
      .and.contain('Denied &#60;script&#62;')
      .and.contain('You can close this tab')
      .and.not.contain('<script');
  });

  it('shows no secret that the provider repeated', async () => {
    new Secret('a<b>code&of"mine');
    const waiting = rejection(
      loopback.callback(() => {
        throw new Problem('aws', 'The code a<b>code&of"mine is used up.');
      }, patience),
    );
    const shown = await look(`${loopback.redirectUri}?error=x`);
    await waiting;
    expect(shown.text).to.contain('The code [secret] is used up.');
  });

  it('lets nothing else through: other paths, methods, names, and lines that are no address', async () => {
    const waiting = loopback.callback(code, patience);
    const { origin, port } = new URL(loopback.redirectUri);
    expect((await look(`${origin}/favicon.ico`)).status).to.equal(404);
    expect((await look(`${origin}/oauth/callbackX?code=no`)).status).to.equal(404);
    expect((await look(`${loopback.redirectUri}?code=no`, { method: 'POST' })).status).to.equal(404);
    expect(
      (await look(`${loopback.redirectUri}?code=no`, { headers: { host: `evil.example.com:${port}` } })).status,
    ).to.equal(404);
    expect((await look(origin, { path: '//' })).status).to.equal(404);
    expect((await look(`${loopback.redirectUri}?code=yes`)).status).to.equal(200);
    expect(await waiting).to.equal('yes');
  });

  it('says so when nobody comes back in time', async () => {
    const error = await rejection(loopback.callback(code, { ...patience, timeoutMs: 20 }));
    expect(error).to.be.instanceOf(Problem).and.include({ kind: 'aws' });
    expect((error as Problem).message).to.contain('did not come back');
    expect((error as Problem).hint).to.contain('--no-browser');
  });

  it('stops when the person does', async () => {
    const cancel = new AbortController();
    const waiting = rejection(loopback.callback(code, { ...patience, signal: cancel.signal }));
    cancel.abort();
    expect(await waiting).to.include({ kind: 'cancelled' });
    expect(await rejection(loopback.callback(code, { ...patience, signal: cancel.signal }))).to.include({
      kind: 'cancelled',
    });
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(loopback.redirectUri).port);
    const error = await rejection(listenOnLoopback({ path: '/', port }));
    expect(error).to.be.instanceOf(Problem).and.include({ kind: 'failed' });
    expect((error as Problem).message).to.contain(`Port ${port}`);
    expect((error as Problem).hint).to.contain('--no-browser');
  });

  it('waits for nobody who sends in drops, and reads no address without end', async function () {
    this.timeout(60_000);
    const port = Number(new URL(loopback.redirectUri).port);
    const said = (first: string, again: string, pauseMs: number): Promise<string> =>
      new Promise((resolve) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(first));
        const timer = setInterval(() => socket.write(again), pauseMs);
        socket
          .on('error', () => undefined)
          .on('data', (chunk) => (text += chunk.toString()))
          .on('close', () => {
            clearInterval(timer);
            resolve(text);
          });
      });
    const [slow, silent, long, body] = await Promise.all([
      said('GET /oauth/callback?code=', 'x', 500),
      said('', '', 500),
      said('GET /oauth/callback?code=', 'x'.repeat(10_000), 5),
      said(
        'POST /oauth/callback HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9999999999\r\n\r\n',
        'x'.repeat(9999),
        5,
      ),
    ]);
    expect(slow).to.match(/^HTTP\/1.1 408/);
    expect(silent).to.match(/^$|^HTTP\/1.1 408/);
    expect(long).to.match(/^HTTP\/1.1 431/);
    expect(body).to.match(/^HTTP\/1.1 404/);
  });

  it('takes no more connections at once than a browser opens', async () => {
    const port = Number(new URL(loopback.redirectUri).port);
    let refused = 0;
    const sockets = Array.from({ length: 60 }, () =>
      connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .on('close', () => (refused += 1)),
    );
    while (refused < 28) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const socket of sockets) socket.destroy();
  });

  it('closes although somebody holds a connection open', async () => {
    const { port } = new URL(loopback.redirectUri);
    await new Promise((resolve, reject) => {
      connect(Number(port), '127.0.0.1')
        .on('error', reject)
        .on('connect', function (this: Socket) {
          this.unref();
          resolve(undefined);
        });
    });
    await loopback.close();
  });
});
