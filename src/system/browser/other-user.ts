import { readFile } from 'node:fs/promises';

/** Both ends of a connection, as the one that listens sees them. */
export interface Ends {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
}

/** The user ids that count everywhere on the computer. Source: user_namespaces(7), `uid_map`. */
const everybody = '0 0 4294967295';

/**
 * Whether another user of this computer, or nobody any more, holds the other end of a connection on loopback, root
 * aside, as far as the kernel says so: Linux does, outside of user namespaces. As root we cannot know whose browser is ours.
 * @param own who we are
 */
export async function isOtherUser(ends: Ends, own = process.geteuid?.() ?? 0): Promise<boolean> {
  if (process.platform !== 'linux' || own === 0) return false;
  try {
    const map = await readFile('/proc/self/uid_map', 'utf8');
    if (map.trim().replace(/\s+/g, ' ') !== everybody) return false;
    const tables = await Promise.all(
      ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
    );
    return tables.flatMap((table) => ownersOf(table, ends)).some((owner) => owner !== own && owner !== 0);
  } catch {
    return false;
  }
}

/** Who holds an end that its program has closed: the kernel says neither whose it was, nor that it was anybody's. */
export const nobody = -1;

/**
 * The users who hold the other end of a connection, or `nobody`, by a table of all connections. Source: proc_pid_net(5),
 * `/proc/net/tcp`: addresses are words of 32 bits as the processor has them, ports are numbers, all in hexadecimal.
 */
export function ownersOf(
  table: string,
  { remoteAddress = '', remotePort = 0, localPort = 0 }: Ends,
): readonly number[] {
  const addresses = tableAddresses(remoteAddress);
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', remote = '']) => {
      const [address = '', port = ''] = local.split(':');
      const [, to = ''] = remote.split(':');
      return addresses.includes(address) && parseInt(port, 16) === remotePort && parseInt(to, 16) === localPort;
    })
    .map((fields) => (fields[9] === '0' ? nobody : Number(fields[7])));
}

/** An address as the tables have it on a processor that puts the last byte first; elsewhere nobody is found by it. */
function tableAddresses(address: string): readonly string[] {
  if (address === '::1') return ['00000000000000000000000001000000'];
  const bytes = address
    .replace(/^::ffff:/, '')
    .split('.')
    .map(Number);
  const word = bytes
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
  // The program at the other end may have taken a socket of IPv6 for it.
  return [word, `0000000000000000FFFF0000${word}`];
}
