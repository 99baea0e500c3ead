import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from '../../src/core/secret.js';
import { findPaths } from '../../src/state/paths.js';
import { openState } from '../../src/state/state.js';
import { openProfileStore } from '../../src/profile/profile-store.js';
import { openAwsFileReader } from '../../src/system/files/aws-file-reader.js';
import { createFiles } from '../../src/system/files/files.js';
import { temporaryHome } from '../../test/helpers/environment.js';
import { median } from './measure.js';
import type { Point } from './growth-plot.js';

/**
 * One profile changed in files of more and more, the lock, the backup and the reading back included.
 * @param times how often each is measured; once more goes before
 */
export async function growth(sizes: readonly number[], times: number): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const profiles of sizes) points.push({ profiles, milliseconds: await changeOne(profiles, times) });
  return points;
}

async function changeOne(profiles: number, times: number): Promise<number> {
  const home = await temporaryHome();
  try {
    const paths = findPaths(process.platform, home.environment(), home.path);
    await mkdir(dirname(paths.credentials), { recursive: true, mode: 0o700 });
    await writeFile(
      paths.credentials,
      Array.from({ length: profiles }, (_, index) => profileText(`profile-${index}`)).join(''),
      { mode: 0o600 },
    );
    const files = createFiles();
    const store = openProfileStore({
      files,
      awsFileReader: openAwsFileReader(),
      paths,
      state: openState(files, paths.state),
      managed: () => Promise.resolve(['my-app']),
    });
    const taken: number[] = [];
    for (let time = 0; time <= times; time += 1) {
      const start = performance.now();
      await store.write(
        'my-app',
        {
          accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          secretAccessKey: new Secret('wJalrXUtnFEMI'),
          sessionToken: new Secret(`token${time}`),
          expiration: undefined,
        },
        {},
      );
      if (time > 0) taken.push(performance.now() - start);
    }
    return median(taken);
  } finally {
    await home.remove();
  }
}

function profileText(name: string): string {
  return `[${name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n\n`;
}
