import { createServer } from 'node:http';
import { expect } from 'chai';
import { proxyFor } from '../../../src/system/network/proxy.js';
import { isProblem } from '../../../src/core/problem.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { listen } from '../../helpers/fake-service.js';
import { needs } from '../../helpers/needs.js';
import { run } from '../../helpers/run.js';

const proxy = 'http://proxy.corp:3128';
const through = (url: string, env: Record<string, string>): string | undefined => proxyFor(new URL(url), env)?.href;

describe('the proxy of a URL', () => {
  const sts = 'https://sts.eu-west-1.amazonaws.com/';

  it('is the one for its scheme, small letters first', () => {
    expect(through(sts, { HTTPS_PROXY: proxy })).to.equal(`${proxy}/`);
    expect(through(sts, { https_proxy: proxy, HTTPS_PROXY: 'http://other:1' })).to.equal(`${proxy}/`);
    expect(through(sts, { HTTP_PROXY: proxy })).to.equal(undefined);
    expect(through('http://stand-in.corp:4566/', { HTTP_PROXY: proxy, HTTPS_PROXY: 'http://other:1' })).to.equal(
      `${proxy}/`,
    );
  });

  for (const url of ['http://localhost:4566/', 'http://127.0.0.1:4566/', 'http://[::1]:4566/'])
    it(`is none for what goes unencrypted to this computer: ${url}`, () =>
      expect(through(url, { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy })).to.equal(undefined));

  it('is ALL_PROXY where there is none for the scheme, and none where the variable is empty', () => {
    expect(through(sts, { ALL_PROXY: proxy })).to.equal(`${proxy}/`);
    expect(through(sts, { HTTPS_PROXY: '', all_proxy: proxy })).to.equal(`${proxy}/`);
    expect(through(sts, { HTTPS_PROXY: ' ' })).to.equal(undefined);
    expect(through(sts, {})).to.equal(undefined);
  });

  it('needs no scheme', () => expect(through(sts, { HTTPS_PROXY: 'proxy.corp:3128' })).to.equal(`${proxy}/`));

  for (const text of ['socks5://proxy.corp:1080', 'http://', 'http://:3128', 'ftp://x', 'http://a b']) {
    it(`cannot be ${text}`, () => {
      try {
        through(sts, { HTTPS_PROXY: text });
        expect.fail('it was taken');
      } catch (error) {
        expect(isProblem(error, 'network'), String(error)).to.equal(true);
      }
    });
  }

  for (const [noProxy, exempt] of [
    ['amazonaws.com', true],
    ['.amazonaws.com', true],
    ['*.amazonaws.com', true],
    ['AMAZONAWS.COM', true],
    ['amazonaws.com.', true],
    ['sts.eu-west-1.amazonaws.com', true],
    ['sts.eu-west-1.amazonaws.com:443', true],
    ['sts.eu-west-1.amazonaws.com:8443', false],
    ['*', true],
    ['localhost, 127.0.0.1 amazonaws.com', true],
    ['localhost,127.0.0.1', false],
    ['onaws.com', false],
    ['', false],
    [',', false],
    ['.', false],
    ['sts.eu-west-1.amazonaws.com.evil.example', false],
    ['169.254.169.254,10.0.0.0/8', false],
  ] as const) {
    it(`is ${exempt ? 'none' : 'used'} with NO_PROXY=${noProxy}`, () =>
      expect(through(sts, { HTTPS_PROXY: proxy, NO_PROXY: noProxy })).to.equal(exempt ? undefined : `${proxy}/`));
  }

  it('knows addresses, with and without port', () => {
    for (const entry of ['10.0.0.1', '10.0.0.1:4566'])
      expect(through('http://10.0.0.1:4566/', { HTTP_PROXY: proxy, NO_PROXY: entry })).to.equal(undefined);
    for (const entry of ['fd00::1', '[fd00::1]', '[fd00::1]:4566'])
      expect(through('http://[fd00::1]:4566/', { HTTP_PROXY: proxy, NO_PROXY: entry })).to.equal(undefined);
    expect(through('http://[fd00::1]:4566/', { HTTP_PROXY: proxy, NO_PROXY: '[fd00::1]:80' })).to.equal(`${proxy}/`);
  });
});

describe('Git and we', function () {
  let home: TemporaryHome;
  before(needs('git'));
  before(async () => {
    home = await temporaryHome();
  });
  after(() => home.remove());

  for (const noProxy of [
    '',
    'localhost',
    '.localhost',
    'corp.localhost',
    '.corp.localhost',
    'git.corp.localhost',
    'p.localhost',
    'other.example',
    '*',
    'a.example,corp.localhost',
    'CORP.localhost',
  ]) {
    it(`take the same way with NO_PROXY=${noProxy}`, async () => {
      let asked = 0;
      const server = createServer().on('connect', (_request, socket) => {
        asked += 1;
        socket.on('error', () => undefined).end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
      const env = { https_proxy: `http://127.0.0.1:${await listen(server)}`, no_proxy: noProxy };
      // Whether Git gets anywhere does not matter, only whether it asks the proxy for the way.
      await run('git', ['ls-remote', 'https://git.corp.localhost:9/'], { env: home.environment(env) });
      await new Promise((resolve) => server.close(resolve));
      expect(through('https://git.corp.localhost:9/', env) === undefined).to.equal(asked === 0);
    });
  }
});
