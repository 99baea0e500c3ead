import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../../clock.js';

/** A user access token of an app. */
export interface FacebookGrant {
  readonly appId: string;
  readonly userId: string;
  readonly expiresAt: Date;
}

/** What Facebook knows of its apps' users. Their tokens come from the app, by whatever way it signs people in. */
export class Facebook {
  readonly tokens = new Map<string, FacebookGrant>();

  constructor(private readonly clock: SandboxClock) {}

  /** A token as an app would get it for somebody; two hours unless told. */
  userToken(appId = '1234567890123456', { userId = '10223344556677889', seconds = 7200 } = {}): string {
    const token = `EAA${randomBytes(120)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, 'Z')}`;
    this.tokens.set(token, { appId, userId, expiresAt: new Date(this.clock.now().getTime() + seconds * 1000) });
    return token;
  }
}
