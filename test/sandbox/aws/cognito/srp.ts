import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

// The group of RFC 5054, appendix A (3,072 bits): the one prime of that form, so that it need not be written out.
// Source: RFC 3526, section 4: 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314).
const prime = 2n ** 3072n - 2n ** 3008n - 1n + 2n ** 64n * (piTimesPowerOfTwo(2942) + 1690314n);

/** The server's side of a proof of a password, as user pools speak it. */
export interface SrpServer {
  readonly salt: string;
  readonly srpB: string;
  readonly secretBlock: string;
  /** The signature that somebody who knows the password gives. */
  expected(timestamp: string): string;
}

/** @param publicA what the client sent as `SRP_A` */
export function srpServer({
  poolName,
  userId,
  password,
  publicA,
}: {
  readonly poolName: string;
  readonly userId: string;
  readonly password: string;
  readonly publicA: string;
}): SrpServer {
  const [salt, secretBlock, b, A] = [
    number(randomBytes(16)),
    randomBytes(600).toString('base64'),
    number(randomBytes(128)),
    BigInt(`0x${publicA}`),
  ];
  const x = sha256(written(salt), createHash('sha256').update(`${poolName}${userId}:${password}`).digest());
  const verifier = power(2n, x);
  const B = (sha256(written(prime), written(2n)) * verifier + power(2n, b)) % prime;
  return {
    salt: salt.toString(16),
    srpB: B.toString(16),
    secretBlock,
    expected(timestamp) {
      const u = sha256(written(A), written(B));
      const shared = power(A * power(verifier, u), b);
      const key = Buffer.from(hkdfSync('sha256', written(shared), written(u), 'Caldera Derived Key', 16));
      return createHmac('sha256', key)
        .update(poolName + userId)
        .update(Buffer.from(secretBlock, 'base64'))
        .update(timestamp)
        .digest('base64');
    },
  };
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** Two's complement, as short as it can be. */
function written(value: bigint): Buffer {
  const bytes = Math.floor(value.toString(2).length / 8) + 1;
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');
}

function sha256(...parts: readonly Buffer[]): bigint {
  return number(createHash('sha256').update(Buffer.concat(parts)).digest());
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? base % prime : 1n)) % prime;
  return result;
}

/** Machin's formula in integers, with room for what is cut off. */
function piTimesPowerOfTwo(bits: number): bigint {
  const one = 1n << BigInt(bits + 64);
  const arctangent = (inverse: bigint): bigint => {
    let [sum, term, sign] = [0n, one / inverse, 1n];
    for (let n = 1n; term !== 0n; n += 2n, term /= inverse * inverse, sign = -sign) sum += sign * (term / n);
    return sum;
  };
  return (4n * (4n * arctangent(5n) - arctangent(239n))) >> 64n;
}
