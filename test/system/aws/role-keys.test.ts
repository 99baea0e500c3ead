import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { expect } from 'chai';
import type { Credentials } from '../../../src/core/credentials.js';
import { roleKeys } from '../../../src/system/aws/role-keys.js';
import { rejection } from '../../helpers/aws-client.js';
import { listen } from '../../helpers/fake-service.js';
import { temporaryHome } from '../../helpers/environment.js';
import { needs } from '../../helpers/needs.js';
import { run } from '../../helpers/run.js';
import { undoAfter } from '../../helpers/undo.js';
import { startMetadata, type Metadata } from '../../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import type { Role } from '../../sandbox/aws/role.js';

describe("the keys of the machine's own role", function () {
  this.timeout(30_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let role: Role;
  let metadata: Metadata;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    role = sandbox.aws.account('111122223333').role('Builder');
  });
  beforeEach(async () => {
    metadata = await startMetadata(role);
  });
  afterEach(() => metadata.close());

  const ask = (
    env: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>> = {},
  ): Promise<Credentials | undefined> => roleKeys({ env, readText: (path) => files[path] });

  it('come from an EC2 instance, with a token first', async () => {
    const keys = await ask(metadata.instance);
    expect(keys?.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(keys?.sessionToken?.reveal()).to.equal(sandbox.aws.lastSession.sessionToken);
    expect(keys?.expiration).to.deep.equal(sandbox.aws.lastSession.expiration);
    expect(metadata.seen).to.deep.equal([
      'PUT /latest/api/token',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/Builder',
    ]);
  });

  it('come without a token where the instance knows none, unless that is forbidden', async () => {
    Object.assign(metadata, { versionOne: true, versionTwo: false });
    expect((await ask(metadata.instance))?.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(await ask({ ...metadata.instance, AWS_EC2_METADATA_V1_DISABLED: 'true' })).to.equal(undefined);
  });

  it('are none where the instance has no role, and where it is turned off', async () => {
    metadata.role = undefined;
    expect(await ask(metadata.instance)).to.equal(undefined);
    metadata.seen.length = 0;
    expect(await ask({ ...metadata.instance, AWS_EC2_METADATA_DISABLED: 'TRUE' })).to.equal(undefined);
    expect(metadata.seen).to.deep.equal([]);
  });

  it('are none, soon, where nothing answers', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    const port = await listen(silent);
    const started = Date.now();
    expect(await ask({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` })).to.equal(undefined);
    expect(Date.now() - started).to.be.within(900, 10_000);
    await new Promise((resolve) => silent.close(resolve));
    expect(await ask({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` })).to.equal(undefined);
  });

  it('come from a container, which goes before the instance', async () => {
    expect((await ask({ ...metadata.instance, ...metadata.container }))?.accessKeyId).to.equal(
      sandbox.aws.lastSession.accessKeyId,
    );
    expect(metadata.seen).to.deep.equal(['GET /credentials']);
  });

  it('come from a container whose token lies in a file', async () => {
    const { AWS_CONTAINER_AUTHORIZATION_TOKEN: token = '', ...rest } = metadata.container;
    const env = {
      ...rest,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/token',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'not this',
    };
    expect((await ask(env, { '/token': `${token}\n` }))?.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(await rejection(ask(env, { '/token': 'a\nb' }))).to.include({ kind: 'aws' });
  });

  it('come by version 1 where the answer for a token does not get through, as from within a container', async () => {
    const { keys, seen, close } = await serviceWithout((request) => request.method === 'PUT');
    expect((await ask(keys))?.accessKeyId).to.equal('ASIAVERSIONONE');
    expect(seen).to.deep.equal(['PUT /latest/api/token', `GET ${folder}`, `GET ${folder}Builder`]);
    expect(await ask({ ...keys, AWS_EC2_METADATA_V1_DISABLED: 'true' })).to.equal(undefined);
    await close();
  });

  it('come by version 1 where what is answered for a token can be none', async () => {
    const service = createHttpServer(({ method, url, headers }, answer) => {
      if (method === 'PUT') return void answer.end('a\nb');
      if (headers['x-aws-ec2-metadata-token'] !== undefined) return void answer.writeHead(401).end();
      answer.end(url === folder ? 'Builder' : JSON.stringify({ AccessKeyId: 'A', SecretAccessKey: 's', Token: 't' }));
    });
    const keys = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${await listen(service)}` };
    expect((await ask(keys))?.accessKeyId).to.equal('A');
    expect(await ask({ ...keys, AWS_EC2_METADATA_V1_DISABLED: 'true' })).to.equal(undefined);
    await new Promise((resolve) => service.close(resolve));
  });

  it('are found below a path, where a profile says so, and not by way of a redirect', async () => {
    const { keys, close } = await serviceWithout(() => false);
    const settings = { ec2_metadata_service_endpoint: `${keys['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? ''}/below/` };
    const found = await roleKeys({ env: {}, readText: () => undefined, settings });
    expect(found?.accessKeyId).to.equal('ASIAVERSIONONE');
    expect(
      await ask({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${settings.ec2_metadata_service_endpoint}moved` }).catch(String),
    )
      .to.be.a('string')
      .that.includes('answered 302');
    await close();
  });

  it('are waited for as long, and asked for as often, as the settings say', async () => {
    const { keys, seen, close } = await serviceWithout(() => true);
    const env = { ...keys, AWS_METADATA_SERVICE_NUM_ATTEMPTS: '2', AWS_EC2_METADATA_V1_DISABLED: 'true' };
    expect(await ask(env)).to.equal(undefined);
    expect(seen).to.deep.equal(['PUT /latest/api/token', 'PUT /latest/api/token']);
    await close();
  });

  it('are none once nobody waits for them any more', async () => {
    const { keys, close } = await serviceWithout(() => true);
    const stop = new AbortController();
    const asked = roleKeys({
      env: { ...keys, AWS_METADATA_SERVICE_TIMEOUT: '99' },
      readText: () => undefined,
      signal: stop.signal,
    });
    stop.abort();
    expect(await asked).to.equal(undefined);
    await close();
  });

  it('are refused where a variable cannot be used, instead of asking somewhere else', async () => {
    for (const env of [
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'nothing' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'file:///etc' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://example.com' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://10.0.0.1' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://169.254.170.2' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://169.254.169.254.example.com' },
      { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv5' },
      { ...metadata.instance, AWS_METADATA_SERVICE_TIMEOUT: '-1' },
    ])
      expect(await rejection(ask(env)), JSON.stringify(env)).to.include({ kind: 'usage' });
    expect(metadata.seen).to.deep.equal([]);
  });

  it('never go by way of another host, whatever the path of a container is', async () => {
    for (const path of ['@example.com/', '.example.com/', ':80@example.com'])
      expect(
        ((await rejection(ask({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: path }))) as Error).message,
        path,
      ).to.contain('names no address');
  });

  it("are refused with the reason where a container's variables lead nowhere", async () => {
    expect(
      ((await rejection(ask({ ...metadata.container, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'wrong' }))) as Error).message,
    ).to.contain('answered 403');
    expect(
      ((await rejection(ask({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/' }))) as Error).message,
    ).to.contain('does not answer');
    for (const address of [
      'http://example.com/',
      'http://127.0.0.1.example.com/',
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'nothing',
    ]) {
      expect(
        ((await rejection(ask({ AWS_CONTAINER_CREDENTIALS_FULL_URI: address }))) as Error).message,
        address,
      ).to.contain('names no address');
    }
  });
});

describe("botocore, asked for the keys of the machine's own role", function () {
  this.timeout(60_000);
  before(needs('botocore'));

  const program =
    'import botocore.session as b\ntry: c = b.Session().get_credentials(); print(c.access_key if c else "none")\n' +
    'except Exception: print("none")';
  const theirs = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const home = await temporaryHome();
    const off = { AWS_EC2_METADATA_DISABLED: 'false' };
    const { stdout } = await run('python3', ['-c', program], { env: home.environment({ ...off, ...env }) });
    await home.remove();
    return stdout.trim();
  };
  const ours = async (env: Readonly<Record<string, string>>): Promise<string> =>
    (await roleKeys({ env, readText: () => undefined }).catch(() => undefined))?.accessKeyId ?? 'none';

  it('gives the same, or none either', async () => {
    const [open, deaf] = [
      await serviceWithout(() => false),
      await serviceWithout((request) => request.method === 'PUT'),
    ];
    const at = (service: typeof open): string => service.keys['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? '';
    for (const [env, wanted] of [
      [open.keys, 'ASIAVERSIONONE'],
      [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: `${at(open)}/below/` }, 'ASIAVERSIONONE'],
      [{ ...open.keys, AWS_EC2_METADATA_V1_DISABLED: 'true' }, 'none'],
      [{ ...open.keys, AWS_EC2_METADATA_DISABLED: 'true' }, 'none'],
      [deaf.keys, 'ASIAVERSIONONE'],
      [{ ...open.keys, AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv5' }, 'none'],
      [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'nothing at all' }, 'none'],
      [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${at(open)}${folder}Builder` }, 'ASIAVERSIONONE'],
      [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${at(open)}/moved` }, 'none'],
      [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/' }, 'none'],
      [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '@example.com/' }, 'none'],
    ] as const) {
      expect(await theirs(env), `botocore: ${JSON.stringify(env)}`).to.equal(wanted);
      expect(await ours(env), `ours: ${JSON.stringify(env)}`).to.equal(wanted);
    }
    await Promise.all([open.close(), deaf.close()]);
  });
});

const folder = '/latest/meta-data/iam/security-credentials/';

/** A service of version 1 that leaves some requests without an answer. */
async function serviceWithout(isSilent: (request: IncomingMessage) => boolean) {
  const seen: string[] = [];
  const server = createHttpServer((request, response) => {
    const url = (request.url ?? '').replace('/below', '');
    seen.push(`${request.method ?? ''} ${url}`);
    if (isSilent(request)) return;
    if (url === '/moved') response.writeHead(302, { location: '/below/' }).end();
    else if (url === folder) response.end('Builder');
    else if (url === `${folder}Builder`)
      response.end(
        JSON.stringify({
          AccessKeyId: 'ASIAVERSIONONE',
          SecretAccessKey: 'one',
          Token: 'token',
          Expiration: '2099-01-01T00:00:00Z',
        }),
      );
    else response.writeHead(404).end();
  });
  const port = await listen(server);
  const keys: Readonly<Record<string, string>> = { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { keys, seen, close };
}
