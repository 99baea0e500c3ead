import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a program that starts Chromium without a window; beside the product's pipe it has a port of its own, by which
 * somebody can type.
 */
export async function ownChromium(folder: string): Promise<string> {
  const path = join(folder, 'chromium-with-port');
  await writeFile(
    path,
    '#!/bin/sh\nexec chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage ' +
      '--no-proxy-server --remote-debugging-port=0 "$@"\n',
  );
  await chmod(path, 0o700);
  return path;
}
