import type { Flag } from '../../core/interview/flag.js';

/** The flags of every command. */
export const commonFlags = [
  { name: 'profile', short: 'p', kind: 'value', valueName: 'NAME', help: "profile in AWS's credentials file" },
  { name: 'region', short: 'r', kind: 'value', valueName: 'REGION', help: 'AWS Region of the repository' },
  { name: 'yes', short: 'y', kind: 'switch', help: 'take the defaults and the plan; ask nothing' },
  { name: 'json', kind: 'switch', help: 'one JSON document on standard output' },
  { name: 'no-browser', kind: 'switch', help: 'open no browser; show addresses and codes instead' },
  { name: 'debug', kind: 'switch', help: 'show the causes of a failure, without secrets' },
  { name: 'quiet', short: 'q', kind: 'switch', help: 'say only what matters' },
  { name: 'help', short: 'h', kind: 'switch', help: 'show help' },
  { name: 'version', kind: 'switch', help: 'show the version' },
] as const satisfies readonly Flag[];

export type CommonFlag = (typeof commonFlags)[number];

/** For commands that would change something. */
export const dryRun = {
  name: 'dry-run',
  kind: 'switch',
  help: 'show what would change, and change nothing',
} as const satisfies Flag;
