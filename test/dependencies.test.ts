import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { temporaryHome } from './helpers/environment.js';
import { run } from './helpers/run.js';

interface LockedPackage {
  /** Only where it lies under another name. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  /** Wanted by a package of ours if it is there, which it is for the tests. */
  readonly devOptional?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const root = resolve(import.meta.dirname, '..');
const text = (...parts: string[]): string => readFileSync(join(root, ...parts), 'utf8');
const { dependencies, devDependencies } = JSON.parse(text('package.json')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, LockedPackage> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const runtime = locked.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
const licences = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];

/** The text of every file below `src`. */
const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => text('src', file))
  .join('\n');

describe('the packages that go into the program', () => {
  it('run nothing when they are installed', () => {
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).to.deep.equal(
      [],
    );
    const scripts = runtime.filter(([path]) => {
      const { scripts: own = {} } = JSON.parse(text(path, 'package.json')) as { scripts?: Record<string, string> };
      return ['preinstall', 'install', 'postinstall'].some((name) => name in own);
    });
    expect(scripts.map(([path]) => path)).to.deep.equal([]);
  });

  it('have licences that we know, each as its own package says', () => {
    for (const [path, { license }] of runtime) {
      expect(license, path).to.be.oneOf(licences);
      expect((JSON.parse(text(path, 'package.json')) as { license?: string }).license, path).to.equal(license);
    }
  });

  it('are locked by version and content, and by no address', () => {
    for (const [path, { resolved, integrity, version }] of locked) {
      expect(resolved, path).to.equal(undefined);
      expect(version, path).to.match(/^\d+\.\d+\.\d+/);
      expect(integrity, path).to.match(/^sha512-/);
    }
  });

  for (const [name, version] of Object.entries(dependencies)) {
    it(`are asked for exactly, imported, and explained: ${name}`, () => {
      expect(version).to.match(/^(npm:.*@)?\d+\.\d+\.\d+$/);
      expect(source).to.match(new RegExp(`(?:from|import\\()\\s*'${name.replaceAll('/', '\\/')}(?:/[^']*)?'`));
      const table = text('CONTRIBUTING.md');
      const short = name.replace(/^@aws-sdk\/client/, '');
      expect(
        table
          .split('\n')
          .some(
            (line) =>
              line.startsWith('| `') &&
              (line.includes(`\`${name}\``) || (line.includes('@aws-sdk/client-') && line.includes(`\`${short}\``))),
          ),
        name,
      ).to.equal(true);
    });
  }

  it('are no test tools, and no test tool is asked for twice', () => {
    expect(Object.keys(dependencies).filter((name) => name in devDependencies)).to.deep.equal([]);
  });

  it('are listed in a bill of materials by npm itself: npm run sbom', async function () {
    this.timeout(120_000);
    const home = await temporaryHome();
    try {
      const { code, stdout, stderr } = await run('npm', ['run', '--silent', 'sbom'], {
        env: home.environment(),
        cwd: root,
      });
      expect(code, stderr).to.equal(0);
      const { bomFormat, components } = JSON.parse(stdout) as { bomFormat: string; components: { purl: string }[] };
      expect(bomFormat).to.equal('CycloneDX');
      const listed = components.map(({ purl }) => decodeURIComponent(purl));
      expect(components.length).to.be.greaterThan(20);
      for (const [path, { name = path.replace(/^.*node_modules\//, ''), version = '' }] of runtime)
        expect(listed).to.include(`pkg:npm/${name}@${version}`);
    } finally {
      await home.remove();
    }
  });
});
