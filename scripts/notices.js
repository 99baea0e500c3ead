// The notices of bundled packages: their licences ask that the texts go with every copy.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const head = 'git-codecommit contains the following packages.\n';
const rule = `\n${'-'.repeat(80)}\n\n`;

/**
 * @param root the folder that `inputs` are relative to
 * @param inputs the files that esbuild put into the bundle
 */
export function notices(root, inputs) {
  const folders = new Set(inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean));
  const entries = new Map([...folders].map((folder) => entry(join(root, folder))));
  return head + [...entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => rule + text).join('');
}

function entry(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(join(folder, file))).sort();
  if (texts.length === 0 && !license) throw new Error(`No licence found in ${folder}.`);
  const body = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version}`, [`${name} ${version} (${license})`, homepage, '', ...body, ''].filter((line) => line !== undefined).join('\n')];
}
