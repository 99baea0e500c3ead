import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { openGitProbe } from '../../../src/system/git/probe.js';
import { openAgents } from '../../../src/system/network/agents.js';
import { openFetch } from '../../../src/system/network/fetch.js';
import { openOpenId } from '../../../src/system/openid/index.js';
import { awsSeeing, longTermKeys, rejection } from '../../helpers/aws-client.js';
import { callerIdentity, fakeService, listen } from '../../helpers/fake-service.js';
import { undoAfter } from '../../helpers/undo.js';

/** What a server says first, and what it says again and again. */
interface Talk {
  readonly first: string;
  readonly again: Buffer;
  /** Milliseconds between; 0 for as fast as it is read. */
  readonly pauseMs: number;
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
// The pause is far below every idle time-out, as two seconds are below those of people.
const bytes: Talk = { first: head, again: Buffer.from(chunk(' ')), pauseMs: 100 };
const headerBytes: Talk = { first: 'HTTP/1.1 200 OK\r\nx: ', again: Buffer.from('x'), pauseMs: 100 };
const endless: Talk = { first: head, again: Buffer.from(chunk(' '.repeat(60_000))), pauseMs: 0 };
const endlessHeaders: Talk = { first: 'HTTP/1.1 200 OK\r\n', again: Buffer.from('x: y\r\n'.repeat(1000)), pauseMs: 0 };
const interim: Talk = { first: '', again: Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'), pauseMs: 20 };

describe('a reader of the network', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  const open = new Set<Socket>();

  const server = async (talk: Talk): Promise<number> => {
    const made: Server = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
      socket.once('data', () => {
        socket.write(talk.first);
        const more = (): void => {
          if (socket.destroyed) return;
          if (socket.write(talk.again) || talk.pauseMs > 0) setTimeout(more, talk.pauseMs);
          else socket.once('drain', more);
        };
        more();
      });
      socket.resume();
    });
    const port = await listen(made);
    undo(async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => made.close(resolve));
    });
    return port;
  };

  const allClosed = async (): Promise<void> => {
    while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  const direct: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
    'a document': (port) => openFetch(openAgents({}), {})(`http://127.0.0.1:${port}/`, { withinMs: 1_000 }),
    "the answer of CodeCommit's Git endpoint": (port) =>
      openGitProbe({}, undefined, 1_000)(`http://127.0.0.1:${port}`, 'git-upload-pack', {
        username: new Secret('AKIAIOSFODNN7EXAMPLE'),
        password: new Secret('20261123T100000Zdeadbeef'),
      }),
    "an answer of AWS's": async (port) => {
      const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: '1' };
      const aws = awsSeeing(env, '/nowhere', { timeouts: { connect: 1_000, whole: 1_000 } });
      return (await aws.sts({ region: 'eu-west-1', credentials: longTermKeys })).getCallerIdentity();
    },
    "an answer of AWS's that is JSON": async (port) => {
      const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_MAX_ATTEMPTS: '1' };
      const aws = awsSeeing(env, '/nowhere', { timeouts: { connect: 1_000, whole: 1_000 } });
      return (await aws.ssoOidc({ region: 'eu-west-1' })).registerClient({
        startUrl: 'https://corp.awsapps.com/start',
        scopes: [],
      });
    },
    'what the metadata service hands out': (port) =>
      awsSeeing({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` }).instanceCredentials(),
    'what the container hands out': (port) =>
      awsSeeing({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}` }).instanceCredentials(),
  };

  for (const [what, read] of Object.entries(direct)) {
    for (const [how, talk] of Object.entries({ bytes, headerBytes, interim })) {
      it(`gives up ${what} that comes in drops for ever (${how}), and lets go of the connection`, async () => {
        const error = (await rejection(read(await server(talk)))) as Problem;
        expect(error.kind, error.message).to.match(/^(network|aws)$/);
        await allClosed();
      });
    }

    it(`reads no more of ${what} than there can be`, async () => {
      const outcome = await read(await server(endless)).then(
        () => 'done',
        (error: unknown) => (error as Problem).kind,
      );
      // Of what Git's endpoint answers, the beginning is enough.
      expect(outcome).to.match(what.includes('Git endpoint') ? /^done$/ : /^(network|aws)$/);
      await allClosed();
      expect(((await rejection(read(await server(endlessHeaders)))) as Problem).kind).to.match(/^(network|aws)$/);
      await allClosed();
    });
  }

  it('waits for a moment only once AWS has kept it waiting to the end, and as long as before once it answers', async () => {
    let pauseMs = Infinity;
    const slow = await fakeService(async () => {
      await new Promise((resolve) => pauseMs < Infinity && setTimeout(resolve, pauseMs));
      return callerIdentity();
    });
    undo(() => slow.close());
    const env = { AWS_ENDPOINT_URL: slow.url, AWS_MAX_ATTEMPTS: '1' };
    const aws = awsSeeing(env, '/nowhere', { timeouts: { whole: 5_000, again: 300 } });
    const ask = async (): Promise<unknown> =>
      (await aws.sts({ region: 'eu-west-1', credentials: longTermKeys })).getCallerIdentity();
    expect(await rejection(ask())).to.include({ kind: 'network' });
    pauseMs = 1_500;
    expect(await rejection(ask())).to.include({ kind: 'network' });
    pauseMs = 0;
    await ask();
    pauseMs = 1_500;
    await ask();
  });

  it("says that an answer of AWS's is too long, in those words", async () => {
    const read = direct["an answer of AWS's"];
    expect(((await rejection(read?.(await server(endless)) ?? Promise.resolve())) as Error).message).to.match(
      /^The answer of 127\.0\.0\.1:\d+ is far too long to be one\.$/,
    );
  });

  for (const [how, talk] of Object.entries({ headerBytes, endlessHeaders, interim })) {
    it(`waits for no proxy that opens the way in drops, or talks for ever (${how})`, async () => {
      const env = { HTTPS_PROXY: `http://127.0.0.1:${await server(talk)}` };
      const fetched = openFetch(openAgents(env), env)('https://example.com/', { withinMs: 1_000 });
      expect(await rejection(fetched)).to.include({ kind: 'network' });
      const aws = awsSeeing(env, '/nowhere', { timeouts: { connect: 1_000, whole: 1_000 } });
      const sts = await aws.sts({ region: 'eu-west-1', credentials: longTermKeys });
      expect(await rejection(sts.getCallerIdentity())).to.include({ kind: 'network' });
      // The way to the proxy ends too, after its own time.
      await allClosed();
    });
  }

  it('is given no provider by an answer without end', async () => {
    const openId = openOpenId({ env: {}, now: () => new Date() });
    const issuer = `http://127.0.0.1:${await server(endless)}`;
    expect(await rejection(openId.discover(issuer))).to.include({ kind: 'network' });
    await allClosed();
  });
});
