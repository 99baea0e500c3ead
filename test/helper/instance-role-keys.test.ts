import { createServer } from 'node:net';
import { expect } from 'chai';
import type { Credentials } from '../../src/core/credentials.js';
import { roleKeys } from '../../src/helper/instance-role-keys.js';
import { rejection } from '../helpers/aws-client.js';
import { listen } from '../helpers/fake-service.js';
import { undoAfter } from '../helpers/undo.js';
import { startMetadata, type Metadata } from '../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Role } from '../sandbox/world/role.js';

describe("the keys of the machine's own role", function () {
  this.timeout(30_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let role: Role;
  let metadata: Metadata;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    role = sandbox.world.account('111122223333').role('Builder');
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
    expect(keys?.accessKeyId).to.equal(sandbox.world.lastSession.accessKeyId);
    expect(keys?.sessionToken?.reveal()).to.equal(sandbox.world.lastSession.sessionToken);
    expect(keys?.expiration).to.deep.equal(sandbox.world.lastSession.expiration);
    expect(metadata.seen).to.deep.equal([
      'PUT /latest/api/token',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/Builder',
    ]);
  });

  it('come without a token where the instance knows none, unless that is forbidden', async () => {
    Object.assign(metadata, { versionOne: true, versionTwo: false });
    expect((await ask(metadata.instance))?.accessKeyId).to.equal(sandbox.world.lastSession.accessKeyId);
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
      sandbox.world.lastSession.accessKeyId,
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
    expect((await ask(env, { '/token': `${token}\n` }))?.accessKeyId).to.equal(sandbox.world.lastSession.accessKeyId);
    expect(await rejection(ask(env, { '/token': 'a\nb' }))).to.include({ kind: 'aws' });
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
