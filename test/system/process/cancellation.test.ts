import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { cleanEnvironment } from '../../helpers/environment.js';

/** A program that is told to end and does not: it says so, and goes on. */
const stubborn = `
  import { openCancellation } from ${JSON.stringify(new URL('../../../src/system/process/cancellation.ts', import.meta.url).href)};
  const { signal } = openCancellation();
  signal.addEventListener('abort', () => console.log(signal.reason.message));
  setInterval(() => undefined, 1000);
  console.log('ready');`;

describe('a program that does not end when it is told to', function () {
  this.timeout(60_000);
  before(function notOnWindows() {
    // There a signal ends every program at once.
    if (process.platform === 'win32') this.skip();
  });

  for (const [name, signal, code, by] of [
    ['a second Ctrl-C', 'SIGINT', 130, null],
    ['a second SIGTERM', 'SIGTERM', null, 'SIGTERM'],
  ] as const)
    it(`is ended by ${name} at once, and not by the same one that comes twice`, async () => {
      const child = spawn(
        process.execPath,
        ['--import', createRequire(import.meta.url).resolve('tsx'), '--input-type=module', '-e', stubborn],
        { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(child, 'exit');
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const saying = async (words: string): Promise<void> => {
        while (!said.includes(words)) await once(child.stdout, 'data');
      };
      try {
        await saying('ready');
        child.kill(signal);
        child.kill(signal);
        await saying('Cancelled.');
        await sleep(700);
        expect([child.exitCode, child.signalCode]).to.deep.equal([null, null]);
        child.kill(signal);
        expect(await ended).to.deep.equal([code, by]);
      } finally {
        child.kill('SIGKILL');
      }
    });
});
