import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

interface SourceFile {
  /** The path below `src`, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Files of ours that it imports, by path below `src`: with `import`, `export … from`, `import()` and `import('…')` types. */
  readonly imports: readonly string[];
  /** Packages and parts of Node that it imports. */
  readonly packages: readonly string[];
}

/** A point of the page's list: a folder and what may be imported in it. */
interface Wall {
  readonly folder: string;
  readonly mayImport: readonly string[];
}

const files = readSources();
const byPath = new Map(files.map((file) => [file.path, file]));
const walls = readWalls();
const everyName = new Set(
  ['src', 'test', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => basename(path)),
  ),
);

/** Parts of Node that reach beyond the program's own memory. */
const effects = [
  'node:child_process',
  'node:dgram',
  'node:dns',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:http2',
];
effects.push('node:https', 'node:net', 'node:process', 'node:readline', 'node:tls', 'node:tty', 'node:worker_threads');

/** Who may use them: the adapters, and the two programs that open them. */
const mayHaveEffects = ['system', 'cli', 'helper'];

/** Where each package is used, so that exchanging one touches one folder. */
const packagesAt: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/client-': ['system/aws'],
  '@aws-sdk/credential-providers': ['system/aws'],
  '@aws-sdk/shared-ini-file-loader': ['system/aws', 'system/files'],
  '@smithy/node-http-handler': ['system/aws'],
  '@xmldom/xmldom': ['aws/saml'],
  chalk: ['system/terminal'],
  'fast-string-width': ['system/terminal'],
  hpagent: ['system/network'],
  ini: ['aws/credential-formats', 'state'],
  inquirer: ['system/terminal'],
  oauth4webapi: ['system/openid'],
  valibot: ['team'],
};

describe('the architecture', () => {
  it('has a point in docs/architecture.md for each folder, and a folder for each point', () => {
    const folders = [...new Set(files.map(({ path }) => topOf(path)))];
    const rows = walls.map(({ folder }) => folder);
    expect([...new Set(rows.map((folder) => folder.split('/')[0]))].sort()).to.deep.equal(folders.sort());
    for (const folder of rows) expect(existsSync(join(root, 'src', folder)), `src/${folder}`).to.equal(true);
  });

  it('imports in each folder only from the folders that its point names', () => {
    const crossings = files.flatMap((file) => {
      const from = wallOf(file.path);
      return file.imports
        .filter((imported) => !mayImport(from, wallOf(imported)))
        .map((imported) => `src/${file.path} imports ${imported}, and ${from.folder} may import ${says(from)}`);
    });
    expect(crossings).to.deep.equal([]);
  });

  it('imports nothing in a circle, types and import() included', () => {
    expect(circles()).to.deep.equal([]);
  });

  it('reaches files, processes, terminals and the network from system, helper and cli alone', () => {
    const reaching = files
      .filter(({ path }) => !mayHaveEffects.includes(topOf(path)) || path.startsWith('helper/answer/'))
      .flatMap(({ path, packages }) =>
        packages
          .filter((name) => effects.includes(name.replace(/^(node:)?/, 'node:')))
          .map((name) => `src/${path} imports ${name}`),
      );
    expect(reaching).to.deep.equal([]);
  });

  it('uses each package in one place', () => {
    const strays = files.flatMap(({ path, packages }) =>
      packages
        .filter((name) => !isBuiltin(name))
        .filter((name) => !placesOf(name).some((place) => path.startsWith(`${place}/`)))
        .map((name) => `src/${path} imports ${name}`),
    );
    expect(strays).to.deep.equal([]);
  });

  it('holds no folder that a reader cannot take in at a glance', () => {
    const sizes = new Map<string, number>();
    for (const { path } of files) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
    expect(
      [...sizes].filter(([, size]) => size > 17).map(([folder, size]) => `src/${folder}: ${size} files`),
    ).to.deep.equal([]);
  });

  it("loads a command's work only when that command is called", () => {
    const eager = files
      .filter(({ path }) => /^commands\/(\w+\/)?index\.ts$/.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^import (?!type\b)[^;]*? from '(\.[^']*\/run\.js)'/gm)].map(
          ([, name]) => `src/${path} imports ${name}`,
        ),
      );
    expect(eager).to.deep.equal([]);
  });

  it('is written down in words that the files named beside them use', () => {
    const words = [...page.matchAll(/^\| ([a-z][\w -]*)(?:, [^|]*)? \| [^|]* \| `([^`]+)` \|$/gm)];
    expect(words.length).to.be.greaterThan(25);
    const unused = words.filter(([, word = '', path = '']) => {
      const said = new RegExp(word.replace(/[ -]/g, '[ -]?'), 'i');
      return !existsSync(join(root, path)) || !said.test(readFileSync(join(root, path), 'utf8'));
    });
    expect(unused.map(([row]) => row)).to.deep.equal([]);
    const names = words.map(([, word]) => word);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });
});

describe('the pages for contributors', () => {
  const contributors = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/how-to.md', 'docs/contract.md'];
  for (const name of [...contributors, 'test/sandbox/README.md', 'README.md', 'SECURITY.md', 'CHANGELOG.md']) {
    it(`name only files that exist, by their whole path: ${name}`, () => {
      const text = readFileSync(join(root, name), 'utf8');
      expect(pathsIn(text).filter((path) => !isThere(path, dirname(name)))).to.deep.equal([]);
    });
  }

  it('have lines of at most 120 columns', () => {
    const wide = contributors.flatMap((name) =>
      readFileSync(join(root, name), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, at: `${name}:${index + 1}` }))
        .filter(({ line }) => line.length > 120)
        .map(({ at }) => at),
    );
    expect(wide).to.deep.equal([]);
  });
});

/** What stands in backticks and is a path in the repository, or the name of a file of code. */
function pathsIn(text: string): readonly string[] {
  const inFolders = /^(?:src|test|docs|templates|scripts)\/[\w./*-]+$/;
  const ofFile = /^[\w-]+(?:[./][\w-]+)*\.(?:ts|js|cjs|mjs|sh)$/;
  return [...text.replace(/^```[^]*?^```/gm, '').matchAll(/`([^`\s]+)`/g)]
    .map(([, span = '']) => span)
    .filter((span) => inFolders.test(span) || ofFile.test(span));
}

/**
 * Whether a path leads to something: from the root of the repository, or from the page's own folder. A name in
 * capitals stands for any; a name without a folder is that of some file.
 */
function isThere(path: string, folder: string): boolean {
  if (!path.includes('/')) return everyName.has(path);
  const [fixed = ''] = path.split(/[^/]*(?:\b(?:NAME|METHOD|COMMAND|FORMAT|GROUP)\b|\*)/);
  return existsSync(join(root, fixed)) || existsSync(join(root, folder, fixed));
}

function readSources(): readonly SourceFile[] {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split('\\').join('/'))
    .filter((path) => path.endsWith('.ts'));
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(join(root, 'src', path), 'utf8');
    const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    const own = names
      .filter((name) => name.startsWith('.'))
      .map((name) => posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts'));
    return {
      path,
      text,
      imports: own.filter((name) => known.has(name)),
      packages: names.filter((name) => !name.startsWith('.')),
    };
  });
}

/** The points of the page's first list: "- `src/git`: What lives there. May import core, aws." */
function readWalls(): readonly Wall[] {
  const points = /^- `src\/([\w/-]+)`: (?:(?!\n- |\n\n)[^])*?\bMay\s+import\s+([\w/,\s-]+)\.$/gm;
  return [...page.matchAll(points)].map(([, folder = '', names = '']) => ({
    folder,
    mayImport: names === 'nothing' ? [] : names.split(/,\s+/),
  }));
}

/** The innermost row that a file belongs to. */
function wallOf(path: string): Wall {
  const rows = walls.filter(({ folder }) => path.startsWith(`${folder}/`));
  const innermost = rows.sort((one, other) => other.folder.length - one.folder.length)[0];
  return innermost ?? { folder: dirname(path), mayImport: [] };
}

function mayImport(from: Wall, to: Wall): boolean {
  return from.folder === to.folder || from.mayImport.includes(to.folder) || from.mayImport.includes('everything');
}

function says({ mayImport: names }: Wall): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function topOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function placesOf(name: string): readonly string[] {
  const row = Object.entries(packagesAt).find(([known]) =>
    known.endsWith('-') ? name.startsWith(known) : name === known,
  );
  return row?.[1] ?? [];
}

/** Every circle of imports, as the files along it. Tarjan's strongly connected components. */
function circles(): readonly string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.size - 1);
    stack.push(path);
    for (const next of byPath.get(path)?.imports ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
      } else if (stack.includes(next)) {
        low.set(path, Math.min(low.get(path) ?? 0, index.get(next) ?? 0));
      }
    }
    if (low.get(path) !== index.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1 || byPath.get(path)?.imports.includes(path)) found.push(circle.sort().join(' <-> '));
  };
  for (const { path } of files) if (!index.has(path)) visit(path);
  return found;
}
