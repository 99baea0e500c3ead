import { repair } from './ini/repair.js';
import { keepFirstState } from './store-changes.js';
import type { StoreChangePorts } from './store-changes.js';
import type { AwsTexts } from './why-not-writable.js';

/** Repairs both files, after the first state was kept; a file that only its owner can fix is left as it is. */
export async function repairFiles(ports: StoreChangePorts, texts: AwsTexts): Promise<readonly string[]> {
  const done: string[] = [];
  await keepFirstState(ports, texts.credentials);
  for (const kind of ['credentials', 'config'] as const) {
    if (texts[kind] === undefined || repair(texts[kind], kind).done.length === 0) continue;
    await ports.files.edit(ports.paths[kind], (text) => (text === undefined ? undefined : repair(text, kind).text));
    done.push(...repair(texts[kind], kind).done.map((sentence) => `${sentence} (${ports.paths[kind]})`));
  }
  return done;
}
