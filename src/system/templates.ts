import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Program } from '../core/ports/program.js';
import type { Templates } from '../core/ports/templates.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';

// Below the folder, and nowhere else, whoever chose the name.
const pathOfOurs = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*(?:\.[a-z0-9]+)?$/;

/** The templates of the installation that is running. */
export function openTemplates(program: Pick<Program, 'facts'>): Templates {
  const place = async (path: string): Promise<string> => {
    if (!pathOfOurs.test(path)) throw noTemplate(path);
    return join((await program.facts()).templates, ...path.split('/'));
  };
  return {
    async read(path) {
      const file = await place(path);
      try {
        return await readFile(file, 'utf8');
      } catch (cause) {
        throw noTemplate(path, cause);
      }
    },
    async list(folder) {
      const top = await place(folder);
      try {
        const entries = await readdir(top, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(top.length + 1)
              .replaceAll('\\', '/'),
          )
          .map((path) => `${folder}/${path}`)
          .sort();
      } catch (cause) {
        throw noTemplate(folder, cause);
      }
    },
  };
}

function noTemplate(path: string, cause?: unknown): Problem {
  return new Problem('file', `This installation has no template ${printable(path, 80)}.`, {
    hint: 'Install git-codecommit anew.',
    cause,
  });
}
