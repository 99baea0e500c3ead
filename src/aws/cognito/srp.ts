import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Problem } from '../../core/problem.js';

// The 3,072-bit group. Source: RFC 5054, appendix A.
const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05',
    '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33',
    'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864',
    'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const g = 2n;
const k = hashed(bytesOf(N), bytesOf(g));

/** What the user pool asks. Source: Amazon Cognito user pools API reference, challenge `PASSWORD_VERIFIER`. */
export interface SrpQuestion {
  /** Hexadecimal. */
  readonly salt: string;
  /** Hexadecimal. */
  readonly srpB: string;
  /** base64 */
  readonly secretBlock: string;
  /** The user as the pool itself knows them, whatever they signed in with. */
  readonly userIdForSrp: string;
}

/** A proof of a password, on its way. */
export interface SrpProof {
  /** `SRP_A`, hexadecimal. */
  readonly publicValue: string;
  /**
   * `PASSWORD_CLAIM_SIGNATURE`, base64.
   * @param timestamp as `srpTimestamp` writes it
   * @throws Problem `aws` for a question that would give the password away (RFC 5054, section 2.5.4)
   */
  claim(question: SrpQuestion, userPoolId: string, password: string, timestamp: string): string;
}

/**
 * Begins to prove a password without sending it: the Secure Remote Password protocol as user pools speak it.
 * Source: RFC 2945 and RFC 5054 with SHA-256; what differs (the pool's name in the hash, the derived key) as AWS's own
 * clients have it, by which it is tested.
 * @param secret 128 random bytes unless told
 */
export function beginSrp(secret = randomBytes(128)): SrpProof {
  const a = integer(secret) % N;
  const A = power(g, a);
  return {
    publicValue: A.toString(16),
    claim({ salt, srpB, secretBlock, userIdForSrp }, userPoolId, password, timestamp) {
      const B = integer(Buffer.from(even(srpB), 'hex'));
      const u = hashed(bytesOf(A), bytesOf(B));
      if (B % N === 0n || u === 0n)
        throw new Problem('aws', 'What the user pool asked would give the password away, so it was not answered.');
      const poolName = userPoolId.replace(/^[^_]*_/, '');
      const x = hashed(
        bytesOf(integer(Buffer.from(even(salt), 'hex'))),
        createHash('sha256').update(`${poolName}${userIdForSrp}:${password}`).digest(),
      );
      const S = power(modulo(B - k * power(g, x)), a + u * x);
      const key = Buffer.from(hkdfSync('sha256', bytesOf(S), bytesOf(u), 'Caldera Derived Key', 16));
      return createHmac('sha256', key)
        .update(poolName)
        .update(userIdForSrp)
        .update(Buffer.from(secretBlock, 'base64'))
        .update(timestamp)
        .digest('base64');
    },
  };
}

/** `Tue Sep 5 01:02:03 UTC 2026`, as user pools want it. */
export function srpTimestamp(now: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = now.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/**
 * `SECRET_HASH`, for app clients that have a secret. Source: Amazon Cognito developer guide, "Computing secret hash
 * values".
 */
export function secretHash(clientSecret: string, clientId: string, username: string): string {
  return createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');
}

function hashed(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return integer(hash.digest());
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`);
}

function even(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

/** As Java's BigInteger writes itself: with a zero byte in front where the first bit would say that it is negative. */
function bytesOf(value: bigint): Buffer {
  const hex = even(value.toString(16));
  return Buffer.from(/^[89a-f]/.test(hex) ? `00${hex}` : hex, 'hex');
}

function modulo(value: bigint): bigint {
  return ((value % N) + N) % N;
}

/** Square and multiply. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, modulo(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}
