import http from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { OpenedTwice } from '../../../src/core/ports/browser.js';
import type { ExpectedReturn, Loopback } from '../../../src/core/ports/browser.js';
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

  it('listens on 127.0.0.1, on a port of its own, and says so', async () => {
    expect(loopback.redirectUri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const other = await listenOnLoopback({ path: '/', hostName: 'localhost' });
    expect(other.redirectUri).to.match(/^http:\/\/localhost:\d+\/$/);
    await other.close();
  });

  const code = (query: URLSearchParams): string => query.get('code') ?? '';
  const provider = 'https://provider.example.com/auth?state=mine';
  const expectBack = <T>(accept: (query: URLSearchParams) => T, over = {}): ExpectedReturn<T> =>
    loopback.expect(new URL(provider), accept, { ...patience, ...over });
  /** What the first browser is given on its way. */
  const cookieAt = async (startUrl: URL): Promise<string> =>
    (await look(startUrl.href)).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const comeBack = (query: string, cookie?: string): Promise<Shown> =>
    look(`${loopback.redirectUri}?${query}`, cookie === undefined ? {} : { headers: { cookie } });

  it('hands over the query, and shows that the tab can be closed', async () => {
    const { startUrl, returned } = expectBack(code);
    const cookie = await cookieAt(startUrl);
    const shown = await comeBack('code=a%20b&state=mine', cookie);
    expect(await returned).to.equal('a b');
    expect(shown.status).to.equal(200);
    expect(shown.text).to.contain('You are signed in').and.contain('You can close this tab');
    expect(shown.headers).to.include({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(shown.headers['content-security-policy']).to.contain("default-src 'none'");
    expect(shown.headers['set-cookie']).to.deep.equal([`${cookie}; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`]);
    expect((await comeBack('code=again&state=mine', cookie)).text).to.contain('Nobody is waiting');
  });

  it('answers a browser that was back before anybody waited', async () => {
    const early = await comeBack('code=early');
    expect([early.status, early.headers['set-cookie']]).to.deep.equal([400, undefined]);
    expect(early.text).to.contain('does not belong to this sign-in');
  });

  it('shows what went wrong, harmlessly, and throws it', async () => {
    const { startUrl, returned } = expectBack(() => {
      throw new Problem('aws', 'Denied <script>alert(1)</script>.');
    });
    const waiting = rejection(returned);
    const shown = await comeBack('error=x&state=mine', await cookieAt(startUrl));
    expect(await waiting).to.include({ kind: 'aws' });
    expect(shown.text)
      .to.contain('did not work')
      .and.contain('Denied &#60;script&#62;')
      .and.contain('You can close this tab')
      .and.not.contain('<script');
  });

  it('shows no secret that the provider repeated', async () => {
    new Secret('a<b>code&of"mine');
    const { startUrl, returned } = expectBack(() => {
      throw new Problem('aws', 'The code a<b>code&of"mine is used up.');
    });
    const waiting = rejection(returned);
    const shown = await comeBack('error=x&state=mine', await cookieAt(startUrl));
    await waiting;
    expect(shown.text).to.contain('The code [secret] is used up.');
  });

  it('lets nothing else through: other paths, methods, names, and lines that are no address', async () => {
    const { startUrl, returned } = expectBack(code);
    const { origin, port } = new URL(loopback.redirectUri);
    const headers = { cookie: await cookieAt(startUrl) };
    const back = `${loopback.redirectUri}?code=no&state=mine`;
    expect((await look(`${origin}/favicon.ico`, { headers })).status).to.equal(404);
    expect((await look(`${origin}/oauth/callbackX?code=no&state=mine`, { headers })).status).to.equal(404);
    for (const method of ['POST', 'HEAD', 'OPTIONS'])
      expect((await look(back, { method, headers })).status, method).to.equal(404);
    for (const host of [`evil.example.com:${port}`, `127.0.0.1.example.com:${port}`])
      expect((await look(back, { headers: { ...headers, host } })).status, host).to.equal(404);
    expect((await look(origin, { path: '//' })).status).to.equal(404);
    expect((await look(back.replace('code=no', 'code=yes'), { headers })).status).to.equal(200);
    expect(await returned).to.equal('yes');
  });

  it('leads one browser on, and says nothing of the sign-in before', async () => {
    const { startUrl } = expectBack(code);
    expect(startUrl.href).to.match(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\/[0-9a-f]{64}$/);
    const { status, headers } = await look(startUrl.href);
    expect([status, headers.location]).to.deep.equal([302, provider]);
    expect(headers).to.include({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(headers['set-cookie']).to.have.length(1);
    expect(headers['set-cookie']?.[0]).to.match(
      /^git-codecommit-[0-9a-f]{16}=[0-9a-f]{64}; Path=\/; Max-Age=10; HttpOnly; SameSite=Lax$/,
    );
  });

  it('takes nobody back without the cookie and the state, and waits past them', async () => {
    const { startUrl, returned } = expectBack(code);
    const cookie = await cookieAt(startUrl);
    const [name = ''] = cookie.split('=');
    for (const [query, sent] of [
      ['code=no&state=mine', undefined],
      ['code=no&state=mine', `${name}=guessed`],
      ['code=no&state=mine', `${name}=`],
      ['code=no&state=mine', cookie.slice(0, -1)],
      ['code=no&state=other', cookie],
      ['code=no&state=', cookie],
      ['error=access_denied', cookie],
      ['error=access_denied&state=mine', undefined],
    ] as const) {
      const shown = await comeBack(query, sent);
      expect(shown.status, query).to.equal(400);
      expect(shown.text).to.match(/does not belong to this sign-in|began in another browser/);
    }
    await comeBack('code=yes&state=mine', `theme=dark; ${cookie}`);
    expect(await returned).to.equal('yes');
  });

  it('leads the same browser on as often as it asks', async () => {
    const { startUrl, returned } = expectBack(code);
    const cookie = await cookieAt(startUrl);
    expect((await look(startUrl.href, { headers: { cookie } })).headers.location).to.equal(provider);
    await comeBack('code=yes&state=mine', cookie);
    expect(await returned).to.equal('yes');
  });

  it('counts nobody who looks ahead, or asks for the head alone, as a visitor', async () => {
    const { startUrl, returned } = expectBack(code);
    const ahead = {
      'sec-purpose': 'prefetch;prerender',
      purpose: 'prefetch',
      'x-purpose': 'preview',
      'x-moz': 'prefetch',
    };
    for (const [name, value] of Object.entries(ahead)) {
      const { status, headers } = await look(startUrl.href, { headers: { [name]: value } });
      expect([status, headers.location, headers['set-cookie']], name).to.deep.equal([503, undefined, undefined]);
    }
    expect((await look(startUrl.href, { method: 'HEAD' })).status).to.equal(404);
    expect((await look(startUrl.href, { headers: { host: 'evil.example.com' } })).status).to.equal(404);
    await comeBack('code=yes&state=mine', await cookieAt(startUrl));
    expect(await returned).to.equal('yes');
  });

  it('leads a browser that came by another name of this computer to the one that it comes back to', async () => {
    const { startUrl, returned } = expectBack(code);
    // An editor that works on a distant computer may lead its own port here.
    const elsewhere = await look(startUrl.href, { headers: { host: 'localhost:54321' } });
    expect([elsewhere.status, elsewhere.headers.location]).to.deep.equal([302, startUrl.href]);
    expect(elsewhere.headers['set-cookie']).to.equal(undefined);
    await comeBack('code=yes&state=mine', await cookieAt(startUrl));
    expect(await returned).to.equal('yes');
  });

  it('ends the waiting once a second browser begins, and takes neither', async () => {
    const { startUrl, returned } = expectBack(code);
    const waiting = rejection(returned);
    const cookie = await cookieAt(startUrl);
    expect((await look(startUrl.href)).status).to.equal(410);
    expect(await waiting).to.be.instanceOf(OpenedTwice);
    expect((await comeBack('code=no&state=mine', cookie)).text).to.contain('Nobody is waiting');
    expect((await look(startUrl.href, { headers: { cookie } })).status).to.equal(410);
  });

  it('sends another user of the computer away, whose visit counts for nothing', async () => {
    let stranger = true;
    const guarded = await listenOnLoopback({ path: '/oauth/callback' }, () => Promise.resolve(stranger));
    const { startUrl, returned } = guarded.expect(new URL(provider), code, patience);
    for (const address of [startUrl.href, startUrl.href, `${guarded.redirectUri}?code=no&state=mine`]) {
      const { status, headers, text } = await look(address);
      expect([status, headers.location, headers['set-cookie']]).to.deep.equal([403, undefined, undefined]);
      expect(text).to.contain('belongs to another user of this computer');
    }
    stranger = false;
    const headers = { cookie: await cookieAt(startUrl) };
    await look(`${guarded.redirectUri}?code=yes&state=mine`, { headers });
    expect(await returned).to.equal('yes');
    await guarded.close();
  });

  it('has room for our browser, however many connections another user holds open', async () => {
    let stranger = true;
    const guarded = await listenOnLoopback({ path: '/oauth/callback' }, () => Promise.resolve(stranger));
    const port = Number(new URL(guarded.redirectUri).port);
    const held: Socket[] = [];
    for (let count = 0; count < 300; count += 1) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      await new Promise((done) => socket.once('connect', done));
      held.push(socket);
    }
    stranger = false;
    const { startUrl, returned } = guarded.expect(new URL(provider), code, patience);
    const headers = { cookie: await cookieAt(startUrl) };
    await look(`${guarded.redirectUri}?code=yes&state=mine`, { headers });
    expect(await returned).to.equal('yes');
    held.forEach((socket) => socket.destroy());
    await guarded.close();
  });

  it('counts nobody who is gone before an answer', async () => {
    let whenAsked: () => void = () => undefined;
    const asked = new Promise<void>((done) => (whenAsked = done));
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((done) => (answer = done));
    const slow = await listenOnLoopback({ path: '/oauth/callback' }, async () => {
      whenAsked();
      await answered;
      return false;
    });
    const { startUrl, returned } = slow.expect(new URL(provider), code, patience);
    const socket = connect(Number(startUrl.port), '127.0.0.1');
    socket.write(`GET ${startUrl.pathname} HTTP/1.1\r\nHost: ${startUrl.host}\r\n\r\n`);
    await asked;
    socket.resetAndDestroy();
    await new Promise((done) => setTimeout(done, 50));
    answer();
    const headers = { cookie: await cookieAt(startUrl) };
    await look(`${slow.redirectUri}?code=yes&state=mine`, { headers });
    expect(await returned).to.equal('yes');
    await slow.close();
  });

  it('keeps sign-ins beside each other in one browser apart', async () => {
    const other = await listenOnLoopback({ path: '/oauth/callback' });
    const [mine, theirs] = [expectBack(code), other.expect(new URL(provider), code, patience)];
    const cookies = [await cookieAt(mine.startUrl), await cookieAt(theirs.startUrl)];
    expect(new Set(cookies.map((cookie) => cookie.split('=')[0]))).to.have.property('size', 2);
    for (const { redirectUri } of [loopback, other])
      await look(`${redirectUri}?code=yes&state=mine`, { headers: { cookie: cookies.join('; ') } });
    expect(await Promise.all([mine.returned, theirs.returned])).to.deep.equal(['yes', 'yes']);
    await other.close();
  });

  it('leaves nobody else a place to listen where localhost may lead, if that is here at all', async () => {
    const taken = createServer();
    const free = await new Promise<boolean>((resolve) => {
      taken.on('error', () => resolve(false)).listen(0, '::1', () => resolve(true));
    });
    const { port } = (free ? taken.address() : { port: 0 }) as AddressInfo;
    if (!free) {
      await (await listenOnLoopback({ path: '/', port, hostName: 'localhost' })).close();
      return;
    }
    const error = await rejection(listenOnLoopback({ path: '/', port, hostName: 'localhost' }));
    expect(error).to.be.instanceOf(Problem).and.include({ kind: 'failed' });
    expect((error as Problem).message).to.contain(`Port ${port}`);
    await new Promise((resolve) => taken.close(resolve));
    const both = await listenOnLoopback({ path: '/back', port, hostName: 'localhost' });
    const { startUrl, returned } = both.expect(new URL(provider), code, patience);
    // As a browser does to whom localhost is ::1.
    const there = { host: '::1', headers: { host: `localhost:${port}` } };
    const [given = ''] = (await look(startUrl.href, there)).headers['set-cookie'] ?? [];
    const headers = { ...there.headers, cookie: given.split(';')[0] };
    await look(`${both.redirectUri}?code=yes&state=mine`, { ...there, headers });
    expect(await returned).to.equal('yes');
    await both.close();
  });

  it('says so when nobody comes back in time', async () => {
    const error = await rejection(expectBack(code, { timeoutMs: 20 }).returned);
    expect(error).to.be.instanceOf(Problem).and.include({ kind: 'aws' });
    expect((error as Problem).message).to.contain('did not come back');
    expect((error as Problem).hint).to.contain('--no-browser');
  });

  it('stops when the person does', async () => {
    const cancel = new AbortController();
    const waiting = rejection(expectBack(code, { signal: cancel.signal }).returned);
    cancel.abort();
    expect(await waiting).to.include({ kind: 'cancelled' });
    expect(await rejection(expectBack(code, { signal: cancel.signal }).returned)).to.include({ kind: 'cancelled' });
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

  it('takes no more connections at once than any browser opens', async () => {
    const port = Number(new URL(loopback.redirectUri).port);
    let refused = 0;
    const sockets = Array.from({ length: 284 }, () =>
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
