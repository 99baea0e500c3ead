import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendSection, editSection } from '../../src/profile/ini/ini-section.js';
import { createFiles } from '../../src/system/files/files.js';
import { randomNumbers } from '../helpers/random-numbers.js';
import { withFileLock } from '../../src/system/lock/lock.js';

// Run as a process of its own: writer.mjs ACTION PATH [NAME [COUNT]]
const [action, path = '', name = '', count = '1'] = process.argv.slice(2);
const files = createFiles();

if (action === 'add') {
  await files.edit(path, (text) =>
    appendSection(text ?? '', name, { aws_access_key_id: `ASIA${name}`, aws_session_token: 'x'.repeat(400) }),
  );
} else if (action === 'refresh') {
  for (let turn = 1; turn <= Number(count); turn += 1) {
    await files.edit(path, (text) =>
      editSection(text ?? '', name, { set: { aws_access_key_id: `ASIA${name}`, turn: String(turn) } }),
    );
  }
} else if (action === 'count') {
  for (let turn = 1; turn <= Number(count); turn += 1)
    await files.edit(path, (text) => `${text ?? ''}${name} ${turn}\n`);
} else if (action === 'foreign') {
  await writeInPlace(Number(count));
} else if (action === 'hold') {
  await withFileLock(path, async () => {
    writeSync(1, 'held\n');
    await sleep(600_000);
  });
}

/**
 * Changes the file as `aws configure set` does: no lock, emptied first, written a moment later. Fails when its change
 * is lost. NAME is the seed of its pauses.
 */
async function writeInPlace(turns: number): Promise<void> {
  const random = randomNumbers(Number(name));
  for (let turn = 1; turn <= turns; turn += 1) {
    let text = readFileSync(path, 'latin1');
    for (let look = 0; !text.includes(`foreign = ${turn - 1}\n`) || !text.endsWith('[last]\n'); look += 1) {
      if (look === 500) throw new Error(`turn ${turn}: the change before is lost: ${text}`);
      await sleep(10);
      text = readFileSync(path, 'latin1');
    }
    const fd = openSync(path, 'w');
    const until = performance.now() + 3 * random();
    while (performance.now() < until);
    writeFileSync(fd, text.replace(`foreign = ${turn - 1}\n`, `foreign = ${turn}\n`));
    closeSync(fd);
    await sleep(5 * random());
  }
}
