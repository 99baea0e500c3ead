import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const clients = resolve(import.meta.dirname, '..', '..', 'src', 'system', 'aws', 'clients');

/** What botocore calls a service that the SDK calls otherwise. */
const names: Readonly<Record<string, string>> = { 'cognito-identity-provider': 'cognito-idp' };

/**
 * Every operation of AWS's that the program calls, by botocore's names (`sts.AssumeRole`), in their order: what the
 * adapters in `src/system/aws/clients` send, and the one by which the SDK's provider of `aws login` renews.
 */
export function usedOperations(): readonly string[] {
  const found = readdirSync(clients).flatMap((file) => {
    const text = readFileSync(join(clients, file), 'utf8');
    const [, client] = /from '@aws-sdk\/client-([a-z-]+)'/.exec(text) ?? [];
    if (client === undefined) return [];
    const calls = text.matchAll(/\b(?:new ([A-Z]\w+)Command\(|paginate([A-Z]\w+)\()/g);
    return [...calls].map(([, command, page]) => `${names[client] ?? client}.${command ?? page ?? ''}`);
  });
  return [...new Set([...found, 'signin.CreateOAuth2Token'])].sort();
}
