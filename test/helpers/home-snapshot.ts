import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Everything below a folder: for each path its kind, mode and bytes, the folder itself left out. */
export async function snapshotOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  await lookInto(folder, folder, found);
  return found;
}

async function lookInto(top: string, folder: string, found: Record<string, string>): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const facts = await lstat(path);
    const mode = (facts.mode & 0o7777).toString(8);
    if (facts.isDirectory()) {
      found[relative(top, path)] = `folder ${mode}`;
      await lookInto(top, path, found);
    } else if (facts.isSymbolicLink()) found[relative(top, path)] = `link ${await readlink(path)}`;
    else found[relative(top, path)] = `file ${mode} ${(await readFile(path)).toString('latin1')}`;
  }
}
