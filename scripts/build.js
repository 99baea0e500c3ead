// Builds dist/: the credential helper of our own code alone and the command, each with one lazily loaded file for each
// import(), and the notices of every package that went in. All of it is CommonJS, which
// Node 20 loads in less time than the same code as ECMAScript modules (CHANGELOG.md says how much).
// usage: node scripts/build.js [--quiet]
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as esbuild, transform } from 'esbuild';
import { bundle, chunkNames, input } from './bundling.js';
import { inputsDigest, isFresh, remember } from './freshness.js';
import { notices } from './notices.js';

const root = resolve(import.meta.dirname, '..');
const quiet = process.argv.includes('--quiet');
const say = (line) => quiet || console.log(line);

/**
 * The helper starts with every fetch and push: what it needs then is one file, read faster than several. When the Node it was set up with
 * is gone it takes any that it finds, such as an old one of the system's.
 */
async function helper(out) {
  for (const [name, text] of Object.entries(await ownCode())) write(join(out, name), text);
  const { everyHost } = await evaluate('src/aws/codecommit/hosts.ts', join(out, 'hosts.cjs'));
  const shell = withHosts(sourceText('src/helper/git-credential.sh'), everyHost());
  write(join(out, 'git-credential-codecommit'), shell, 0o755);
}

/**
 * The shell part with the hosts that it speaks up for, as patterns of its `case`. There `*` is any text, dots too, so
 * that what has a label more than a pattern of Git's must be passed over first.
 */
function withHosts(shell, hosts) {
  const patterns = hosts.map((host) => host.replace(/^\*/, 'vpce-*'));
  const lines = (some) => some.flatMap((one) => [`host=${one}`, `host=${one}:443`]).join(' | ');
  const longer = patterns.flatMap((one) =>
    [...one.matchAll(/\*/g)].map(({ index }) => `${one.slice(0, index)}*.*${one.slice(index + 1)}`),
  );
  return Object.entries({ '@OTHER_HOSTS@': longer, '@GIT_HOSTS@': patterns }).reduce((text, [place, some]) => {
    if (!text.includes(place)) throw new Error(`src/helper/git-credential.sh has no ${place}.`);
    return text.replace(place, lines(some));
  }, shell);
}

/**
 * Bundles the helper and, as files of their own, the modules that it comes to by an import(): what most answers do
 * without need not be read for them.
 * @returns texts by file name
 */
async function ownCode() {
  const texts = {};
  const parts = new Set(['src/helper/git-credential.ts']);
  // It grows meanwhile.
  for (const part of parts) {
    const isFirst = Object.keys(texts).length === 0;
    const later = {
      name: 'a file for each import()',
      setup({ onResolve }) {
        onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
          if (kind !== 'dynamic-import') return undefined;
          const source = join(resolveDir, path).replace(/\.js$/, '.ts');
          parts.add(relative(root, source));
          return { path: `./${isFirst ? 'helper/' : ''}${basename(source, '.ts')}.cjs`, external: true };
        });
      },
    };
    texts[isFirst ? 'git-credential-codecommit.cjs' : `helper/${basename(part, '.ts')}.cjs`] = await ownFile(
      part,
      later,
    );
  }
  return texts;
}

/** One file of it. Made small: of the time that Node takes for it, most is reading it word by word. */
async function ownFile(entry, plugin) {
  const {
    outputFiles: [file],
    metafile,
  } = await esbuild({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node12.22',
    supported: { 'dynamic-import': false },
    minify: true,
    plugins: [plugin],
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  const foreign = Object.keys(metafile.inputs).filter((name) => name.includes('node_modules'));
  if (foreign.length > 0)
    throw new Error(`The credential helper may load our own code alone, not ${foreign.join(', ')}.`);
  return file.text;
}

/** The command, with a file for each import() that only some runs come to. */
async function command(out) {
  const entries = {
    command: 'src/cli/main.ts',
    renew: 'src/helper/renew.ts',
    check: 'src/helper/check.ts',
    'web-identity': 'src/helper/web-identity.ts',
  };
  const { files, modules } = await bundle(
    {
      input: entries,
      transform: {
        ...input.transform,
        define: { commandsAsBuilt: JSON.stringify(JSON.stringify(await commandTable(out))) },
      },
    },
    {
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: await chunkNames(), debugName: 'loaded together' }],
      },
    },
  );
  for (const { fileName, code } of files) {
    write(join(out, fileName), await withoutSpace(partsOfNodeWhenUsed(withoutUnused(code))));
  }
  const { code: first } = await transform(sourceText('scripts/demand-node.cjs'), { minify: true, target: 'es5' });
  write(join(out, 'git-codecommit.js'), `#!/usr/bin/env node\n${first}require("./command.js");\n`, 0o755);
  write(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(modules));
}

/** A file of which nothing is used need not be loaded: no module of ours does anything by being loaded. */
function withoutUnused(code) {
  return code.replaceAll(/^require\("\.\/[^"]+"\);\n/gm, '');
}

/** Node itself has loaded these before any program. */
const alwaysThere = new Set(['buffer', 'events', 'fs', 'path', 'process', 'url', 'util']);

/** What few runs use of Node, such as its cryptography and its child processes, is loaded with its first use. */
function partsOfNodeWhenUsed(code) {
  return code.replaceAll(/^let (node_\w+) = (require\("node:([^"]+)"\));$/gm, (line, name, loaded, part) => {
    if (alwaysThere.has(part) || code.includes(`__toESM(${name}`)) return line;
    const used = new Set([...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, member]) => member));
    return (
      `const ${name} = { ` +
      `${[...used].map((member) => `get ${member}() { return ${loaded}.${member}; }`).join(', ')} };`
    );
  });
}

/**
 * What Node reads past takes its time too, and a file with one character beyond ASCII twice the memory. The names of
 * functions and classes stay, which are at the top of a file: `--debug` says them, and some libraries call their errors
 * after their classes.
 */
async function withoutSpace(code) {
  const { code: small } = await transform(code, { minify: true, lineLimit: 120, legalComments: 'none' });
  return small;
}

/** Templates lie inside dist, so that they are found in the same place from a checkout, an installation and a copy. */
function templates(out) {
  for (const entry of readdirSync(join(root, 'templates'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(root, join(entry.parentPath, entry.name));
    write(join(out, path), sourceText(path));
  }
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
  const {
    files: [made],
  } = await bundle({ input: entry }, { codeSplitting: false });
  write(file, made.code);
  const exports = await import(pathToFileURL(file).href);
  rmSync(file);
  return exports;
}

/**
 * The package around dist is of ECMAScript modules; dist, and a copy of it such as the one that is made for npx, is
 * not.
 */
function manifest(out) {
  write(join(out, 'package.json'), '{ "type": "commonjs" }\n');
}

/**
 * A text that goes into dist as it is. Git may have checked it out with the line ends of Windows, which no POSIX shell
 * reads.
 */
function sourceText(path) {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}

function write(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

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
