import { SignJWT, exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { SandboxClock } from '../clock.js';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** Signs tokens with a key of its own, made when it is first needed, and publishes the public half. */
export class TokenSigner {
  #keys: Promise<Keys> | undefined;

  constructor(
    private readonly clock: SandboxClock,
    private readonly keyId: string,
  ) {}

  /** A token with these claims, issued now. */
  async sign(claims: JWTPayload, lifetimeSeconds: number): Promise<string> {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const { privateKey } = await this.#pair();
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: this.keyId, typ: 'JWT' })
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(privateKey);
  }

  /** The public keys, as a provider publishes them. */
  async published(): Promise<JSONWebKeySet> {
    const { publicKey } = await this.#pair();
    return { keys: [{ ...(await exportJWK(publicKey)), kid: this.keyId, alg: 'RS256', use: 'sig' }] };
  }

  #pair(): Promise<Keys> {
    return (this.#keys ??= generateKeyPair('RS256', { extractable: true }));
  }
}
