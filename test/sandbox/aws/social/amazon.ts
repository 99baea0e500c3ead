import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../../clock.js';

export interface AmazonUser {
  /** `amzn1.account.…` */
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** A program as Login with Amazon's console registers it. */
export interface AmazonClient {
  /** `amzn1.application-oa2-client.…` */
  readonly id: string;
  /** What trust policies name: `amzn1.application.…`. */
  readonly appId: string;
}

/** A code that waits to be entered at amazon.com/code. */
export interface CodePair {
  readonly client: AmazonClient;
  readonly userCode: string;
  readonly deviceCode: string;
  readonly scope: string;
  readonly expiresAt: Date;
  decision: 'pending' | 'denied' | AmazonUser;
  lastAsked: Date | undefined;
}

interface Granted {
  readonly client: AmazonClient;
  readonly user: AmazonUser;
}

/** Seconds. */
export const accessTokenSeconds = 3600;

/** Amazon's customers, and what Login with Amazon knows of programs. */
export class Amazon {
  readonly clients: AmazonClient[] = [];
  readonly users: AmazonUser[] = [];
  readonly pairs: CodePair[] = [];
  readonly refreshTokens = new Map<string, Granted>();
  readonly accessTokens = new Map<string, Granted & { readonly expiresAt: Date }>();
  /** How often a program may ask, in seconds, and how long a code lives. */
  interval = 1;
  codeSeconds = 600;

  constructor(private readonly clock: SandboxClock) {}

  client(): AmazonClient {
    const client = {
      id: `amzn1.application-oa2-client.${randomBytes(16).toString('hex')}`,
      appId: `amzn1.application.${randomBytes(16).toString('hex')}`,
    };
    this.clients.push(client);
    return client;
  }

  user(email: string, password = 'correct horse'): AmazonUser {
    const user = { id: `amzn1.account.${randomBytes(14).toString('hex').toUpperCase()}`, email, password };
    this.users.push(user);
    return user;
  }

  pair(client: AmazonClient, scope: string): CodePair {
    const userCode = randomBytes(4).toString('hex').toUpperCase().slice(0, 6);
    const pair: CodePair = {
      client,
      userCode,
      deviceCode: randomBytes(24).toString('hex'),
      scope,
      expiresAt: new Date(this.clock.now().getTime() + this.codeSeconds * 1000),
      decision: 'pending',
      lastAsked: undefined,
    };
    this.pairs.push(pair);
    return pair;
  }

  /** Source: Login with Amazon, "Access tokens": 350 characters or more. */
  newAccessToken(granted: Granted): string {
    const token = `Atza|IwEBI${randomBytes(300).toString('base64url')}`;
    this.accessTokens.set(token, {
      ...granted,
      expiresAt: new Date(this.clock.now().getTime() + accessTokenSeconds * 1000),
    });
    return token;
  }

  newRefreshToken(granted: Granted): string {
    const token = `Atzr|IwEBI${randomBytes(300).toString('base64url')}`;
    this.refreshTokens.set(token, granted);
    return token;
  }
}
