import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Problem } from '../../../src/core/problem.js';
import { readGivenText, readRegularText } from '../../../src/system/files/read-text.js';
import { rejection } from '../../helpers/aws-client.js';

describe('a file that the user named', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-text-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const csv = 'Access key ID,Secret access key\r\nAKIAIOSFODNN7EXAMPLE,ü\r\n';

  it('is read as UTF-8, or as the UTF-16 that Windows writes', async () => {
    const little = Buffer.from(`\ufeff${csv}`, 'utf16le');
    const forms = { utf8: Buffer.from(csv), little, big: Buffer.from(little).swap16() };
    for (const [name, bytes] of Object.entries(forms)) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      expect(await readGivenText(path), name).to.equal(csv);
    }
  });

  it('is a problem where it is none, or a folder, and says so', async () => {
    for (const [path, why] of [
      [join(folder, 'none.csv'), 'there is none'],
      [folder, 'it is a folder'],
    ] as const) {
      const problem = (await rejection(readGivenText(path))) as Problem;
      expect(problem).to.include({ kind: 'file' });
      expect(problem.message).to.include(why);
    }
  });

  it('ends at the limit where it has no end, as a device', async function () {
    if (process.platform === 'win32') this.skip();
    const problem = (await rejection(readGivenText('/dev/zero'))) as Problem;
    expect(problem).to.include({ kind: 'file' });
    expect(problem.message).to.include('larger than 1 MiB');
  });

  it('is a problem too where its links go round, or nobody is there to give another', async function () {
    if (process.platform === 'win32') this.skip();
    const path = join(folder, 'circle');
    await symlink(path, path);
    for (const read of [readGivenText, readRegularText]) {
      const problem = (await rejection(read(path))) as Problem;
      expect(problem).to.include({ kind: 'file' });
      expect(problem.message).to.include('cannot be read: its symbolic links go round in circles');
    }
  });

  const pipe = (): string => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    return path;
  };

  it('may be a pipe, which is waited for until somebody has written into it', async function () {
    if (process.platform === 'win32') this.skip();
    const path = pipe();
    const reading = readGivenText(path);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await appendFile(path, csv);
    expect(await reading).to.equal(csv);
  });

  it('may be the pipe of a shell, empty or not', function () {
    if (process.platform === 'win32') this.skip();
    for (const [command, text] of [
      ['true', '""'],
      ['sleep 0.2; printf ab; sleep 0.2; printf c', '"abc"'],
    ] as const)
      expect(
        reader(`"$@" <(${command})`, 'readGivenText(process.argv[1]).then((t) => console.log(JSON.stringify(t)))'),
      ).to.include({ stdout: `${text}\n`, status: 0 });
  });

  it('lets the process end although nobody writes into the pipe', function () {
    if (process.platform === 'win32') this.skip();
    const ends = 'void readGivenText(process.argv[1]); setTimeout(() => process.exit(3), 100)';
    expect(reader('"$@" "$PIPE"', ends, pipe())).to.include({ status: 3 });
  });

  it('is a file alone where nobody is there to write into a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const path = pipe();
    expect(((await rejection(readRegularText(path))) as Problem).message).to.equal(
      `${path} is not a regular file. It was left as it is.`,
    );
    await writeFile(join(folder, 'file'), csv);
    expect(await readRegularText(join(folder, 'file'))).to.equal(csv);
  });

  /** A process of its own that runs `code`, started by `script` of a shell. */
  function reader(script: string, code: string, path = '') {
    const module = new URL('../../../src/system/files/read-text.ts', import.meta.url).href;
    const words = [process.execPath, '--import', 'tsx', '--input-type=module'];
    return spawnSync(
      'bash',
      ['-c', script, 'bash', ...words, '-e', `import { readGivenText } from '${module}'; ${code}`],
      {
        env: { ...process.env, PIPE: path },
        encoding: 'utf8',
        timeout: 20_000,
        killSignal: 'SIGKILL',
      },
    );
  }
});
