import type { Command } from './common/command.js';

/** What loads each command, in the order of the help page: only the one that is called is loaded. */
const loaders = {
  setup: async () => (await import('./setup/index.js')).setup,
  refresh: async () => (await import('./refresh/index.js')).refresh,
  status: async () => (await import('./status/index.js')).status,
  doctor: async () => (await import('./doctor/index.js')).doctor,
  clone: async () => (await import('./clone/index.js')).clone,
  export: async () => (await import('./export/index.js')).exportCommand,
  share: async () => (await import('./share/index.js')).share,
  policy: async () => (await import('./policy/index.js')).policy,
  remove: async () => (await import('./remove/index.js')).remove,
  completion: async () => (await import('./completion/index.js')).completion,
  help: async () => (await import('./help/index.js')).help(allCommands),
} satisfies Readonly<Record<string, () => Promise<Command>>>;

export type CommandName = keyof typeof loaders;

export const commandNames = Object.keys(loaders) as readonly CommandName[];

/** One command. */
export async function loadCommand(name: CommandName): Promise<Command> {
  return await loaders[name]();
}

/** Every command, in the order of the help page: for help, completion and the manual. */
export async function allCommands(): Promise<readonly Command[]> {
  return await Promise.all(commandNames.map(loadCommand));
}
