import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { buildSync, transformSync } from 'esbuild';
import { standIns } from '../../scripts/bundling.js';
import { built } from '../helpers/built.js';
import { cleanEnvironment, temporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

/** What a file of dist requires as soon as it is loaded, and what it may require later. */
function required(text: string): { readonly atOnce: readonly string[]; readonly later: readonly string[] } {
  const code = inLines(text);
  const all = (pattern: RegExp): readonly string[] => [...code.matchAll(pattern)].map(([, name = '']) => name);
  return {
    atOnce: all(/^(?:(?:const|let) \w+ = )?require\(\s*"([^"]+)"\s*\)/gm),
    later: all(/(?:Promise\.resolve\(\)\.then\(\s*\(\)\s*=>|return)\s+require\(\s*"([^"]+)"\s*\)/g),
  };
}

/** The same program with a line for each statement. */
function inLines(text: string): string {
  return transformSync(text).code;
}

describe('the build', () => {
  let dist: string;
  before(function () {
    this.timeout(60_000);
    dist = built();
  });
  const text = (...parts: string[]): string => readFileSync(join(dist, ...parts), 'utf8');
  const modules = (): string[] => [
    'git-codecommit.js',
    'command.js',
    ...readdirSync(join(dist, 'chunks')).map((name) => join('chunks', name)),
  ];

  const ofHelper = (): string[] => [
    'git-credential-codecommit.cjs',
    ...readdirSync(join(dist, 'helper')).map((name) => join('helper', name)),
  ];

  it('makes a file of its own of what the helper seldom needs, and finds each beside it', () => {
    const [first = '', ...others] = ofHelper();
    expect(others.map((name) => basename(name)).sort()).to.deep.equal([
      'command-form.cjs',
      'file-problem.cjs',
      'key-hints.cjs',
      'keys-without-profile.cjs',
      'refusal.cjs',
      'renewed-keys.cjs',
      'role-keys.cjs',
      'trace.cjs',
      'why-unreadable.cjs',
    ]);
    expect(
      [...text(first).matchAll(/require\("\.\/helper\/([^"]+)"\)/g)].map(([, name]) => name).sort(),
    ).to.include.members(others.map((name) => basename(name)));
  });

  it('puts nothing of others into the helper', () => {
    for (const name of ofHelper())
      for (const [, from = ''] of text(name).matchAll(/\brequire\("([^"]+)"\)/g))
        expect(
          from.startsWith('.') ? existsSync(join(dist, name, '..', from)) : isBuiltin(from),
          `${name} requires ${from}`,
        ).to.equal(true);
  });

  it('writes the helper in words that an old Node of the system understands', () => {
    for (const name of ofHelper()) {
      const code = text(name);
      // Both are written out anew, so that what the build has made short is no difference.
      expect(transformSync(code, { target: 'node12.22' }).code, name).to.equal(
        transformSync(code, { target: 'esnext' }).code,
      );
      // An import() would load Node's other loader first.
      expect(code).to.not.match(/\.(?:at|replaceAll|findLast|hasOwn|toSorted|toReversed)\(|structuredClone|\bimport\(/);
    }
  });

  it('makes programs that can be started', () => {
    for (const name of ['git-codecommit.js', 'git-credential-codecommit'])
      expect(statSync(join(dist, name)).mode & 0o111).to.equal(0o111);
    expect(text('git-codecommit.js')).to.match(/^#!\/usr\/bin\/env node\n/);
    expect(text('git-credential-codecommit')).to.match(/^#!\/bin\/sh\n/);
  });

  it('puts in everything that is loaded, so that nothing need be installed', () => {
    for (const name of modules()) {
      const { atOnce, later } = required(text(name));
      for (const from of [...atOnce, ...later])
        expect(
          from.startsWith('.') ? existsSync(join(dist, name, '..', from)) : isBuiltin(from),
          `${name} requires ${from}`,
        ).to.equal(true);
    }
  });

  it('loads no file of which it uses nothing', () => {
    // The first file is there to load the command, on a Node that can.
    for (const name of modules().filter((one) => one !== 'git-codecommit.js'))
      expect(inLines(text(name)), name).to.not.match(/^require\(\s*"\./m);
  });

  it('has no files that wait for each other: in CommonJS the second would find the first empty', () => {
    const waiting = (name: string, path: readonly string[]): void => {
      expect(path, 'a circle').to.not.include(name);
      if (done.has(name)) return;
      for (const from of required(text(name)).atOnce)
        if (from.startsWith('.')) waiting(join(name, '..', from), [...path, name]);
      done.add(name);
    };
    const done = new Set<string>();
    for (const name of modules()) waiting(name, []);
    expect(done.size).to.be.above(60);
  });

  it('ships the notices of every package in it', () => {
    const notices = text('THIRD-PARTY-NOTICES.txt');
    const {
      outputFiles: [whole],
    } = buildSync({
      absWorkingDir: join(dist, '..'),
      entryPoints: ['src/cli/main.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      alias: standIns,
      write: false,
    });
    const packages = new Set(
      [...(whole?.text ?? '').matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, found = '']) => found),
    );
    expect(packages.size).to.be.above(20);
    for (const name of packages) {
      const { name: real } = JSON.parse(
        readFileSync(join(dist, '..', 'node_modules', name, 'package.json'), 'utf8'),
      ) as { name: string };
      expect(notices, name).to.match(new RegExp(`^${real.replace('/', '\\/')} \\d`, 'm'));
    }
  });

  it('does nothing where nothing changed', async () => {
    const before = statSync(join(dist, 'git-codecommit.js')).mtimeMs;
    const { code, stdout } = await run(process.execPath, [join(dist, '..', 'scripts', 'build.js')], {
      env: cleanEnvironment(),
    });
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: 'dist is up to date\n' });
    expect(statSync(join(dist, 'git-codecommit.js')).mtimeMs).to.equal(before);
  });

  it('puts the table of commands in, so that the help page says the same without loading them', async () => {
    const pages = await Promise.all(
      [['-h'], ['--help'], ['help'], ['-h', '--quiet']].map((words) =>
        run(join(dist, 'git-codecommit.js'), words, { env: cleanEnvironment() }),
      ),
    );
    const texts = new Set(pages.map(({ stdout }) => stdout));
    expect(texts.size).to.equal(1);
    expect([...texts].join('')).to.include('git codecommit refresh [PROFILE]');
    expect(text('command.js').length).to.be.below(30_000);
  });

  it('reads no more files for a page of help than the program and the pages', async () => {
    const home = await temporaryHome();
    try {
      const hook = home.file('loaded.cjs');
      await writeFile(
        hook,
        `const { Module } = require('module');
         const load = Module._extensions['.js'];
         Module._extensions['.js'] = (module, file) => (process._rawDebug(\`loads \${file}\`), load(module, file));`,
      );
      const { stderr } = await run(join(dist, 'git-codecommit.js'), ['-h'], {
        env: home.environment({ NODE_OPTIONS: `--require=${hook}` }),
      });
      const loaded = [...stderr.matchAll(/^loads (.*)$/gm)].map(([, file = '']) =>
        basename(file).replace(/-.{8}\.js$/, ''),
      );
      expect(loaded).to.deep.equal(['git-codecommit.js', 'command.js', 'help', 'rolldown-runtime']);
    } finally {
      await home.remove();
    }
  });

  it('makes a program that runs', async () => {
    const { code, stdout } = await run(join(dist, 'git-codecommit.js'), ['--version'], { env: cleanEnvironment() });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^git-codecommit \d+\.\d+\.\d+/);
  });
});
