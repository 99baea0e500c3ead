// The notices of bundled packages: their licences ask that the texts go with every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const head = 'git-codecommit contains the following packages.\n';
const rule = `\n${'-'.repeat(80)}\n\n`;

/**
 * Packages that share a text stand together over it.
 * @param modules the absolute paths of all that went into the bundle
 */
export function notices(modules) {
  const folders = new Set(
    modules
      .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll('\\', '/'))?.[1])
      .filter(Boolean),
  );
  const byText = new Map();
  for (const { title, text } of [...folders].sort().map(notice)) {
    byText.set(text, new Set([...(byText.get(text) ?? []), title]));
  }
  return head + [...byText].map(([text, titles]) => `${rule}${[...titles].join('\n')}\n\n${text}\n`).join('');
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort();
  if (files.length === 0 && !license) throw new Error(`No licence found in ${folder}.`);
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') || `Licence: ${license}` };
}
