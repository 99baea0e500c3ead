import { isAbsolute, join } from 'node:path';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import type { PolicySet, SetDocument } from './set.js';

/** A file of a set: its name, and what it holds. */
export interface SetFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The policies of a set, each a JSON document in a file of its own, as Terraform (`file("trust.json")`) and
 * CloudFormation take them. Where accounts differ in one, its account stands in the name.
 */
export function filesOf({ steps }: Pick<PolicySet, 'steps'>): readonly SetFile[] {
  const all = steps.flatMap(({ account, documents }) => documents.map((document) => ({ account, document })));
  const files = all.map(({ account, document }) => {
    const same = all.filter((other) => other.document.name === document.name);
    const alike = same.every((other) => textOf(other.document) === textOf(document));
    return { name: alike ? `${document.name}.json` : `${document.name}-${account ?? ''}.json`, text: textOf(document) };
  });
  return files.filter(({ name }, index) => files.findIndex((file) => file.name === name) === index);
}

function textOf({ policy }: SetDocument): string {
  return `${JSON.stringify(policy, null, 2)}\n`;
}

/**
 * Writes files into a folder, which is made where it is missing. None that is there already with other words is
 * touched, and then none is written.
 * @returns their paths
 * @throws Problem `file`
 */
export async function saveFiles(
  folder: string,
  files: readonly SetFile[],
  { files: disk, cwd }: Pick<Ports, 'files' | 'cwd'>,
): Promise<readonly string[]> {
  const place = isAbsolute(folder) ? folder : join(cwd, folder);
  const wanted = files.map(({ name, text }) => ({
    path: join(place, name),
    bytes: Buffer.from(text).toString('latin1'),
  }));
  for (const { path, bytes } of wanted) refuseOther(path, bytes, await disk.read(path));
  // Each is looked at, as it is going to be written, before the first one is.
  for (const isWritten of [false, true])
    for (const { path, bytes } of wanted) {
      const change = (before: string | undefined): string | undefined => {
        refuseOther(path, bytes, before);
        return isWritten ? bytes : undefined;
      };
      await disk.edit(path, change, { links: 'refused' });
    }
  return wanted.map(({ path }) => path);
}

function refuseOther(path: string, bytes: string, before: string | undefined): void {
  if (before === undefined || before === bytes) return;
  throw new Problem('file', `${path} is there already, and says something else.`, {
    hint: 'Give --output a new folder.',
  });
}
