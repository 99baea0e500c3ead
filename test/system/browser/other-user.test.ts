import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { isOtherUser, nobody, ownersOf } from '../../../src/system/browser/other-user.js';

const [me, other] = [12_345, 12_346];

describe('who is at the other end of a connection on this computer', () => {
  // As Linux has it: the listener, the browser's end, our own end of the same, and another user's connection.
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21001 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 21002 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 21003 1 0 20 4 30 10 -1
   3: 0200007F:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 21004 1 0 20 4 30 10 -1
`;
  const table6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 00000000000000000000000001000000:C352 00000000000000000000000001000000:1F90 01 0:0 0:0 0  1003        0 21005
   1: 0000000000000000FFFF00000100007F:C353 0000000000000000FFFF00000100007F:1F90 01 0:0 0:0 0  1004        0 21006
`;
  const at = (remoteAddress: string, remotePort: number) => ({ remoteAddress, remotePort, localPort: 8080 });

  it('is read from the table of connections, by both ports and the address', () => {
    expect(ownersOf(table, at('127.0.0.1', 50_000))).to.deep.equal([1001]);
    expect(ownersOf(table, at('127.0.0.2', 50_001))).to.deep.equal([1002]);
    expect(ownersOf(table, at('127.0.0.1', 50_001))).to.deep.equal([]);
    expect(ownersOf(table, { ...at('127.0.0.1', 50_000), localPort: 8081 })).to.deep.equal([]);
    expect(ownersOf(table6, at('::1', 50_002))).to.deep.equal([1003]);
    expect(ownersOf(table6, at('127.0.0.1', 50_003))).to.deep.equal([1004]);
    // Closed by its program, though bytes may be on the way: neither user nor inode.
    expect(ownersOf(table.replace('1001        0 21002', '   0        0 0'), at('127.0.0.1', 50_000))).to.deep.equal([
      nobody,
    ]);
    expect(ownersOf('', at('127.0.0.1', 50_000))).to.deep.equal([]);
  });

  it('is nobody else where it is ourselves, or where nothing is known', async () => {
    const { connection, end } = await connectedBy();
    expect(await isOtherUser(connection)).to.equal(false);
    expect(await isOtherUser({})).to.equal(false);
    await end();
  });

  it('is told by Linux', async function () {
    // Only root can be somebody else.
    if (process.platform !== 'linux' || process.geteuid?.() !== 0) this.skip();
    for (const [uid, expected] of [
      [other, true],
      [me, false],
      [0, false],
    ] as const) {
      const { connection, end } = await connectedBy(uid);
      expect(await isOtherUser(connection, me), String(uid)).to.equal(expected);
      expect(await isOtherUser(connection, 0), 'root cannot know').to.equal(false);
      await end();
    }
  });

  it('is nobody of ours once the program there has closed its end, whose it may have been', async function () {
    if (process.platform !== 'linux') this.skip();
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [connection] = (await once(server, 'connection')) as [Socket];
    const user = process.geteuid?.() ?? 0;
    const own = user === 0 ? me : user;
    expect(await isOtherUser(connection, own)).to.equal(false);
    client.destroy();
    await once(connection.resume(), 'end');
    expect(await isOtherUser(connection, own)).to.equal(true);
    connection.destroy();
    server.close();
  });

  /** A connection that a program of a user has opened to us. */
  async function connectedBy(
    uid?: number,
  ): Promise<{ readonly connection: Socket; readonly end: () => Promise<void> }> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, ['-e', `require('net').connect(${port}, '127.0.0.1')`], {
      stdio: 'ignore',
      cwd: '/',
      env: {},
      ...(uid !== undefined && { uid }),
    });
    const [connection] = (await once(server, 'connection')) as [Socket];
    connection.on('error', () => undefined);
    return {
      connection,
      end: async () => {
        const ended = once(child, 'exit');
        connection.destroy();
        child.kill();
        await ended;
        server.close();
      },
    };
  }
});
