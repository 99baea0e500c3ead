// Builds dist/: the credential helper as one file of our own code, the command with one lazily loaded chunk for each
// import(), and the notices of every package that went in. All of it is CommonJS: Node 20 takes three times as long to
// load the same code as ECMAScript modules.
// usage: node scripts/build.js [--quiet]
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';
import { common } from './bundling.js';
import { inputsDigest, isFresh, remember } from './freshness.js';
import { notices } from './notices.js';
import { restore } from './packed-manifest.js';

const root = resolve(import.meta.dirname, '..');
const quiet = process.argv.includes('--quiet');
const say = (line) => quiet || console.log(line);

// When the Node it was set up with is gone, the helper takes any that it finds, such as an old one of the system's.
const helperTarget = 'node12.22';

/** The helper starts with every fetch and push: one file is read faster than several. */
async function helper(out) {
  const entry = 'src/cli/git-credential.ts';
  if (!existsSync(join(root, entry))) return;
  const result = await build({ ...common, entryPoints: { 'git-credential-codecommit': entry }, outdir: out, target: helperTarget, format: 'cjs', outExtension: { '.js': '.cjs' } });
  const foreign = Object.keys(result.metafile.inputs).filter((input) => input.includes('node_modules'));
  if (foreign.length > 0) throw new Error(`The credential helper may load our own code alone, not ${foreign.join(', ')}.`);
  for (const file of result.outputFiles) write(file.path, file.text);
  write(join(out, 'git-credential-codecommit'), readFileSync(join(root, 'src/cli/git-credential.sh')), 0o755);
}

/** What every refresh waits for lies in a file of its own, instead of in a dozen chunks that others share. */
const ownFile = 'src/system/aws/sdk/sts.ts';
const leaveOwnFile = {
  name: 'leave own file',
  setup: ({ onResolve }) => onResolve({ filter: /\/sdk\/sts\.js$/ }, ({ importer }) => (importer.includes('node_modules') ? undefined : { path: '../sdk/sts.js', external: true })),
};

async function sdk(out) {
  const result = await build({ ...common, entryPoints: { 'sdk/sts': ownFile }, outdir: out, format: 'esm', minifyWhitespace: true, minifySyntax: true });
  for (const file of result.outputFiles) write(file.path, await commonJs(file.text));
  return Object.keys(result.metafile.inputs);
}

/** The SDK's table of partitions, without the SDK around it: every start needs the one, few need the other. */
const partitionsAlone = {
  name: 'partitions alone',
  setup: ({ onResolve }) => onResolve({ filter: /^@aws-sdk\/core\/client$/ }, ({ importer }) => (importer === join(root, 'src', 'aws', 'partitions.ts') ? { path: join(root, 'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partition.js'), sideEffects: false } : undefined)),
};

/** esbuild splits modules alone: each of its files is made CommonJS afterwards, and `import()` a require() in a promise. */
async function commonJs(text) {
  if (text.includes('import.meta')) throw new Error('There is no import.meta in what is built: it is CommonJS.');
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: common.target, supported: { 'dynamic-import': false } });
  return partsOfNodeWhenUsed(code);
}

/** What few runs use of Node, such as its cryptography and its child processes, is loaded with its first use. */
function partsOfNodeWhenUsed(code) {
  return code.replaceAll(/^var (import_\w+) = (require\("node:[^"]+"\));$/gm, (_line, name, loaded) => {
    const used = new Set([...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, member]) => member));
    return `var ${name} = { ${[...used].map((member) => `get ${member}() { return ${loaded}.${member}; }`).join(', ')} };`;
  });
}

async function command(out) {
  const entry = 'src/cli/main.ts';
  if (!existsSync(join(root, entry))) return;
  const result = await build({
    ...common,
    entryPoints: { 'git-codecommit': entry, renew: 'src/cli/renew.ts', check: 'src/cli/check.ts' },
    outdir: out,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [leaveOwnFile, partitionsAlone],
    define: { commandsAsBuilt: JSON.stringify(JSON.stringify(await commandTable(out))) },
  });
  for (const file of result.outputFiles) {
    const isEntry = file.path === join(out, 'git-codecommit.js');
    if (dirname(file.path) === out && file.text.includes('../sdk/sts.js')) throw new Error(`${file.path} must load STS lazily.`);
    const body = await commonJs(file.text);
    write(file.path, isEntry ? `#!/usr/bin/env node\n${body}` : body, isEntry ? 0o755 : 0o644);
  }
  const inputs = new Set([...Object.keys(result.metafile.inputs), ...(await sdk(out))]);
  write(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(root, [...inputs]));
}

/** Templates lie inside dist, so that they are found in the same place from a checkout, an installation and a copy. */
function templates(out) {
  const from = join(root, 'templates');
  if (existsSync(from)) cpSync(from, join(out, 'templates'), { recursive: true });
}

/** `git codecommit --help` is `man git-codecommit`: npm puts there what package.json names as `man`. */
async function manual(out) {
  const { manualPages } = await evaluate('scripts/manual.ts', join(out, 'manual.cjs'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, text] of Object.entries(await manualPages(version))) write(join(out, 'man', name), text);
}

/** What the help page says of every command, so that it need not load them all. */
async function commandTable(out) {
  const { allCommands } = await evaluate('src/commands/index.ts', join(out, 'commands.cjs'));
  return (await allCommands()).map(({ name, operands, summary }) => ({ name, operands, summary }));
}

/** Runs a module of ours while building. */
async function evaluate(entry, file) {
  const { outputFiles: [made] } = await build({ ...common, entryPoints: [entry], outfile: file, format: 'cjs' });
  write(file, made.text);
  const exports = await import(pathToFileURL(file).href);
  rmSync(file);
  return exports;
}

/** The package around dist is of ECMAScript modules; dist, and a copy of it such as the one that is made for npx, is not. */
function manifest(out) {
  write(join(out, 'package.json'), '{ "type": "commonjs" }\n');
}

function write(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

// An npm that was killed while it packed may have left its own.
restore();
const digest = inputsDigest(root);
if (isFresh(root, digest)) {
  say('dist is up to date');
} else {
  // Built beside dist and then put in its place, so that a build that fails leaves the old one working.
  const out = join(root, `.dist-${process.pid}`);
  try {
    await Promise.all([helper(out), command(out), manual(out)]);
    templates(out);
    manifest(out);
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    if (existsSync(out)) renameSync(out, join(root, 'dist'));
    remember(root, digest);
    say('dist is built');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
