import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Announce } from '../../../src/system/process/announce.js';
import { openAws } from '../../../src/system/aws/index.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { loadFetch } from '../../../src/system/network/load-fetch.js';
import { cleanEnvironment } from '../../helpers/environment.js';

describe('what may take long is announced', function () {
  this.timeout(60_000);
  const said: string[] = [];
  const announce: Announce = (title, work) => {
    said.push(title);
    return work();
  };
  let folder = '';
  let server: http.Server;
  let url = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-announce-'));
    server = http.createServer((_request, response) => response.writeHead(400).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => void said.splice(0));
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const openClients = (env: Readonly<Record<string, string>>): ReturnType<typeof openAws> =>
    openAws({
      env,
      files: { credentials: join(folder, 'credentials'), config: join(folder, 'config'), home: folder },
      disk: createFiles(),
      version: '1.2.3',
      now: () => new Date(),
      announce,
    });

  it('calls to AWS, by their operation', async () => {
    const aws = openClients({ AWS_ENDPOINT_URL: url, AWS_MAX_ATTEMPTS: '1' });
    const oidc = await aws.ssoOidc({ region: 'eu-west-1' });
    await oidc.registerClient({ startUrl: 'https://acme.awsapps.com/start', scopes: [] }).catch(() => undefined);
    expect(said).to.deep.equal(['Waiting for AWS (RegisterClient)']);
  });

  it('other requests, by their host', async () => {
    const fetch = await loadFetch({}, undefined, announce);
    expect((await fetch(`${url}/page`)).status).to.equal(400);
    expect(said).to.deep.equal([`Waiting for ${new URL(url).host}`]);
  });

  it('Git, by its word', async () => {
    await systemGit(cleanEnvironment({ HOME: folder }), undefined, { announce }).run(['config', '--list'], {
      cwd: folder,
    });
    expect(said).to.deep.equal(['Waiting for Git (git config)']);
  });

  it('what another process holds, by its path', async () => {
    const files = createFiles(undefined, { announce });
    const path = join(folder, 'held');
    let done: Promise<string> | undefined;
    await files.withLock(path, () => {
      said.splice(0);
      done = files.withLock(path, () => Promise.resolve('later'));
      return Promise.resolve();
    });
    expect(await done).to.equal('later');
    expect(said).to.deep.equal([`Waiting for another process that holds ${path}.lock`]);
  });
});
