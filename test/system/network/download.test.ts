import { expect } from 'chai';

import type { Problem } from '../../../src/core/problem.js';
import { openAgents } from '../../../src/system/network/agents.js';
import { trustedContext } from '../../../src/system/network/certificates.js';
import { download } from '../../../src/system/network/download.js';
import { openFetch } from '../../../src/system/network/fetch.js';
import { rejection } from '../../helpers/aws-client.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Answer } from '../../sandbox/wire/exchange.js';

describe('a document from an https address', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  const pages = new Map<string, Answer>();
  let headers: readonly string[] = [];

  before(async () => {
    sandbox = await startSandbox();
    sandbox.serve({
      name: 'wiki',
      serves: (host) => host.endsWith('wiki.example.com'),
      answer: ({ request }) => {
        headers = Object.keys(request.headers);
        return pages.get(request.host + request.path) ?? { status: 404 };
      },
    });
    pages.set('wiki.example.com/team.ini', { status: 200, body: 'grüß\n' });
    const redirects: readonly (readonly [string, string])[] = [
      ['/moved', '/team.ini'],
      ['/elsewhere', 'https://new.wiki.example.com/team.ini'],
      ['/plain', 'http://wiki.example.com/team.ini'],
      ['/file', 'file:///etc/passwd'],
      ['/loop', '/loop'],
      ['/named', 'https://ana:secret@wiki.example.com/team.ini'],
    ];
    for (const [path, location] of redirects)
      pages.set(`wiki.example.com${path}`, { status: 302, headers: { location } });
    pages.set('new.wiki.example.com/team.ini', { status: 200, body: 'new\n' });
    pages.set('wiki.example.com/large', { status: 200, body: 'x'.repeat(65_537) });
    pages.set('wiki.example.com/exact', { status: 200, body: 'x'.repeat(65_536) });
  });
  after(() => sandbox.stop());
  afterEach(() => sandbox.faults.clear());

  const get = (address: string, withinMs?: number): Promise<string> => {
    const env = sandbox.environment();
    return download(address, { mostBytes: 65_536, withinMs }, openFetch(openAgents(env, trustedContext(env)), env));
  };
  const refusal = async (address: string): Promise<string> => {
    const { kind, message } = (await rejection(get(address))) as Problem;
    return `${kind}: ${message}`;
  };

  it("comes through the proxy, trusting the user's certificates, with nothing said about the user", async () => {
    expect(await get('https://wiki.example.com/team.ini')).to.equal('grüß\n');
    expect(headers).to.have.members(['accept', 'host', 'connection']);
  });

  it('may have moved, to another https address too', async () => {
    expect(await get('https://wiki.example.com/moved')).to.equal('grüß\n');
    expect(await get('https://wiki.example.com/elsewhere')).to.equal('new\n');
  });

  it('is followed to no address that is not https, nowhere, and not in circles', async () => {
    expect(await refusal('https://wiki.example.com/plain')).to.match(/^network: .*not https/);
    expect(await refusal('https://wiki.example.com/file')).to.match(/^network: .*not https/);
    expect(await refusal('https://wiki.example.com/loop')).to.match(/^network: .*again and again/);
    expect(await refusal('https://wiki.example.com/named')).to.match(/password/);
  });

  for (const address of [
    'http://wiki.example.com/team.ini',
    'http://127.0.0.1/team.ini',
    'file:///etc/passwd',
    'ftp://wiki.example.com/x',
    'data://x',
    'https://ana:secret@wiki.example.com/team.ini',
  ]) {
    it(`is not asked for at ${address}`, async () => {
      sandbox.log.clear();
      expect(await refusal(address)).to.match(/^usage: /);
      expect(sandbox.log.entries).to.deep.equal([]);
    });
  }

  it('has at most as many bytes as were allowed', async () => {
    expect(await get('https://wiki.example.com/exact')).to.have.length(65_536);
    expect(await refusal('https://wiki.example.com/large')).to.match(/^network: .*too long/);
  });

  it('says what answered instead', async () =>
    expect(await refusal('https://wiki.example.com/gone')).to.match(/^network: wiki\.example\.com answers 404/));

  it('is given up after its time, redirects included', async () => {
    sandbox.faults.add({ kind: 'slow', milliseconds: 900 }, { on: 'wiki.example.com', times: 5 });
    expect(((await rejection(get('https://wiki.example.com/loop', 1200))) as Problem).message).to.match(
      /no answer in time/,
    );
    expect(sandbox.log.entries.filter(({ host }) => host === 'wiki.example.com').length).to.be.lessThan(9);
  });
});
