import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Context } from 'mocha';
import { cleanEnvironment } from './environment.js';

// A harmless run that proves that the thing works, where `--version` would not.
const probes: Readonly<Record<string, readonly [string, ...string[]]>> = {
  bash: ['bash', '-c', ':'],
  busybox: ['busybox', 'true'],
  dash: ['dash', '-c', ':'],
  ksh: ['ksh', '-c', ':'],
  'git-remote-codecommit': ['sh', '-c', 'command -v git-remote-codecommit'],
  actionlint: ['actionlint', '-version'],
  'crewjam-provider': ['sh', '-c', 'command -v crewjam-provider'],
  'fosite-provider': ['sh', '-c', 'command -v fosite-provider'],
  'zitadel-provider': ['sh', '-c', 'command -v zitadel-provider'],
  botocore: ['python3', '-c', 'import botocore'],
  // A Python whose botocore has AWS's newest models; `.ci/tools` puts it there.
  'newest-botocore': ['python-newest-botocore', '-c', 'import botocore'],
  'iam-simulate': [
    process.execPath,
    fileURLToPath(new URL('../interop/iam-simulate.mjs', import.meta.url)),
    '--version',
  ],
  ministack: ['ministack', '--help'],
  moto: ['moto_server', '--help'],
  pysaml2: ['sh', '-c', 'command -v xmlsec1 && python-pysaml2 -c "import saml2"'],
  sh: ['sh', '-c', ':'],
  strace: ['strace', '-V'],
  // A file system of one's own takes root, or a kernel that lets everybody have one.
  tmpfs: ['unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'],
  zip: ['zip', '-v'],
};

const found = new Map<string, boolean>();

/** Whether a program (or a Python module with a probe above) is here and runs. */
export function has(name: string): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const [program, ...args] = probes[name] ?? [name, '--version'];
  const run = spawnSync(program, args, { env: cleanEnvironment(), stdio: 'ignore', timeout: 30_000 });
  const works = run.status === 0;
  found.set(name, works);
  return works;
}

/**
 * A mocha hook for tests that need more than Node and Git: `before(needs('aws'))`.
 * Where something is missing it says so and skips; with `CI=true` it fails, so that nothing is skipped there unseen.
 */
export function needs(...names: readonly string[]): (this: Context) => void {
  return function check(this: Context): void {
    const missing = names.filter((name) => !has(name));
    if (missing.length === 0) return;
    const what = `${this.test?.parent?.fullTitle() ?? 'these tests'}: needs ${missing.join(' and ')}`;
    if (process.env['CI'] === 'true') throw new Error(`${what}, which is not installed here`);
    process.stderr.write(`\n  SKIPPED  ${what}\n`);
    this.skip();
  };
}
