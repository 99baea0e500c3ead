import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
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

/** A row of the page's table: a folder and what may be imported in it. */
interface Wall {
  readonly folder: string;
  readonly mayImport: readonly string[];
}

const files = readSources();
const byPath = new Map(files.map((file) => [file.path, file]));
const walls = readWalls();

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
  it('has a row in docs/architecture.md for each folder, and a folder for each row', () => {
    const folders = [...new Set(files.map(({ path }) => topOf(path)))];
    const rows = walls.map(({ folder }) => folder);
    expect([...new Set(rows.map((folder) => folder.split('/')[0]))].sort()).to.deep.equal(folders.sort());
    for (const folder of rows) expect(existsSync(join(root, 'src', folder)), `src/${folder}`).to.equal(true);
  });

  it('imports in each folder only from the folders that its row names', () => {
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

  it('names in docs/architecture.md and CONTRIBUTING.md only files that exist', () => {
    const pages = {
      'docs/architecture.md': page,
      'CONTRIBUTING.md': readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'),
    };
    const missing = Object.entries(pages).flatMap(([name, text]) =>
      [...text.matchAll(/`((?:src|test|docs|templates|scripts)\/[\w./-]+)`/g)]
        .map(([, path]) => path ?? '')
        .filter((path) => !path.includes('NAME') && !existsSync(join(root, path)))
        .map((path) => `${name}: ${path}`),
    );
    expect(missing).to.deep.equal([]);
  });
});

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

/** The rows of the page's first table: `| `src/git` | what lives there | core, aws |`. */
function readWalls(): readonly Wall[] {
  return [...page.matchAll(/^\| `src\/([\w/-]+)` \|[^|]*\| ([^|]*) \|$/gm)].map(([, folder = '', names = '']) => ({
    folder,
    mayImport: names === 'nothing' ? [] : names.split(', ').map((name) => name.replaceAll('`', '')),
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
