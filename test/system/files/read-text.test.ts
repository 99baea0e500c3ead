import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Problem } from '../../../src/core/problem.js';
import { readGivenText } from '../../../src/system/files/read-text.js';
import { rejection } from '../../helpers/aws-client.js';

describe('a file that the user named', () => {
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
});
