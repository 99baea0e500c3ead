import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What stands in for packages of others in the bundle. */
export const standIns = {
  // Half a megabyte of character sets, for a prompt that is never asked.
  '@inquirer/editor': resolve(root, 'src/system/terminal/no-editor.ts'),
  '@aws-sdk/credential-provider-node': resolve(root, 'src/system/aws/no-credential-chain.ts'),
};

/**
 * What every bundle of the command is made with.
 * @type {import('rolldown').InputOptions}
 */
export const input = {
  cwd: root,
  platform: 'node',
  resolve: { mainFields: ['module', 'main'], alias: standIns },
  transform: { target: 'node20.19' },
  logLevel: 'warn',
  preserveEntrySignatures: 'allow-extension',
  // Several doors lead to some rooms, and one that is open is enough.
  checks: { ineffectiveDynamicImport: false },
};

// What is loaded together lies in one file, for Node takes longer to find and open a small file than to read it. A group
// is what its first modules import at once and no group before has.
const groups = [
  { name: 'help', first: ['src/cli/at-once.ts'] },
  { name: 'first-question', first: ['src/cli/run.ts', 'src/cli/house.ts', 'src/commands/start-here.ts'] },
];

/** Says in which file a module goes: rolldown's `name` of a group. */
export function chunkNames() {
  /** @type {Map<string, string> | undefined} */
  let names;
  return (id, context) => {
    names ??= namesByModule(context);
    return names.get(id) ?? null;
  };
}

function namesByModule(context) {
  const names = new Map();
  const enter = (id, name) => {
    const module = context.getModuleInfo(id);
    if (module === null || names.has(id)) return;
    names.set(id, name);
    for (const imported of module.importedIds) enter(imported, name);
  };
  for (const { name, first } of groups) for (const file of first) enter(resolve(root, file), name);
  return names;
}
