import { once } from 'node:events';
import { connect } from 'node:net';
import { get } from 'node:http';
import { expect } from 'chai';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Clients } from './clients.js';
import { httpGet } from './http-get.js';
import { startSandbox, type Sandbox } from './sandbox.js';

/** The first line that the proxy answers to a CONNECT. */
async function connectLine(sandbox: Sandbox, target: string): Promise<string> {
  const socket = connect(Number(new URL(sandbox.proxyUrl).port), '127.0.0.1');
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return chunk.toString().split('\r\n')[0] ?? '';
}

describe("the sandbox's proxy", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.stop());

  for (const target of [
    'github.com:443',
    'sts.eu-west-9.amazonaws.com:443',
    'sts.eu-west-1.amazonaws.com:80',
    's3.amazonaws.com:443',
    'sts.amazonaws.com.evil.example:443',
    '127.0.0.1:443',
    '169.254.169.254:80',
  ]) {
    it(`does not connect to ${target}`, async () => {
      expect(await connectLine(sandbox, target)).to.equal('HTTP/1.1 403 Forbidden');
      expect(sandbox.log.of('proxy').at(-1)).to.include({ host: target, operation: 'CONNECT', status: 403 });
    });
  }

  for (const host of [
    'sts.amazonaws.com',
    'sts.eu-west-1.amazonaws.com',
    'sts-fips.us-east-1.amazonaws.com',
    'sts.us-gov-west-1.amazonaws.com',
    'sts.cn-north-1.amazonaws.com.cn',
    'sts.eusc-de-east-1.amazonaws.eu',
    'sts.eu-west-1.api.aws',
    'iam.amazonaws.com',
    'iam.us-gov.amazonaws.com',
    'iam.cn-north-1.amazonaws.com.cn',
    'codecommit.sa-east-1.amazonaws.com',
    'git-codecommit-fips.ca-central-1.amazonaws.com',
  ]) {
    it(`connects to ${host}, whose certificate is good`, async () => {
      expect((await httpGet(sandbox, `https://${host}/`)).status).to.be.oneOf([400, 401]);
    });
  }

  it('does not forward plain HTTP', async () => {
    const status = await new Promise((resolve, reject) => {
      get(sandbox.proxyUrl, { path: 'http://169.254.169.254/latest/meta-data/' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status).to.equal(403);
  });

  it('holds a request to the host that its TLS connection was made for', async () => {
    expect(
      (await httpGet(sandbox, 'https://sts.eu-west-1.amazonaws.com/', { host: 'iam.amazonaws.com' })).status,
    ).to.equal(421);
  });

  it("shows the sandbox's clock, moved or not", async () => {
    sandbox.clock.setOffset(3_600_000);
    const { headers } = await httpGet(sandbox, 'https://sts.eu-west-1.amazonaws.com/');
    sandbox.clock.setOffset(0);
    expect(Date.parse(headers.date ?? '') - Date.now()).to.be.within(3_590_000, 3_601_000);
  });

  it('breaks, delays or loses connections when told to, and recovers', async () => {
    const sts = new Clients(sandbox).sts(sandbox.aws.account('111122223333').user('ana').key);
    const ask = (): Promise<unknown> =>
      sts.send(new GetCallerIdentityCommand({})).then(
        () => 'answered',
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      );
    sandbox.faults.add({ kind: 'reset' }, { on: 'sts', times: 1 });
    expect(await ask()).to.equal('ECONNRESET');
    sandbox.faults.add({ kind: 'slow', milliseconds: 300 }, { on: 'sts.eu-west-1.amazonaws.com', times: 1 });
    const begun = Date.now();
    expect(await ask()).to.equal('answered');
    expect(Date.now() - begun).to.be.at.least(290);
    const handleRefusal = sandbox.faults.add({ kind: 'unreachable' });
    expect(await connectLine(sandbox, 'sts.eu-west-1.amazonaws.com:443')).to.equal('HTTP/1.1 502 Bad Gateway');
    handleRefusal();
    expect(await ask()).to.equal('answered');
  });

  it('stops while somebody still waits for an answer', async () => {
    const other = await startSandbox();
    other.faults.add({ kind: 'hang' });
    const waiting = httpGet(other, 'https://sts.eu-west-1.amazonaws.com/').then(
      () => 'answered',
      () => 'broken off',
    );
    while (other.log.entries.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await other.stop();
    expect(await waiting).to.equal('broken off');
  });
});
