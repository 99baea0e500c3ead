import { spawn } from 'node:child_process';
import { cleanEnvironment, type Variables } from './environment.js';

/** A program of somebody else's that listens on loopback. */
export interface ListeningProgram {
  /** What it said where it listens: the first group of the pattern. */
  readonly where: string;
  stop(): Promise<void>;
}

/**
 * Starts a program and waits until it says where it listens.
 * @param says the line that says so, on either stream, with the place as its first group
 */
export async function startListening(
  [program, ...args]: readonly [string, ...string[]],
  says: RegExp,
  variables: Variables = {},
): Promise<ListeningProgram> {
  const child = spawn(program, args, { env: cleanEnvironment(variables), stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const where = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-20_000);
        const found = says.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    void gone.then(() => reject(new Error(`${program} ended before it listened:\n${said}`)));
    child.once('error', reject);
  });
  return {
    where,
    async stop() {
      child.kill();
      await gone;
    },
  };
}
