import { resolve } from 'node:path';
import { rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '..');

/** What stands in for packages of others in the bundle. */
export const standIns = {
  // Half a megabyte of character sets, for a prompt that is never asked.
  '@inquirer/editor': resolve(root, 'src/system/terminal/prompts/no-editor.ts'),
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
  // Some modules are loaded from several entry points, and one of them is enough.
  checks: { ineffectiveDynamicImport: false },
};

// What is loaded together lies in one file, for Node takes longer to find and open a small file than to read it. A
// group is what its first modules import at once and no group before has; of packages, only what is really used.
const groups = [
  { name: 'help', first: ['src/cli/help-or-version.ts', 'src/system/terminal/data-output.ts'] },
  { name: 'files', first: ['src/helper/renew.ts'] },
  { name: 'first-question', first: ['src/cli/run.ts', 'src/system/open-ports.ts', 'src/commands/start/run.ts'] },
  { name: 'methods', first: ['src/methods/index.ts'] },
  {
    name: 'call-sts',
    first: [
      'src/system/aws/clients/client-kit.ts',
      'src/system/aws/clients/sts.ts',
      'src/system/network/load-fetch.ts',
      'src/system/network/agents.ts',
      'src/system/network/certificates.ts',
    ],
  },
  {
    name: 'renew',
    first: ['src/sign-in/renew.ts', 'src/profile/store-changes.ts', 'src/system/aws/profiles/profile-credentials.ts'],
  },
].map(({ name, first }) => ({ name, first: first.map((file) => resolve(root, file)) }));

/**
 * Bundles.
 * @param {import('rolldown').InputOptions} options besides `input`'s own
 * @param {import('rolldown').OutputOptions} output
 * @returns the files, and the absolute paths of all modules that were looked at
 */
export async function bundle(options, output = {}) {
  const modules = [];
  const bundling = await rolldown({
    ...input,
    ...options,
    plugins: [
      {
        name: 'list modules',
        buildEnd() {
          modules.push(...this.getModuleIds());
        },
      },
    ],
  });
  try {
    return { files: (await bundling.generate({ format: 'cjs', comments: false, ...output })).output, modules };
  } finally {
    await bundling.close();
  }
}

/** Says for every module in which file it goes, by its absolute path: `name` of a group, as rolldown wants it. */
export async function chunkNames() {
  const used = new Map();
  for (const { name, first } of groups) used.set(name, await packagesUsedBy(first));
  /** @type {Map<string, string> | undefined} */
  let names;
  return (id, context) => {
    names ??= namesByModule(context, used);
    return names.get(id) ?? null;
  };
}

/**
 * Packages come with one entry point to all that is in them; a bundle of these modules alone tells what of it they
 * take.
 */
async function packagesUsedBy(first) {
  const { files } = await bundle(
    { input: Object.fromEntries(first.map((file, index) => [`first-${index}`, file])) },
    { entryFileNames: '[name].js' },
  );
  const byName = new Map(files.map((file) => [file.fileName, file]));
  const found = new Set();
  const enter = (file) => {
    if (file === undefined || found.has(file)) return;
    found.add(file);
    for (const imported of file.imports) enter(byName.get(imported));
  };
  for (const file of files) if (file.isEntry) enter(file);
  return new Set(
    [...found].flatMap(({ modules }) =>
      Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
    ),
  );
}

function namesByModule(context, used) {
  const names = new Map();
  const enter = (id, name, visited) => {
    const module = context.getModuleInfo(id);
    if (module === null || visited.has(id)) return;
    visited.add(id);
    const isOurs = !/[\\/]node_modules[\\/]/.test(id);
    if (!names.has(id) && (isOurs || used.get(name).has(id))) names.set(id, name);
    for (const imported of module.importedIds) enter(imported, name, visited);
  };
  for (const { name, first } of groups) {
    const visited = new Set();
    for (const file of first) enter(file, name, visited);
  }
  return names;
}
